"""What allauth asks of us: language, wording, and answers that do not tell who has an account."""

import logging
import secrets
from smtplib import SMTPRecipientsRefused
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, translate_url
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from samspill.accounts.models import User
from samspill.core.errors import told_of

log = logging.getLogger("samspill.accounts")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Mail in the receiver's language; sign-up open to everyone, rights to nobody: those come with roles."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed. Ask an administrator to open it again."),
        "duplicate_email": _("This is the e-mail address you already have."),
        "email_password_mismatch": _("The e-mail address or the password is wrong. Check both and try again."),
        "email_taken": _("This e-mail address cannot be used. Choose another."),
        "enter_current_password": _("This is not your current password. Try again."),
        "incorrect_password": _("The password is wrong. Try again."),
        "invalid_password_reset": _("The link has been used or is too old. Ask for a new one."),
        "same_as_current": _("This is the e-mail address you already have."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes and try again."),
        "rate_limited": _("Too many attempts. Wait a little and try again."),
    }

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """A new user with the name from the form and the language of the page."""
        user.name = form.cleaned_data.get("name", "")
        user.language = (get_language() or "nb")[:2]
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Too many wrong passwords give the same page as every other limit."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            raise ImmediateHttpResponse(ratelimit.respond_429(request)) from error

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Carry on in the user's own language."""
        with override(user.language):
            response: HttpResponse = super().post_login(request, user, **kwargs)
        if location := response.get("Location"):
            response["Location"] = translate_url(location, user.language)
        return response

    def is_safe_url(self, url: str | None) -> bool:
        """Whether a ``next`` leads to a page of ours; one that is no address at all does not."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the profile, which shows that it went well."""
        return reverse("accounts:profile")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """To work when logged in, else to the login page."""
        if self.request.user.is_authenticated:
            return str(self.get_login_redirect_url(self.request))
        return reverse("account_login")

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, Any]]:
        """The ways to show again who one is, in our words."""
        words = {
            "reauthenticate": gettext("Use your password"),
            "mfa_reauthenticate": gettext("Use a code from your phone, or a recovery code"),
            "mfa_reauthenticate:webauthn": gettext("Use a passkey"),
        }
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [method | {"description": words[method["id"]]} for method in methods]

    def send_account_already_exists_mail(self, email: str) -> None:
        """Tell the owner of the address only; spend the time that hashing a new password would have taken."""
        make_password(secrets.token_urlsafe(16))
        super().send_account_already_exists_mail(email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send in the receiver's language, with links to pages in that language.

        That the server refuses an address is told to the operator only: the page would tell who has an account.
        """
        language = _language_of(email, context.get("user"))
        for name, value in context.items():  # before the language changes: addresses are understood in the page's own
            if name.endswith("_url") and urlsplit(str(value)).scheme:
                context[name] = translate_url(str(value), language)
        try:
            with override(language):
                super().send_mail(template_prefix, email, context)
        except SMTPRecipientsRefused as error:
            log.warning("a mail was not taken by the mail server: %s", told_of(error))


def _language_of(email: str, user: User | None) -> str:
    """The language of the user with this address; of the page when there is none."""
    if user is None:
        user = User.objects.filter(email__iexact=email).first()
    return user.language if user else (get_language() or "nb")[:2]
