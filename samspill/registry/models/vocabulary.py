"""The words that entries are described with.

A new word is a row, not code; codes never change and rows are not deleted.
"""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from samspill.core.models import VocabularyRow
from samspill.registry.choices import Kind, Way


class SubDimension(VocabularyRow):
    """A sub-dimension of Table 1 (R-IND-01..03), such as 1.1; ``main`` is A (indirect) or B (direct)."""

    code = models.CharField(max_length=10, unique=True)
    main = models.CharField(max_length=1)
    dimension = models.PositiveSmallIntegerField()


class ReadinessScale(VocabularyRow):
    """A scale of readiness: TRL, or one made for services, society or art (R-REG-19)."""


class ReadinessLevel(VocabularyRow):
    """One level of a scale, from 1 upwards; ``code`` is the scale's code and the level, as trl-4."""

    scale = models.ForeignKey(ReadinessScale, on_delete=models.PROTECT, related_name="levels")
    level = models.PositiveSmallIntegerField()

    class Meta(VocabularyRow.Meta):
        ordering = ["scale", "level"]
        constraints = [models.UniqueConstraint(fields=["scale", "level"], name="one_row_per_level")]


class EntryType(VocabularyRow):
    """A type of entry: what it is, what it asks for, and what it counts as elsewhere."""

    kind = models.CharField(_("Kind"), max_length=20, choices=Kind.choices)
    subdimension = models.ForeignKey(SubDimension, on_delete=models.PROTECT, null=True, blank=True)
    way = models.CharField(max_length=20, choices=Way.choices, blank=True)
    fields = ArrayField(models.CharField(max_length=40), default=list, blank=True)  # codes in registry.fields
    scale = models.ForeignKey(ReadinessScale, on_delete=models.PROTECT, null=True, blank=True)
    orcid_work_type = models.CharField(max_length=60, blank=True)
    cerif_class = models.CharField(max_length=60, blank=True)

    class Meta(VocabularyRow.Meta):
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]


class Discipline(VocabularyRow):
    """A field of study; several per entry, and not limited to six (R-CHN-05, R-CHN-06)."""

    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")


class ServiceArea(VocabularyRow):
    """A municipal service area."""


class SustainableDevelopmentGoal(VocabularyRow):
    """One of the United Nations' 17 goals; entries and addresses name it by its number."""

    number = models.PositiveSmallIntegerField(unique=True)
    colour = models.CharField(max_length=7)
    text_colour = models.CharField(max_length=7)

    class Meta(VocabularyRow.Meta):
        ordering = ["number"]


class ContributionRole(VocabularyRow):
    """What a person or unit did: idea owner, developer, artist, supervisor …"""

    credit_role = models.CharField(max_length=60, blank=True)  # the CRediT role that comes nearest, if any


class ParticipationRole(VocabularyRow):
    """What an organisation did: co-creator, adopter, host, client, funder …"""
