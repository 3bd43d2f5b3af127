"""Organisations, units and people."""

from collections.abc import Iterable

from samspill.parties.models import Affiliation, Organisation, Person, Unit
from samspill.website.linked_data import terms
from samspill.website.linked_data.terms import CONTEXT, Data, filled, same_as


def organisation_data(one: Organisation) -> Data:
    """An organisation with its contact and where it lies."""
    data = terms.organisation(one)
    municipality = one.municipality
    return {"@context": CONTEXT} | filled(
        data
        | {
            "alternateName": one.short_name,
            "email": one.contact_email,
            "sameAs": [*data.get("sameAs", []), *same_as(one.website)],
            "location": {"@type": "AdministrativeArea", "name": municipality.name} if municipality else None,
            "address": {"@type": "PostalAddress", "addressCountry": one.country},
        }
    )


def unit_data(one: Unit, ancestors: Iterable[Unit], below: Iterable[Unit]) -> Data:
    """A unit with the one above it, or the organisation, and those right below."""
    parent = list(ancestors)[-1:]
    return {"@context": CONTEXT} | filled(
        terms.unit(one)
        | {
            "email": one.contact_email,
            "foundingDate": one.valid_from.isoformat() if one.valid_from else "",
            "dissolutionDate": one.valid_to.isoformat() if one.valid_to else "",
            "parentOrganization": terms.unit(parent[0]) if parent else terms.organisation(one.organisation),
            "subOrganization": [terms.unit(other) for other in below if other.parent_id == one.pk],
        }
    )


def person_data(one: Person, affiliations: Iterable[Affiliation]) -> Data | None:
    """A person with where they belong and belonged; None without a public page. Never an e-mail address."""
    if not one.is_public:
        return None
    return {"@context": CONTEXT} | filled(
        terms.person(one) | {"affiliation": [_affiliation(place) for place in affiliations]}
    )


def _affiliation(place: Affiliation) -> Data:
    where = terms.organisation(place.organisation)
    if place.unit:
        where = terms.unit(place.unit) | {"parentOrganization": where}
    return filled(
        {
            "@type": "OrganizationRole",
            "roleName": place.title,
            "startDate": place.valid_from.isoformat() if place.valid_from else "",
            "endDate": place.valid_to.isoformat() if place.valid_to else "",
            "affiliation": where,
        }
    )
