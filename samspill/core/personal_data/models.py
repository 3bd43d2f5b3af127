"""What jobs did about time limits, and who was warned that an account will be closed."""

from django.conf import settings
from django.db import models


class RetentionRun(models.Model):
    """One run of one rule: when, to how many rows, and what went wrong. Nothing about any person."""

    rule = models.CharField(max_length=60)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    rows = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)  # the class of the error: its text may hold names

    class Meta:
        ordering = ["-started_at", "-pk"]
        indexes = [models.Index(fields=["rule", "-started_at"])]

    def __str__(self) -> str:
        return f"{self.rule}: {self.rows}"


class RetentionNotice(models.Model):
    """A warning that was sent to a user before something of theirs goes. Gone when they are back."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    rule = models.CharField(max_length=60)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "rule"], name="one_notice_per_rule")]

    def __str__(self) -> str:
        return f"{self.rule}: {self.user_id}"
