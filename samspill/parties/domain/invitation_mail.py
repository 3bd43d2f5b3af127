"""The mail of an invitation, in the language that was chosen for its receiver."""

import logging
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from samspill.core.errors import may_have_left, told_of
from samspill.parties.domain.invitations import note_sending
from samspill.parties.models import Invitation, InvitationMail
from samspill.parties.scopes import Scope

Outcome = InvitationMail.Outcome
log = logging.getLogger("samspill.parties")


def invitation_link(*, invitation: Invitation, token: str) -> str:
    """The full address that accepts the invitation."""
    with override(invitation.language):
        return settings.SITE_URL + reverse("workspace:invitation", args=[token])


def send_invitation(*, invitation: Invitation, token: str) -> Outcome:
    """Send it, and note how it went. The invitation stays when no server takes the mail, and can be sent again.

    Not within a transaction: a mail server may take its time, and a link that was rolled back is dead.
    """
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
    outcome = Outcome.SENT
    try:
        send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [invitation.email])
    except (SMTPException, OSError) as error:
        outcome = _what_came_of(error)
        log.warning("an invitation was not taken by the mail server: %s", told_of(error))
    note_sending(invitation=invitation, token=token, outcome=outcome)
    return outcome


def _what_came_of(error: Exception) -> Outcome:
    if may_have_left(error):
        return Outcome.UNKNOWN
    return Outcome.REFUSED if _for_good(error) else Outcome.FAILED


def _for_good(error: Exception) -> bool:
    """Whether the server knows no such address; with a number below 500 it asks for patience only."""
    return isinstance(error, SMTPRecipientsRefused) and all(code >= 500 for code, _said in error.recipients.values())
