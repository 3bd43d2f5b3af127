"""Readiness movement: from where to where within the year, together and for each innovation (R-REG-02)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from samspill.core.reporting import (
    Block,
    Cell,
    Chart,
    ChartKind,
    Column,
    Datum,
    Figure,
    Figures,
    Flow,
    Row,
    Scope,
    Section,
    Table,
)
from samspill.registry import profiles, words
from samspill.registry.models import ReadinessLevel, ReadinessScale
from samspill.registry.reporting.scopes import register_of
from samspill.registry.reporting.sections.figures import MOST_YEARS, records
from samspill.registry.reporting.years import Facts, Reading, there


@dataclass(frozen=True)
class Movement:
    """One innovation on its scale: the level before the year began, and the one read within it; None when not read."""

    facts: Facts
    before: int | None
    read: int | None

    @property
    def change(self) -> int | None:
        """Levels up or down; None unless both are known."""
        return None if self.before is None or self.read is None else self.read - self.before


def readiness(scope: Scope, year: int) -> Section:
    """Figures for all scales together, then each scale for itself."""
    innovations = [one for one in there(scope, year) if one.is_innovation]
    by_scale = movements(innovations, year)
    together = [movement for found in by_scale.values() for movement in found]
    blocks: list[Block] = [_figures(together, innovations)] if together else []
    for scale, found in by_scale.items():
        blocks += [_flows(scale, found, year), _columns(scale, found), _table(scale, found, year)]
    register = register_of(scope)
    if register is not None and profiles.READINESS in profiles.left_out_by(register.profile):
        return Section(blocks=blocks, empty=_("The register does not measure readiness."))
    return Section(
        blocks=blocks,
        empty=_("No readiness was read of any innovation up to the end of %(year)s.") % {"year": year},
    )


def movements(innovations: Sequence[Facts], year: int) -> dict[ReadinessScale, list[Movement]]:
    """Each innovation on the scale of its newest reading up to the end of the year."""
    levels = words.levels()
    end, before = date(year, 12, 31), date(year - 1, 12, 31)
    found: dict[ReadinessScale, list[Movement]] = {}
    for one in innovations:
        newest = one.level_at(end, levels)
        if newest is None:
            continue
        scale = levels[newest.level].scale
        own = [pk for pk, level in levels.items() if level.scale_id == scale.pk]
        read = newest if newest.date > before else None
        found.setdefault(scale, []).append(
            Movement(one, _number(one.level_at(before, own), levels), _number(read, levels))
        )
    return dict(sorted(found.items(), key=lambda item: (item[0].position, item[0].code)))


def _number(reading: Reading | None, levels: dict[int, ReadinessLevel]) -> int | None:
    return levels[reading.level].level if reading else None


def _figures(found: list[Movement], innovations: Sequence[Facts]) -> Figures:
    up = [one.facts for one in found if (one.change or 0) > 0]
    down = [one.facts for one in found if (one.change or 0) < 0]
    still = [one.facts for one in found if one.change == 0]
    first = [one.facts for one in found if one.before is None and one.read is not None]
    have = {one.facts.pk for one in found if one.read is not None}
    unread = [one for one in innovations if one.pk not in have]
    return Figures(
        [
            Figure("up", _("Moved up"), len(up), records(up)),
            Figure("still", _("Read again, the same level"), len(still), records(still)),
            Figure("down", _("Moved down"), len(down), records(down)),
            Figure("first", _("Read for the first time"), len(first), records(first)),
            Figure("unread", _("Not read in the year"), len(unread), records(unread)),
        ]
    )


def _flows(scale: ReadinessScale, found: list[Movement], year: int) -> Chart:
    pairs: dict[tuple[int, int], list[Facts]] = {}
    for one in found:
        if one.before is not None and one.read is not None:
            pairs.setdefault((one.before, one.read), []).append(one.facts)
    flows = [Flow(a, b, len(facts), records(facts)) for (a, b), facts in sorted(pairs.items())]
    up = sum(flow.value for flow in flows if flow.end > flow.start)
    return Chart(
        ChartKind.FLOWS,
        title=_("From where to where: %(scale)s") % {"scale": scale.name},
        description=_(
            "%(read)s innovations were read both before %(year)s and in it. "
            "%(up)s moved up, by %(levels)s levels together."
        )
        % {
            "read": sum(flow.value for flow in flows),
            "year": year,
            "up": up,
            "levels": sum(flow.value * (flow.end - flow.start) for flow in flows if flow.end > flow.start),
        },
        label_heading=_("From → to"),
        value_heading=_("Innovations"),
        flows=flows,
        highest=_highest(scale),
        ends=(_("Before %(year)s") % {"year": year}, _("In %(year)s") % {"year": year}),
    )


def _columns(scale: ReadinessScale, found: list[Movement]) -> Chart:
    by_level: dict[int, list[Facts]] = {}
    for one in found:
        by_level.setdefault(one.read or one.before or 0, []).append(one.facts)
    own = [level for level in words.levels().values() if level.scale_id == scale.pk]
    return Chart(
        ChartKind.COLUMNS,
        title=_("Where they stand at the end of the year: %(scale)s") % {"scale": scale.name},
        description=", ".join(
            f"{words.short_level(level)}: {len(by_level[level.level])}" for level in own if level.level in by_level
        )
        + ".",
        label_heading=_("Level"),
        value_heading=_("Innovations"),
        data=[
            Datum(
                f"{level.level}: {level.name}",
                len(by_level.get(level.level, [])),
                records(by_level.get(level.level, [])),
            )
            for level in own
        ],
        note=_("By the newest reading of each, also where it is from an earlier year."),
    )


def _table(scale: ReadinessScale, found: list[Movement], year: int) -> Table:
    levels = {pk: level.level for pk, level in words.levels().items() if level.scale_id == scale.pk}
    firsts = [one.facts.readings[0].date.year for one in found]
    years = [one for one in range(year - MOST_YEARS + 1, year + 1) if one >= min(firsts)]

    def level_in(facts: Facts, wanted: int) -> int | None:
        inside = [r for r in facts.readings if r.date.year == wanted and r.level in levels]
        return levels[inside[-1].level] if inside else None

    rows = [
        Row(
            [
                Cell(one.facts.title, record=one.facts.record),
                *(Cell(level_in(one.facts, wanted)) for wanted in years),
                Cell(_signed(one.change)),
            ]
        )
        for one in found
    ]
    read = [[facts for facts in (one.facts for one in found) if level_in(facts, wanted)] for wanted in years]
    moved = [one for one in found if one.change is not None]
    return Table(
        title=_("Each innovation, year by year: %(scale)s") % {"scale": scale.name},
        columns=[
            Column(_("Innovation")),
            *(Column(str(wanted), number=True) for wanted in years),
            Column(_("Change in the year"), number=True),
        ],
        rows=rows,
        total=Row(
            [
                Cell(_("Number read")),
                *(Cell(len(facts), records=records(facts)) for facts in read),
                Cell(_signed(sum(one.change or 0 for one in moved)) if moved else None),
            ]
        ),
        note=_("The last reading within each year. A dash: not read that year; nothing is carried over."),
    )


def _signed(change: int | None) -> str | None:
    """With its sign, and a real minus."""
    if change is None:
        return None
    return f"+{change}" if change > 0 else f"−{-change}" if change else "0"


def _highest(scale: ReadinessScale) -> int:
    return max(level.level for level in words.levels().values() if level.scale_id == scale.pk)
