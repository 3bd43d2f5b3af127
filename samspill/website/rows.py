"""Entries as rows of a list: everything a template shows, in the words it shows, in three queries.

A list is the page that is asked for most, so rows are read as plain values, not as models.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from samspill.core.markdown import to_plain
from samspill.core.search import Hit, Result, highlight
from samspill.registry import words
from samspill.registry.choices import Kind, Status, Visibility
from samspill.registry.models import Entry, Participation, ReadinessReading
from samspill.registry.models.entry import slug_of
from samspill.registry.queries import EntryQuerySet

FIELDS = (
    *("pk", "public_id", "kind", "types", "title", "language", "start_date", "status", "visibility"),
    *("organisation__is_example", "register__is_example"),
)
PARTNERS = 3
SUMMARY = 180


@dataclass(frozen=True)
class Row:
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
    found = list(entries.values(*FIELDS, "summary"))
    for values in found:
        values["slug"] = slug_of(values["title"], values["public_id"])
        values["summary"] = to_plain(values["summary"], length=SUMMARY)
        values["note"] = (notes or {}).get(values["pk"], "")
    return _rows(found)


def rows_of(result: Result, *, most: int = 100, notes: Mapping[int, str] | None = None) -> list[Row]:
    """Rows of the first hits of a search for entries, in their order, with what matched; ``notes`` by entry id."""
    by_id = {hit.object_id: hit for hit in result.hits[:most]}
    if not by_id:
        return []
    found = {values["pk"]: values for values in Entry.objects.filter(pk__in=by_id).order_by().values(*FIELDS)}
    for pk, values in found.items():
        hit = by_id[pk]
        values["slug"], values["summary"] = slug_of(values["title"], values["public_id"]), hit.snippet
        values["note"] = (notes or {}).get(pk, "")
        if result.terms:
            values["title"] = highlight(values["title"], result.terms)
            values["summary"] = highlight(hit.snippet, result.terms)
            values["why"] = _why(hit)
    return _rows([found[pk] for pk in by_id if pk in found])


def _rows(found: Sequence[dict[str, Any]]) -> list[Row]:
    types = words.types.holding({code for values in found for code in values["types"]})
    kinds = {kind.value: str(kind.label) for kind in Kind}
    ids = [values["pk"] for values in found]
    readiness, partners = _readiness(ids), _partners(ids)
    base = reverse("website:entry", args=["x", "x"])[: -len("x/x/")]
    return [
        Row(
            url=f"{base}{values['public_id']}/{values['slug']}/",
            lang="" if values["language"] == "xx" else values["language"],
            title=values["title"],
            summary=values["summary"],
            year=str(values["start_date"].year) if values["start_date"] else "",
            types=_types([types[code].name for code in values["types"] if code in types] or [kinds[values["kind"]]]),
            readiness=readiness.get(values["pk"], ""),
            partners=_shortened(partners.get(values["pk"], {})),
            note=values.get("note", ""),
            why=values.get("why", ""),
            seen_by="" if values["visibility"] == Visibility.PUBLIC else str(Visibility(values["visibility"]).label),
            is_archived=values["status"] == Status.ARCHIVED,
            is_example=values["organisation__is_example"] or bool(values["register__is_example"]),
        )
        for values in found
    ]


def _types(names: list[str]) -> str:
    return ", ".join([names[0], *(name.lower() for name in names[1:])])


def _readiness(ids: Sequence[int]) -> dict[int, str]:
    """The newest reading that stands, of each entry that has one."""
    readings = ReadinessReading.objects.filter(entry__in=ids, corrected_by=None).order_by("date", "pk")
    newest = dict(readings.values_list("entry_id", "level_id"))
    levels = words.levels.holding(newest.values())
    return {pk: words.short_level(levels[level]) for pk, level in newest.items()}


def _partners(ids: Sequence[int]) -> dict[int, dict[str, None]]:
    """The names of those that take part, in the order they were added, each once."""
    name = f"organisation__name_{(get_language() or 'nb')[:2]}"
    found: dict[int, dict[str, None]] = {}
    rows = Participation.objects.filter(entry__in=ids).order_by("pk")
    for pk, *names in rows.values_list("entry_id", "organisation__short_name", name, "organisation__name_nb"):
        found.setdefault(pk, {})[next(filter(None, names))] = None
    return found


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
