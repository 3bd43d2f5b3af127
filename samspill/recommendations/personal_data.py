"""What recommendations hold of people."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samspill.core.personal_data import Ground, Holding, Subject, Texts, Then, not_personal, register
from samspill.core.personal_data.finding import of_user
from samspill.recommendations.models import Recommendation, Step

WHO = _("Those who look after what it is about, and those it is addressed to")
KEPT = _("As long as the recommendation")


def _owned(subject: Subject) -> Any:
    return of_user(Recommendation, "owner_user")(subject) | Recommendation.objects.filter(
        owner_person__in=subject.person_ids
    )


def declare() -> None:
    """Called when Django is ready."""
    register(
        Holding(
            code="recommendations_owned",
            model="recommendations.Recommendation",
            fields=("owner_user", "owner_person", "due"),
            title=_("Recommendations that you own"),
            what=_("What you are to follow up, and by when"),
            why=_("So that it is clear who does it"),
            ground=Ground.PUBLIC_TASK,
            seen_by=WHO,
            kept=KEPT,
            then=Then.ANONYMISED,
            because=_("It goes on counting, with “erased person” as owner"),
            find=_owned,
            columns=((_("What is recommended"), lambda row: row.short), (_("To be done by"), lambda row: row.due)),
            order=45,
        ),
        Holding(
            code="recommendations_made",
            model="recommendations.Recommendation",
            fields=("created_by", "created_at"),
            title=_("Recommendations you added"),
            what=_("That you added it, and when"),
            why=_("So that it can be told who did what, and asked about"),
            ground=Ground.LEGITIMATE,
            seen_by=WHO,
            kept=KEPT,
            then=Then.ANONYMISED,
            because=_("The recommendation stays, by “erased person”"),
            find=of_user(Recommendation, "created_by"),
            columns=((_("What is recommended"), lambda row: row.short), (_("When"), lambda row: row.created_at)),
            order=45,
        ),
        Holding(
            code="recommendation_steps",
            model="recommendations.Step",
            fields=("actor", "action", "message", "at"),
            title=_("Steps you took with recommendations"),
            what=_("That you answered, finished or checked one, when, and what you wrote"),
            why=_("So that it can be told who did what, and asked about"),
            ground=Ground.LEGITIMATE,
            seen_by=WHO,
            kept=KEPT,
            then=Then.ANONYMISED,
            because=_("The step stays, by “erased person”"),
            find=of_user(Step, "actor"),
            columns=(
                (_("What is recommended"), lambda row: row.recommendation.short),
                (_("Message"), lambda row: row.message),
                (_("When"), lambda row: row.at),
            ),
            texts=Texts.REPLACED,
            order=45,
        ),
        Holding(
            code="texts_recommendation",
            model="recommendations.Recommendation",
            fields=("text", "source_title", "source_url", "addressed_role", "answer"),
            title=_("Recommendations and answers"),
            what=_("What somebody wrote in a recommendation or an answer, and may have named you in"),
            why=_("To tell what was recommended, and what came of it"),
            ground=Ground.PUBLIC_TASK,
            seen_by=WHO,
            kept=KEPT,
            then=Then.KEPT,
            because=_("Somebody else wrote it: an administrator looks through each place where you are named"),
            texts=Texts.LISTED,
            address=lambda row: reverse("workspace:recommendation_edit", args=[row.public_id]),
            order=84,
        ),
    )
    not_personal(
        "recommendations.Recommendation",
        "id", "public_id", "source_kind", "source_date", "source_code", "subject_kind", "subject_code", "organisation",
        "unit", "status", "is_public", "updated_at",
        why="what it is about and where it stands",
    )  # fmt: skip
    not_personal("recommendations.Followed", "id", "recommendation", "entry", why="which entry followed")
    not_personal("recommendations.Step", "id", "recommendation", "from_status", "to_status", why="which step")
