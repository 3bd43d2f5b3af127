"""The pages where the e-mail address is changed and confirmed: allauth's, with a word where they have none."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.views import ConfirmEmailView, EmailView
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _


class EmailPage(EmailView):  # type: ignore[misc]
    """Tells why no link was sent: one is on its way, or no address waits any more."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What allauth does; and a word when “Send the link again” did nothing."""
        response: HttpResponse = super().post(request, *args, **kwargs)
        if "action_send" in request.POST and not self._did_send_verification_email:
            waits = EmailAddress.objects.filter(user_id=request.user.pk, verified=False).exists()
            messages.info(
                request,
                _("The link was sent less than three minutes ago, and works. Look among unwanted mail too.")
                if waits
                else _("No address waits to be confirmed."),
            )
        return response


class ConfirmPage(ConfirmEmailView):  # type: ignore[misc]
    """“Yes, it is mine” pressed twice: the page that says that the link has been used, not one that was not found."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """What allauth does, as long as the link can be used."""
        try:
            response: HttpResponse = super().post(*args, **kwargs)
        except Http404:
            return redirect(self.request.get_full_path())
        return response


email = EmailPage.as_view()
confirm_email = ConfirmPage.as_view()
