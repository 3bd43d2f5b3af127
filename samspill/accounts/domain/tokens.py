"""Making, finding and revoking personal tokens. The secret is given out once; here lies only its hash."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.accounts.models import ApiToken, User
from samspill.accounts.scopes import SCOPES
from samspill.accounts.second_factor import lacks_second_factor
from samspill.core.errors import RuleError
from samspill.core.history import acting
from samspill.core.policy import Refusal

PREFIX = "ssp_"
"""Every secret begins so: whoever finds one in a file or a log knows what it is, and a scanner can look for it."""

MOST_DAYS = 366
MOST_TOKENS = 20
"""Keys of one user that work at the same time."""

USE_NOTED_EACH = timedelta(minutes=1)


@transaction.atomic
def make_token(*, user: User, name: str, scopes: Sequence[str], days: int) -> tuple[ApiToken, str]:
    """A new key of the user's own, and its secret, which nobody can be shown again. Raises `RuleError`."""
    User.objects.select_for_update().get(pk=user.pk)  # a button pressed twice makes one key
    name = " ".join(name.split())
    if not name:
        raise RuleError(_("Say what the key is for, so that you know it again."), field="name")
    if len(name) > 100:
        raise RuleError(_("Use at most 100 characters."), field="name")
    if not scopes or set(scopes) - set(SCOPES):
        raise RuleError(_("Choose what the key may do."), field="scopes")
    if vain := [SCOPES[code] for code in scopes if not SCOPES[code].opens_for(user)]:
        text = _("“%(scope)s” opens nothing for you: your roles do not reach so far. Choose without it.")
        raise RuleError(text % {"scope": vain[0].label}, field="scopes")
    if not 1 <= days <= MOST_DAYS:
        raise RuleError(_("Choose how long the key shall work."), field="days")
    if lacks_second_factor(user):
        raise RuleError(_("Your role asks for two-step login. Turn it on first, on your account's page."))
    now = timezone.now()
    own = ApiToken.objects.filter(user=user, revoked_at=None)
    if held := own.filter(name__iexact=name).first():
        if held.state == "live":
            raise RuleError(_name_in_use(held), field="name")
        revoke_token(token=held, actor=user)  # it has run out, and its name is wanted
    if own.filter(expires_at__gt=now).count() >= MOST_TOKENS:
        raise RuleError(_("You have as many keys as one may have. Revoke one that is no longer in use."))
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        user=user,
        name=name,
        scopes=[code for code in SCOPES if code in scopes],
        beginning=secret[:10],
        secret_hash=_hash(secret),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    with acting(actor=user):
        token.save()
    return token, secret


def _name_in_use(held: ApiToken) -> str:
    if held.last_used_at:
        return _("You have a key with this name already. Use another name, or revoke the old key first.")
    return _(
        "You have a key with this name already, and it is not used yet. Did you not get to see the key itself, as when "
        "the button is pressed twice? Then revoke it above, and make it once more. Otherwise use another name."
    )


@transaction.atomic
def revoke_token(*, token: ApiToken, actor: User) -> ApiToken:
    """The key stops working at once; its row stays. One's own keys only. Raises `Refusal`."""
    token = ApiToken.objects.select_for_update().get(pk=token.pk)
    if token.user_id != actor.pk:
        raise Refusal(_("This key is somebody else's."))
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        with acting(actor=actor):
            token.save(update_fields=["revoked_at"])
    return token


def token_of(secret: str) -> ApiToken | None:
    """The key with this secret, whatever its state, with its user. One query."""
    if not secret.startswith(PREFIX):
        return None
    return ApiToken.objects.select_related("user").filter(secret_hash=_hash(secret)).first()


def note_use(token: ApiToken) -> None:
    """Keep when the key was last used, to the minute: at most one write a minute for each key."""
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at <= now - USE_NOTED_EACH:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


def _hash(secret: str) -> str:
    # No salt and no slow hash: there is nothing to guess in 256 random bits.
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
