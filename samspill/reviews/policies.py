"""Who may do what with assessments, reviews and work plans, and why not."""

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from samspill.core.policy import ALLOWED, Answer, refused
from samspill.parties.domain.acting import Acting
from samspill.registry.models import Entry, Register
from samspill.registry.policies import curates, curates_register
from samspill.reviews.models import AssessmentCall, CallAssessor, FollowUp, MeetingParticipant, ReviewMeeting, WorkTask


def belongs_to(acting: Acting, register: Register) -> Answer:
    """Whether the user has a role today where the register belongs: the rule of `queries.belongs`, for one.

    What is asked and decided there is internal, and a role that has ended ends the reading of it, too. What somebody
    wrote themselves is their own data, and stands on the page of those.
    """
    if (
        acting.is_administrator
        or register.organisation_id in acting.member_of
        or register.code in acting.sees_registers | acting.contributes_registers
    ):
        return ALLOWED
    return refused(
        _(
            "Your role in “%(register)s” has ended. Assessments, reviews and work plans are internal, for those who "
            "have a role there today. What you wrote yourself stands on the page “Your data”. Ask "
            "an innovation leader of the register if you still take part."
        )
        % {"register": register.name}
    )


def may_see_results(acting: Acting, register: Register) -> Answer:
    """What closed calls came to is for those who curate; assessors see the calls that they took part in."""
    return curates_register(acting, register)


def is_asked(acting: Acting, call: AssessmentCall) -> bool:
    """Whether the user is an assessor of the call, and still has a role there."""
    return bool(belongs_to(acting, call.register)) and _was_asked(acting, call)


def _was_asked(acting: Acting, call: AssessmentCall) -> bool:
    return acting.is_known and CallAssessor.objects.filter(call=call, user=acting.user_id).exists()


def may_assess(acting: Acting, call: AssessmentCall) -> Answer:
    """Only those who are asked, while the call is open and their role holds."""
    if not is_asked(acting, call):
        if _was_asked(acting, call):
            return belongs_to(acting, call.register)
        return refused(_("Only those who are asked to assess can give an answer. An innovation leader can ask you."))
    if not call.is_open:
        return refused(closed_call(call))
    return ALLOWED


def closed_call(call: AssessmentCall) -> str:
    """That it is over, since when, and who closed it: the one to speak to."""
    said = _("This assessment is closed. What was answered stands; a new one can be opened.")
    return f"{said} {_who_closed(call)}".strip()


def _who_closed(one: AssessmentCall | ReviewMeeting) -> str:
    if one.closed_by is None or one.closed_at is None:
        return ""
    return _("%(name)s closed it on %(day)s: speak to them if something is missing.") % {
        "name": one.closed_by, "day": formats.date_format(timezone.localtime(one.closed_at), "DATETIME_FORMAT"),
    }  # fmt: skip


def may_see_call(acting: Acting, call: AssessmentCall) -> Answer:
    """Its assessors, and those who curate the register. What is seen of the answers is another question
    (`AssessmentQuerySet.visible_to`)."""
    if curates_register(acting, call.register) or is_asked(acting, call):
        return ALLOWED
    if _was_asked(acting, call):
        return belongs_to(acting, call.register)
    return refused(_("Assessments are internal: they are for the assessors and for the register's innovation leaders."))


def may_see_assessments(acting: Acting, entry: Entry, *, sees_any: bool) -> Answer:
    """The page of an entry's assessments: whoever sees any of them (``sees_any``), and those who curate it."""
    return ALLOWED if sees_any else curates(acting, entry)


def takes_part(acting: Acting, meeting: ReviewMeeting) -> bool:
    """Whether the user is named as a participant."""
    return acting.is_known and MeetingParticipant.objects.filter(meeting=meeting, user=acting.user_id).exists()


def may_see_meeting(acting: Acting, meeting: ReviewMeeting) -> Answer:
    """Participants, and those who curate the register."""
    if curates_register(acting, meeting.register):
        return ALLOWED
    if takes_part(acting, meeting):
        return belongs_to(acting, meeting.register)
    return refused(_("The review is for those who take part in it and for the register's innovation leaders."))


def may_decide(acting: Acting, meeting: ReviewMeeting) -> Answer:
    """Whoever may see the meeting, until its minutes are closed."""
    if not (seen := may_see_meeting(acting, meeting)):
        return seen
    if not meeting.is_open:
        said = _("The minutes are closed and stay as they are. What has changed is decided in the next review.")
        return refused(f"{said} {_who_closed(meeting)}".strip())
    return ALLOWED


def may_answer_follow_up(acting: Acting, follow: FollowUp) -> Answer:
    """The one who was given it, and those who curate the register."""
    if curates_register(acting, follow.item.meeting.register):
        return ALLOWED
    if acting.is_known and follow.item.follower_id == acting.user_id:
        return belongs_to(acting, follow.item.meeting.register)
    return refused(_("Only the one who follows up, and the register's innovation leaders, can answer."))


def may_see_plan(acting: Acting, register: Register) -> Answer:
    """Those with a role where the register belongs, and the task leaders of its plans."""
    if (
        curates_register(acting, register)
        or register.code in acting.sees_registers
        or register.unit_id in acting.sees_units
        or register.organisation_id in acting.sees_organisations
    ):
        return ALLOWED
    if acting.is_known and WorkTask.objects.filter(register=register, leader=acting.user_id).exists():
        return belongs_to(acting, register)
    return refused(_("Work plans are for those with a role in the register, and for its task leaders."))


def may_plan(acting: Acting, task: WorkTask) -> Answer:
    """The task's leader, and those who curate the register."""
    if curates_register(acting, task.register):
        return ALLOWED
    if acting.is_known and task.leader_id == acting.user_id:
        return belongs_to(acting, task.register)
    return refused(
        _("Only the leader of the task “%(task)s” and the register's innovation leaders can do this.")
        % {"task": task.name}
    )
