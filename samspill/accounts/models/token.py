"""Personal tokens: a user's own keys for programs that read and write on their behalf."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samspill.core.history import track


@track(exclude=["secret_hash", "last_used_at"])
class ApiToken(models.Model):
    """A key with scopes and an end. The secret is shown once; here lies only its hash, and how it begins."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("What the key is for"), max_length=100)
    scopes = ArrayField(models.CharField(max_length=40))  # codes of accounts.scopes
    beginning = models.CharField(max_length=12, editable=False)  # of the secret, to know it by
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)  # sha256 of 256 random bits
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)  # to the minute
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "user", Lower("name"), condition=Q(revoked_at=None), name="one_token_of_a_name_per_user"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> str:
        """live, expired or revoked."""
        if self.revoked_at:
            return "revoked"
        return "expired" if self.expires_at <= timezone.now() else "live"
