"""What the interface for programs holds of people."""

from django.utils.translation import gettext_lazy as _

from samspill.api.limits import forget_quiet
from samspill.api.models import Reply
from samspill.api.repeats import forget_old
from samspill.core.personal_data import Ground, Holding, Rule, Texts, Then, not_personal, register
from samspill.core.personal_data.finding import of_user


def declare() -> None:
    """Called when Django is ready."""
    register(
        Holding(
            code="replies",
            model="api.Reply",
            fields=("user", "key", "request_hash", "status", "headers", "body", "at"),
            title=_("Answers to your programs"),
            what=_("What was answered when a program of yours wrote something"),
            why=_("So that a request that is sent twice is done once"),
            ground=Ground.AGREEMENT,
            seen_by=_("Only you"),
            kept=_("Two days"),
            then=Then.DELETED,
            find=of_user(Reply, "user"),
            delete=True,
            texts=Texts.REPLACED,
            order=81,
        ),
        Holding(
            code="rates",
            model="api.RateCount",
            fields=("key", "minute", "count"),
            title=_("How often programs ask"),
            what=_("How many requests came from an account or a network address (IP) in a minute"),
            why=_("So that one program does not take all the time from others"),
            ground=Ground.LEGITIMATE,
            seen_by=_("Nobody"),
            kept=_("An hour or two"),
            then=Then.DELETED,
            order=92,
        ),
    )
    register(
        Rule("replies", _("Answers to programs are deleted"), _("two days"), lambda now: forget_old()),
        Rule("rates", _("Counts of how often programs ask are deleted"), _("an hour"), lambda now: forget_quiet()),
    )
    not_personal("api.Reply", "id", why="a number")
