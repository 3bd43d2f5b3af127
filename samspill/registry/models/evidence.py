"""Evidence: a file, a link or a note that shows that an entry is true."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samspill.core.history import track
from samspill.core.short_codes import new_short_code
from samspill.registry.models.entry import Entry


def evidence_path(evidence: "Evidence", filename: str) -> str:
    """Where the file lies: nothing of the user's file name gets into the path."""
    return f"evidence/{evidence.public_id[:2]}/{evidence.public_id}"


@track()
class Evidence(models.Model):
    """One piece of evidence, dated, public or confidential."""

    class Kind(models.TextChoices):
        FILE = "file", _("File")
        LINK = "link", _("Link")
        NOTE = "note", _("Note")

    public_id = models.CharField(max_length=8, unique=True, default=new_short_code, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("Title"), max_length=200)
    url = models.URLField(_("Address"), max_length=1000, blank=True)
    note = models.TextField(_("Note"), blank=True)
    file = models.FileField(_("File"), upload_to=evidence_path, blank=True)
    file_name = models.CharField(max_length=200, blank=True)  # as the user called it
    content_type = models.CharField(max_length=100, blank=True)  # as the content shows
    size = models.PositiveBigIntegerField(null=True, blank=True)  # bytes
    sha256 = models.CharField(max_length=64, blank=True)
    date = models.DateField(_("Date"), null=True, blank=True)
    is_confidential = models.BooleanField(_("Confidential"), default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-date", "-pk"]
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="file") & ~Q(file="") | Q(kind="link") & ~Q(url="") | Q(kind="note") & ~Q(note=""),
                name="evidence_has_its_content",
            ),
            # A link is shown as a link: nothing that runs may ever get in, whichever way it comes.
            models.CheckConstraint(
                condition=Q(url="") | Q(url__iregex=r"^https?://"), name="evidence_links_to_the_web"
            ),
        ]

    def __str__(self) -> str:
        return self.title
