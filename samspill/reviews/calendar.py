"""Days that reviews tell the calendar of: meetings. What must be done by a day is due work, and is not told twice."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core import calendar_items
from samspill.core.calendar_items import CalendarItem
from samspill.parties.domain.acting import acting_for
from samspill.reviews.models import AssessmentCall, MeetingParticipant, ReviewMeeting
from samspill.reviews.queries import belongs, curated

BACK = timedelta(days=400)


def register() -> None:
    """Called when Django is ready."""
    calendar_items.register("review_meetings", meetings)
    calendar_items.register("assessment_calls", last_days)


def meetings(user: User, today: date) -> Iterator[CalendarItem]:
    """Reviews that the user takes part in, or whose register they curate. One query, besides the roles."""
    takes_part = Exists(MeetingParticipant.objects.filter(meeting=OuterRef("pk"), user=user))
    acting = acting_for(user)
    found = ReviewMeeting.objects.filter(Q(takes_part) & belongs(acting) | curated(acting), date__gte=today - BACK)
    for meeting in found.select_related("register").order_by("date", "pk"):
        yield CalendarItem(
            uid=f"review-meeting-{meeting.public_id}",
            title=_("Review of %(register)s") % {"register": meeting.register.name},
            url=reverse("workspace:review", args=[meeting.public_id]),
            day=meeting.date,
            about=_("The leadership goes through new ideas and registered innovations."),
        )


def last_days(user: User, today: date) -> Iterator[CalendarItem]:
    """Last days of open assessments in registers that the user curates; assessors have theirs as due work."""
    found = AssessmentCall.objects.filter(curated(acting_for(user)), closed_at=None).exclude(assessors__user=user)
    for call in found.select_related("register").order_by("due_day", "pk"):
        yield CalendarItem(
            uid=f"assessment-call-{call.public_id}",
            title=_("Last day to assess: %(title)s") % {"title": call.title},
            url=reverse("workspace:assessment_call", args=[call.public_id]),
            day=call.due_day,
            about=call.register.name,
        )
