from samspill.registry.models.carried_on import CarriedOn, CarriedOnSeen
from samspill.registry.models.confirmation import Confirmation
from samspill.registry.models.contribution import Contribution
from samspill.registry.models.effect import Effect, EffectTag, Recipient
from samspill.registry.models.entry import Entry, StatusChange
from samspill.registry.models.evidence import Evidence
from samspill.registry.models.harvest import HarvestRecord
from samspill.registry.models.identifier import EntryIdentifier
from samspill.registry.models.imports import ImportJob, ImportLine, ImportRow, SourceRecord
from samspill.registry.models.participation import Participation
from samspill.registry.models.profile import RegisterProfile
from samspill.registry.models.progress import Progress
from samspill.registry.models.readiness import ReadinessReading
from samspill.registry.models.register import Register
from samspill.registry.models.relation import Relation
from samspill.registry.models.vocabulary import (
    ContributionRole,
    Discipline,
    EntryType,
    ParticipationRole,
    ReadinessLevel,
    ReadinessScale,
    ServiceArea,
    SubDimension,
    SustainableDevelopmentGoal,
)

__all__ = [
    "CarriedOn",
    "CarriedOnSeen",
    "Confirmation",
    "Contribution",
    "ContributionRole",
    "Discipline",
    "Effect",
    "EffectTag",
    "Entry",
    "EntryIdentifier",
    "EntryType",
    "Evidence",
    "HarvestRecord",
    "ImportJob",
    "ImportLine",
    "ImportRow",
    "Participation",
    "ParticipationRole",
    "Progress",
    "ReadinessLevel",
    "ReadinessReading",
    "ReadinessScale",
    "Recipient",
    "Register",
    "RegisterProfile",
    "Relation",
    "ServiceArea",
    "SourceRecord",
    "StatusChange",
    "SubDimension",
    "SustainableDevelopmentGoal",
]
