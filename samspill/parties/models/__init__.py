from samspill.parties.models.data_request import DataAccess, DataRequest, SealedPerson
from samspill.parties.models.geography import County, Municipality, MunicipalityChange, Region
from samspill.parties.models.invitation import Invitation, InvitationMail
from samspill.parties.models.organisation import Organisation
from samspill.parties.models.person import Affiliation, Person
from samspill.parties.models.proposal import ProposedAffiliation
from samspill.parties.models.role import Role
from samspill.parties.models.sheet import PartySheet
from samspill.parties.models.size_figure import SizeFigure
from samspill.parties.models.unit import Unit, UnitSuccession

__all__ = [
    "Affiliation",
    "County",
    "DataAccess",
    "DataRequest",
    "Invitation",
    "InvitationMail",
    "Municipality",
    "MunicipalityChange",
    "Organisation",
    "PartySheet",
    "Person",
    "ProposedAffiliation",
    "Region",
    "Role",
    "SealedPerson",
    "SizeFigure",
    "Unit",
    "UnitSuccession",
]
