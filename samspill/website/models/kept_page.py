"""Pages that one process has made and all may give."""

from django.db import models


class KeptPage(models.Model):
    """A finished page. Not in the write-ahead log nor in backups: a crash empties the table, and pages are made anew.

    There are so many places (`settings.KEPT_PAGES`) and no more: a page takes one of its own, whatever lay there.
    """

    place = models.IntegerField(primary_key=True)
    path = models.TextField()
    public_id = models.CharField(max_length=20, db_index=True)
    version = models.CharField(max_length=40)  # of what all pages are made with: `page_version`
    stamp = models.TextField()  # of what this page is made of: `kept_pages.STAMP`
    made = models.DateTimeField()
    content = models.BinaryField()  # HTML, by zlib

    def __str__(self) -> str:
        return self.path
