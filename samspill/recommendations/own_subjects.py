"""The subjects that are parties: organisations and units."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samspill.parties.domain.acting import Acting
from samspill.parties.models import Organisation, Unit
from samspill.recommendations.subjects import Subject, SubjectKind, register

ORGANISATION, UNIT = "organisation", "unit"


def _organisations(codes: Iterable[str]) -> dict[str, Subject]:
    return {
        row.code: Subject(
            ORGANISATION, row.code, row.name, reverse("website:organisation", args=[row.code]), organisation=row
        )
        for row in Organisation.objects.filter(code__in=codes)
    }


def _units(codes: Iterable[str]) -> dict[str, Subject]:
    return {
        row.code: Subject(UNIT, row.code, row.name, reverse("website:unit", args=[row.code]), row.organisation, row)
        for row in Unit.objects.filter(code__in=codes).select_related("organisation")
    }


def _own_organisations(acting: Acting) -> Any:
    rows = Organisation.objects.filter(is_active=True).order_by("code")
    if not acting.is_administrator:
        rows = rows.filter(pk__in=acting.represents | acting.curates_organisations)
    return rows.values_list("code", flat=True)


def _own_units(acting: Acting) -> Any:
    rows = Unit.objects.order_by("path")
    if not acting.is_administrator:
        rows = rows.filter(
            Q(pk__in=acting.leads_units | acting.curates_units)
            | Q(organisation__in=acting.represents | acting.curates_organisations)
        )
    return rows.values_list("code", flat=True)


def declare() -> None:
    """Called when Django is ready."""
    register(SubjectKind(ORGANISATION, _("Organisation"), _organisations, _own_organisations))
    register(SubjectKind(UNIT, _("Unit"), _units, _own_units))
