"""Unqualified Dublin Core (oai_dc): the format that every harvester reads.

Source: the fifteen elements of simpledc20021212 in the wrapper of OAI-PMH 2.0, http://www.openarchives.org/OAI/2.0/oai_dc/
"""

from samspill.core.markdown import to_plain
from samspill.core.xml_tree import Content, Element, el, make, optional
from samspill.parties.models import Organisation, Person, Unit
from samspill.registry.formats.records import EntryRecord
from samspill.registry.formats.words import address, happened, in_languages, language

NAMESPACE = "http://www.openarchives.org/OAI/2.0/oai_dc/"
SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"


def of_entry(record: EntryRecord) -> Element:
    """An entry, in the language it is written in."""
    entry = record.entry
    tongue = language(entry)
    day = happened(entry)
    return _dc(
        el("dc:title", entry.title, xml_lang=tongue),
        *(el("dc:creator", one.name) for one in record.creators),
        *(el("dc:subject", word, xml_lang=tongue) for word in entry.keywords),
        *(el("dc:subject", name, xml_lang=code) for row in record.subjects for code, name in in_languages(row)),
        optional("dc:description", to_plain(entry.summary), xml_lang=tongue),
        el("dc:publisher", entry.organisation.name_nb),
        *(el("dc:contributor", one.name) for one in record.helpers),
        *(el("dc:contributor", name) for name in dict.fromkeys(one.organisation.name_nb for one in record.partners)),
        el("dc:date", day.isoformat()) if day else None,
        el("dc:type", entry.kind.replace("_", " "), xml_lang="en"),
        *(el("dc:type", name, xml_lang=code) for row in record.types for code, name in in_languages(row)),
        el("dc:identifier", address("entry", entry.public_id)),
        *(el("dc:identifier", one.url or f"{one.scheme.upper()} {one.value}") for one in record.identifiers),
        optional("dc:identifier", record.detail("identifier")),
        el("dc:language", tongue) if tongue != "und" else None,
        *(el("dc:relation", address("entry", one.public_id)) for one in record.neighbours),
        optional("dc:coverage", record.detail("place")),
        optional("dc:rights", record.detail("licence")),
    )


def of_person(person: Person) -> Element:
    """A person with a public page. No e-mail address, ever."""
    return _dc(
        el("dc:title", person.name),
        el("dc:type", "person", xml_lang="en"),
        el("dc:identifier", address("person", person.public_id)),
        optional("dc:identifier", person.orcid and f"https://orcid.org/{person.orcid}"),
    )


def of_organisation(organisation: Organisation) -> Element:
    """An organisation."""
    return _dc(
        *(el("dc:title", name, xml_lang=code) for code, name in in_languages(organisation)),
        el("dc:type", "organisation", xml_lang="en"),
        el("dc:identifier", address("organisation", organisation.code)),
        optional("dc:identifier", organisation.ror and f"https://ror.org/{organisation.ror}"),
    )


def of_unit(unit: Unit) -> Element:
    """A unit, with the organisation it belongs to."""
    return _dc(
        *(el("dc:title", name, xml_lang=code) for code, name in in_languages(unit)),
        el("dc:type", "organisation unit", xml_lang="en"),
        el("dc:identifier", address("unit", unit.code)),
        el("dc:relation", address("organisation", unit.organisation.code)),
    )


def _dc(*content: Content) -> Element:
    return make(
        "oai_dc:dc",
        content,
        {
            "xmlns:oai_dc": NAMESPACE,
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:schemaLocation": f"{NAMESPACE} {SCHEMA}",
        },
    )
