"""When this installation was last backed up; in the database, so that every machine knows."""

from django.db import models


class BackupRecord(models.Model):
    """One finished backup. Where it lies is not kept: the file may be moved, and must lie elsewhere."""

    made_at = models.DateTimeField()  # the moment that the backup holds
    seconds = models.FloatField()
    size = models.PositiveBigIntegerField()  # bytes
    files = models.PositiveIntegerField()
    is_encrypted = models.BooleanField()
    machine = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"
