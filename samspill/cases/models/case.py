"""The full impact case: its parts in the original language and in others, references, and sources that corroborate."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samspill.core.history import track
from samspill.core.models import VocabularyRow
from samspill.registry.choices import Language
from samspill.registry.models import Entry

YEARS = [MinValueValidator(1800), MaxValueValidator(2200)]


class CasePart(VocabularyRow):
    """One of the fixed parts of an impact case, with how much it should hold at most (R-IND-10).

    The limits warn and never refuse.
    """

    most_words = models.PositiveSmallIntegerField(null=True, blank=True)
    most_items = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)


@track()
class ImpactCase(models.Model):
    """What the original of an impact case says beyond its entry, and the years that it is about.

    Title, summary, effect on policy or practice and beneficiaries are the entry's own fields: `cases.wording` puts
    all together.
    """

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="impact_case")
    knowledge = models.TextField(blank=True)  # Markdown
    details = models.TextField(blank=True)  # Markdown
    period_from = models.PositiveSmallIntegerField(null=True, blank=True, validators=YEARS)
    period_to = models.PositiveSmallIntegerField(null=True, blank=True, validators=YEARS)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(period_from=None) | Q(period_to=None) | Q(period_to__gte=F("period_from")),
                name="case_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return str(self.entry)


@track()
class CaseText(models.Model):
    """The case in another language than its original.

    ``follows`` holds a checksum of each part of the original as it was on ``followed_at``, when somebody said that
    the translation says the same; a part whose original differs by now is older than the original.
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="case_texts")
    language = models.CharField(max_length=2, choices=[one for one in Language.choices if one[0] in ("nb", "nn", "en")])
    title = models.CharField(_("Title"), max_length=300, blank=True)
    summary = models.TextField(blank=True)
    knowledge = models.TextField(blank=True)
    details = models.TextField(blank=True)
    effects = models.TextField(blank=True)
    beneficiaries = models.TextField(blank=True)
    follows = models.JSONField(default=dict, blank=True)
    followed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["entry", "language"]
        constraints = [models.UniqueConstraint(fields=["entry", "language"], name="one_case_text_per_language")]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"


@track()
class CaseReference(models.Model):
    """A publication or other work that the knowledge behind the case stands on."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="case_references")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("Reference"), max_length=1000)
    link = models.URLField(_("DOI or link"), max_length=1000, blank=True)
    year = models.PositiveSmallIntegerField(_("Year"), null=True, blank=True, validators=YEARS)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(link="") | Q(link__iregex=r"^https?://"), name="case_reference_links_to_the_web"
            )
        ]

    def __str__(self) -> str:
        return self.text


@track()
class CaseSource(models.Model):
    """Somebody, or a document, that can confirm what the case says. The contact is confidential until it is shown."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="case_sources")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("Who or what"), max_length=300)
    confirms = models.CharField(_("What it confirms"), max_length=500, blank=True)
    contact = models.CharField(_("How to reach them"), max_length=300, blank=True)
    contact_is_shown = models.BooleanField(_("Show the contact to everyone"), default=False)
    link = models.URLField(_("Link to a document"), max_length=1000, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(link="") | Q(link__iregex=r"^https?://"), name="case_source_links_to_the_web"
            )
        ]

    def __str__(self) -> str:
        return self.name
