"""What assessments came to, as HTML: the matrix, and the list that a cell of it opens."""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.template import defaultfilters
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from samspill.core import jinja
from samspill.core.kept_pieces import KeptPieces
from samspill.registry.kept_entries import Known
from samspill.reviews import matrix
from samspill.reviews.matrix import Cell
from samspill.reviews.standing import Result, Standing

PER_PAGE = 25

_charts = KeptPieces[SafeString](300)
"""Some 20 kB each."""


def chart_html(found: Sequence[Cell], least: int) -> SafeString:
    """The matrix with its table twin; kept while the same number stands in each cell."""
    name = (tuple(found), least, get_language())
    kept = _charts.find(name, "")
    if kept is None:
        chart = matrix.matrix_chart(found, least, address=_address)
        kept = render_to_string("core/charts/grid.html", {"chart": chart})
        _charts.keep(name, "", kept)
    return kept


def _address(cell: Cell) -> str:
    return f"?{urlencode({'p': cell.probability, 'i': cell.impact})}#list"


def placed_html(request: HttpRequest, stood: Standing, least: int, *, export: SafeString | str = "") -> SafeString:
    """A page of those that the address asks for: of one cell, high on both, or all. ``export``: links below it."""
    chosen = matrix.chosen_in(request.GET)
    placed = stood.placed
    if "p" in chosen:
        cell = int(chosen["p"]), int(chosen["i"])
        placed = [one for one in placed if one[1].cell == cell]
    elif chosen:
        placed = [one for one in placed if matrix.is_high(one[1].probability, one[1].impact, least)]
    page: Page[tuple[Known, Result]] = Paginator(placed, PER_PAGE).get_page(request.GET.get("page"))
    language = get_language() or ""
    rows = [
        {
            "entry": entry,
            "result": result,
            "is_high": matrix.is_high(result.probability, result.impact, least),
            "probability": _mean(language, result.probability),
            "impact": _mean(language, result.impact),
            "closed": defaultfilters.date(result.closed_at, "DATE_FORMAT"),
        }
        for entry, result in page
    ]
    pages = render_to_string("core/pagination.html", {"page": page}, request) if page.has_other_pages() else ""
    context = {"rows": rows, "chosen": chosen, "pages": pages, "export": export}
    return jinja.render("workspace/reviews/results.html", context)


@lru_cache(maxsize=2000)
def _mean(language: str, value: Decimal) -> str:
    return defaultfilters.floatformat(value, 1)
