"""Entries as rows of a list: everything a template shows, in the words it shows, in one query.

A list is the page that is asked for most, so rows are read as plain values, by a statement that is prepared.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, Protocol

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from samspill.core.enumerating import in_a_row
from samspill.core.jinja import url
from samspill.core.markdown import to_plain
from samspill.core.prepared import ask, fetch
from samspill.core.search import Hit, Result, highlight
from samspill.parties.domain.acting import Acting
from samspill.registry import words
from samspill.registry.choices import Kind, Status, Visibility
from samspill.registry.models.entry import slug_of
from samspill.registry.queries import EntryQuerySet
from samspill.registry.search import SHOWN_TO_ALL, visible
from samspill.website.excerpts import with_days, without_bare_numbers

FACTS = """
    SELECT e.id AS pk, e.public_id, e.kind, e.types, e.title, e.language, e.start_date, e.status, e.visibility,
        o.is_example OR COALESCE(r.is_example, FALSE) AS is_example,
        (SELECT x.level_id FROM registry_readinessreading x WHERE x.entry_id = e.id
         AND NOT EXISTS (SELECT FROM registry_readinessreading y WHERE y.corrects_id = x.id)
         ORDER BY x.date DESC, x.id DESC LIMIT 1) AS level,
        ARRAY(SELECT COALESCE(NULLIF(p.short_name, ''), NULLIF(p.name_{language}, ''), p.name_nb)
         FROM registry_participation t JOIN parties_organisation p ON p.id = t.organisation_id
         WHERE t.entry_id = e.id ORDER BY t.id) AS partners
    FROM registry_entry e JOIN parties_organisation o ON o.id = e.organisation_id
    LEFT JOIN registry_register r ON r.id = e.register_id
    WHERE {which}
"""
COLUMNS = (
    *("pk", "public_id", "kind", "types", "title", "language", "start_date", "status", "visibility"),
    *("is_example", "level", "partners"),
)
PARTNERS = 3
SUMMARY = 180


Facts = dict[int, dict[str, Any]]  # by id, `COLUMNS`


class Row(NamedTuple):
    """One entry in a list. ``title`` and ``summary`` are safe HTML when words are marked; ``why``: what matched.

    ``seen_by`` says who can see it when not everyone can.
    """

    url: str
    lang: str
    title: str
    summary: str
    year: str
    types: str
    readiness: str
    partners: str
    note: str = ""
    why: str = ""
    seen_by: str = ""
    is_archived: bool = False
    is_example: bool = False


def rows(entries: EntryQuerySet, notes: Mapping[int, str] | None = None) -> list[Row]:
    """Rows of entries; ``notes`` by entry id."""
    summaries = dict(entries.values_list("pk", "summary"))
    found = _facts([*summaries])
    for pk, values in found.items():
        values["slug"] = slug_of(values["title"], values["public_id"])
        values["summary"] = to_plain(summaries[pk], length=SUMMARY)
        values["note"] = (notes or {}).get(pk, "")
    return _rows([found[pk] for pk in summaries if pk in found])


class Reads(Protocol):
    """Tells a search which entries may be shown, and has read the facts of some of those."""

    facts: Facts


class Seen:
    """Tells a search which entries may be shown, and reads their rows in the same look where that is for strangers."""

    def __init__(self, acting: Acting) -> None:
        self._acting = acting
        self.facts: Facts = {}

    def __call__(self, ids: Mapping[str, Sequence[int]]) -> Callable[[], Mapping[str, Container[int]]]:
        """`search`'s ``visible``."""
        if self._acting.is_known:
            seen = {"entry": visible(ids["entry"], self._acting)}
            return lambda: seen
        rows = ask(in_language(FACTS).replace("{which}", SHOWN_TO_ALL), [list(ids["entry"])], once=True)
        return lambda: self._tell(rows())

    def _tell(self, rows: Sequence[Sequence[Any]]) -> Mapping[str, Container[int]]:
        self.facts = facts_of(rows)
        return {"entry": self.facts}


def rows_of(
    result: Result, *, most: int = 100, notes: Mapping[int, str] | None = None, seen: Reads | None = None
) -> list[Row]:
    """Rows of the first hits of a search for entries, in their order, with what matched; ``notes`` by entry id.

    ``seen``: where the search was told by it what may be shown.
    """
    by_id = {hit.object_id: hit for hit in result.hits[:most]}
    if not by_id:
        return []
    facts = seen.facts if seen else {}
    found = _facts([pk for pk in by_id if pk not in facts]) | {pk: facts[pk] for pk in by_id if pk in facts}
    for pk, values in found.items():
        hit = by_id[pk]
        snippet = with_days(without_bare_numbers(hit.snippet, result.terms))
        values["slug"], values["summary"] = slug_of(values["title"], values["public_id"]), snippet
        values["note"] = (notes or {}).get(pk, "")
        if result.terms:
            values["title"] = highlight(values["title"], result.terms)
            values["summary"] = highlight(snippet, result.terms)
            values["why"] = _why(hit)
    return _rows([found[pk] for pk in by_id if pk in found])


def _facts(ids: Sequence[int]) -> Facts:
    """What a row tells of each entry."""
    if not ids:
        return {}
    return facts_of(fetch(in_language(FACTS).replace("{which}", "e.id = ANY(%s)"), [list(ids)], once=True))


def facts_of(rows: Iterable[Sequence[Any]]) -> Facts:
    """What `FACTS` tells."""
    return {row[0]: dict(zip(COLUMNS, row, strict=True)) for row in rows}


def in_language(statement: str) -> str:
    """A statement with the names of columns in the reader's language."""
    return statement.replace("{language}", {"nn": "nn", "en": "en"}.get((get_language() or "")[:2], "nb"))


def _rows(found: Sequence[dict[str, Any]]) -> list[Row]:
    types = words.type_names({code for values in found for code in values["types"]})
    kinds = _kinds(get_language() or "")
    levels = words.level_names([values["level"] for values in found if values["level"]])
    base = url("website:entry", "x", "x")[: -len("x/x/")]
    return [
        Row(
            url=f"{base}{values['public_id']}/{values['slug']}/",
            lang="" if values["language"] == "xx" else values["language"],
            title=values["title"],
            summary=values["summary"],
            year=str(values["start_date"].year) if values["start_date"] else "",
            types=_types([types[code] for code in values["types"] if code in types] or [kinds[values["kind"]]]),
            readiness=levels[values["level"]] if values["level"] else "",
            partners=_shortened(dict.fromkeys(values["partners"])),
            note=values.get("note", ""),
            why=values.get("why", ""),
            seen_by="" if values["visibility"] == Visibility.PUBLIC else str(Visibility(values["visibility"]).label),
            is_archived=values["status"] == Status.ARCHIVED,
            is_example=values["is_example"],
        )
        for values in found
    ]


@cache
def _kinds(language: str) -> dict[str, str]:
    return {kind.value: str(kind.label) for kind in Kind}


def _types(names: list[str]) -> str:
    return ", ".join(in_a_row(names))


def _shortened(names: Iterable[str]) -> str:
    every = [*names]
    shown = " · ".join(every[:PARTNERS])
    if (more := len(every) - PARTNERS) > 0:
        shown += " " + ngettext("and %(more)s more", "and %(more)s more", more) % {"more": more}
    return shown


def _why(hit: Hit) -> str:
    """Where words were found that the row itself does not show."""
    seen = f"{hit.title} {hit.snippet}".casefold()
    hidden = [match for match in hit.why if match.word.casefold() not in seen]
    named = dict.fromkeys(match.word for match in hidden if match.field == "names")
    further = dict.fromkeys(match.word for match in hidden if match.field != "names")
    texts = [_("Keywords and names: %(words)s") % {"words": ", ".join(named)}] if named else []
    texts += [_("Further down in the text: %(words)s") % {"words": ", ".join(further)}] if further else []
    return ". ".join(texts)
