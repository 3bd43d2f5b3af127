"""Milestones of centres and initiatives: evaluations above all, with their report (R-CEN-03)."""

from datetime import date
from secrets import token_hex

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samspill.centres.models.centre import Centre
from samspill.centres.models.initiative import Initiative
from samspill.core.history import track
from samspill.core.short_codes import new_short_code


def report_path(milestone: "Milestone", filename: str) -> str:
    """Where the file lies: nothing of the user's file name gets into the path. Another for each file that is sent,
    since the one before goes only when the change is committed.
    """
    return f"milestones/{milestone.public_id[:2]}/{milestone.public_id}-{token_hex(4)}"


@track()
class Milestone(models.Model):
    """Something that is to be held by a day. A compulsory one cannot be removed; its findings are recommendations
    with ``source_code`` of this milestone. The report is a link, a file, or both."""

    class Kind(models.TextChoices):
        MIDTERM = "midterm", _("Midterm evaluation")
        EVALUATION = "evaluation", _("External evaluation")
        CLOSING = "closing", _("Closing report")
        OTHER = "other", _("Another milestone")

    public_id = models.CharField(max_length=8, unique=True, default=new_short_code, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, null=True, blank=True, related_name="milestones")
    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, null=True, blank=True, related_name="milestones"
    )
    kind = models.CharField(_("Kind"), max_length=20, choices=Kind.choices)
    title = models.CharField(_("Title"), max_length=200, blank=True)
    due = models.DateField(_("To be held by"))
    is_compulsory = models.BooleanField(default=False)  # by the rules of the scheme
    due_was_given = models.BooleanField(default=False)  # by people: then it does not follow the centre's dates
    held = models.DateField(_("Held"), null=True, blank=True)
    evaluator = models.CharField(_("Who evaluated"), max_length=300, blank=True)
    report_title = models.CharField(_("Title of the report"), max_length=300, blank=True)
    report_url = models.URLField(_("Link to the report"), max_length=500, blank=True)
    report_file = models.FileField(_("Report as a file"), upload_to=report_path, blank=True, max_length=300)
    report_name = models.CharField(max_length=200, blank=True)  # of the file, as it was called; only for showing
    report_type = models.CharField(max_length=100, blank=True)
    report_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(centre=None) ^ Q(initiative=None), name="a_milestone_of_a_centre_or_an_initiative"
            ),
            models.UniqueConstraint(
                fields=["centre", "kind"], condition=Q(is_compulsory=True), name="one_compulsory_milestone_of_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Its title, else its kind."""
        return self.title or str(self.get_kind_display())

    @property
    def source_code(self) -> str:
        """What recommendations know it by."""
        return f"milestone-{self.public_id}"

    @property
    def has_report(self) -> bool:
        """Whether there is something to read."""
        return bool(self.report_url or self.report_file)

    def is_late(self, today: date) -> bool:
        """Whether its day is over and it is not held."""
        return self.held is None and self.due < today
