"""The OpenAIRE CERIF profile 1.2: people, organisations and units, and links to them.

Source: OpenAIRE Guidelines for CRIS Managers 1.2, https://doi.org/10.5281/zenodo.8050936. A neighbour is told of with
no more than its own record says, by id, name and public identifiers.
"""

import re

from django.conf import settings

from samspill.core.xml_tree import Content, Element, el, optional
from samspill.parties.models import Organisation, Person, Unit
from samspill.registry.formats.records import Contributor
from samspill.registry.formats.words import family_and_given, in_languages

NAMESPACE = "https://www.openaire.eu/cerif-profile/1.2/"
SCHEMA = "https://www.openaire.eu/schema/cris/1.2/openaire-cerif-profile.xsd"
VOCABULARIES = "https://www.openaire.eu/cerif-profile/vocab/"
ORGANISATION_NUMBER = "https://data.brreg.no/enhetsregisteret/oppslag/enheter"

ORCID_BLOCKS = re.compile(r"0000-000(1-[5-9]|2-[0-9]|3-[0-4])\d{3}-\d{3}[\dX]|0009-000\d-\d{4}-\d{3}[\dX]")
"""The profile takes iDs from the blocks given to people; another valid one goes as a general identifier."""


def top(element: Element) -> Element:
    """The element as the root of a record: with the profile's namespace."""
    return Element(element.name, {"xmlns": NAMESPACE} | dict(element.attributes), element.content)


def of_person(person: Person) -> Element:
    """A person with their places, dated."""
    places = [
        el(
            "Affiliation",
            unit_link(one.unit) if one.unit else organisation_link(one.organisation),
            startDate=one.valid_from.isoformat() if one.valid_from else None,
            endDate=one.valid_to.isoformat() if one.valid_to else None,
        )
        for one in person.affiliations.all()
    ]
    return top(_person(f"person-{person.public_id}", person.name, person.orcid, *places))


def of_organisation(organisation: Organisation) -> Element:
    """An organisation with its public identifiers."""
    number = organisation.number
    return top(
        el(
            "OrgUnit",
            optional("Acronym", organisation.short_name),
            *_names(organisation),
            optional("RORID", organisation.ror and f"https://ror.org/{organisation.ror}"),
            el("Identifier", number, type=ORGANISATION_NUMBER) if number else None,
            optional("ElectronicAddress", organisation.website),
            id=f"organisation-{organisation.code}",
        )
    )


def of_unit(unit: Unit) -> Element:
    """A unit and what it is part of."""
    above = unit_link(unit.parent) if unit.parent else organisation_link(unit.organisation)
    return top(el("OrgUnit", *_names(unit), el("PartOf", above), id=f"unit-{unit.code}"))


def organisation_link(organisation: Organisation) -> Element:
    """An organisation as a neighbour."""
    acronym = optional("Acronym", organisation.short_name)
    return el("OrgUnit", acronym, *_names(organisation), id=f"organisation-{organisation.code}")


def unit_link(unit: Unit) -> Element:
    """A unit as a neighbour."""
    return el("OrgUnit", *_names(unit), id=f"unit-{unit.code}")


def contributor_link(one: Contributor) -> list[Element]:
    """A contributor as they stand in the list: the name shown, and the person or unit."""
    display = el("DisplayName", one.name)
    if one.unit is not None:
        return [display, unit_link(one.unit)]
    return [display, _person(one.identifier, one.name, one.orcid if one.identifier else "")]


def service() -> Element:
    """This installation itself, for Identify."""
    host = settings.SITE_URL.split("://", 1)[-1]
    return top(
        el(
            "Service",
            el(
                "Compatibility",
                f"{VOCABULARIES}OpenAIRE_Service_Compatibility#1.2",
                xmlns=f"{VOCABULARIES}OpenAIRE_Service_Compatibility",
            ),
            el("Acronym", host),
            el("Name", str(settings.SITE_NAME), xml_lang="nb"),
            el("WebsiteURL", f"{settings.SITE_URL}/"),
            el("OAIPMHBaseURL", f"{settings.SITE_URL}/oai"),
            id="service",
        )
    )


def _person(identifier: str, name: str, orcid: str, *more: Content) -> Element:
    family, given = family_and_given(name)
    known = bool(ORCID_BLOCKS.fullmatch(orcid))
    uri = f"https://orcid.org/{orcid}"
    return el(
        "Person",
        el("PersonName", optional("FamilyNames", family), optional("FirstNames", given)),
        el("ORCID", uri) if known else None,
        el("Identifier", uri, type="https://w3id.org/cerif/vocab/IdentifierTypes#ORCID")
        if orcid and not known
        else None,
        *more,
        id=identifier or None,
    )


def _names(row: Organisation | Unit) -> list[Element]:
    return [el("Name", name, xml_lang=code) for code, name in in_languages(row)]
