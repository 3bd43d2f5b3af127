"""Invitations: a role offered to an e-mail address, taken by whoever can read mail sent there."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samspill.core.history import track
from samspill.parties.models.organisation import Organisation
from samspill.parties.models.role import Role
from samspill.parties.models.unit import Unit


@track(exclude=["token_hash"])
class Invitation(models.Model):
    """An offered role. Only a hash of the token is kept; the token itself is in the mail alone."""

    email = models.EmailField(_("E-mail"))
    name = models.CharField(_("Name"), max_length=200, blank=True)
    language = models.CharField(_("Language"), max_length=2, choices=settings.LANGUAGES, default="nb")
    kind = models.CharField(_("Role"), max_length=30, choices=Role.Kind.choices)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, blank=True)
    register_code = models.SlugField(max_length=60, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)  # SHA-256, hex
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="invitations_sent"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="invitations_accepted"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.email


class InvitationMail(models.Model):
    """That an invitation was sent, by whom and when, and how it went: what the limits on sending count."""

    class Outcome(models.TextChoices):
        UNDER_WAY = "under_way", _("not sent yet")
        SENT = "sent", _("sent")
        FAILED = "failed", _("not sent")
        UNKNOWN = "unknown", _("not known whether it was sent")
        REFUSED = "refused", _("not sent: the address takes no mail")

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="mails")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="invitation_mails"
    )
    sent_at = models.DateTimeField(default=timezone.now, db_index=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.UNDER_WAY)

    class Meta:
        ordering = ["sent_at"]

    def __str__(self) -> str:
        return f"{self.invitation} {self.sent_at:%Y-%m-%d %H:%M}"
