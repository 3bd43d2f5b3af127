"""Mail that reminds: which was begun to whom on which day, and the days that are done."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class ReminderMail(models.Model):
    """A day's one mail to a user. The row is there before the mail leaves, so that a worker that is killed in between
    sends nothing twice; ``sent_at`` is empty when nobody knows whether it left."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminder_mails")
    day = models.DateField()
    begun_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="one_reminder_mail_a_day")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day}"


class ReminderRun(models.Model):
    """A day on which everybody who was to be reminded has been. What a day without one missed is told on the next."""

    day = models.DateField(unique=True)
    finished_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return str(self.day)
