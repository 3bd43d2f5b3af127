"""Assessments of a register: calls, what was answered, and the matrix of what it came to."""

from datetime import date as Date
from datetime import datetime
from typing import Any

from pydantic import Field

from samspill.api.schemas.base import Out, Ref, href
from samspill.api.schemas.entry_ref import EntryRef
from samspill.api.schemas.parties import register_ref
from samspill.reviews import matrix
from samspill.reviews.models import Assessment, AssessmentCall, CallEntry


class CallRow(Out):
    """A call for assessment. ``asked`` assessors, ``listed`` innovations, ``answers`` given: never what they say."""

    id: str
    register_: Ref = Field(serialization_alias="register")
    title: str
    due_day: Date
    opened_at: datetime
    closed_at: datetime | None
    asked: int
    listed: int
    answers: int
    href: str

    @classmethod
    def values(cls, row: AssessmentCall) -> dict[str, Any]:
        """From `reviews.queries.with_progress`."""
        own = ("title", "due_day", "opened_at", "closed_at", "asked", "listed", "answers")
        return {name: getattr(row, name) for name in own} | {
            "id": row.public_id,
            "register_": register_ref(row.register),
            "href": href("assessment-calls", row.public_id),
        }


class CallList(Out):
    items: list[CallRow]
    next: str | None


class AssessorOut(Out):
    """Somebody who is asked, and how many of the innovations they have assessed."""

    name: str
    answers: int


class CallOut(CallRow):
    """With the message to the assessors. ``is_asked``: you are one of them."""

    message: str
    assessors: list[AssessorOut]
    is_asked: bool
    results: str = Field(description="Where its innovations are.")
    assessments: str = Field(description="Where the answers are that you may see.")


class ResultOut(Out):
    """An innovation in a call. ``probability`` and ``impact`` are means of 1–5 with the least and greatest beside them;
    null while the call is open, and when nobody assessed it."""

    entry: EntryRef
    call: Ref
    closed_at: datetime | None
    given: int
    probability: float | None
    probability_low: int | None
    probability_high: int | None
    impact: float | None
    impact_low: int | None
    impact_high: int | None
    is_high: bool = Field(
        description="High on both: wanted for considerable further effort. Among a call's results as it was when the "
        "call was closed, among the register's as its profile says now."
    )

    @classmethod
    def of(cls, row: CallEntry, least: int) -> "ResultOut":
        own = ("given", "probability_low", "probability_high", "impact_low", "impact_high")
        return cls(
            **{name: getattr(row, name) for name in own},
            entry=EntryRef.of(row.entry),
            call=call_ref(row.call),
            closed_at=row.call.closed_at,
            probability=_plain(row.probability),
            impact=_plain(row.impact),
            is_high=matrix.is_high(row.probability, row.impact, least),
        )


def _plain(value: Any) -> float | None:
    return None if value is None else float(value)


def call_ref(row: AssessmentCall) -> Ref:
    """A call named in another resource."""
    return Ref(code=row.public_id, name=row.title, href=href("assessment-calls", row.public_id))


class ResultList(Out):
    items: list[ResultOut]
    next: str | None


class CellOut(Out):
    """How many innovations have means from these numbers to just below the next; ``href`` is the list of them."""

    probability: int
    impact: int
    number: int
    is_high: bool
    href: str


class MatrixOut(Out):
    """Probability of success against potential impact; cells without any are left out. ``unassessed``: living
    innovations that no closed call has a result of."""

    threshold: float
    cells: list[CellOut]
    placed: int
    high: int
    unassessed: int


class AssessmentOut(Out):
    """One person's answer about one innovation. ``is_replaced``: the same person has answered anew."""

    entry: EntryRef
    call: Ref
    assessor: str
    probability: int
    probability_reason: str
    impact: int
    impact_reason: str
    date: Date
    is_replaced: bool

    @classmethod
    def of(cls, row: Assessment) -> "AssessmentOut":
        own = ("probability", "probability_reason", "impact", "impact_reason", "date")
        return cls(
            **{name: getattr(row, name) for name in own},
            entry=EntryRef.of(row.entry),
            call=call_ref(row.call),
            assessor=str(row.assessor),
            is_replaced=getattr(row, "corrected_by", None) is not None,
        )


class AssessmentList(Out):
    items: list[AssessmentOut]
    next: str | None
