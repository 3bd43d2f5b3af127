"""How many invitations may be sent: enough for a day of inviting a whole faculty, too few for sending spam."""

from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core.errors import RuleError
from samspill.parties.models import InvitationMail

PER_SENDER = (60, timedelta(hours=1))
PER_ADDRESS = (5, timedelta(days=1))
"""Mails, and the time that they are counted over."""


def check_sending_limits(*, email: str, actor: User | None) -> None:
    """Raise `RuleError`, which says when to go on, if one more mail would be too many.

    Counts what was sent or may have been, also of invitations that were withdrawn since, and what is under way, but
    not what no mail server took: those letters have reached nobody. What was refused for its address counts for the
    sender, who could else try out which addresses there are. The operator at the command line (``actor`` None) has no
    limit of their own, but a receiver is spared all the same.
    """
    now = timezone.now()
    mails = InvitationMail.objects.exclude(outcome=InvitationMail.Outcome.FAILED)
    if actor is not None:
        most, span = PER_SENDER
        own = mails.filter(sent_by=actor, sent_at__gt=now - span).order_by("-sent_at")
        if oldest := own[most - 1 : most].first():
            raise RuleError(
                _("You have sent %(number)d invitations in an hour. You can go on at %(time)s.")
                % {"number": most, "time": _clock(oldest, span)}
            )
    most, span = PER_ADDRESS
    received = mails.exclude(outcome=InvitationMail.Outcome.REFUSED)
    received = received.filter(invitation__email__iexact=email, sent_at__gt=now - span)
    if oldest := received.order_by("-sent_at")[most - 1 : most].first():
        raise RuleError(
            _("%(email)s has got %(number)d invitations in a day already. Wait until %(time)s, or call them instead.")
            % {"email": email, "number": most, "time": _clock(oldest, span)},
            field="email",
        )


def _clock(oldest: InvitationMail, span: timedelta) -> str:
    return date_format(timezone.localtime(oldest.sent_at + span), "TIME_FORMAT")
