"""The mail of an invitation, in the language that was chosen for its receiver."""

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from samspill.parties.models import Invitation
from samspill.parties.scopes import Scope


def invitation_link(*, invitation: Invitation, token: str) -> str:
    """The full address that accepts the invitation."""
    with override(invitation.language):
        return settings.SITE_URL + reverse("workspace:invitation", args=[token])


def send_invitation(*, invitation: Invitation, token: str) -> bool:
    """Send it; False when the mail server does not take it (the invitation stays, and can be sent again)."""
    link = invitation_link(invitation=invitation, token=token)
    with override(invitation.language):
        context = {
            "invitation": invitation,
            "link": link,
            "place": str(Scope.of(invitation)),
            "everywhere": Scope.of(invitation).kind == "everywhere",
            "inviter": invitation.invited_by.name if invitation.invited_by else "",
        }
        subject = " ".join(render_to_string("parties/email/invitation_subject.txt", context).split())
        text = render_to_string("parties/email/invitation_message.txt", context).strip()
    try:
        send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [invitation.email])
    except (SMTPException, OSError):
        return False
    return True
