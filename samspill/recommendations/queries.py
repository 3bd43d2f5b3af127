"""Reusable querysets of recommendations."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from samspill.parties.domain.acting import Acting
from samspill.recommendations import subjects
from samspill.recommendations.choices import OPEN, Status

if TYPE_CHECKING:
    from samspill.recommendations.models import Recommendation, Step


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    """Recommendations by who may see them, who has them and where they stand."""

    def visible_to(self, acting: Acting) -> "RecommendationQuerySet":
        """Public ones, and those of the user's own places: the rule that `policies.may_see` states for one."""
        if acting.is_administrator:
            return self.all()
        if not acting.is_known:
            return self.filter(_public())
        return self.filter(_public() | _mine(acting) | _looked_after(acting) | _seen(acting))

    def concerning(self, acting: Acting) -> "RecommendationQuerySet":
        """What the user owns or looks after: the list of the workspace."""
        if acting.is_administrator:
            return self.all()
        if not acting.is_known:
            return self.none()
        return self.filter(_mine(acting) | _looked_after(acting) | _seen(acting))

    def looked_after_by(self, acting: Acting) -> "RecommendationQuerySet":
        """Those whose follow-up the user decides on."""
        return self.all() if acting.is_administrator else self.filter(_looked_after(acting))

    def owned_by(self, acting: Acting) -> "RecommendationQuerySet":
        """Those that the user is to do something about."""
        return self.filter(_owned(acting)) if acting.is_known else self.none()

    def open(self) -> "RecommendationQuerySet":
        """Not done and not declined."""
        return self.filter(status__in=OPEN)

    def overdue(self, today: date) -> "RecommendationQuerySet":
        """Open after their day."""
        return self.open().filter(due__lt=today)

    def about(self, kind: str, *codes: str) -> "RecommendationQuerySet":
        """About one or several subjects of a kind."""
        return self.filter(subject_kind=kind, subject_code__in=codes)

    def to_check(self) -> "RecommendationQuerySet":
        """Said to be done, and not looked at by whoever looks after it."""
        return self.filter(status=Status.DONE)


def steps_shown(found: "Recommendation", *, to_all: bool) -> "models.QuerySet[Step]":
    """Its steps; to everyone only where it went, not that it was added or handed over."""
    rows = found.steps.select_related("actor")
    return rows.exclude(from_status="").exclude(action="hand_over") if to_all else rows


def _public() -> Q:
    """Open to everyone, and about something that is: it names what it is about."""
    shown = Q(is_public=True)
    for kind in subjects.kinds():
        shown &= ~Q(subject_kind=kind.code, subject_code__in=kind.hidden())
    return shown


def _owned(acting: Acting) -> Q:
    owned = Q(owner_user=acting.user_id)
    return owned | Q(owner_person=acting.person_id) if acting.person_id else owned


def _mine(acting: Acting) -> Q:
    return _owned(acting) | Q(created_by=acting.user_id)


def _looked_after(acting: Acting) -> Q:
    places = Q(unit__in=acting.leads_units | acting.curates_units) | Q(
        organisation__in=acting.represents | acting.curates_organisations
    )
    for kind in subjects.kinds():
        places |= Q(subject_kind=kind.code, subject_code__in=kind.looked_after(acting))
    return places


def _seen(acting: Acting) -> Q:
    return Q(unit__in=acting.sees_units) | Q(organisation__in=acting.sees_organisations)
