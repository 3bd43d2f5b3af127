"""The charts of a register: how far its innovations have come, and of which types they are."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspill.core.charts import BarChart, ColumnChart, Datum, bar_chart, column_chart
from samspill.registry import words
from samspill.registry.choices import Kind
from samspill.registry.models import ReadinessLevel
from samspill.website.figures import entry_list_url

KIND_TITLES = {
    str(Kind.INNOVATION): gettext_lazy("Innovations by type"),
    str(Kind.ACTIVITY): gettext_lazy("Activities by type"),
    str(Kind.RESULT): gettext_lazy("Results by type"),
    str(Kind.IMPACT_CASE): gettext_lazy("Impact cases by type"),
}


def readiness_charts(counts: Mapping[str, int], **filters: object) -> list[ColumnChart]:
    """One chart for each scale in use: on which level how many innovations stand now, by the level's code."""
    scales: dict[int, list[ReadinessLevel]] = {}
    for level in words.levels().values():
        scales.setdefault(level.scale_id, []).append(level)
    return [
        column_chart(
            key=f"levels-{levels[0].scale.code}",
            title=levels[0].scale.name,
            description=_(
                "How many innovations stand on each level now, from %(first)s to %(last)s. "
                "Each column opens the list that it counted."
            )
            % {"first": levels[0].name.lower(), "last": levels[-1].name.lower()},
            label_heading=_("Readiness level"),
            value_heading=_("Innovations"),
            note=_("%(lowest)s is “%(first)s”, %(highest)s is “%(last)s”.")
            % {
                "lowest": levels[0].level,
                "first": levels[0].name,
                "highest": levels[-1].level,
                "last": levels[-1].name,
            },
            data=[
                Datum(
                    f"{words.short_scale(level.scale)} {level.level}: {level.name}",
                    counts.get(level.code, 0),
                    entry_list_url(level=level.code, **filters),
                )
                for level in levels
            ],
        )
        for levels in scales.values()
        if any(counts.get(level.code) for level in levels)
    ]


def types_charts(counts: Mapping[str, int], **filters: object) -> list[BarChart]:
    """For each kind with more than one type in use: how many entries there are of each type, by its code.

    An entry with several types counts in each.
    """
    by_kind: dict[str, list[Datum]] = {}
    types = words.types.holding(counts)
    for row in (types[code] for code in counts if code in types):
        url = entry_list_url(type=row.code, **filters)
        by_kind.setdefault(row.kind, []).append(Datum(row.name, counts[row.code], url))
    return [
        bar_chart(
            key=f"types-{kind}",
            title=str(title),
            description=_(
                "How many entries there are of each type. An entry may have several types, and then counts in each. "
                "Each bar opens the list that it counted."
            ),
            label_heading=_("Type"),
            value_heading=_("Entries"),
            data=sorted(by_kind[kind], key=lambda datum: (-datum.value, datum.label.casefold())),
        )
        for kind, title in KIND_TITLES.items()
        if len(by_kind.get(kind, [])) > 1
    ]
