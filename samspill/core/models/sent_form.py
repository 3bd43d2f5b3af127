"""A form that was sent and done."""

from django.conf import settings
from django.db import models


class SentForm(models.Model):
    """What one user sent from one showing of a form, and where it led. Forgotten after two days."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)  # digest of the form's mark, the address and all that was sent
    location = models.CharField(max_length=2000)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="a_form_is_done_once")]

    def __str__(self) -> str:
        return self.key
