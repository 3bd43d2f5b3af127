"""The charts of a register: how far its innovations have come, and of which types they are."""

from collections import Counter

from django.db.models import Func, TextField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspill.core.charts import BarChart, ColumnChart, Datum, bar_chart, column_chart
from samspill.registry import words
from samspill.registry.choices import Kind
from samspill.registry.models import EntryType, ReadinessLevel
from samspill.registry.queries import EntryQuerySet
from samspill.website.figures import entry_list_url
from samspill.website.queries import standing_readings

KIND_TITLES = {
    str(Kind.INNOVATION): gettext_lazy("Innovations by type"),
    str(Kind.ACTIVITY): gettext_lazy("Activities by type"),
    str(Kind.RESULT): gettext_lazy("Results by type"),
    str(Kind.IMPACT_CASE): gettext_lazy("Impact cases by type"),
}


def readiness_charts(entries: EntryQuerySet, **filters: object) -> list[ColumnChart]:
    """One chart for each scale in use: on which level the innovations stand now. Two queries."""
    newest = (
        standing_readings()
        .filter(entry__in=entries.order_by())
        .order_by("entry_id", "level__scale_id", "-date", "-pk")
        .distinct("entry_id", "level__scale_id")
    )
    counts = Counter(reading.level_id for reading in newest)
    scales: dict[int, list[ReadinessLevel]] = {}
    for level in ReadinessLevel.objects.select_related("scale").order_by("scale__position", "scale__code", "level"):
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
                    counts[level.pk],
                    entry_list_url(level=level.code, **filters),
                )
                for level in levels
            ],
        )
        for levels in scales.values()
        if any(counts[level.pk] for level in levels)
    ]


def types_charts(entries: EntryQuerySet, **filters: object) -> list[BarChart]:
    """For each kind with more than one type in use: how many entries there are of each type. Two queries.

    An entry with several types counts in each.
    """
    each = entries.order_by().annotate(one=Func("types", function="unnest", output_field=TextField()))
    counts = Counter(each.values_list("one", flat=True))
    by_kind: dict[str, list[Datum]] = {}
    for row in EntryType.objects.filter(code__in=counts):
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
