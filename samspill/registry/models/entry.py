"""The one record of anything that counts."""

from functools import lru_cache

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from samspill.core.append_only import never_changed
from samspill.core.history import track
from samspill.core.short_codes import new_short_code
from samspill.parties.models import Organisation, Unit
from samspill.registry.choices import Kind, Language, Status, Visibility, Way
from samspill.registry.models.register import Register
from samspill.registry.queries import EntryQuerySet


def _codes(length: int = 60, **options: object) -> ArrayField:  # type: ignore[type-arg]
    return ArrayField(models.CharField(max_length=length), default=list, blank=True)


LETTERS = str.maketrans("æøåÆØÅ", "aoaAOA")


@lru_cache(maxsize=4096)
def slug_of(title: str, public_id: str) -> str:
    """The readable tail of the address of an entry with this title."""
    return slugify(title.translate(LETTERS))[:60] or public_id


@track(exclude=["updated_at"])
class Entry(models.Model):
    """An innovation, activity, result or impact case.

    ``types``, ``disciplines`` and ``service_areas`` hold codes of vocabulary rows and ``sdgs`` goal numbers; a trigger
    refuses codes that do not exist. Arrays keep an entry and its history in one row, and are found by GIN index.
    ``details`` holds what the types ask for beyond the common fields, by field code (registry.fields).
    ``version`` counts saves; a save must name the version it was made from, so that nobody overwrites unseen changes.
    """

    public_id = models.CharField(max_length=8, unique=True, default=new_short_code, editable=False)
    kind = models.CharField(_("Kind"), max_length=20, choices=Kind.choices)
    types = _codes()
    title = models.CharField(_("Title"), max_length=300)
    own_word = models.CharField(_("What you call it yourselves"), max_length=100, blank=True)  # R-REC-08
    summary = models.TextField(_("Description"), blank=True)  # Markdown
    language = models.CharField(_("Language of the text"), max_length=2, choices=Language.choices, default="nb")
    start_date = models.DateField(_("From"), null=True, blank=True)
    end_date = models.DateField(_("To"), null=True, blank=True)
    ways = ArrayField(models.CharField(max_length=20, choices=Way.choices), default=list, blank=True)
    sdgs = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    disciplines = _codes()
    service_areas = _codes()
    keywords = _codes(100)
    market_potential = models.TextField(_("Market and use potential"), blank=True)
    potential_effect = models.TextField(_("Potential effect"), blank=True)
    effects = models.TextField(_("Effects so far"), blank=True)
    beneficiaries = models.TextField(_("For whom"), blank=True)
    details = models.JSONField(default=dict, blank=True)
    register = models.ForeignKey(Register, on_delete=models.PROTECT, null=True, blank=True, related_name="entries")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="entries")  # who owns it
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="entries")
    status = models.CharField(_("Status"), max_length=20, choices=Status.choices, default=Status.DRAFT)
    visibility = models.CharField(
        _("Who can see it"), max_length=10, choices=Visibility.choices, default=Visibility.PUBLIC
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="entries_created"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        indexes = [
            models.Index(fields=["register", "status"]),
            models.Index(F("published_at").desc(nulls_last=True), F("id").desc(), name="entry_newest_first"),
            GinIndex(fields=["types", "sdgs", "disciplines", "service_areas", "keywords"], name="entry_codes"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_date=None) | Q(start_date=None) | Q(end_date__gte=F("start_date")),
                name="entry_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="entry_has_a_title"),
            models.CheckConstraint(
                condition=~Q(status="withdrawn") | ~Q(withdrawn_reason=""), name="withdrawal_has_a_reason"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="codes_exist",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("types", "sdgs", "disciplines", "service_areas"),
                func="""
                    IF EXISTS (SELECT unnest(NEW.types) EXCEPT SELECT code FROM registry_entrytype) THEN
                        RAISE check_violation USING MESSAGE = 'entry names a type that does not exist';
                    END IF;
                    IF EXISTS (SELECT unnest(NEW.sdgs) EXCEPT
                               SELECT number FROM registry_sustainabledevelopmentgoal) THEN
                        RAISE check_violation USING MESSAGE = 'entry names a goal that does not exist';
                    END IF;
                    IF EXISTS (SELECT unnest(NEW.disciplines) EXCEPT SELECT code FROM registry_discipline) THEN
                        RAISE check_violation USING MESSAGE = 'entry names a discipline that does not exist';
                    END IF;
                    IF EXISTS (SELECT unnest(NEW.service_areas) EXCEPT SELECT code FROM registry_servicearea) THEN
                        RAISE check_violation USING MESSAGE = 'entry names a service area that does not exist';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def slug(self) -> str:
        """Readable tail of the address; the address works with any other too."""
        return slug_of(self.title, self.public_id)

    @property
    def is_public(self) -> bool:
        """Whether everyone may see it."""
        return self.visibility == Visibility.PUBLIC and self.status in (Status.PUBLISHED, Status.ARCHIVED)


class StatusChange(models.Model):
    """A step in an entry's workflow, with the message that went with it. Never changed."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="status_changes")
    action = models.CharField(max_length=30)
    from_status = models.CharField(max_length=20, choices=Status.choices)
    to_status = models.CharField(max_length=20, choices=Status.choices)
    message = models.TextField(blank=True)
    version = models.PositiveIntegerField(null=True)  # of the entry, once the step was taken
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        triggers = never_changed("steps of the workflow", "message", forgets="actor_id")

    def __str__(self) -> str:
        return f"{self.from_status} → {self.to_status}"
