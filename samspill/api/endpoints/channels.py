"""Channels, what was shown in them, and stories of all entries."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from samspill.api import answers, cursors, lookups
from samspill.api.routing import Cursor, Limit, reader, reads
from samspill.api.schemas.cases import ChannelList, ChannelOut, ShownList, ShownOut, StoryList, StoryOut
from samspill.cases import queries
from samspill.cases.models import Channel, StoryForm
from samspill.registry.shown import registers_shown

router = Router(tags=["channels"])
Word = Annotated[str | None, Query(max_length=60)]


@reads(router, "/channels", ChannelList, summary="Channels, by code")
def channel_list(request: HttpRequest, limit: Limit = cursors.LIMIT, cursor: Cursor = None) -> HttpResponse:
    """What each suits, and how much was shown there."""
    rows = queries.channels_with_numbers(reader(request))
    page, after = cursors.cut(rows, cursors.BY_CODE, cursor=cursor, limit=limit)
    return answers.rows(request, ChannelList, [ChannelOut.of(row) for row in page], after)


@reads(router, "/shown", ShownList, summary="What was shown where, the newest first")
def shown_list(
    request: HttpRequest,
    channel: Word = None,
    register_: Annotated[str | None, Query(alias="register", max_length=60)] = None,
    year: Annotated[int | None, Query(ge=1000, le=9999)] = None,
    limit: Limit = cursors.LIMIT,
    cursor: Cursor = None,
) -> HttpResponse:
    """Of entries that you may see. Filters combine."""
    acting = reader(request)
    rows = queries.shown_to(acting)
    if channel:
        rows = rows.filter(channel=lookups.chosen(Channel.objects.all(), "channel", code=channel))
    if register_:
        rows = rows.filter(entry__register=lookups.chosen(registers_shown(acting), "register", code=register_))
    if year:
        rows = rows.filter(date__year=year)
    page, after = cursors.cut(rows, cursors.NEWEST_HELD, cursor=cursor, limit=limit)
    return answers.rows(request, ShownList, [ShownOut.of(row) for row in page], after)


@reads(router, "/stories", StoryList, summary="Stories of entries, the newest published first")
def story_list(
    request: HttpRequest, form: Word = None, limit: Limit = cursors.LIMIT, cursor: Cursor = None
) -> HttpResponse:
    """Published ones, of entries that you may see."""
    rows = queries.stories_shown(reader(request))
    if form:
        rows = rows.filter(form=lookups.chosen(StoryForm.objects.all(), "form", code=form))
    page, after = cursors.cut(rows, cursors.NEWEST_PUBLISHED, cursor=cursor, limit=limit)
    return answers.rows(request, StoryList, [StoryOut.of(row) for row in page], after)
