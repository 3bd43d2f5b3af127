"""Sections of the annual report: impact cases in full, stories, and what was shown where (R-IND-09)."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from samspill.cases import counting, wording
from samspill.cases.models import CaseText, ImpactCase, Shown, Story
from samspill.core import reporting
from samspill.core.reporting import (
    Block,
    Chart,
    ChartKind,
    Datum,
    Figure,
    Figures,
    Narrative,
    Record,
    Records,
    Scope,
    Section,
)
from samspill.registry.choices import Kind
from samspill.registry.models import Entry
from samspill.registry.reporting import entries_of, entry_record
from samspill.registry.reporting.years import there


def register() -> None:
    """Called when Django is ready."""
    reporting.register("cases", gettext_lazy("Impact cases"), cases, order=70, narrative=True)
    reporting.register("stories", gettext_lazy("Stories"), stories, order=72, narrative=True)
    reporting.register("channels", gettext_lazy("Shown in channels"), channels, order=75)


def cases(scope: Scope, year: int) -> Section:
    """Those published within the year in full, in the language of the report if they are written in it."""
    found = [one for one in there(scope, year) if one.kind == Kind.IMPACT_CASE and one.published]
    versions = scope.keep("cases.versions", lambda: _versions(scope))
    now = [one for one in found if one.published and one.published.year == year and one.pk in versions]
    before = [one for one in found if one.published and one.published.year < year]
    blocks: list[Block] = []
    names = {code: part.name for code, part in counting.parts().items()}
    for one in now:
        original = next(iter(versions[one.pk].values()))
        best = wording.best_for(versions[one.pk], (get_language() or "nb")[:2])
        texts = {code: best.texts[code] or original.texts[code] for code in wording.PARTS}
        parts = [(names.get(code, code), texts[code]) for code in wording.PARTS[2:] if texts[code].strip()]
        title = texts["title"] or one.title
        blocks.append(
            Narrative(
                title,
                texts["summary"],
                Record("entry", one.public_id, one.title, one.record.url),
                _("Impact case"),
                parts,
                best.language,
            )
        )
    blocks.append(Records(_("Published in earlier years"), [one.record for one in before]))
    return Section(blocks, _("No impact case was published up to the end of %(year)s.") % {"year": year})


def _versions(scope: Scope) -> dict[int, dict[str, wording.Version]]:
    """All impact cases of the scope with their languages. Three queries."""
    entries = list(entries_of(scope).filter(kind=Kind.IMPACT_CASE).order_by("pk"))
    keys = [entry.pk for entry in entries]
    originals = {case.entry_id: case for case in ImpactCase.objects.filter(entry__in=keys)}
    texts: dict[int, list[CaseText]] = {}
    for text in CaseText.objects.filter(entry__in=keys).order_by("language"):
        texts.setdefault(text.entry_id, []).append(text)
    return {entry.pk: wording.versions_of(entry, originals.get(entry.pk), texts.get(entry.pk, [])) for entry in entries}


def stories(scope: Scope, year: int) -> Section:
    """Stories published within the year."""
    found = scope.keep("cases.stories", lambda: _stories(scope))
    blocks: list[Block] = [
        Narrative(story.title, story.text, entry_record(story.entry), story.form.name, (), story.language)
        for story in found
        if story.published_at and timezone.localtime(story.published_at).year == year
    ]
    return Section(blocks, _("No story was published in %(year)s.") % {"year": year})


def _stories(scope: Scope) -> list[Story]:
    found = Story.objects.filter(published_at__isnull=False, entry__in=entries_of(scope).order_by())
    return list(found.select_related("form", "entry").order_by("published_at", "pk"))


def channels(scope: Scope, year: int) -> Section:
    """What was shown where within the year."""
    found = [one for one in scope.keep("cases.shown", lambda: _shown(scope)) if one.date.year == year]
    by_channel: dict[str, list[Shown]] = {}
    for one in found:
        by_channel.setdefault(one.channel_id, []).append(one)
    ordered = sorted(by_channel.values(), key=lambda rows: (-len(rows), rows[0].channel.position))
    entries = {one.entry_id: one.entry for one in found}
    return Section(
        [
            Figures(
                [
                    Figure("shown", _("Times something was shown"), len(found), _records(found)),
                    Figure("entries_shown", _("Entries shown"), len(entries), _records(found)),
                ]
            ),
            Chart(
                ChartKind.BARS,
                _("Where it was shown"),
                _("Times that something of the collection was shown, by channel."),
                _("Channel"),
                _("Times"),
                data=[Datum(rows[0].channel.name, len(rows), _records(rows)) for rows in ordered],
            ),
            Records(
                _("What was shown"),
                [entry_record(one.entry) for one in found],
                [" · ".join(filter(None, [one.channel.name, date_format(one.date), one.title])) for one in found],
            ),
        ],
        _("Nothing was marked as shown in %(year)s.") % {"year": year},
    )


def _shown(scope: Scope) -> list[Shown]:
    found = Shown.objects.filter(entry__in=entries_of(scope).order_by())
    return list(found.select_related("channel", "entry").order_by("date", "pk"))


def _records(rows: list[Shown]) -> list[Record]:
    entries: dict[int, Entry] = {one.entry_id: one.entry for one in rows}
    return [entry_record(entry) for entry in entries.values()]
