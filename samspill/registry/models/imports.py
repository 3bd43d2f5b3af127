"""A spreadsheet on its way in: the job, its lines and records, and what each source row last said."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from samspill.core.short_codes import new_short_code
from samspill.registry.models.entry import Entry
from samspill.registry.models.register import Register


def import_path(job: "ImportJob", filename: str) -> str:
    """Where the uploaded sheet lies; nothing of the user's file name gets into the path."""
    return f"imports/{job.public_id}"


class ImportJob(models.Model):
    """One uploaded sheet and how far it has come."""

    class Status(models.TextChoices):
        UPLOADED = "uploaded", _("Columns to be matched")
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Ready to be taken in")
        COMMITTING = "committing", _("Being taken in")
        DONE = "done", _("Taken in")
        FAILED = "failed", _("Stopped")
        CANCELLED = "cancelled", _("Cancelled")

    public_id = models.CharField(max_length=8, unique=True, default=new_short_code, editable=False)
    register = models.ForeignKey(Register, on_delete=models.CASCADE, related_name="imports")
    file = models.FileField(upload_to=import_path)
    file_name = models.CharField(max_length=200)
    sheets = models.JSONField(default=list)  # names of the sheets in the workbook
    sheet = models.CharField(max_length=200, blank=True)
    header_row = models.PositiveIntegerField(null=True, blank=True)  # 1-based; empty when the sheet has no heading
    heading_rows = models.PositiveSmallIntegerField(default=1)  # two when years stand under a shared heading
    headings = models.JSONField(default=list)  # column headings in order
    samples = models.JSONField(default=list)  # a few first values per column
    mapping = models.JSONField(default=dict)  # column index as string -> field code, or "" to leave out
    options = models.JSONField(default=dict)  # see importing.options
    notices = models.JSONField(default=list)  # {code, params}: what the user should know of the file
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.UPLOADED)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    progressed_at = models.DateTimeField(null=True, blank=True)  # last sign of life of the job
    attempts = models.PositiveSmallIntegerField(default=0)  # times the work was begun anew after a stop
    message = models.JSONField(default=dict, blank=True)  # {code, params}: why it stopped
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name


class ImportLine(models.Model):
    """One row of the sheet as it was read, or as it was mended in the preview. Gone when all is taken in."""

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()  # row in the sheet, 1-based
    cells = models.JSONField(default=list)  # values in column order
    key = models.CharField(max_length=300)  # rows with the same key are one record
    title_key = models.CharField(max_length=300, blank=True)
    record = models.PositiveIntegerField(default=0)  # number of the first row of its record

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="one_import_line_per_number")]
        indexes = [
            models.Index(fields=["job", "record", "number"]),
            models.Index(fields=["job", "key"]),
            models.Index(fields=["job", "title_key"]),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.key}"


class ImportRow(models.Model):
    """One record of the sheet (one row, or several rows of one project) and what will become of it."""

    class Action(models.TextChoices):
        CREATE = "create", _("New")
        UPDATE = "update", _("Changed")
        UNCHANGED = "unchanged", _("As before")
        CONFLICT = "conflict", _("Edited here since")
        FAULTY = "faulty", _("Faulty")

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # first row in the sheet, 1-based
    row_numbers = models.JSONField(default=list)  # all its rows in the sheet
    source_key = models.CharField(max_length=300)
    title = models.CharField(max_length=300, blank=True)
    action = models.CharField(max_length=10, choices=Action.choices)
    values = models.JSONField(default=dict)  # field -> parsed value
    faults = models.JSONField(default=list)  # {row, column, heading, value, code, params, suggestions}
    notices = models.JSONField(default=list)  # {code, params}
    changes = models.JSONField(default=list)  # {field, old, new, here, conflict}
    decision = models.CharField(max_length=10, blank=True)  # conflict: "sheet" or "here"; else ""
    entry = models.ForeignKey(Entry, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    taken_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="one_import_row_per_number")]
        indexes = [models.Index(fields=["job", "action", "number"])]

    def __str__(self) -> str:
        return f"{self.number}: {self.title}"


class SourceRecord(models.Model):
    """What a register's sheet last said about an entry: lets the same sheet change nothing, and shows local edits."""

    register = models.ForeignKey(Register, on_delete=models.CASCADE, related_name="source_records")
    source_key = models.CharField(max_length=300)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="source_records")
    values = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["register", "source_key"], name="one_source_record_per_key")]

    def __str__(self) -> str:
        return self.source_key
