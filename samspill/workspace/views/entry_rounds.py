"""The story of an innovation through the rounds: targets, answers, levels and progress."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from samspill.core.policy import require
from samspill.rounds import policies
from samspill.rounds.models import RoundItem
from samspill.rounds.queries import state_of, story_of
from samspill.workspace.views.frame import Frame, for_viewers


@require_safe
@for_viewers
def entry_rounds(request: HttpRequest, frame: Frame) -> HttpResponse:
    """All rounds that the innovation was in, the newest first; for its own, its register's and its unit's."""
    entry = frame.entry
    rows = list(story_of(entry))
    owns = any(item.owner_id == frame.user.pk for item in rows)
    require(policies.may_see_story(frame.acting, entry, has_items=owns))
    waiting = next((item for item in rows if item.round.is_open and _is_mine(frame, item)), None)
    context = frame.context(
        "rounds", rows=[(item, state_of(item)) for item in rows], waiting=waiting, today=timezone.localdate()
    )
    return render(request, "workspace/rounds/entry.html", context)


def _is_mine(frame: Frame, item: RoundItem) -> bool:
    return bool(policies.may_answer(frame.acting, item, item.round.register))
