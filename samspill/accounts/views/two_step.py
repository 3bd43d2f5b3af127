"""Pages about an app, a passkey or codes that are gone, or are there already: a button pressed twice, another tab.

They are allauth's, which answers with 404, or with the page for the opposite. Here one is led to where two-step login
is chosen, and told how it stands.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

View = Callable[..., HttpResponse]
Type: TypeAlias = Authenticator.Type
NONE = {
    Type.TOTP: _("The app is not in use."),
    Type.WEBAUTHN: _("This passkey is not in use any more."),
    Type.RECOVERY_CODES: _("You have no recovery codes to see."),
}


def when_in_use(kind: Type, view: View) -> View:
    """A view of something that the user has; with ``pk`` in the address, of that one."""
    return _when((kind,), True, NONE[kind], view)


def when_on(told: str | Promise, view: View) -> View:
    """A view of what belongs to two-step login."""
    return _when((Type.TOTP, Type.WEBAUTHN), True, told, view)


def unless_in_use(kind: Type, told: str | Promise, view: View) -> View:
    """A view that begins with something of which one has but one."""
    return _when((kind,), False, told, view)


def _when(kinds: tuple[Type, ...], wanted: bool, told: str | Promise, view: View) -> View:
    @wraps(view)
    @login_required
    def wrapped(request: HttpRequest, **arguments: Any) -> HttpResponse:
        if Authenticator.objects.filter(user_id=request.user.pk, type__in=kinds, **arguments).exists() != wanted:
            messages.info(request, str(told))
            return redirect("mfa_index")
        return view(request, **arguments)

    return wrapped


class ReauthenticateWithPasskey(ReauthenticateWebAuthnView):  # type: ignore[misc]
    """Stays on its page when the passkey is not accepted; allauth goes to the login, and from there to the work."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """The page again, with what is wrong; where one was going stands in the address."""
        for message in form.errors.get("credential", []):
            messages.error(self.request, message)
        return redirect(self.request.get_full_path())


reauthenticate_with_passkey = ReauthenticateWithPasskey.as_view()
