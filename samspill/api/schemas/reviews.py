"""Review meetings of a register: the list of innovations, what was decided, and the minutes."""

from datetime import date as Date
from datetime import datetime
from typing import Any

from pydantic import ConfigDict, Field

from samspill.api.schemas.base import Out, Ref, href
from samspill.api.schemas.entry_ref import EntryRef
from samspill.api.schemas.parties import register_ref
from samspill.reviews.models import AgendaItem, ReviewMeeting


class ReviewRow(Out):
    """A meeting. ``listed`` innovations, of which ``decided`` have a decision. Open until its minutes are closed."""

    id: str
    register_: Ref = Field(serialization_alias="register")
    date: Date
    since: Date
    closed_at: datetime | None
    listed: int
    decided: int
    href: str

    @classmethod
    def values(cls, row: ReviewMeeting) -> dict[str, Any]:
        """From `reviews.queries.meetings`."""
        own = ("date", "since", "closed_at", "listed", "decided")
        return {name: getattr(row, name) for name in own} | {
            "id": row.public_id,
            "register_": register_ref(row.register),
            "href": href("reviews", row.public_id),
        }


class ReviewList(Out):
    items: list[ReviewRow]
    next: str | None


class FollowUpOut(Out):
    """What somebody took upon themselves. ``done_at`` and ``answer`` come once it is answered."""

    who: str
    what: str
    by: Date | None
    done_at: datetime | None
    answer: str


class AgendaItemOut(Out):
    """An innovation on the list: why it stands there, and what was decided."""

    entry: EntryRef
    why: list[str] = Field(description="carried, new, high, missed, changed or registered.")
    decision: str | None = Field(description="considerable, continue, park, stop or tto; null while not decided.")
    reason: str
    decided_at: datetime | None
    follow_up: FollowUpOut | None
    tto_day: Date | None
    tto_environment: str

    @classmethod
    def of(cls, row: AgendaItem) -> "AgendaItemOut":
        follow = getattr(row, "follow", None)
        own = ("why", "reason", "decided_at", "tto_day", "tto_environment")
        return cls(
            **{name: getattr(row, name) for name in own},
            entry=EntryRef.of(row.entry),
            decision=row.decision or None,
            follow_up=FollowUpOut(
                who=str(row.follower),
                what=row.follow_up,
                by=row.follow_by,
                done_at=follow.done_at if follow else None,
                answer=follow.answer if follow else "",
            )
            if row.follower
            else None,
        )


class ReviewOut(ReviewRow):
    """With who takes part, and every innovation on the list in its order."""

    participants: list[str]
    others: str
    notes: str
    items: list[AgendaItemOut]
    minutes: str = Field(description="Where the minutes are.")


class MinutesOut(Out):
    """The minutes in words, in the language asked for: as they would be now, or as they were frozen on closing."""

    model_config = ConfigDict(extra="allow")

    title: str
    day: str
    participants: list[str]
    is_closed: bool
