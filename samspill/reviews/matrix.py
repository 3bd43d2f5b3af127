"""The matrix: probability of success against potential impact, and what is high on both (R-REG-08, R-REG-09).

A cell holds the means from its number to just below the next one, so that what is marked in the matrix is exactly
what reaches the threshold.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import BooleanField, Count, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Floor
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samspill.core.charts import Datum, GridChart, grid_chart
from samspill.parties.domain.acting import Acting
from samspill.registry.models import Entry, Register
from samspill.reviews.living import LIVING
from samspill.reviews.models import CallEntry
from samspill.reviews.queries import curated, standing_results

SCALE = ("1", "2", "3", "4", "5")


@dataclass(frozen=True)
class Cell:
    """How many innovations have a probability and an impact (1–5 each)."""

    probability: int
    impact: int
    number: int
    is_high: bool


def is_high(probability: Decimal | float | None, impact: Decimal | float | None, least: int) -> bool:
    """Wanted for considerable further effort: both reach the threshold (R-REG-09).

    ``least``: of the register's profile for what stands now, of the call for what one closed call came to.
    """
    return probability is not None and impact is not None and probability >= least and impact >= least


def results_of(register: Register) -> "QuerySet[CallEntry]":
    """The standing result of each living innovation of a register."""
    newest = standing_results().filter(call__register=register).values("pk")
    return CallEntry.objects.filter(pk__in=newest, entry__register=register, entry__status__in=LIVING)


def high_of(register: Register) -> "QuerySet[CallEntry]":
    """Those high on both."""
    least = register.profile.assessment_threshold
    return results_of(register).filter(probability__gte=least, impact__gte=least)


def with_mark(entries: "QuerySet[Entry]", acting: Acting) -> "QuerySet[Entry]":
    """With ``is_high``: whether the newest result in the entry's own register is high on both, and the user curates
    that register. Assessments are internal, so nobody else is told. No query of its own."""
    reaches = Q(
        probability__gte=F("call__register__profile__assessment_threshold"),
        impact__gte=F("call__register__profile__assessment_threshold"),
    )
    newest = (
        CallEntry.objects.filter(curated(acting, "call__register"), entry=OuterRef("pk"))
        .filter(call__register=OuterRef("register"), given__gt=0, call__closed_at__isnull=False)
        .order_by("-call__closed_at", "-call_id")
        .annotate(reaches=ExpressionWrapper(reaches, output_field=BooleanField()))
    )
    return entries.annotate(is_high=Subquery(newest.values("reaches")[:1]))


def in_cell(results: "QuerySet[CallEntry]", probability: int, impact: int) -> "QuerySet[CallEntry]":
    """The results that a cell counts."""
    return results.filter(
        Q(probability__gte=probability, probability__lt=probability + 1) & Q(impact__gte=impact, impact__lt=impact + 1)
    )


def chosen_in(given: Mapping[str, str]) -> dict[str, str]:
    """What an address asks for: ``p`` and ``i`` of one cell, ``high`` on both, or nothing."""
    p, i = given.get("p", ""), given.get("i", "")
    if p in SCALE and i in SCALE:
        return {"p": p, "i": i}
    return {"high": "1"} if given.get("high") else {}


def cells(results: "QuerySet[CallEntry]", least: int) -> list[Cell]:
    """Counted by the database, in one query, whatever the number of innovations."""
    rows = (
        results.order_by()
        .annotate(p=Floor("probability"), i=Floor("impact"))
        .values("p", "i")
        .annotate(number=Count("pk"))
        .values_list("p", "i", "number")
        .order_by("p", "i")
    )
    return [Cell(int(p), int(i), number, is_high(p, i, least)) for p, i, number in rows]


def matrix_chart(
    found: Sequence[Cell], least: int, *, key: str = "matrix", address: Callable[[Cell], str]
) -> GridChart:
    """The picture with its table twin: impact across, probability upwards; each cell opens its records."""
    return grid_chart(
        key=key,
        title=_("Probability of success and potential impact"),
        description=described(found),
        x_heading=_("Potential impact"),
        y_heading=_("Probability of success"),
        value_heading=_("Innovations"),
        x_labels=SCALE,
        y_labels=SCALE,
        cells=[(one.impact - 1, one.probability - 1, datum_of(one, address), one.is_high) for one in found],
        marked_means=high_means(least),
        note=cell_note(),
    )


def datum_of(cell: Cell, address: Callable[[Cell], str]) -> Datum:
    """A cell by its name."""
    name = _("Probability %(p)s, impact %(i)s") % {"p": cell.probability, "i": cell.impact}
    return Datum(name, cell.number, address(cell))


def described(found: Sequence[Cell]) -> str:
    """In a sentence, for those who do not see the picture."""
    total, high = sum(one.number for one in found), sum(one.number for one in found if one.is_high)
    return ngettext(
        "%(total)s innovation is placed from 1 to 5 on both. %(high)s is high on both.",
        "%(total)s innovations are placed from 1 to 5 on both. %(high)s are high on both.",
        total,
    ) % {"total": total, "high": high}


def high_means(least: int) -> str:
    """What the mark says."""
    return _("Framed: at least %(least)s on both. Wanted for considerable further effort.") % {"least": least}


def cell_note() -> str:
    """How means come into whole numbers."""
    return _("Means of the assessors. A cell holds those from its number to just below the next: 4 holds 4.0 to 4.9.")
