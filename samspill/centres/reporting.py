"""Sections of the annual report: the centre's facts, recommendations, and the self-check."""

from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspill.centres.domain.self_check import standing_scores
from samspill.centres.models import Advice, Centre, CentrePartner, Milestone, SelfCheckScore
from samspill.core import reporting
from samspill.core.reporting import Cell, Column, Figure, Figures, Record, Row, Scope, Section, Table
from samspill.parties.models import Unit
from samspill.recommendations.models import Recommendation
from samspill.recommendations.reporting import section as recommendation_section

CHECKED = "checked"
"""Where a centre holds its scores of the year and the one before."""


def register() -> None:
    """Called when Django is ready."""
    reporting.register("centre", gettext_lazy("The centre"), facts, order=5)
    reporting.register("recommendations", gettext_lazy("Recommendations and what came of them"), advised, order=85)
    reporting.register("self_check", gettext_lazy("Self-check"), self_check, order=86)


def centres_of(scope: Scope, *parts: str | Prefetch[Any]) -> list[Centre]:
    """The centres whose registers or units the report is of, with these of their parts: one query for each."""
    rows = Centre.objects.select_related("scheme", "organisation", "unit")
    if isinstance(scope.subject, Unit):
        rows = rows.filter(unit__path__startswith=scope.subject.path)
    else:
        rows = rows.filter(register_links__register=scope.subject)
    return list((rows.filter(is_public=True) if scope.everyone else rows).prefetch_related(*parts))


def facts(scope: Scope, year: int) -> Section:
    """Scheme, host, term, and partners at the end of the year, or of the centre if that came first; of those that had
    begun."""
    last = date(year, 12, 31)
    blocks: list[reporting.Block] = []
    partners_in_order = CentrePartner.objects.select_related("organisation").order_by(
        "role", "organisation__name_nb", "pk"
    )
    for centre in centres_of(scope, "milestones", Prefetch("partners", partners_in_order)):
        if centre.start > last:
            continue
        rows = [
            Row([Cell(_("Scheme")), Cell(centre.scheme.name)]),
            Row([Cell(_("Host")), Cell(centre.unit.name if centre.unit else centre.organisation.name)]),
            Row([Cell(_("Term")), Cell(_term(centre))]),
            *(Row([Cell(str(one.name)), Cell(_held(one, last))]) for one in centre.milestones.all()),
        ]
        blocks.append(Table(centre.name, [Column(_("What")), Column(_("Facts"))], rows))
        if centre.end and centre.end.year < year:
            continue
        standing = min(last, centre.end or last)
        partners = [one for one in centre.partners.all() if one.holds_on(standing)]
        records = [_organisation(one.organisation.code, one.organisation.name) for one in partners]
        distinct = list(dict.fromkeys(records))
        blocks += [
            Figures([Figure(f"partners-{centre.code}", _("Partners of the centre"), len(distinct), distinct)]),
            Table(
                _("Partners at the end of the year"),
                [Column(_("Partner")), Column(_("Role"))],
                [
                    Row([Cell(one.organisation.name, record=record), Cell(str(one.get_role_display()))])
                    for one, record in zip(partners, records, strict=True)
                ],
            ),
        ]
    return Section(blocks=blocks, empty=_("No centre that is tied to this had begun in %(year)s.") % {"year": year})


def advised(scope: Scope, year: int) -> Section:
    """The recommendations about the scope's centres that had come by the end of the year."""
    codes = [centre.code for centre in centres_of(scope)]
    rows = Recommendation.objects.about("centre", *codes).exclude(source_date__year__gt=year)
    if isinstance(scope.subject, Unit):
        rows = rows | Recommendation.objects.about("unit", scope.code).exclude(source_date__year__gt=year)
    if scope.everyone:
        rows = rows.filter(is_public=True)
    return recommendation_section(rows.order_by("source_date", "pk"), year)


def self_check(scope: Scope, year: int) -> Section:
    """Scores of the year and the year before, with the reasons; only what the centre shows when everyone reads."""
    blocks: list[reporting.Block] = []
    advices = list(Advice.objects.all())
    scores = Prefetch("check_scores", SelfCheckScore.objects.filter(year__in=(year - 1, year)), to_attr=CHECKED)
    for centre in centres_of(scope, scores):
        if scope.everyone and not centre.shows_check:
            continue
        found = standing_scores(getattr(centre, CHECKED))
        rows = [
            Row(
                [
                    Cell(one.name),
                    Cell(before.score if (before := found.get((one.pk, year - 1))) else None),
                    Cell(now.score if (now := found.get((one.pk, year))) else None),
                    Cell(now.reason if now else None),
                ]
            )
            for one in advices
            if (one.pk, year) in found
        ]
        columns = [
            Column(_("Advice")), Column(str(year - 1), number=True), Column(str(year), number=True), Column(_("Why")),
        ]  # fmt: skip
        note = _("From 1, not begun, to 5, in place, used, and seen to work.")
        blocks.append(Table(f"{centre.name}: {_('Self-check')}", columns, rows, note=note))
    return Section(blocks=blocks, empty=_("No self-check was made in %(year)s.") % {"year": year})


def _organisation(code: str, name: str) -> Record:
    return Record("organisation", code, name, f"/partnere/{code}/")


def _term(centre: Centre) -> str:
    days = " – ".join(date_format(day, "DATE_FORMAT") for day in (centre.start, centre.end) if day)
    if centre.split is None:
        return days
    return _("%(days)s; second term from %(split)s") % {"days": days, "split": date_format(centre.split, "DATE_FORMAT")}


def _held(one: Milestone, last: date) -> str:
    """As it stood on the last day of the year."""
    if one.held and one.held <= last:
        return _("done %(day)s") % {"day": date_format(one.held, "DATE_FORMAT")}
    return _("due %(day)s") % {"day": date_format(one.due, "DATE_FORMAT")}
