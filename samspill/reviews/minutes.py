"""The minutes of a review: made of the agenda as it stands, in the active language; frozen in all three on closing."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from samspill.core.typesetting import make_pdf
from samspill.reviews.models import AgendaItem, ReviewMeeting
from samspill.reviews.news import ORDER, lines, news_of, result_in_words

Json = dict[str, Any]
TEMPLATE = Path(__file__).with_name("typst") / "minutes.typ"


def in_all_languages(meeting: ReviewMeeting) -> Json:
    """Plain data by language code."""
    made = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            made[language] = written(meeting)
    return made


def of(meeting: ReviewMeeting) -> Json:
    """What was frozen, in the active language; or, while the meeting is open, as they would be now."""
    if meeting.is_open:
        return written(meeting)
    language = translation.get_language() or "nb"
    frozen: Json = meeting.minutes.get(language) or meeting.minutes["nb"]
    return frozen


def written(meeting: ReviewMeeting) -> Json:
    """The minutes in the active language. A constant number of queries."""
    items = list(meeting.items.select_related("entry", "follower").order_by("position", "pk"))
    news = news_of(meeting.register, meeting.since, meeting.date, [item.entry for item in items])
    decided = [item for item in items if item.is_decided]
    groups = []
    for decision in AgendaItem.Decision:
        under = [item for item in decided if item.decision == decision]
        if under:
            groups.append(
                {
                    "title": str(decision.label),
                    "code": decision.value,
                    "items": [_item(item, lines(news[item.entry_id]), news[item.entry_id]) for item in under],
                }
            )
    return {
        "title": _("Review of %(register)s") % {"register": meeting.register.name},
        "day": formats.date_format(meeting.date, "DATE_FORMAT"),
        "since": formats.date_format(meeting.since, "DATE_FORMAT"),
        "participants": [str(one.user) for one in meeting.participants.select_related("user").order_by("user__name")],
        "others": meeting.others,
        "notes": meeting.notes,
        "groups": groups,
        "undecided": [_named(item) for item in items if not item.is_decided],
        "counts": [{"title": str(why.label), "number": sum(item.group == why for item in items)} for why in ORDER],
        "all": len(items),
    }


def _named(item: AgendaItem) -> Json:
    return {
        "title": item.entry.title,
        "id": item.entry.public_id,
        "url": f"/e/{item.entry.public_id}/",
        "why": [str(AgendaItem.Why(code).label) for code in item.why],
    }


def _item(item: AgendaItem, said: list[str], news: Any) -> Json:
    follow = ""
    if item.follower is not None and item.follow_by is not None:
        follow = _("%(who)s by %(day)s") % {
            "who": item.follower,
            "day": formats.date_format(item.follow_by, "DATE_FORMAT"),
        }
        follow += f": {item.follow_up}" if item.follow_up else ""
    delivered = ""
    if item.tto_day:
        delivered = _("Delivered to the TTO %(day)s by %(environment)s") % {
            "day": formats.date_format(item.tto_day, "DATE_FORMAT"),
            "environment": item.tto_environment,
        }
    return _named(item) | {
        "news": said,
        "assessment": result_in_words(news),
        "reason": item.reason,
        "follow": follow,
        "delivered": delivered,
    }


def pdf(meeting: ReviewMeeting) -> bytes:
    """The minutes as a file (PDF/UA-1), in the active language. Raises `TypesettingError`."""
    said = of(meeting)
    data = said | {
        "language": translation.get_language() or "nb",
        "site": settings.SITE_URL.rstrip("/"),
        "is_draft": meeting.is_open,
        "words": {
            "page": _("Page"),
            "draft": _("Draft: the minutes are not closed"),
            "minutes": _("Minutes"),
            "participants": _("Who took part"),
            "others": _("Others who took part"),
            "notes": _("Other matters"),
            "undecided": _("Not decided: first on the next list"),
            "news": _("News"),
            "assessment": _("Assessment"),
            "reason": _("Reason"),
            "follow": _("Follow-up"),
            "none": _("Nobody is named."),
        },
        "address": settings.SITE_URL.rstrip("/") + reverse("workspace:review_minutes", args=[meeting.public_id]),
    }
    return make_pdf(TEMPLATE, data, made_at=meeting.closed_at or timezone.now())
