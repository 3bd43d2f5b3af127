"""Who may do what with recommendations, and why not."""

from django.utils.translation import gettext as _

from samspill.core.policy import ALLOWED, Answer, refused
from samspill.parties.domain.acting import Acting
from samspill.recommendations import subjects
from samspill.recommendations.models import Recommendation


def may_add(acting: Acting, *, subject: subjects.Subject) -> Answer:
    """Those who look after what it is about."""
    if acting.is_known and subjects.is_looked_after(acting, subject.kind, subject.code):
        return ALLOWED
    return refused(
        _("Only those who look after %(subject)s can add recommendations about it. Ask its leader.")
        % {"subject": subject.name}
    )


def looks_after(acting: Acting, recommendation: Recommendation) -> Answer:
    """Those who look after what it is about, and those who look after the place that it is addressed to."""
    if (
        acting.is_administrator
        or recommendation.unit_id in acting.leads_units | acting.curates_units
        or recommendation.organisation_id in acting.represents | acting.curates_organisations
        or subjects.is_looked_after(acting, recommendation.subject_kind, recommendation.subject_code)
    ):
        return ALLOWED
    return refused(
        _("Only those who look after what the recommendation is about, or the place it is addressed to, can do this.")
    )


def owns(acting: Acting, recommendation: Recommendation) -> bool:
    """Whether the user is the owner."""
    return acting.is_known and (
        recommendation.owner_user_id == acting.user_id
        or (acting.person_id is not None and recommendation.owner_person_id == acting.person_id)
    )


def may_answer(acting: Acting, recommendation: Recommendation) -> Answer:
    """The owner, and those who look after it."""
    if owns(acting, recommendation) or looks_after(acting, recommendation):
        return ALLOWED
    return refused(_("Only the owner of the recommendation, and those who look after it, can answer it."))


def concerns(acting: Acting, recommendation: Recommendation) -> bool:
    """Whether the user owns it, looks after it, or sees it for a role of theirs: what is said of it beyond what
    everyone may see. Asked of the database, as the list of the workspace is."""
    return Recommendation.objects.concerning(acting).filter(pk=recommendation.pk).exists()


def may_see(acting: Acting, recommendation: Recommendation) -> Answer:
    """The same rule as `RecommendationQuerySet.visible_to`, asked of the database so that the two cannot differ."""
    if Recommendation.objects.visible_to(acting).filter(pk=recommendation.pk).exists():
        return ALLOWED
    if not acting.is_known:
        return refused(_("This recommendation is not open to everyone. Log in to see whether you have access."))
    return refused(_("This recommendation is for those it is addressed to."))
