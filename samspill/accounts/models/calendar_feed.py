"""The secret address of a user's own calendar."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from samspill.core.history import track


@track(exclude=["secret_hash", "last_used_at"])
class CalendarFeed(models.Model):
    """One for each user at most. The secret is shown once; here lies only its hash. A new one replaces the old."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed")
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)  # sha256 of 256 random bits
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)  # to the minute

    def __str__(self) -> str:
        return str(self.made_at)
