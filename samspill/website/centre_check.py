"""The self-check as the page of a centre shows it: the newest year, and the way there (R-REG-20)."""

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from samspill.centres.domain.self_check import Line, lines, weakest
from samspill.centres.models import Centre
from samspill.centres.models.self_check import HIGHEST
from samspill.core import jinja
from samspill.core.charts import Reading, step_chart


@dataclass(frozen=True)
class Check:
    """``year`` is the newest with a score; ``charts`` are drawn when there is more than one year."""

    year: int
    years: list[int]
    lines: list[Line]
    rows: list[tuple[Line, list[tuple[int, int | None]]]]
    charts: list[SafeString]
    weakest: Line | None


def check_of(centre: Centre) -> Check | None:
    """None while nothing is scored. Two queries."""
    found = lines(centre, 0)
    years = sorted({year for line in found for year in line.by_year})
    if not years:
        return None
    newest = [Line(line.advice, line.by_year.get(years[-1]), line.by_year) for line in found]
    return Check(
        year=years[-1],
        years=years,
        lines=newest,
        rows=[(line, [(year, _score(line, year)) for year in years]) for line in newest],
        charts=[_chart(line) for line in newest if line.by_year] if len(years) > 1 else [],
        weakest=weakest(newest),
    )


def _score(line: Line, year: int) -> int | None:
    return line.by_year[year].score if year in line.by_year else None


def _chart(line: Line) -> SafeString:
    readings = [
        Reading(date(year, 12, 31), one.score, f"{year}: {one.score} – {one.get_score_display()}", year_only=True)
        for year, one in line.by_year.items()
    ]
    said = ", ".join(f"{year}: {one.score}" for year, one in line.by_year.items())
    chart = step_chart(
        key=f"check-{line.advice.code}",
        title=line.advice.name,
        description=_("Scores from 1 to 5, year by year. %(scores)s.") % {"scores": said},
        readings=readings,
        highest=HIGHEST,
    )
    return jinja.render("core/charts/steps.html", {"chart": chart})
