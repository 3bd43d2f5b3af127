"""Recommendations, with status, answer and what followed."""

from datetime import date as Date
from datetime import datetime
from typing import Any

from pydantic import Field

from samspill.api.schemas.base import Out, Ref, href, page_of
from samspill.api.schemas.entry_ref import EntryRef
from samspill.api.schemas.parties import organisation_ref, unit_ref
from samspill.recommendations.models import Recommendation, Step
from samspill.recommendations.subjects import Subject


class SubjectOut(Out):
    """What it is about: a kind (such as centre), its code, and its name when it is still there."""

    kind: str
    code: str
    name: str | None


class RecommendationRow(Out):
    """Advice, a finding or a measure. ``owner`` is null unless it concerns you."""

    id: str
    text: str
    status: str = Field(description="received, accepted, partly, declined, in_progress, done or checked.")
    subject: SubjectOut
    source_kind: str
    source_title: str
    source_date: Date | None
    source_url: str
    organisation: Ref
    unit: Ref | None
    addressed_role: str
    owner: str | None
    due: Date | None
    answer: str
    is_public: bool
    href: str
    page: str

    @classmethod
    def values(cls, row: Recommendation, subject: Subject | None, *, concerns: bool) -> dict[str, Any]:
        own = (
            "text", "status", "source_kind", "source_title", "source_date", "source_url", "addressed_role", "due",
            "answer", "is_public",
        )  # fmt: skip
        return {name: getattr(row, name) for name in own} | {
            "id": row.public_id,
            "subject": SubjectOut(
                kind=row.subject_kind, code=row.subject_code, name=subject.name if subject else None
            ),
            "organisation": organisation_ref(row.organisation),
            "unit": unit_ref(row.unit) if row.unit else None,
            "owner": str(row.owner) if concerns and row.owner else None,
            "href": href("recommendations", row.public_id),
            "page": page_of("recommendation", row.public_id),
        }  # fmt: skip


class RecommendationList(Out):
    items: list[RecommendationRow]
    next: str | None


class RecommendationStepOut(Out):
    """A step that was taken. ``who`` and ``message`` are null unless it concerns you."""

    to_status: str
    at: datetime
    who: str | None
    message: str | None

    @classmethod
    def of(cls, row: Step, *, concerns: bool) -> "RecommendationStepOut":
        return cls(
            to_status=row.to_status,
            at=row.at,
            who=str(row.actor) if concerns and row.actor else None,
            message=row.message if concerns else None,
        )


class RecommendationOut(RecommendationRow):
    """With the entries that followed from it, and the steps so far."""

    followed: list[EntryRef]
    steps: list[RecommendationStepOut]
