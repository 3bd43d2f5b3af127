"""The page where the e-mail address is changed: allauth's, which says nothing when it sends nothing."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.views import EmailView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
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


email = EmailPage.as_view()
