"""An entry through the register's year: its rounds and its assessments."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from samspill.api import answers, cursors, loading
from samspill.api.routing import Cursor, Limit, reader, reads
from samspill.api.schemas.assessments import AssessmentList, AssessmentOut
from samspill.api.schemas.rounds import EntryRoundList, EntryRoundOut
from samspill.core.policy import require
from samspill.reviews import policies as review_policies
from samspill.reviews.queries import visible_assessments
from samspill.rounds import policies as round_policies
from samspill.rounds.queries import story_of

router = Router(tags=["entries"])


@reads(router, "/{public_id}/rounds", EntryRoundList, summary="The rounds of an entry, the last made first", token=True)
def entry_rounds(
    request: HttpRequest, public_id: str, limit: Limit = cursors.LIMIT, cursor: Cursor = None
) -> HttpResponse:
    """Targets, answers, levels and progress; for those who work with the entry, its register and its unit."""
    acting = reader(request)
    entry = loading.find(public_id, acting)
    rows = story_of(entry)
    owns = rows.filter(owner=acting.user_id).exists()
    require(round_policies.may_see_story(acting, entry, has_items=owns))
    page, after = cursors.cut(rows, cursors.NEWEST_MADE, cursor=cursor, limit=limit)
    return answers.rows(request, EntryRoundList, [EntryRoundOut.of(row) for row in page], after)


@reads(
    router, "/{public_id}/assessments", AssessmentList, summary="What has been assessed of an entry", token=True
)  # fmt: skip
def entry_assessments(
    request: HttpRequest, public_id: str, limit: Limit = cursors.LIMIT, cursor: Cursor = None
) -> HttpResponse:
    """What you may see of it, the newest first. Others' answers are hidden until your own is given."""
    acting = reader(request)
    entry = loading.find(public_id, acting)
    rows = visible_assessments(acting).filter(entry=entry)
    require(review_policies.may_see_assessments(acting, entry, sees_any=rows.exists()))
    page, after = cursors.cut(rows, cursors.NEWEST_MADE, cursor=cursor, limit=limit)
    return answers.rows(request, AssessmentList, [AssessmentOut.of(row) for row in page], after)
