"""Centres, initiatives and studies as what a recommendation is about."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samspill.centres.models import Centre, Initiative
from samspill.parties.domain.acting import Acting
from samspill.recommendations.subjects import Subject, SubjectKind, register

CENTRE, INITIATIVE = "centre", "initiative"


def subject_of(row: Centre | Initiative) -> Subject:
    """The centre or initiative as a subject; its host is whom things are addressed to."""
    is_centre = isinstance(row, Centre)
    return Subject(
        kind=CENTRE if is_centre else INITIATIVE,
        code=row.code,
        name=row.name,
        url=reverse("website:centre" if is_centre else "website:initiative", args=[row.code]),
        organisation=row.organisation,
        unit=row.unit,
    )


def _find(rows: Any, codes: Iterable[str]) -> dict[str, Subject]:
    return {row.code: subject_of(row) for row in rows.filter(code__in=codes).select_related("organisation", "unit")}


def _centres(codes: Iterable[str]) -> dict[str, Subject]:
    return _find(Centre.objects.all(), codes)


def _initiatives(codes: Iterable[str]) -> dict[str, Subject]:
    return _find(Initiative.objects.all(), codes)


def _own_centres(acting: Acting) -> Any:
    return Centre.objects.run_by(acting).order_by().values_list("code", flat=True)


def _own_initiatives(acting: Acting) -> Any:
    return Initiative.objects.run_by(acting).order_by().values_list("code", flat=True)


def _hidden(rows: Any) -> Any:
    return rows.filter(is_public=False).order_by().values_list("code", flat=True)


def declare() -> None:
    """Called when Django is ready."""
    register(SubjectKind(CENTRE, _("Centre"), _centres, _own_centres, lambda: _hidden(Centre.objects.all())))
    register(
        SubjectKind(
            INITIATIVE, _("Initiative"), _initiatives, _own_initiatives, lambda: _hidden(Initiative.objects.all())
        )
    )
