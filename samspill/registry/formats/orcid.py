"""Works as ORCID has them, API version 3.0: XML and JSON.

Source: record_3.0/work-3.0.xsd and common_3.0/common-3.0.xsd of ORCID's model. No contributor's iD is given: ORCID asks
for iDs that their owners have confirmed by logging in there, and ours are typed.
"""

import json
from collections.abc import Iterable
from typing import Any

from samspill.core.markdown import to_plain
from samspill.core.xml_tree import Element, clean, document, el, make, optional
from samspill.registry.formats import bibtex
from samspill.registry.formats.records import EntryRecord
from samspill.registry.formats.words import address, happened
from samspill.registry.models import EntryIdentifier

NAMESPACES = {
    "xmlns:work": "http://www.orcid.org/ns/work",
    "xmlns:common": "http://www.orcid.org/ns/common",
}
BULK = "http://www.orcid.org/ns/bulk"
CREDIT = "http://credit.niso.org/contributor-roles/{}/"
TYPES = {"doi": "doi", "handle": "handle", "isbn": "isbn", "urn": "urn", "nva": "uri", "cristin": "other-id"}
"""`EntryIdentifier.scheme` -> ORCID's type of identifier."""


def work_xml(record: EntryRecord) -> str:
    """One work."""
    return document(_work(record, NAMESPACES))


def works_xml(records: Iterable[EntryRecord]) -> str:
    """Several works, as a bulk. ORCID takes 100 at a time."""
    return document(make("bulk:bulk", [_work(one, {}) for one in records], {"xmlns:bulk": BULK} | NAMESPACES))


def work_json(record: EntryRecord) -> str:
    """One work."""
    return json.dumps(_work_dict(record), ensure_ascii=False, indent=2)


def works_json(records: Iterable[EntryRecord]) -> str:
    """Several works, as a bulk."""
    return json.dumps({"bulk": [{"work": _work_dict(one)} for one in records]}, ensure_ascii=False, indent=2)


def work_type(record: EntryRecord) -> str:
    """The ORCID work type of the first type that has one."""
    return next((row.orcid_work_type for row in record.types if row.orcid_work_type), "other")


def external_ids(record: EntryRecord) -> list[tuple[str, str, str]]:
    """Type, value and address of each identifier; ORCID needs at least one, and the page here always is."""
    found = [(TYPES[one.scheme], _value(one), one.url) for one in record.identifiers]
    if record.entity == "patents" and record.detail("identifier"):
        found.append(("pat", clean(record.detail("identifier")), ""))
    return [*found, ("source-work-id", record.entry.public_id, address("entry", record.entry.public_id))]


def _value(one: EntryIdentifier) -> str:
    return one.url if one.scheme == "nva" else one.value


def _work(record: EntryRecord, namespaces: dict[str, str]) -> Element:
    entry = record.entry
    return make(
        "work:work",
        [
            el("work:title", el("common:title", _short(entry.title, 1000))),
            optional("work:journal-title", _short(record.detail("outlet"), 1000)),
            optional("work:short-description", _short(to_plain(entry.summary), 5000)),
            el(
                "work:citation",
                el("work:citation-type", "bibtex"),
                el("work:citation-value", bibtex.of_entry(record)),
            ),
            el("work:type", work_type(record)),
            _date(record),
            el("common:external-ids", *(_external_id(*one) for one in external_ids(record))),
            el("common:url", address("entry", entry.public_id)),
            _contributors(record),
            el("common:language-code", entry.language) if entry.language != "xx" else None,
        ],
        namespaces,
    )


def _date(record: EntryRecord) -> Element | None:
    day = happened(record.entry)
    if day is None or not 1900 <= day.year <= 2100:
        return None
    return el(
        "common:publication-date",
        el("common:year", str(day.year)),
        el("common:month", f"{day.month:02}"),
        el("common:day", f"{day.day:02}"),
    )


def _external_id(kind: str, value: str, url: str) -> Element:
    return el(
        "common:external-id",
        el("common:external-id-type", kind),
        el("common:external-id-value", value),
        optional("common:external-id-url", url),
        el("common:external-id-relationship", "self"),
    )


def _contributors(record: EntryRecord) -> Element | None:
    people = [
        make(
            "work:contributor",
            [
                el("work:credit-name", _short(one.name, 150)),
                el(
                    "work:contributor-attributes",
                    el("work:contributor-sequence", "first" if place == 0 else "additional"),
                    el("work:contributor-role", CREDIT.format(one.credit)) if one.credit else None,
                ),
            ],
        )
        for place, one in enumerate([*record.creators, *record.helpers])
    ]
    return el("work:contributors", *people) if people else None


def _work_dict(record: EntryRecord) -> dict[str, Any]:
    """The same as `_work`, in the shape of ORCID's JSON."""
    entry, day = record.entry, happened(record.entry)
    outlet = _short(record.detail("outlet"), 1000)
    work: dict[str, Any] = {
        "title": {"title": {"value": _short(entry.title, 1000)}},
        "journal-title": {"value": outlet} if outlet else None,
        "short-description": _short(to_plain(entry.summary), 5000) or None,
        "citation": {"citation-type": "bibtex", "citation-value": bibtex.of_entry(record)},
        "type": work_type(record),
        "publication-date": day
        and {
            "year": {"value": str(day.year)},
            "month": {"value": f"{day.month:02}"},
            "day": {"value": f"{day.day:02}"},
        },
        "external-ids": {
            "external-id": [
                {
                    "external-id-type": kind,
                    "external-id-value": value,
                    "external-id-url": {"value": url} if url else None,
                    "external-id-relationship": "self",
                }
                for kind, value, url in external_ids(record)
            ]
        },
        "url": {"value": address("entry", entry.public_id)},
        "contributors": {
            "contributor": [
                {
                    "credit-name": {"value": _short(one.name, 150)},
                    "contributor-attributes": {
                        "contributor-sequence": "first" if place == 0 else "additional",
                        "contributor-role": CREDIT.format(one.credit) if one.credit else None,
                    },
                }
                for place, one in enumerate([*record.creators, *record.helpers])
            ]
        },
        "language-code": entry.language if entry.language != "xx" else None,
    }
    return {name: value for name, value in work.items() if value is not None}


def _short(text: str, most: int) -> str:
    """At most so many characters, without what XML forbids."""
    return clean(text)[:most]
