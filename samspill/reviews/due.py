"""What reviews wait for: assessments to give and to close, decisions to write, what was to be followed up, plans."""

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samspill.accounts.models import User
from samspill.core import due
from samspill.core.due import Due, Waits
from samspill.parties.domain.acting import acting_for
from samspill.registry.models import Register
from samspill.registry.queries import led
from samspill.reviews.living import LIVING
from samspill.reviews.models import Assessment, AssessmentCall, CallEntry, FollowUp, PlannedInnovation, ReviewMeeting
from samspill.reviews.people import is_here
from samspill.reviews.queries import belongs, curated


def register() -> None:
    """Called when Django is ready."""
    for code, title, provider, order, rows in (
        ("assessments", gettext_lazy("To assess"), assessments, 35, _to_assess),
        ("assessments_to_close", gettext_lazy("Assessments to close"), to_close, 36, _late),
        ("follow_ups", gettext_lazy("To follow up after reviews"), follow_ups, 37, _to_follow_up),
        ("reviews", gettext_lazy("Reviews to prepare and to close"), reviews, 38, _to_review),
        ("work_plans", gettext_lazy("Work plans to answer"), work_plans, 60, _unanswered),
    ):
        due.register(code, title, provider, order=order, waits=_of(rows))


def _of(rows: "Callable[[User, date], QuerySet[Any]]") -> Waits:
    return lambda user, today: [rows(user, today)]


def _to_assess(user: User, today: date) -> "QuerySet[CallEntry]":
    own = Assessment.objects.filter(call=OuterRef("call"), entry=OuterRef("entry"), assessor=user)
    asked = CallEntry.objects.filter(call__closed_at=None, call__assessors__user=user, entry__status__in=LIVING)
    return asked.filter(belongs(acting_for(user), "call__register")).exclude(Exists(own))


def _late(user: User, today: date) -> "QuerySet[AssessmentCall]":
    return AssessmentCall.objects.filter(curated(acting_for(user)), closed_at=None, due_day__lt=today)


def _to_follow_up(user: User, today: date) -> "QuerySet[FollowUp]":
    acting, register = acting_for(user), "item__meeting__register"
    here = is_here(OuterRef("item__follower"), register)
    mine = Q(item__follower=user) & belongs(acting, register) | Q(curated(acting, register), ~here)
    return FollowUp.objects.filter(mine, done_at=None)


def _to_review(user: User, today: date) -> "QuerySet[Register]":
    """Registers whose profile has had a month of review this year, and no review; and those with one that was held
    and is not closed (``held``: its number). Administrators are told of none: they would hear of all."""
    months = list(range(1, today.month + 1))
    this_year = ReviewMeeting.objects.filter(register=OuterRef("pk"), date__year=today.year)
    held = ReviewMeeting.objects.filter(register=OuterRef("pk"), closed_at=None, date__lt=today)
    missing = Q(profile__review_months__overlap=months) & ~Exists(this_year)
    return (
        Register.objects.filter(led(acting_for(user), ""))
        .annotate(held=Subquery(held.values("public_id")[:1]), held_on=Subquery(held.values("date")[:1]))
        .filter(missing | Q(held__isnull=False))
    )


def _unanswered(user: User, today: date) -> "QuerySet[PlannedInnovation]":
    acting = acting_for(user)
    led = is_here(OuterRef("task__leader"), "task__register")
    mine = Q(task__leader=user) & belongs(acting, "task__register") | Q(curated(acting, "task__register"), ~led)
    return PlannedInnovation.objects.filter(mine, outcome=PlannedInnovation.Outcome.OPEN, task__year__lte=today.year)


def assessments(user: User, today: date) -> Iterator[Due]:
    """One thing for each open call with something left for the user to answer. One query, besides the roles."""
    rows = (
        _to_assess(user, today)
        .values("call__public_id", "call__title", "call__due_day")
        .annotate(left=Count("pk"))
        .order_by("call__due_day", "call")
    )  # fmt: skip
    for row in rows:
        yield Due(
            code=f"assessment-{row['call__public_id']}",
            what=ngettext(
                "Assess %(number)s innovation: %(title)s", "Assess %(number)s innovations: %(title)s", row["left"]
            )
            % {"number": row["left"], "title": row["call__title"]},
            url=reverse("workspace:assessment_call", args=[row["call__public_id"]]),
            why=_("You are asked as an assessor"),
            by=row["call__due_day"],
            count=row["left"],
        )


def to_close(user: User, today: date) -> Iterator[Due]:
    """Open calls of the user's registers whose last day is over. One query, besides the roles."""
    for call in _late(user, today).order_by("due_day", "pk"):
        yield Due(
            code=f"assessment-close-{call.public_id}",
            what=_("Close the assessment “%(title)s”") % {"title": call.title},
            url=reverse("workspace:assessment_call", args=[call.public_id]),
            why=_("Its last day is over, and nobody sees the result until it is closed"),
            by=call.due_day,
        )


def follow_ups(user: User, today: date) -> Iterator[Due]:
    """What the user took upon themselves, or was given, in a review; and what somebody was given who has left, for
    the register's innovation leaders. One query, besides the roles."""
    rows = _to_follow_up(user, today).select_related("item__entry", "item__meeting", "item__follower")
    for row in rows.order_by("item__follow_by", "pk"):
        item = row.item
        decision = item.get_decision_display().lower()
        why = _("The review gave it to you: %(decision)s") % {"decision": decision}
        if item.follower_id != user.pk:
            said = {"name": item.follower, "decision": decision}
            why = _("The review gave it to %(name)s, who has left: %(decision)s") % said
        yield Due(
            code=f"follow-up-{row.pk}",
            what=_("%(title)s: %(what)s")
            % {"title": item.entry.title, "what": item.follow_up or item.get_decision_display()},
            url=reverse("workspace:follow_up", args=[row.pk]),
            why=why,
            by=item.follow_by,
        )


def reviews(user: User, today: date) -> Iterator[Due]:
    """The yearly review of each register that the user leads: to prepare in its month, to close once it is held
    (R-REG-10). One query, besides the roles."""
    for found in _to_review(user, today).select_related("profile").order_by("code"):
        said = {"register": found.name}
        held, held_on = found.held, found.held_on  # type: ignore[attr-defined]  # annotated
        if held:
            yield Due(
                code=f"review-close-{held}",
                what=_("Close the minutes of the review of “%(register)s”") % said,
                url=reverse("workspace:review", args=[held]),
                why=_("It is held, and no decision takes effect until the minutes are closed"),
                by=held_on,
            )
        else:
            month = max(one for one in found.profile.review_months if one <= today.month)
            yield Due(
                code=f"review-{found.code}-{today.year}",
                what=_("Prepare this year's review of “%(register)s”") % said,
                url=reverse("workspace:review_list", args=[found.code]),
                why=_("You lead it, and by its profile the leadership goes through the list now"),
                by=date(today.year, month, monthrange(today.year, month)[1]),
            )


def work_plans(user: User, today: date) -> Iterator[Due]:
    """Possible innovations that nobody has answered for: task leaders' by the end of the year. One query.

    What nobody leads, or somebody who has left, surfaces at the register's innovation leaders. Mail tells of it from
    November on.
    """
    rows = (
        _unanswered(user, today)
        .values(code=F("task__register__code"), year=F("task__year"))
        .annotate(left=Count("pk"))
        .order_by("year", "code")
    )
    for row in rows:
        yield Due(
            code=f"work-plan-{row['code']}-{row['year']}",
            what=ngettext(
                "Say what became of %(number)s possible innovation of %(year)s",
                "Say what became of %(number)s possible innovations of %(year)s",
                row["left"],
            )
            % {"number": row["left"], "year": row["year"]},
            url=reverse("workspace:work_plan", args=[row["code"], row["year"]]) + "?outcome=open",
            why=_("You lead the task, or curate the register whose task nobody leads"),
            by=date(row["year"], 12, 31),
            count=row["left"],
            reminded=row["year"] < today.year or today.month >= 11,
        )
