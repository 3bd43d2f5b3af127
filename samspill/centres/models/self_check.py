"""The self-check: how far a centre follows each advice, year by year (R-REG-20). Written once, never changed."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samspill.centres.models.centre import Centre
from samspill.centres.models.vocabulary import Advice
from samspill.core.append_only import never_changed

LOWEST, HIGHEST = 1, 5


class Score(models.IntegerChoices):
    """How far an advice is followed."""

    NOTHING = 1, _("Not begun")
    BEGUN = 2, _("Begun here and there")
    PARTLY = 3, _("In place in part")
    LARGELY = 4, _("In place, and used")
    FULLY = 5, _("In place, used, and seen to work")


class SelfCheckScore(models.Model):
    """A score with its reason. The newest of a centre, year and advice stands; the others stay to be seen."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="check_scores")
    year = models.PositiveSmallIntegerField()
    advice = models.ForeignKey(Advice, on_delete=models.PROTECT, related_name="scores")
    score = models.PositiveSmallIntegerField(
        choices=Score.choices, validators=[MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)]
    )
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["year", "advice__position", "pk"]
        indexes = [models.Index(fields=["centre", "year"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(score__gte=LOWEST, score__lte=HIGHEST), name="self_check_score_within_the_scale"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="self_check_score_has_a_reason"),
        ]
        triggers = never_changed("scores of a self-check", "reason", forgets="by_id")

    def __str__(self) -> str:
        return f"{self.centre_id} {self.year} {self.advice_id}: {self.score}"
