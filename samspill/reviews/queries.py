"""Reusable querysets of reviews. What may be seen of assessments is decided here, for every way out alike."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from samspill.parties.domain.acting import Acting
from samspill.registry.queries import led

if TYPE_CHECKING:
    from samspill.reviews.models import Assessment, AssessmentCall, CallAssessor, CallEntry, ReviewMeeting


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    """Assessments by who may see them."""

    def standing(self) -> "AssessmentQuerySet":
        """Those that no later answer of the same assessor has replaced."""
        return self.filter(corrected_by=None)

    def visible_to(self, acting: Acting) -> "AssessmentQuerySet":
        """Independent judgement: others' answers are hidden, from the leader and administrators too, until the user's
        own is given for that innovation, or the call is closed. After that they are for its assessors and for those
        who curate the register (R-REG-08). Whoever no longer has a role there sees none of them."""
        from samspill.reviews.models import Assessment, CallAssessor

        if not acting.is_known:
            return self.none()
        has_answered = Exists(
            Assessment.objects.filter(call=OuterRef("call"), entry=OuterRef("entry"), assessor=acting.user_id)
        )
        was_asked = Exists(CallAssessor.objects.filter(call=OuterRef("call"), user=acting.user_id))
        is_closed = Q(call__closed_at__isnull=False)
        answered = Q(assessor=acting.user_id) | Q(has_answered) | is_closed & Q(was_asked)
        return self.filter(answered & belongs(acting, "call__register") | is_closed & curated(acting, "call__register"))


def curated(acting: Acting, register: str = "register") -> Q:
    """The registers that the user decides on: the rule of `registry.policies.curates_register`, for a query."""
    if acting.is_administrator:
        return Q(**{f"{register}__isnull": False})
    return led(acting, register)


def belongs(acting: Acting, register: str = "register") -> Q:
    """The registers where the user has a role today, or in any unit of the organisation that owns them: the rule of
    `people.people_of`, from the user's side. Being asked or named once is not enough when the role has ended."""
    if acting.is_administrator:
        return Q(**{f"{register}__isnull": False})
    codes = acting.sees_registers | acting.contributes_registers
    return Q(**{f"{register}__organisation__in": acting.member_of}) | Q(**{f"{register}__code__in": codes})


def visible_assessments(acting: Acting) -> "models.QuerySet[Assessment]":
    """What the user may see of all answers, with whose they are and of what."""
    from samspill.reviews.models import Assessment

    rows = Assessment.objects.visible_to(acting)
    return rows.select_related("entry", "call", "assessor", "corrected_by")


def calls() -> "models.QuerySet[AssessmentCall]":
    """With what a policy and a page ask of them."""
    from samspill.reviews.models import AssessmentCall

    return AssessmentCall.objects.select_related(
        "register__unit", "register__organisation", "register__profile", "opened_by"
    )


def with_progress(found: "models.QuerySet[AssessmentCall]") -> "models.QuerySet[AssessmentCall]":
    """With how many are ``asked``, how much is ``listed`` and how many ``answers`` there are: never what they say."""
    from samspill.reviews.models import Assessment, CallAssessor, CallEntry

    return found.annotate(
        asked=_number(CallAssessor.objects.all()),
        listed=_number(CallEntry.objects.all()),
        answers=_number(Assessment.objects.filter(corrects=None)),
    ).order_by("-opened_at", "-pk")


def with_decided(found: "models.QuerySet[ReviewMeeting]") -> "models.QuerySet[ReviewMeeting]":
    """Reviews, the newest first, with how many innovations are ``listed`` and how many of them ``decided``."""
    return found.annotate(
        listed=Count("items", distinct=True), decided=Count("items", filter=~Q(items__decision=""), distinct=True)
    ).order_by("-date", "-pk")


def _number(rows: "models.QuerySet[Any]") -> Coalesce:
    """How many of them belong to a call: counted for themselves, for joined they would multiply one another."""
    of_call = rows.filter(call=OuterRef("pk")).order_by().values("call").annotate(number=Count("pk"))
    return Coalesce(Subquery(of_call.values("number")), 0)


def assessors_of(call: int) -> "models.QuerySet[CallAssessor]":
    """Who is asked in the call with that key, by name, each with how many ``answers`` they have given."""
    from samspill.reviews.models import Assessment, CallAssessor

    given = Assessment.objects.filter(call=call, assessor=OuterRef("user"), corrects=None).order_by()
    number = Subquery(given.values("assessor").annotate(number=Count("pk")).values("number"))
    rows = CallAssessor.objects.filter(call=call).select_related("user")
    return rows.annotate(answers=Coalesce(number, 0)).order_by("user__name", "pk")


def meetings() -> "models.QuerySet[ReviewMeeting]":
    """With what a policy asks of them, how much is ``listed``, and of how much it is ``decided``."""
    from samspill.reviews.models import ReviewMeeting

    return ReviewMeeting.objects.select_related(
        "register__unit", "register__organisation", "register__profile", "closed_by"
    ).annotate(
        listed=Count("items", distinct=True), decided=Count("items", filter=~Q(items__decision=""), distinct=True)
    )


def standing_results() -> "models.QuerySet[CallEntry]":
    """For each innovation, what the newest closed call in which somebody assessed it came to."""
    from samspill.reviews.models import CallEntry

    return (
        CallEntry.objects.filter(given__gt=0, call__closed_at__isnull=False)
        .order_by("entry_id", "-call__closed_at", "-call_id")
        .distinct("entry_id")
    )
