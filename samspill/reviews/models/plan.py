"""Yearly work plans: tasks, and the possible innovations in them (R-REG-11)."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samspill.core.history import track
from samspill.registry.models import Entry, Register


@track()
class WorkTask(models.Model):
    """A task in a register's work plan for a year. Its leader enters the possible innovations."""

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="work_tasks")
    year = models.PositiveSmallIntegerField(_("Year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    name = models.CharField(_("Task"), max_length=200)
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="work_tasks",
        verbose_name=_("Task leader"),
    )  # fmt: skip

    class Meta:
        ordering = ["year", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["register", "year", "name"], name="task_once_per_plan"),
            models.CheckConstraint(condition=~Q(name=""), name="task_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.year})"


@track()
class PlannedInnovation(models.Model):
    """Something that may become an innovation within the year, and what became of it.

    ``entry`` stands when it became one; ``reason`` when it did not. What is not for this year goes on as a new row in
    the next year's plan (``moved_from``). ``version`` counts saves.
    """

    class Outcome(models.TextChoices):
        OPEN = "open", _("Not answered yet")
        ENTRY = "entry", _("Became an entry")
        LATER = "later", _("Not this year")
        DROPPED = "dropped", _("Dropped")

    task = models.ForeignKey(WorkTask, on_delete=models.PROTECT, related_name="planned")
    title = models.CharField(_("Possible innovation"), max_length=300)
    about = models.TextField(_("What it may become, and for whom"), blank=True)
    outcome = models.CharField(_("What became of it"), max_length=10, choices=Outcome.choices, default=Outcome.OPEN)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="planned_as")
    reason = models.TextField(_("Why"), blank=True)
    moved_from = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="moved_to")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="planned_has_a_title"),
            models.CheckConstraint(
                condition=~Q(outcome="entry") | Q(entry__isnull=False), name="became_an_entry_names_it"
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["later", "dropped"]) | ~Q(reason=""), name="not_made_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.title
