"""Words of the centres, from reference tables: schemes, the five advices, and what innovation leaders do."""

from django.db import models

from samspill.core.models import VocabularyRow
from samspill.core.models.vocabulary import localised


class Scheme(VocabularyRow):
    """A funding scheme for centres, with what its rules say; empty where the source says nothing.

    ``first_years`` and ``second_years`` are the split term (5+3), together at most ``years``. With ``has_midterm`` the
    midterm evaluation is compulsory; it is to be held ``midterm_months`` before the first term ends.
    """

    years = models.PositiveSmallIntegerField(null=True, blank=True)
    first_years = models.PositiveSmallIntegerField(null=True, blank=True)
    second_years = models.PositiveSmallIntegerField(null=True, blank=True)
    has_midterm = models.BooleanField(default=False)
    midterm_months = models.PositiveSmallIntegerField(default=12)
    source = models.TextField(blank=True)


class Advice(VocabularyRow):
    """One advice of a task force, to check a centre against (R-REG-20): ``description`` asks, ``next_step`` suggests
    what to do when it is far from followed. A table with other advices gets another ``source``."""

    next_step_nb = models.TextField(blank=True)
    next_step_nn = models.TextField(blank=True)
    next_step_en = models.TextField(blank=True)
    source = models.TextField(blank=True)

    @property
    def next_step(self) -> str:
        """What to do next, in the active language."""
        return localised(self, "next_step")


class LeaderTask(VocabularyRow):
    """What an innovation leader does (R-SKI-02)."""

    source = models.TextField(blank=True)
