"""Short stories of an entry, in forms that suit different environments (R-CHN-08)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from samspill.core.history import track
from samspill.core.models import VocabularyRow
from samspill.core.short_codes import new_short_code
from samspill.registry.choices import Language
from samspill.registry.models import Entry, Evidence


class StoryForm(VocabularyRow):
    """A way of telling, with questions that help to begin, and how many words it should hold at most."""

    most_words = models.PositiveSmallIntegerField(null=True, blank=True)
    questions_nb = models.TextField(blank=True)  # one a line
    questions_nn = models.TextField(blank=True)
    questions_en = models.TextField(blank=True)


@track()
class Story(models.Model):
    """A story of an entry. Everyone who may see the entry sees it once it is published."""

    public_id = models.CharField(max_length=8, unique=True, default=new_short_code, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="stories")
    form = models.ForeignKey(StoryForm, on_delete=models.PROTECT, to_field="code", related_name="stories")
    language = models.CharField(_("Language of the text"), max_length=2, choices=Language.choices, default="nb")
    title = models.CharField(_("Title"), max_length=200)
    text = models.TextField(_("The story"), blank=True)  # Markdown
    audience = models.CharField(_("For whom"), max_length=200, blank=True)
    picture = models.ForeignKey(Evidence, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    picture_text = models.CharField(_("What the picture shows"), max_length=300, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name_plural = "stories"
        constraints = [models.CheckConstraint(condition=~models.Q(title=""), name="story_has_a_title")]

    def __str__(self) -> str:
        return self.title
