"""Answers that are kept so that a request sent twice is done once."""

from django.conf import settings
from django.db import models


class Reply(models.Model):
    """What was answered to a POST with an Idempotency-Key, by user and key. Forgotten after two days.

    The row is written before the act and in its transaction: whoever sends the same key at the same moment waits for
    it at the unique constraint, and then reads the answer.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    request_hash = models.CharField(max_length=64)  # sha256 of method, path and body
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name_plural = "replies"
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_reply_per_key")]

    def __str__(self) -> str:
        return self.key
