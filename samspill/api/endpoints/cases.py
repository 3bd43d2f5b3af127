"""What belongs to an entry: its impact case, its stories, and where it was shown."""

from typing import Annotated

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from samspill.api import answers, cursors, loading
from samspill.api.middleware import no_token
from samspill.api.routing import Cursor, Limit, reader, reads
from samspill.api.schemas.base import PAGES
from samspill.api.schemas.cases import (
    ApprovalOut,
    CaseOut,
    CaseReviewList,
    CaseReviewOut,
    ShownList,
    ShownOut,
    StoryList,
    StoryOut,
)
from samspill.api.scopes import READ
from samspill.cases import policies, wording
from samspill.cases.domain.reviews import state_of
from samspill.cases.models import CaseReview, CaseText, ImpactCase, Shown, Story
from samspill.core.policy import require
from samspill.registry.choices import Kind
from samspill.registry.policies import may_edit

router = Router(tags=["entries"])


@reads(router, "/{public_id}/case", CaseOut, summary="An impact case", one=True)
def case(request: HttpRequest, public_id: str) -> HttpResponse:
    """Its words in every language, what it stands on, and who approved it. 404 for entries of other kinds."""
    acting = reader(request)
    entry = loading.find(public_id, acting)
    if entry.kind != Kind.IMPACT_CASE:
        raise Http404
    row = ImpactCase.objects.filter(entry=entry).first()
    versions = wording.versions_of(entry, row, CaseText.objects.filter(entry=entry))
    contacts = policies.may_see_contacts(acting, entry)
    now = wording.checksum(list(versions.values()))
    answered = CaseReview.objects.filter(entry=entry).exclude(answer="").select_related("organisation").order_by("pk")
    newest = {one.organisation_id: one for one in answered}
    out = CaseOut(
        **CaseOut.said(entry, versions.values(), contacts=contacts),
        period_from=row.period_from if row else None,
        period_to=row.period_to if row else None,
        approvals=[
            ApprovalOut.of(
                one.organisation,
                timezone.localtime(one.answered_at).date() if one.answered_at else None,
                is_of_earlier=one.read != now,
            )
            for one in newest.values()
            if one.answer == CaseReview.Answer.APPROVED
        ],
        pdf=f"{settings.SITE_URL}{PAGES['entry'].format(entry.public_id)}effekthistorie.pdf",
    )
    return answers.one(request, out, state=f"{loading.state(entry)}-{now[:8]}")


@reads(
    router, "/{public_id}/case/readings", CaseReviewList, summary="What partners who read a case said of it",
    token=True,
)  # fmt: skip
def case_readings(
    request: HttpRequest, public_id: str, limit: Limit = cursors.LIMIT, cursor: Cursor = None
) -> HttpResponse:
    """Those that were asked, the last first; for those who work with the case. 404 for entries of other kinds."""
    acting = reader(request)
    entry = loading.find(public_id, acting)
    if entry.kind != Kind.IMPACT_CASE:
        raise Http404
    require(policies.may_ask(acting, entry))
    now = state_of(entry)
    rows = CaseReview.objects.filter(entry=entry).select_related("organisation", "asked_by", "answered_by")
    page, after = cursors.cut(rows, cursors.NEWEST_MADE, cursor=cursor, limit=limit)
    items = [CaseReviewOut(**CaseReviewOut.values(row, now)) for row in page]
    return answers.rows(request, CaseReviewList, items, after)


@reads(router, "/{public_id}/stories", StoryList, summary="Stories of an entry")
def entry_stories(
    request: HttpRequest,
    public_id: str,
    drafts: Annotated[str | None, Query(pattern="^1$", description="1: those that are not published.")] = None,
    limit: Limit = cursors.LIMIT,
    cursor: Cursor = None,
) -> HttpResponse:
    """Published ones for everyone who may see the entry; ``drafts`` for those who may change it."""
    acting = reader(request)
    if drafts and not acting.is_known:
        raise no_token(READ)
    entry = loading.find(public_id, acting)
    if drafts:
        require(may_edit(acting, entry))
    rows = Story.objects.filter(entry=entry, published_at__isnull=bool(drafts)).select_related("entry", "picture")
    page, after = cursors.cut(rows, cursors.NEWEST_MADE, cursor=cursor, limit=limit)
    return answers.rows(request, StoryList, [StoryOut.of(row) for row in page], after)


@reads(router, "/{public_id}/shown", ShownList, summary="Where an entry was shown, the newest first")
def entry_shown(
    request: HttpRequest, public_id: str, limit: Limit = cursors.LIMIT, cursor: Cursor = None
) -> HttpResponse:
    """For everyone who may see the entry."""
    entry = loading.find(public_id, reader(request))
    rows = Shown.objects.filter(entry=entry).select_related("entry")
    page, after = cursors.cut(rows, cursors.NEWEST_HELD, cursor=cursor, limit=limit)
    return answers.rows(request, ShownList, [ShownOut.of(row) for row in page], after)
