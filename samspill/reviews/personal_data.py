"""What reviews hold of people: what they judged, decided and took upon themselves, and texts that may name them."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from samspill.core.personal_data import Ground, Holding, Subject, Texts, Then, not_personal, register
from samspill.core.personal_data.finding import of_user
from samspill.reviews.models import (
    AgendaItem,
    Assessment,
    AssessmentCall,
    CallAssessor,
    FollowUp,
    MeetingParticipant,
    PlannedInnovation,
    ReviewMeeting,
    WorkTask,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

INNOVATION_LEADERS = _("The register's innovation leaders, and those who take part")
WITH_THE_REGISTER = _("As long as the register")
STAYS = _("It stays, by “erased person”, so that the record holds")
NAME_GOES = _("Your name is replaced by “erased person”")


def declare() -> None:
    """Called when Django is ready."""
    register(*_assessments(), *_reviews(), *_plans(), *_texts())
    not_personal(
        "reviews.AssessmentCall", "id", "public_id", "register", "title", "due_day", "opened_at", "closed_at",
        "threshold",
        why="facts about the call",
    )  # fmt: skip
    not_personal("reviews.CallAssessor", "id", why="a number")
    not_personal(
        "reviews.CallEntry", "id", "call", "entry", "position", "given", "probability", "impact", "probability_low",
        "probability_high", "impact_low", "impact_high", why="means and spreads of several people's answers",
    )  # fmt: skip
    not_personal("reviews.Assessment", "id", "recorded_at", "corrects", why="when, and which it replaces")
    not_personal(
        "reviews.ReviewMeeting", "id", "public_id", "register", "date", "since", "previous", "made_at", "closed_at",
        "version", why="facts about the meeting",
    )  # fmt: skip
    not_personal("reviews.MeetingParticipant", "id", why="a number")
    not_personal(
        "reviews.AgendaItem", "id", "position", "why", "carried_from", "decision", "follow_by", "tto_day",
        "version", why="what was decided",
    )  # fmt: skip
    not_personal("reviews.FollowUp", "id", "item", why="numbers")
    not_personal("reviews.WorkTask", "id", "register", "year", why="facts about the task")
    not_personal(
        "reviews.PlannedInnovation", "id", "task", "outcome", "entry", "moved_from", "version",
        why="what became of it",
    )  # fmt: skip


def _of_closed_calls(subject: Subject) -> "QuerySet[Any]":
    """Not those of open calls: an administrator who answers a request must not see them before the others do."""
    return of_user(Assessment, "assessor")(subject).filter(call__closed_at__isnull=False)


def _by_user(code: str, model: Any, fields: tuple[str, ...], keys: tuple[str, ...], **more: Any) -> Holding:
    common: dict[str, Any] = {
        "why": _("So that it can be told who did what, and asked about"),
        "ground": Ground.LEGITIMATE,
        "seen_by": INNOVATION_LEADERS,
        "kept": WITH_THE_REGISTER,
        "then": Then.ANONYMISED,
        "because": STAYS,
        "find": of_user(model, *keys),
        "order": 43,
    }
    return Holding(code=code, model=model._meta.label, fields=fields, **common | more)


def _assessments() -> list[Holding]:
    return [
        _by_user(
            "assessments", Assessment,
            ("call", "entry", "assessor", "probability", "probability_reason", "impact", "impact_reason", "date"),
            ("assessor",),
            title=_("Your assessments"),
            what=_(
                "The innovation, probability and impact, your reasons and the date. While the others have not "
                "answered, yours is shown only to you, on the page of the assessment."
            ),
            why=_("To choose what to go on with, by several people's independent judgement"),
            find=_of_closed_calls,
            columns=(
                (_("Innovation"), lambda row: row.entry.title),
                (_("Probability of success"), lambda row: row.probability),
                (_("Potential impact"), lambda row: row.impact),
                (_("When"), lambda row: row.date),
            ),
            texts=Texts.REPLACED,
        ),
        _by_user(
            "assessor", CallAssessor, ("call", "user"), ("user",),
            title=_("Assessments that you are asked for"), what=_("That you are asked"),
            columns=((_("Assessment"), lambda row: row.call.title),),
        ),
        _by_user(
            "assessment_calls", AssessmentCall, ("opened_by", "closed_by"), ("opened_by", "closed_by"),
            title=_("Assessments that you opened or closed"), what=_("That you did it"),
            columns=((_("Assessment"), lambda row: row.title), (_("When"), lambda row: row.opened_at)),
        ),
    ]  # fmt: skip


def _reviews() -> list[Holding]:
    return [
        _by_user(
            "meetings", ReviewMeeting, ("made_by", "closed_by"), ("made_by", "closed_by"),
            title=_("Reviews that you prepared or closed"), what=_("That you did it"),
            columns=((_("Review"), str),),
        ),
        _by_user(
            "participants", MeetingParticipant, ("meeting", "user"), ("user",),
            title=_("Reviews that you take part in"), what=_("That you are named as a participant"),
            columns=((_("Review"), lambda row: str(row.meeting)),),
        ),
        _by_user(
            "decisions", AgendaItem, ("meeting", "entry", "follower", "decided_by", "decided_at"),
            ("follower", "decided_by"),
            title=_("Decisions that you wrote or follow up"),
            what=_("The innovation, that you wrote the decision or follow it up, and when"),
            columns=((_("Innovation"), lambda row: row.entry.title), (_("When"), lambda row: row.decided_at)),
        ),
        _by_user(
            "follow_ups", FollowUp, ("answer", "done_by", "done_at"), ("done_by",),
            title=_("What you followed up"), what=_("Your answer, and when"),
            columns=((_("Answer"), lambda row: row.answer), (_("When"), lambda row: row.done_at)),
            texts=Texts.REPLACED,
        ),
    ]  # fmt: skip


def _plans() -> list[Holding]:
    return [
        _by_user(
            "work_tasks", WorkTask, ("name", "leader"), ("leader",),
            title=_("Tasks that you lead"), what=_("The task, and the year"), seen_by=_("Those who see the work plan"),
            columns=((_("Task"), lambda row: row.name), (_("Year"), lambda row: str(row.year))),
        ),
        _by_user(
            "planned", PlannedInnovation, ("made_by", "made_at", "answered_by", "answered_at"),
            ("made_by", "answered_by"),
            title=_("Possible innovations that you entered"), what=_("What, and when"),
            seen_by=_("Those who see the work plan"),
            columns=((_("Title"), lambda row: row.title), (_("When"), lambda row: row.made_at)),
        ),
    ]  # fmt: skip


def _texts() -> list[Holding]:
    """What others wrote, where somebody may be named."""
    texts = {
        "reviews.AssessmentCall": (_("Messages to assessors"), ("message",)),
        "reviews.ReviewMeeting": (_("Minutes of reviews"), ("others", "notes", "minutes")),
        "reviews.AgendaItem": (_("Reasons of decisions"), ("reason", "follow_up", "tto_environment")),
        "reviews.PlannedInnovation": (_("Possible innovations in work plans"), ("title", "about", "reason")),
    }
    return [
        Holding(
            code=f"review_texts_{model.split('.')[1].lower()}",
            model=model,
            fields=fields,
            title=title,
            what=_("Names that somebody wrote into them"),
            why=_("To tell what was decided about innovations, and why"),
            ground=Ground.PUBLIC_TASK,
            seen_by=INNOVATION_LEADERS,
            kept=WITH_THE_REGISTER,
            then=Then.ANONYMISED,
            because=NAME_GOES,
            texts=Texts.REPLACED,
            order=86,
        )
        for model, (title, fields) in texts.items()
    ]
