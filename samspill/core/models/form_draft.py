"""What somebody has typed in a form and not yet saved."""

from django.conf import settings
from django.db import models


class FormDraft(models.Model):
    """One user's unsaved answers in one form, kept so that a closed tab loses nothing."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="form_drafts")
    key = models.CharField(max_length=120)  # which form on which object, e.g. "entry:7QK2M9XD"
    data = models.JSONField()  # field name -> list of raw values, as posted
    base_version = models.PositiveIntegerField(default=0)  # version of the object that the user saw
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_draft_per_form")]

    def __str__(self) -> str:
        return self.key
