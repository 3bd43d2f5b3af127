"""How far the making of pages ahead has come."""

from django.db import models


class Ahead(models.Model):
    """One row. It lies beside the pages, not in the write-ahead log: after a crash both are gone, and all begins anew.

    The walk goes through the public entries, the newest first: ``below`` is the one it has come to. ``changed`` and
    ``changed_id`` are the last change that was looked at, as harvesters are told of it.
    """

    version = models.CharField(max_length=40)  # of what the pages of this walk are made with: `page_version`
    total = models.IntegerField()  # entries that the walk goes through
    walked = models.IntegerField(default=0)
    made = models.IntegerField(default=0)  # pages; the others lay there already
    below = models.BigIntegerField()
    began = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    changed = models.DateTimeField()
    changed_id = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.walked} / {self.total}"
