"""What every object of JSON-LD is made with."""

from typing import Any

from django.conf import settings

from samspill.core.jinja import path_in
from samspill.parties.models import Organisation, Person, Unit

Data = dict[str, Any]
CONTEXT = "https://schema.org"
KINDS = {
    Organisation.Kind.UNIVERSITY: "CollegeOrUniversity",
    Organisation.Kind.UNIVERSITY_COLLEGE: "CollegeOrUniversity",
    Organisation.Kind.MUNICIPALITY: "GovernmentOrganization",
    Organisation.Kind.COUNTY: "GovernmentOrganization",
    Organisation.Kind.PUBLIC_AGENCY: "GovernmentOrganization",
    Organisation.Kind.COMPANY: "Corporation",
    Organisation.Kind.HEALTH_TRUST: "MedicalOrganization",
    Organisation.Kind.RESEARCH_INSTITUTE: "ResearchOrganization",
    Organisation.Kind.VOLUNTARY: "NGO",
}
"""Kind of organisation -> schema.org's type; Organization for the rest."""


def address(name: str, *args: str) -> str:
    """The lasting address of a page: that in bokmål, whichever language the page is read in."""
    return settings.SITE_URL + path_in("nb", f"website:{name}", *args)


def filled(data: Data) -> Data:
    """Without what is empty."""
    return {name: value for name, value in data.items() if value not in (None, "", [], {})}


def identifier(kind: str, value: str) -> Data | None:
    """A number of a known kind."""
    return {"@type": "PropertyValue", "propertyID": kind, "value": value} if value else None


def same_as(*addresses: str) -> list[str]:
    """The addresses that are not empty."""
    return [one for one in addresses if one]


def organisation(one: Organisation) -> Data:
    """An organisation, in short. ``iso6523Code`` is the Norwegian organisation number under its own scheme (0192)."""
    ror = f"https://ror.org/{one.ror}" if one.ror else ""
    return filled(
        {
            "@type": KINDS.get(Organisation.Kind(one.kind), "Organization"),
            "@id": address("organisation", one.code),
            "name": one.name,
            "url": address("organisation", one.code),
            "identifier": [*filter(None, (identifier("organisasjonsnummer", one.number), identifier("ROR", ror)))],
            "iso6523Code": f"0192:{one.number}" if one.number else "",
            "sameAs": same_as(ror),
        }
    )


def unit(one: Unit) -> Data:
    """A unit, in short."""
    return {
        "@type": "Organization",
        "@id": address("unit", one.code),
        "name": one.name,
        "url": address("unit", one.code),
    }


def person(one: Person) -> Data:
    """A person, in short. Without a public page the name alone, as on the pages."""
    if not one.is_public:
        return {"@type": "Person", "name": one.name}
    orcid = f"https://orcid.org/{one.orcid}" if one.orcid else ""
    return filled(
        {
            "@type": "Person",
            "@id": address("person", one.public_id),
            "name": one.name,
            "url": address("person", one.public_id),
            "identifier": identifier("ORCID", orcid),
            "sameAs": same_as(orcid),
        }
    )
