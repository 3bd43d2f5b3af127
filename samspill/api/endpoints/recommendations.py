"""Recommendations: what was advised, where it stands, the answer, and what followed."""

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from samspill.api import answers, cursors, lookups
from samspill.api.routing import Cursor, Limit, reader, reads
from samspill.api.schemas.entry_ref import EntryRef
from samspill.api.schemas.recommendations import (
    RecommendationList,
    RecommendationOut,
    RecommendationRow,
    RecommendationStepOut,
)
from samspill.core.policy import require
from samspill.recommendations import policies, subjects
from samspill.recommendations.filters import narrowed
from samspill.recommendations.models import Recommendation
from samspill.recommendations.queries import steps_shown
from samspill.registry.models import Entry

router = Router(tags=["recommendations"])
Status = Literal["open", "received", "accepted", "partly", "declined", "in_progress", "done", "checked"]
Source = Literal["evaluation", "midterm", "study", "review", "self_check", "advice", "report", "other"]
WITH = ("organisation", "unit", "owner_user", "owner_person")


@reads(router, "", RecommendationList, summary="Recommendations, the last added first")
def recommendation_list(
    request: HttpRequest,
    status: Annotated[Status | None, Query(description="open: not done and not declined.")] = None,
    owner: Annotated[
        Literal["me", "none"] | None, Query(description="Of those that concern you: yours, or nobody’s.")
    ] = None,
    source: Source | None = None,
    subject: Annotated[
        str | None, Query(max_length=100, description="kind:code, such as centre:eksempelsenteret.")
    ] = None,
    overdue: Annotated[str | None, Query(pattern="^1$", description="1: open after their day.")] = None,
    q: Annotated[str | None, Query(max_length=100, description="Words in what is recommended.")] = None,
    mine: Annotated[
        str | None, Query(pattern="^1$", description="1: those that you own, look after, or see for a role of yours.")
    ] = None,
    limit: Limit = cursors.LIMIT,
    cursor: Cursor = None,
) -> HttpResponse:
    """Those shown to everyone, and those of your own places. Filters combine."""
    acting = reader(request)
    asked = {
        "status": status, "owner": owner, "source": source, "subject": subject, "overdue": overdue, "q": q,
    }  # fmt: skip
    every = Recommendation.objects.concerning(acting) if mine or owner else Recommendation.objects.visible_to(acting)
    if subject and not every.about(*subject.partition(":")[::2]).exists() and not _is_subject(subject):
        raise lookups.unknown_parameter("subject", subject)
    rows = narrowed(every, {name: value for name, value in asked.items() if value}, acting).rows
    page, after = cursors.cut(rows.select_related(*WITH), cursors.NEWEST_MADE, cursor=cursor, limit=limit)
    named = subjects.find_all((row.subject_kind, row.subject_code) for row in page)
    concerns = set(
        Recommendation.objects.concerning(acting).filter(pk__in=[row.pk for row in page]).values_list("pk", flat=True)
    )
    items = [
        RecommendationRow(
            **RecommendationRow.values(
                row, named.get((row.subject_kind, row.subject_code)), concerns=row.pk in concerns
            )
        )
        for row in page
    ]
    return answers.rows(request, RecommendationList, items, after)


def _is_subject(given: str) -> bool:
    kind, _colon, code = given.partition(":")
    return subjects.find(kind, code) is not None


@reads(router, "/{public_id}", RecommendationOut, summary="A recommendation", one=True)
def recommendation(request: HttpRequest, public_id: str) -> HttpResponse:
    """With the entries that followed and that you may see. Whom it does not concern is not told who has it."""
    found = get_object_or_404(Recommendation.objects.select_related(*WITH), public_id=public_id)
    acting = reader(request)
    concerns = policies.concerns(acting, found)
    if not concerns:  # whom it concerns sees it, whether it is public or not
        require(policies.may_see(acting, found))
    followed = Entry.objects.visible_to(acting).filter(followed_from__recommendation=found).order_by("pk")
    out = RecommendationOut(
        **RecommendationRow.values(
            found, subjects.find(found.subject_kind, found.subject_code), concerns=concerns
        ),
        followed=[EntryRef.of(row) for row in followed],
        steps=[RecommendationStepOut.of(row, concerns=concerns) for row in steps_shown(found, to_all=not concerns)],
    )  # fmt: skip
    return answers.one(request, out, state=answers.state_of(found))
