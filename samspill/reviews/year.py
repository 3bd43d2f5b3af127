"""Lines on the page of the register's year: assessment, review, work plan."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samspill.core.prepared_rows import Prepared, Small
from samspill.parties.domain.acting import Acting
from samspill.registry.models import Register
from samspill.registry.policies import curates_register
from samspill.reviews import policies, standing
from samspill.reviews.matrix import is_high
from samspill.reviews.models import AssessmentCall, PlannedInnovation, ReviewMeeting
from samspill.rounds import year
from samspill.rounds.year import YearLine

# asked each time by a page where a leader begins
OPEN_CALL = Prepared(
    lambda register: (
        AssessmentCall.objects.filter(register=register, closed_at=None).order_by("due_day", "pk")[:1]
    ),
    int,
)  # fmt: skip
LAST_MEETING = Prepared(
    lambda register: (
        ReviewMeeting.objects.filter(register=register)
        .annotate(left=Count("items", filter=Q(items__decision="")))
        .order_by("-date", "-pk")[:1]
    ),
    int,
)
_OPEN = Q(outcome=PlannedInnovation.Outcome.OPEN)
PLANNED = Prepared(
    lambda register, year: (
        PlannedInnovation.objects.filter(task__register=register, task__year=year)
        .order_by()
        .values("task__year")
        .annotate(every=Count("pk"), left=Count("pk", filter=_OPEN))
        .values_list("every", "left")
    ),
    *(int, Small),
)


def register() -> None:
    """Called when Django is ready."""
    year.register("assessment", assessment, order=40)
    year.register("review", review, order=50)
    year.register("work_plan", work_plan, order=20)


def assessment(found: Register, acting: Acting, today: date) -> Iterator[YearLine]:
    """The open call with its last day, else how many are high on both."""
    if not curates_register(acting, found):
        return
    call = next(iter(OPEN_CALL(found.pk)), None)
    if call is None and not found.profile.assesses:
        return
    if call is not None:
        yield YearLine(
            title=_("Assessment"),
            text=_("“%(title)s” is open") % {"title": call.title},
            url=reverse("workspace:assessment_call", args=[call.public_id]),
            by=call.due_day,
            is_now=True,
        )
        return
    known, _own, calls = standing.how_it_stands(found.pk)
    placed = standing.standing_of(found.pk, known, calls).placed
    high = sum(
        is_high(result.probability, result.impact, found.profile.assessment_threshold) for _entry, result in placed
    )
    yield YearLine(
        title=_("Assessment"),
        text=ngettext("%(number)s innovation is high on both", "%(number)s innovations are high on both", high)
        % {"number": high},
        url=reverse("workspace:register_assessment", args=[found.code]) + ("?high=1#list" if high else ""),
    )


def review(found: Register, acting: Acting, today: date) -> Iterator[YearLine]:
    """The review that is prepared, else when the last one was held and when the profile says that the next one is."""
    if not curates_register(acting, found):
        return
    meeting = next(iter(LAST_MEETING(found.pk)), None)
    months = ", ".join(formats.date_format(date(2000, month, 1), "F") for month in found.profile.review_months)
    if meeting is not None and meeting.is_open:
        yield YearLine(
            title=_("Review"),
            text=ngettext("%(number)s not decided", "%(number)s not decided", meeting.left) % {"number": meeting.left},
            url=reverse("workspace:review", args=[meeting.public_id]),
            by=meeting.date,
            is_now=True,
        )
    elif meeting is not None or months:
        said = [
            _("Last held %(day)s") % {"day": formats.date_format(meeting.date, "DATE_FORMAT")} if meeting else "",
            _("by the profile in %(months)s") % {"months": months} if months else "",
        ]
        is_month = today.month in found.profile.review_months
        yield YearLine(
            title=_("Review"),
            text="; ".join(filter(None, said)),
            url=reverse("workspace:review_list", args=[found.code]),
            is_now=is_month and (meeting is None or meeting.date.year < today.year),
        )


def work_plan(found: Register, acting: Acting, today: date) -> Iterator[YearLine]:
    """How many possible innovations of this year's plan are answered."""
    if not policies.may_see_plan(acting, found):
        return
    [(every, left)] = PLANNED(found.pk, today.year) or [(0, 0)]
    if not every and not found.profile.has_work_plans:
        return
    yield YearLine(
        title=_("Work plan %(year)s") % {"year": today.year},
        text=ngettext(
            "%(number)s possible innovation, %(left)s not answered yet",
            "%(number)s possible innovations, %(left)s not answered yet",
            every,
        )
        % {"number": every, "left": left},
        url=reverse("workspace:work_plan", args=[found.code, today.year]),
        by=date(today.year, 12, 31) if left else None,
    )
