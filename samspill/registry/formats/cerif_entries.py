"""Entries in the OpenAIRE CERIF profile 1.2: publications, products, patents, projects and events.

The order of elements inside each is the profile's own. Types are from the COAR Resource Types.
"""

from collections.abc import Callable

from samspill.core.markdown import to_plain
from samspill.core.xml_tree import Element, el, optional
from samspill.registry.formats.cerif import VOCABULARIES, contributor_link, organisation_link, top
from samspill.registry.formats.records import EntryRecord
from samspill.registry.formats.words import address, happened, language
from samspill.registry.models import Relation

COAR = "http://purl.org/coar/resource_type/"
PUBLICATIONS = {
    "article": "c_6501", "report": "c_93fc", "bachelor_thesis": "c_7a1f", "master_thesis": "c_bdcc",
    "project_thesis": "c_46ec", "standard": "c_71bd",
}  # fmt: skip
PRODUCTS = {"software": "c_5ce6", "data_set": "c_ddb1"}
TEXT, OTHER, PATENT, PERIODICAL = "c_18cf", "c_1843", "c_15cd", "c_2659"
SINGULAR = {"publications": "Publication", "products": "Product", "patents": "Patent", "projects": "Project",
            "events": "Event"}  # fmt: skip
OUTPUTS = ("publications", "products", "patents")
GOALS = "http://metadata.un.org/sdg"


def of_entry(record: EntryRecord) -> Element | None:
    """The entry as what it is in the profile; None when the profile has no place for it."""
    write = WRITERS.get(record.entity)
    return top(write(record)) if write else None


def _publication(record: EntryRecord) -> Element:
    entry, tongue = record.entry, language(record.entry)
    day, outlet = happened(entry), record.detail("outlet")
    return el(
        "Publication",
        _type(record, "Publication", PUBLICATIONS, TEXT),
        el("Language", tongue) if tongue != "und" else None,
        el("Title", entry.title, xml_lang=tongue),
        _published_in(outlet, tongue),
        el("PublicationDate", day.isoformat()) if day else None,
        optional("Edition", record.detail("edition")),
        optional("DOI", record.first_of("doi")),
        optional("Handle", record.first_of("handle")),
        optional("ISBN", record.first_of("isbn")),
        el("URL", address("entry", entry.public_id)),
        optional("URN", record.first_of("urn")),
        _people("Authors", "Author", record),
        None if outlet else el("Publishers", el("Publisher", organisation_link(entry.organisation))),
        *_subjects(record),
        *_keywords(record),
        optional("Abstract", to_plain(entry.summary), xml_lang=tongue),
        *_originates_from(record),
        *_links(record, "OutputFrom", Relation.Kind.LED_TO, is_source=False, entities=("events",)),
        *_links(record, "Coverage", Relation.Kind.DOCUMENTS, is_source=True, entities=("events",)),
        *_links(record, "References", Relation.Kind.DOCUMENTS, is_source=True, entities=OUTPUTS),
        id=record.identifier,
    )


def _product(record: EntryRecord) -> Element:
    entry, tongue = record.entry, language(record.entry)
    return el(
        "Product",
        _type(record, "Product", PRODUCTS, OTHER),
        el("Language", tongue) if tongue != "und" else None,
        el("Name", entry.title, xml_lang=tongue),
        optional("VersionInfo", record.detail("edition"), xml_lang=tongue),
        optional("DOI", record.first_of("doi")),
        optional("Handle", record.first_of("handle")),
        el("URL", address("entry", entry.public_id)),
        optional("URN", record.first_of("urn")),
        _people("Creators", "Creator", record),
        el("Publishers", el("Publisher", organisation_link(entry.organisation))),
        optional("Description", to_plain(entry.summary), xml_lang=tongue),
        *_subjects(record),
        *_keywords(record),
        *_originates_from(record),
        *_links(record, "Coverage", Relation.Kind.DOCUMENTS, is_source=True, entities=("events",)),
        *_links(record, "References", Relation.Kind.DOCUMENTS, is_source=True, entities=OUTPUTS),
        id=record.identifier,
    )


def _patent(record: EntryRecord) -> Element:
    entry, tongue = record.entry, language(record.entry)
    start = entry.start_date.isoformat() if entry.start_date else ""
    granted = any(row.code == "patent_grant" for row in record.types)
    inventors = [el("Inventor", *contributor_link(one)) for one in record.creators if one.person is not None]
    owners = [part.organisation for part in record.partners if part.role_id == "owner"] or [entry.organisation]
    return el(
        "Patent",
        _type(record, "Patent", {}, PATENT),
        el("Title", entry.title, xml_lang=tongue),
        optional("RegistrationDate", "" if granted else start),
        optional("ApprovalDate", start if granted else ""),
        optional("PatentNumber", record.detail("identifier")),
        el("URL", address("entry", entry.public_id)),
        el("Inventors", *inventors) if inventors else None,
        el("Holders", *(el("Holder", organisation_link(one)) for one in owners)),
        optional("Abstract", to_plain(entry.summary), xml_lang=tongue),
        *_subjects(record),
        *_keywords(record),
        *_originates_from(record),
        *_links(record, "References", Relation.Kind.DOCUMENTS, is_source=True, entities=OUTPUTS),
        id=record.identifier,
    )


def _project(record: EntryRecord) -> Element:
    entry, tongue = record.entry, language(record.entry)
    funders = [part.organisation for part in record.partners if part.role_id == "funder"]
    partners = {part.organisation_id: part.organisation for part in record.partners if part.role_id != "funder"}
    partners.pop(entry.organisation_id, None)
    number = record.detail("identifier")
    team = [el("Member", *contributor_link(one)) for one in record.creators if one.person is not None]
    return el(
        "Project",
        el("Title", entry.title, xml_lang=tongue),
        el("Identifier", number, type="https://w3id.org/cerif/vocab/IdentifierTypes#ProjectReference")
        if number
        else None,
        *(el("Identifier", one.value, type=_identifier_type(one.scheme)) for one in record.identifiers),
        optional("StartDate", entry.start_date.isoformat() if entry.start_date else ""),
        optional("EndDate", entry.end_date.isoformat() if entry.end_date else ""),
        el(
            "Consortium",
            el("Coordinator", organisation_link(entry.organisation)),
            *(el("Partner", organisation_link(one)) for one in partners.values()),
        ),
        el("Team", *team) if team else None,
        *(el("Funded", el("By", organisation_link(one))) for one in funders),
        *_subjects(record),
        *_keywords(record),
        optional("Abstract", to_plain(entry.summary), xml_lang=tongue),
        id=record.identifier,
    )


def _event(record: EntryRecord) -> Element:
    entry, tongue = record.entry, language(record.entry)
    sponsors = [part.organisation for part in record.partners if part.role_id == "funder"]
    partners = {part.organisation_id: part.organisation for part in record.partners if part.role_id != "funder"}
    partners.pop(entry.organisation_id, None)
    return el(
        "Event",
        el("Name", entry.title, xml_lang=tongue),
        optional("Place", record.detail("place")),
        optional("StartDate", entry.start_date.isoformat() if entry.start_date else ""),
        optional("EndDate", entry.end_date.isoformat() if entry.end_date else ""),
        optional("Description", to_plain(entry.summary), xml_lang=tongue),
        *_subjects(record),
        *_keywords(record),
        el("Organizer", organisation_link(entry.organisation)),
        *(el("Sponsor", organisation_link(one)) for one in sponsors),
        *(el("Partner", organisation_link(one)) for one in partners.values()),
        id=record.identifier,
    )


WRITERS: dict[str, Callable[[EntryRecord], Element]] = {
    "publications": _publication, "products": _product, "patents": _patent, "projects": _project, "events": _event,
}  # fmt: skip


def _type(record: EntryRecord, of: str, known: dict[str, str], otherwise: str) -> Element:
    concept = next((known[row.code] for row in record.types if row.code in known), otherwise)
    return el("Type", COAR + concept, xmlns=f"{VOCABULARIES}COAR_{of}_Types")


def _published_in(outlet: str, tongue: str) -> Element | None:
    if not outlet:
        return None
    kind = el("Type", COAR + PERIODICAL, xmlns=f"{VOCABULARIES}COAR_Publication_Types")
    return el("PublishedIn", el("Publication", kind, el("Title", outlet, xml_lang=tongue)))


def _people(many: str, one: str, record: EntryRecord) -> Element | None:
    found = [el(one, *contributor_link(each)) for each in record.creators]
    return el(many, *found) if found else None


def _subjects(record: EntryRecord) -> list[Element]:
    return [el("Subject", f"{GOALS}/{number}", scheme=GOALS) for number in record.goals]


def _keywords(record: EntryRecord) -> list[Element]:
    tongue = language(record.entry)
    words = [el("Keyword", word, xml_lang=tongue) for word in record.entry.keywords]
    return words + [el("Keyword", row.name_nb, xml_lang="nb") for row in record.subjects]


def _originates_from(record: EntryRecord) -> list[Element]:
    return _links(record, "OriginatesFrom", Relation.Kind.LED_TO, is_source=False, entities=("projects",))


def _links(record: EntryRecord, name: str, kind: str, *, is_source: bool, entities: tuple[str, ...]) -> list[Element]:
    return [
        el(name, el(SINGULAR[one.entity], id=one.identifier))
        for one in record.neighbours
        if one.kind == kind and one.is_source == is_source and one.entity in entities
    ]


def _identifier_type(scheme: str) -> str:
    return f"https://w3id.org/cerif/vocab/IdentifierTypes#{scheme.upper()}"
