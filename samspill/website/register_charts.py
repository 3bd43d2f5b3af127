"""The charts of a register: how far its innovations have come, and of which types they are."""

from collections import Counter

from django.db.models import Func, TextField
from django.utils.translation import gettext as _

from samspill.core.charts import BarChart, ColumnChart, Datum, bar_chart, column_chart
from samspill.registry.models import EntryType, ReadinessLevel
from samspill.registry.queries import EntryQuerySet
from samspill.website.figures import entry_list_url
from samspill.website.queries import standing_readings
from samspill.website.rows import short_scale


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
            label_heading=_("Level"),
            value_heading=_("Innovations"),
            data=[
                Datum(
                    f"{short_scale(level.scale)} {level.level}: {level.name}",
                    counts[level.pk],
                    entry_list_url(level=level.code, **filters),
                )
                for level in levels
            ],
        )
        for levels in scales.values()
        if any(counts[level.pk] for level in levels)
    ]


def types_chart(entries: EntryQuerySet, **filters: object) -> BarChart:
    """How many entries there are of each type; one with several types counts in each. Two queries."""
    each = entries.order_by().annotate(one=Func("types", function="unnest", output_field=TextField()))
    counts = Counter(each.values_list("one", flat=True))
    types = EntryType.objects.filter(code__in=counts)
    data = [Datum(row.name, counts[row.code], entry_list_url(type=row.code, **filters)) for row in types]
    return bar_chart(
        key="types",
        title=_("Types"),
        description=_(
            "How many entries there are of each type. An entry may have several types, and then counts in each. "
            "Each bar opens the list that it counted."
        ),
        label_heading=_("Type"),
        value_heading=_("Entries"),
        data=sorted(data, key=lambda datum: (-datum.value, datum.label.casefold())),
    )
