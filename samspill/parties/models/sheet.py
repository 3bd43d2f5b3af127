"""A list of organisations, units or people on its way in again."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from samspill.core.short_codes import new_short_code


class PartySheet(models.Model):
    """One file that somebody sent in: its rows as they were read, and what was found out about each.

    It belongs to the one who sent it. Emptied 30 days after: it holds people's names.
    """

    class Kind(models.TextChoices):
        ORGANISATIONS = "organisations", _("Organisations")
        UNITS = "units", _("Units")
        PEOPLE = "people", _("People")

    public_id = models.CharField(max_length=8, unique=True, default=new_short_code, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    file_name = models.CharField(max_length=200)
    language = models.CharField(max_length=2, blank=True)  # of the headings; empty for JSON that does not say
    headings = models.JSONField(default=list)  # as they stand in the file
    columns = models.JSONField(default=list)  # for each heading the code of the export's column, or ""
    lines = models.JSONField(default=list)  # [number of the row in the file, its cells]
    rows = models.JSONField(default=list)  # what was found out of each line: see importing.found
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    taken_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name
