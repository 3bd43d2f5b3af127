"""Two-step login: what allauth's MFA asks of us, and who must have it."""

import re
from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samspill.accounts import hooks
from samspill.accounts.models import User

ACCOUNT_PAGES = re.compile(r"/(?:[a-z]{2}/)?konto/(?!nokler/)")
"""The pages of the own account, without those where keys for programs are made: a key works without a second factor."""


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Our words; passkeys belong to the host of SAMSPILL_URL, whatever name a proxy passes on."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": _(
            "While two-step login is on, the e-mail address cannot be changed. Turn two-step login off, change the "
            "address, and turn it on again."
        ),
        "cannot_delete_authenticator": _("Two-step login cannot be turned off."),
        "cannot_generate_recovery_codes": _("Turn on two-step login first. Recovery codes belong to it."),
        "incorrect_code": _("This was not right. Check that you use the newest code, and try again."),
        "unverified_email": _("Confirm your new e-mail address first: follow the link in the mail we sent to it."),
    }

    def get_totp_issuer(self) -> str:
        """The name in the app on the phone; with the host, so that a test installation is told from the real one."""
        return f"{settings.SITE_NAME} {urlsplit(settings.SITE_URL).hostname}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": relying_party(settings.SITE_URL), "name": str(settings.SITE_NAME)}

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}


def relying_party(address: str) -> str:
    """The host name that passkeys are bound to. They take no IP addresses; on this machine it is called localhost."""
    host = urlsplit(address).hostname or "localhost"
    try:
        return "localhost" if ip_address(host).is_loopback else host
    except ValueError:
        return host


class SecondFactorMiddleware:
    """Whoever holds a role in SAMSPILL_SECOND_FACTOR_ROLES reaches the pages of the own account only, until two-step
    login is on. Without that setting this does nothing, and costs nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not ACCOUNT_PAGES.match(request.path_info) and lacks_second_factor(request.user):
            messages.warning(
                request, gettext("Your role asks for two-step login. Choose how below; then you can go on.")
            )
            return redirect("mfa_index")
        return self.get_response(request)


def lacks_second_factor(user: object) -> bool:
    """Whether a role of the user asks for two-step login that is not on."""
    if not settings.SECOND_FACTOR_ROLES or not isinstance(user, User):
        return False
    return any(asks(user) for asks in hooks.needs_second_factor) and not has_it(user)


def has_it(user: User) -> bool:
    """Whether the user has an app or a passkey; recovery codes alone do not count."""
    return bool(is_mfa_enabled(user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]))
