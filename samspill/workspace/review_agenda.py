"""The list of a review as HTML: an outline of it all, and the innovations of one page, group by group."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from django.utils.safestring import SafeString

from samspill.accounts.models import User
from samspill.core import jinja
from samspill.core.prepared_rows import Keys, Prepared
from samspill.reviews.models import AgendaItem, ReviewMeeting


class Outlined(NamedTuple):
    """An item of the list: its key, why it is there, what is decided, and the code of its innovation."""

    pk: int
    why: list[str]
    decision: str
    entry: str

    @property
    def group(self) -> str:
        """The heading that it stands under, as `AgendaItem.group`."""
        return self.why[0] if self.why else AgendaItem.Why.REGISTERED


@dataclass(frozen=True)
class Shown:
    """The same on a page."""

    entry: str
    title: str
    decision: str
    follower: User | None


_OUTLINE = Prepared(
    lambda meeting: (
        AgendaItem.objects.filter(meeting=meeting)
        .order_by("position", "pk")
        .values_list("pk", "why", "decision", "entry__public_id")
    ),
    int,
)
_SHOWN = Prepared(
    lambda keys: AgendaItem.objects.filter(pk__in=keys).values_list(
        "pk", "entry__title", "follower", "follower__name", "follower__email"
    ),
    Keys,
)


def outline_of(meeting: ReviewMeeting) -> list[Outlined]:
    """All of the list, in order. One query."""
    return [Outlined._make(row) for row in _OUTLINE(meeting.pk)]


def agenda_html(meeting: ReviewMeeting, items: Sequence[Outlined], page: Sequence[Outlined]) -> SafeString:
    """A page of the list. ``items``: all of it, for the numbers of the groups. One query."""
    named = {pk: (title, User(pk=user, name=name, email=email) if user else None)
             for pk, title, user, name, email in _SHOWN([item.pk for item in page])}  # fmt: skip
    numbers = Counter(item.group for item in items)
    groups = [
        {
            "why": why,
            "label": AgendaItem.Why(why).label,
            "number": numbers[why],
            "rows": [Shown(item.entry, named[item.pk][0], item.decision, named[item.pk][1]) for item in rows],
        }
        for why, rows in groupby(page, key=lambda item: item.group)
    ]
    context = {
        "groups": groups,
        "meeting": meeting.public_id,
        "is_open": meeting.is_open,
        "decisions": dict(AgendaItem.Decision.choices),
    }
    return jinja.render("workspace/reviews/agenda.html", context)
