"""Advice, an evaluation finding, an opportunity or a measure: one kind of object, with owner, status and answer."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from samspill.core.history import track
from samspill.core.short_codes import new_short_code
from samspill.parties.models import Organisation, Person, Unit
from samspill.recommendations.choices import OPEN, SourceKind, Status
from samspill.recommendations.queries import RecommendationQuerySet
from samspill.registry.models import Entry


@track(exclude=["updated_at"])
class Recommendation(models.Model):
    """One recommendation, followed up one by one (R-CEN-04, R-SKI-04).

    What it is about is named by ``subject_kind`` and ``subject_code`` (`recommendations.subjects`), since subjects live
    in modules above; ``source_code`` is what such a module knows the source by ("milestone-12"). ``organisation`` and
    ``unit`` say to whom it is addressed, ``addressed_role`` to whom there. The owner is a user or a person. ``answer``
    is what was answered to whoever gave it. Steps are in `Step`.
    """

    public_id = models.CharField(max_length=8, unique=True, default=new_short_code, editable=False)
    text = models.TextField(_("What is recommended"))
    source_kind = models.CharField(_("Kind of source"), max_length=20, choices=SourceKind.choices)
    source_title = models.CharField(_("Source"), max_length=300)
    source_date = models.DateField(_("Date of the source"), null=True, blank=True)
    source_url = models.URLField(_("Link to the source"), max_length=500, blank=True)
    source_code = models.CharField(max_length=60, blank=True, editable=False, db_index=True)
    subject_kind = models.SlugField(max_length=30)
    subject_code = models.CharField(max_length=60)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="recommendations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="recommendations")
    addressed_role = models.CharField(_("To whom there"), max_length=100, blank=True)
    owner_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    owner_person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    due = models.DateField(_("To be done by"), null=True, blank=True)
    status = models.CharField(_("Status"), max_length=20, choices=Status.choices, default=Status.RECEIVED)
    answer = models.TextField(_("Answer"), blank=True)
    is_public = models.BooleanField(_("Everyone can see it, with its status and the answer"), default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["-source_date", "pk"]
        indexes = [models.Index(fields=["subject_kind", "subject_code"])]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="recommendation_says_something"),
            models.CheckConstraint(
                condition=Q(owner_user=None) | Q(owner_person=None), name="recommendation_has_one_owner"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["declined", "partly"]) | ~Q(answer=""), name="no_declining_without_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.short

    @property
    def short(self) -> str:
        """What it says, in at most 90 characters."""
        return Truncator(" ".join(self.text.split())).chars(90)

    @property
    def owner(self) -> object:
        """The user or the person; None while nobody has it."""
        return self.owner_user or self.owner_person

    @property
    def is_open(self) -> bool:
        """Whether somebody still has something to do."""
        return self.status in OPEN


@track()
class Followed(models.Model):
    """An entry that followed from a recommendation."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="followed")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="followed_from")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["recommendation", "entry"], name="an_entry_follows_once")]

    def __str__(self) -> str:
        return f"{self.recommendation_id} → {self.entry_id}"
