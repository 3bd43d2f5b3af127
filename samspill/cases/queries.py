"""What pages and reports read of cases, stories and channels."""

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from samspill.cases.models import CaseReview, Channel, Shown, Story
from samspill.parties.domain.acting import Acting
from samspill.registry import words
from samspill.registry.choices import Kind, Status
from samspill.registry.models import Entry
from samspill.registry.shown import listed


def asked_of(acting: Acting) -> "QuerySet[CaseReview]":
    """What organisations that the user acts for were asked to read, and may: the rule of `policies.may_answer`."""
    asked = CaseReview.objects.filter(organisation__in=acting.represents, taken_back_at=None)
    return asked.exclude(entry__status=Status.WITHDRAWN)


def stories_of(entry: Entry) -> "QuerySet[Story]":
    """All stories of an entry, published or not."""
    return Story.objects.filter(entry=entry).select_related("form", "picture").order_by("-published_at", "-pk")


def stories_shown(acting: Acting) -> "QuerySet[Story]":
    """Published stories of entries that the lists show this reader, the newest first."""
    found = Story.objects.filter(published_at__isnull=False, entry__in=listed(acting).order_by())
    return found.select_related("form", "picture", "entry__organisation").order_by("-published_at", "-pk")


def shown_to(acting: Acting) -> "QuerySet[Shown]":
    """What was shown where, of entries that the lists show this reader, the newest first."""
    found = Shown.objects.filter(entry__in=listed(acting).order_by())
    return found.select_related("channel", "entry__organisation", "entry__register").order_by("-date", "-pk")


def channels_with_numbers(acting: Acting, *, in_use: bool = True) -> "QuerySet[Channel]":
    """Channels, each with ``number``: how often something that the reader may see was shown there. ``in_use``: only
    those that are not switched off."""
    may_see = Q(shown__entry__in=listed(acting).order_by())
    rows = Channel.objects.filter(is_active=True) if in_use else Channel.objects.all()
    return rows.annotate(number=Count("shown", filter=may_see)).order_by("position", "code")


def suits_in_words(channel: Channel) -> list[str]:
    """The kinds and types of entry that a channel suits, as they are called in the language of the page."""
    kinds, types = dict(Kind.choices), words.types()
    return [
        *(str(kinds[code]) for code in channel.suits_kinds if code in kinds),
        *(types[code].name for code in channel.suits_types if code in types),
    ]


def suits(channel: Channel, entry: Entry) -> int:
    """How well a channel suits an entry: its types count for more than its kind. 0: no more than any other."""
    return 2 * len(set(channel.suits_types) & set(entry.types)) + (entry.kind in channel.suits_kinds)


def suggestions(entry: Entry, channels: Iterable[Channel], used: Iterable[str], *, most: int = 5) -> list[Channel]:
    """The channels that suit the entry best and where it has not been shown, the best first."""
    gone = set(used)
    found = [(suits(one, entry), one) for one in channels if one.code not in gone and one.is_active]
    found.sort(key=lambda pair: -pair[0])
    return [one for points, one in found[:most] if points]
