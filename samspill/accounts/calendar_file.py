"""A user's dates as an iCalendar file (RFC 5545): due work that has a day, and the calendar items of all modules."""

import uuid
from datetime import UTC, date, datetime, timedelta
from functools import cache

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event, Timezone

from samspill.accounts.models import User
from samspill.core.calendar_items import items_for
from samspill.core.due import Due, Group, due_for

FETCHED_EACH = timedelta(hours=4)
"""What we ask calendars to do; each has its own habits."""


def calendar_file(user: User, *, today: date) -> bytes:
    """The calendar in the user's language, with what the user may see today and no more. The same all day, as long as
    nothing changes, so that its checksum can be compared."""
    with override(user.language):
        calendar = Calendar()
        calendar.add("prodid", "-//Samspill//My work//NO")
        calendar.add("version", "2.0")
        name = _("%(site)s: my dates") % {"site": settings.SITE_NAME}
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", FETCHED_EACH, parameters={"value": "DURATION"})
        calendar.add("x-published-ttl", FETCHED_EACH)
        events = [
            (due.by, due.code, _of_due(user, group, due, today))
            for group, items in due_for(user, today=today)
            for due in items
            if due.by
        ]
        for item in items_for(user, today=today):
            last = item.end or item.day
            event = _event(user, f"item/{item.uid}", item.title, item.about, item.url, item.day, last, today)
            events.append((item.day, item.uid, event))
        for _day, _code, event in sorted(events, key=lambda one: one[:2]):
            calendar.add_component(event)
        if not events:  # a calendar must hold something (RFC 5545, 3.6), or some programs refuse to subscribe
            calendar.add_component(_place())
    return bytes(calendar.to_ical())


@cache
def _place() -> Timezone:
    """The site's time zone."""
    this_year = timezone.localdate().year
    return Timezone.from_tzid(
        settings.TIME_ZONE, first_date=date(this_year - 1, 1, 1), last_date=date(this_year + 2, 1, 1)
    )


def _of_due(user: User, group: Group, due: Due, today: date) -> Event:
    """On its last day; the title says when that day is over."""
    assert due.by is not None
    title = _("Late: %(what)s") % {"what": due.what} if due.is_late(today) else due.what
    about = f"{group.title}. {due.why}"
    return _event(user, f"due/{group.code}/{due.code}", title, about, due.url, due.by, due.by, today)


def _event(user: User, code: str, title: str, about: str, url: str, day: date, last: date, today: date) -> Event:
    """An event of whole days, in which its owner is not busy."""
    address = settings.SITE_URL + url
    event = Event()
    # The same thing keeps its number when the secret address is renewed, and no two users' things share one.
    number = uuid.uuid5(uuid.NAMESPACE_URL, f"{settings.SITE_URL}/kalender/{user.pk}/{code}")
    event.add("uid", f"{number}@samspill")
    event.add("dtstamp", datetime(today.year, today.month, today.day, tzinfo=UTC))
    event.add("summary", title)
    event.add("description", f"{about}\n\n{address}".strip())
    event.add("url", address)
    event.add("dtstart", day)
    if last < date.max:  # without an end it lasts its first day only
        event.add("dtend", last + timedelta(days=1))  # the day after (RFC 5545, 3.6.1)
    event.add("transp", "TRANSPARENT")
    return event
