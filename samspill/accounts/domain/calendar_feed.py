"""Making, replacing and switching off the secret address of a user's calendar (R-NFR-08)."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.accounts.models import CalendarFeed, User
from samspill.accounts.second_factor import lacks_second_factor
from samspill.core.errors import RuleError
from samspill.core.history import acting

USE_NOTED_EACH = timedelta(minutes=1)


@transaction.atomic
def make_feed(*, user: User) -> tuple[CalendarFeed, str]:
    """A new secret address, and its secret, which nobody can be shown again. An old one stops working at once.

    Raises `RuleError` for whoever must turn on two-step login first.
    """
    User.objects.select_for_update().get(pk=user.pk)  # a button pressed twice leaves one address
    if lacks_second_factor(user):
        raise RuleError(_("Your role asks for two-step login. Turn it on first, on your account's page."))
    secret = secrets.token_urlsafe(32)
    with acting(actor=user):
        CalendarFeed.objects.filter(user=user).delete()
        feed = CalendarFeed.objects.create(user=user, secret_hash=_hash(secret))
    return feed, secret


@transaction.atomic
def end_feed(*, user: User) -> bool:
    """Switch the user's address off, at once. False when there was none."""
    with acting(actor=user):
        return bool(CalendarFeed.objects.filter(user=user).delete()[0])


def feed_with(secret: str) -> CalendarFeed | None:
    """The feed with this secret, with its user; None when it is wrong or ended, or its user may not come in now."""
    feed = CalendarFeed.objects.select_related("user").filter(secret_hash=_hash(secret)).first()
    if feed is None or not feed.user.is_active or lacks_second_factor(feed.user):
        return None
    return feed


def note_use(feed: CalendarFeed) -> None:
    """Keep when the address was last used, to the minute: at most one write a minute."""
    now = timezone.now()
    if feed.last_used_at is None or feed.last_used_at <= now - USE_NOTED_EACH:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_used_at=now)


def _hash(secret: str) -> str:
    # No salt and no slow hash: there is nothing to guess in 256 random bits.
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
