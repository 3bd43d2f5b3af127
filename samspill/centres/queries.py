"""Reusable querysets of centres."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from samspill.core.sorting import by_name
from samspill.parties.domain.acting import Acting

if TYPE_CHECKING:
    from samspill.centres.models import Appointment, Centre, Initiative  # noqa: F401


class CentreQuerySet(models.QuerySet["Centre"]):
    """Centres by who may see or run them, and by what an organisation is in them."""

    def visible_to(self, acting: Acting) -> "CentreQuerySet":
        """Those shown to everyone, and those that the user runs."""
        if acting.is_administrator:
            return self.all()
        return self.filter(Q(is_public=True) | _run(acting)) if acting.is_known else self.filter(is_public=True)

    def run_by(self, acting: Acting) -> "CentreQuerySet":
        """Those that the user may change: the rule that `policies.runs` states for one centre."""
        if acting.is_administrator:
            return self.all()
        return self.filter(_run(acting)) if acting.is_known else self.none()

    def hosted_by(self, organisation_id: int) -> "CentreQuerySet":
        """Centres with this host (R-CEN-02)."""
        return self.filter(organisation=organisation_id)

    def with_partner(self, organisation_id: int, day: date) -> "CentreQuerySet":
        """Centres in which the organisation takes part on the day without being the host (R-CEN-02)."""
        from samspill.centres.models import CentrePartner

        rows = CentrePartner.objects.filter(centre=OuterRef("pk"), organisation=organisation_id)
        rows = rows.filter(Q(start=None) | Q(start__lte=day), Q(end=None) | Q(end__gte=day))
        return self.filter(Exists(rows)).exclude(organisation=organisation_id)

    def running_on(self, day: date) -> "CentreQuerySet":
        """Begun and not ended."""
        return self.filter(Q(start__lte=day), Q(end=None) | Q(end__gte=day))


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    """Initiatives by who may see or run them."""

    def visible_to(self, acting: Acting) -> "InitiativeQuerySet":
        """Those shown to everyone, and those that the user runs."""
        if acting.is_administrator:
            return self.all()
        return self.filter(Q(is_public=True) | _places(acting)) if acting.is_known else self.filter(is_public=True)

    def run_by(self, acting: Acting) -> "InitiativeQuerySet":
        """Those that the user may change."""
        if acting.is_administrator:
            return self.all()
        return self.filter(_places(acting)) if acting.is_known else self.none()


def leaders_shown(initiative: "Initiative", *, runs: bool) -> "models.QuerySet[Appointment]":
    """The innovation leaders of an initiative: those with a public page, or all for those who run it."""
    rows = initiative.appointments.select_related("person", "unit__organisation")
    rows = rows.order_by(by_name("unit__name_nb"), "start")
    return rows if runs else rows.filter(person__is_public=True)


def _places(acting: Acting) -> Q:
    return Q(unit__in=acting.curates_units | acting.leads_units) | Q(
        organisation__in=acting.curates_organisations | acting.represents
    )


def _run(acting: Acting) -> Q:
    from samspill.centres.models import CentreRegister

    kept = CentreRegister.objects.filter(centre=OuterRef("pk"), register__code__in=acting.curates_registers)
    return _places(acting) | Q(Exists(kept))
