"""What allauth asks of us when somebody comes from a login service.

An account is never found by its e-mail address: a service that lies, or that was wrong, would open it. Whoever has an
account logs in to it, and connects the service from there (docs/adr/0029).
"""

import logging
import re
from http import HTTPStatus
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from allauth.socialaccount.providers.base.constants import AuthError
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from samspill.accounts.federated.claims import Place
from samspill.accounts.hooks import tell_places
from samspill.accounts.models import User

logger = logging.getLogger("samspill.login")
REFUSED = "the service refuses client_id or secret: look at SAMSPILL_OIDC, and whether the secret has run out there"
CLOCKS = "this machine's clock and the service's differ: set it by NTP"
MEND = {
    "invalid_client": REFUSED,
    "unauthorized_client": REFUSED,
    "invalid_grant": "the code was too old or used, or another address to come back to is registered than ours",
    "redirect_uri_mismatch": "another address to come back to is registered than ours",
    "invalid_scope": "the service does not give all of “scope” in SAMSPILL_OIDC",
    "ImmatureSignatureError": CLOCKS,
    "ExpiredSignatureError": CLOCKS,
    "InvalidAudienceError": "it vouches for another client_id than that in SAMSPILL_OIDC",
    "InvalidIssuerError": "it calls itself something else than “issuer” in SAMSPILL_OIDC",
    "issuer": "it calls itself something else than “issuer” in SAMSPILL_OIDC",
    "metadata": "its .well-known/openid-configuration cannot be read: look at “issuer” in SAMSPILL_OIDC",
}
"""What the operator is to do about: errors of OAuth (RFC 6749), of tokens (PyJWT), and words of `ProviderException`."""


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-up is as open as by e-mail, and gives as little: rights come with roles, and roles from people."""

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "email_taken": _("This e-mail address cannot be used. Choose another."),
        "no_password": _("This is your only way in. Choose a password first, and then disconnect."),
        "no_verified_email": _("This is your only way in. Confirm your e-mail address first, and then disconnect."),
        "disconnect_last": _("This is your only way in. Choose a password first, and then disconnect."),
        "connected_other": _("This login belongs to another account in Samspill."),
        "invalid_token": _("The login could not be read. Try again."),
    }

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[Any]:
        """From the settings only: nobody can add a service by writing to the database."""
        apps = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for rows in apps.values() for app in rows]

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        """Never, whatever the settings say."""
        return False

    def is_email_verified(self, provider: Any, email: str) -> bool:
        """`Provider.extract_email_addresses` has decided already."""
        return False

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:
        """Name and address as a proposal; the language is that of the page."""
        user: User = sociallogin.user
        user.email = data.get("email") or ""
        user.name = data.get("name") or ""
        user.language = (get_language() or "nb")[:2]
        return user

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Without a form when the service gave a name; else the form asks for what is missing."""
        return bool(sociallogin.user.name)

    def get_signup_form_initial_data(self, sociallogin: Any) -> dict[str, Any]:
        return {"email": sociallogin.user.email, "name": sociallogin.user.name}

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> User:
        """A new user. An address typed in the form is verified only if it is the one the service vouched for."""
        if form is not None:
            typed = form.cleaned_data["email"].lower()
            sociallogin.email_addresses = [row for row in sociallogin.email_addresses if row.email.lower() == typed]
        user: User = super().save_user(request, sociallogin, form)
        tell_places_of(sociallogin.account)
        return user

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("socialaccount_connections")

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,
    ) -> None:
        """One page for all that can go wrong, which says what to do. The log names the kind of fault and no more:
        answers of a service hold codes and tokens."""
        denied = request.GET.get("error") == "access_denied"  # some services say so without the state
        if error == AuthError.CANCELLED or denied:
            reason = "cancelled"
        elif exception is None and "state_id" in (extra_context or {}):
            reason = "lost"
        else:
            reason = "failed"
            code = request.GET.get("error", "")
            told = code if re.fullmatch(r"[a-z_]{1,40}", code) else ""
            kind = type(exception).__name__ if exception else "answer"
            logger.warning("Login with %s failed: %s %s", provider.sub_id, kind, told_of(exception, told))
        raise ImmediateHttpResponse(refused(request, provider, reason))


def reason_of(exception: Exception | None) -> str:
    """The one word that `ProviderException` carries; nothing of other errors, whose texts hold answers."""
    word = str(exception) if exception else ""
    return word if re.fullmatch(r"[a-z]{1,20}", word) else ""


def told_of(exception: Exception | None, said: str = "") -> str:
    """``said``, or the kind of fault, and what to do about it; never the answer itself, which may hold a token."""
    answered = re.search(r'"error"\s*:\s*"([a-z_]{1,40})"', str(exception or ""))
    inner = type(exception.__cause__).__name__ if exception and exception.__cause__ else ""
    code = said or reason_of(exception) or (answered[1] if answered and answered[1] in MEND else "") or inner
    return f"{code} ({MEND[code]})" if code in MEND else code


def refused(request: HttpRequest, provider: Any, reason: str) -> Any:
    """The page of a login that did not come through: ``cancelled``, ``lost`` (state), ``failed`` or ``down``."""
    status = {"cancelled": HTTPStatus.OK, "lost": HTTPStatus.BAD_REQUEST}.get(reason, HTTPStatus.BAD_GATEWAY)
    context = {"service": provider.name, "service_code": provider.sub_id, "reason": reason}
    return render(request, "socialaccount/authentication_error.html", context, status=status)


def tell_places_of(account: Any) -> None:
    """Where the service says that the account's user works."""
    rows = account.extra_data.get("places") or []
    tell_places(account.user, account.provider, [Place(**row) for row in rows])
