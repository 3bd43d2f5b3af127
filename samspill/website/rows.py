"""Entries as rows of a list: everything a template shows, in the words it shows, at a fixed number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samspill.core.markdown import to_plain
from samspill.core.search import Hit, Result, highlight
from samspill.parties.domain.acting import Acting
from samspill.registry import words
from samspill.registry.choices import Kind
from samspill.registry.models import Entry, Participation, ReadinessLevel, ReadinessReading
from samspill.registry.queries import EntryQuerySet
from samspill.registry.shown import listed

NAMES = ("name_nb", "name_nn", "name_en")
FIELDS = (
    *("public_id", "kind", "types", "title", "language", "start_date", "status", "visibility"),
    *("organisation__is_example", "register__is_example"),
)
PARTNERS = 3
SUMMARY = 180


@dataclass(frozen=True)
class Row:
    """One entry in a list. ``title`` and ``summary`` are safe HTML when words are marked; ``why``: what matched."""

    entry: Entry
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
    is_example: bool = False


def rows(entries: EntryQuerySet, notes: Mapping[int, str] | None = None) -> list[Row]:
    """Rows of entries; ``notes`` by entry id. Three queries."""
    found = entries.select_related("organisation", "register").only(*FIELDS, "summary").prefetch_related(*_parts())
    return _rows(found, notes=notes or {})


def rows_of(result: Result, acting: Acting) -> list[Row]:
    """Rows of the hits of a search for entries, in their order, with what matched. Three queries."""
    ids = result.ids
    found = listed(acting).filter(pk__in=ids).order_by()
    found = found.select_related("organisation", "register").only(*FIELDS).prefetch_related(*_parts())
    by_id = {entry.pk: entry for entry in found} if ids else {}
    return _rows([by_id[pk] for pk in ids if pk in by_id], result=result)


def _parts() -> Sequence[Prefetch[str]]:
    """Participants, and the readings that stand, the newest first."""
    partners = Participation.objects.select_related("organisation").only(
        "entry_id", "organisation__short_name", *(f"organisation__{name}" for name in NAMES)
    )
    standing = ReadinessReading.objects.filter(corrected_by=None).order_by("-date", "-pk").only("entry_id", "level_id")
    return [Prefetch("participations", queryset=partners), Prefetch("readings", queryset=standing, to_attr="standing")]


def _rows(
    entries: Iterable[Entry], *, notes: Mapping[int, str] | None = None, result: Result | None = None
) -> list[Row]:
    found = list(entries)
    types = words.types.holding({code for entry in found for code in entry.types})
    kinds = {kind.value: str(kind.label) for kind in Kind}
    levels = words.levels.holding({one.level_id for entry in found for one in entry.standing})  # type: ignore[attr-defined]
    base = reverse("website:entry", args=["x", "x"])[: -len("x/x/")]
    hits = {hit.object_id: hit for hit in result.hits} if result else {}
    terms = result.terms if result else ()
    made = []
    for entry in found:
        hit = hits.get(entry.pk)
        names = [types[code].name for code in entry.types if code in types] or [kinds[entry.kind]]
        made.append(
            Row(
                entry=entry,
                url=f"{base}{entry.public_id}/{entry.slug}/",
                lang="" if entry.language == "xx" else entry.language,
                title=highlight(entry.title, terms) if terms else entry.title,
                summary=_summary(entry, hit.snippet if hit else None, result),
                year=str(entry.start_date.year) if entry.start_date else "",
                types=", ".join([names[0], *(name.lower() for name in names[1:])]),
                readiness=_readiness(entry, levels),
                partners=_partners(entry),
                note=(notes or {}).get(entry.pk, ""),
                why=_why(hit) if hit else "",
                is_example=entry.organisation.is_example or bool(entry.register and entry.register.is_example),
            )
        )
    return made


def _summary(entry: Entry, snippet: str | None, result: Result | None) -> str:
    """What the search found, with the words marked; else the beginning of the description."""
    if result is None:
        return to_plain(entry.summary, length=SUMMARY)
    return highlight(snippet, result.terms) if snippet and result.terms else snippet or ""


def _readiness(entry: Entry, levels: Mapping[int, ReadinessLevel]) -> str:
    standing: list[ReadinessReading] = entry.standing  # type: ignore[attr-defined]
    return words.short_level(levels[standing[0].level_id]) if standing else ""


def _partners(entry: Entry) -> str:
    names = dict.fromkeys(part.organisation.short_name or part.organisation.name for part in entry.participations.all())
    shown = " · ".join([*names][:PARTNERS])
    if (more := len(names) - PARTNERS) > 0:
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
