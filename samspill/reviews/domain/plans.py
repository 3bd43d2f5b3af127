"""Work plans: tasks, their possible innovations, and what becomes of each (R-REG-11)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core import seen as seen_forms
from samspill.core.errors import Meanwhile, RuleError
from samspill.core.history import acting as acting_context
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.registry.choices import Kind
from samspill.registry.domain.entries import create_entry
from samspill.registry.models import Entry, Register
from samspill.registry.policies import curates_register, may_see
from samspill.reviews import policies
from samspill.reviews.models import PlannedInnovation, WorkTask
from samspill.reviews.people import people_of

Outcome = PlannedInnovation.Outcome
TASK_EDITABLE = ("name", "leader")


class StalePlan(Meanwhile):
    """Somebody else has saved it meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else has changed this meanwhile. See what it says now, and save yours again."))


@transaction.atomic
def add_task(*, register: Register, actor: User, year: int, name: str, leader: User | None) -> WorkTask:
    """A task in the plan of a year. Raises `RuleError` or `Refusal`."""
    require(curates_register(acting_for(actor), register))
    Register.objects.select_for_update().get(pk=register.pk)  # so that two at once make one task of a name
    name = " ".join(name.split())
    _check_task(register, year, name, leader)
    with acting_context(actor=actor):
        return WorkTask.objects.create(register=register, year=year, name=name, leader=leader)


@transaction.atomic
def change_task(*, task: WorkTask, actor: User, name: str, leader: User | None, seen: str = "") -> WorkTask:
    """Another name or leader. ``seen``: the mark of what the form showed. Raises `Stale`, `RuleError` or `Refusal`."""
    task = WorkTask.objects.select_for_update(of=("self",)).select_related("register", "leader").get(pk=task.pk)
    require(curates_register(acting_for(actor), task.register))
    name = " ".join(name.split())
    seen_forms.check(task, TASK_EDITABLE, seen, {"name": name, "leader": leader})
    _check_task(task.register, task.year, name, leader, but=task)
    with acting_context(actor=actor):
        task.name, task.leader = name, leader
        task.save(update_fields=["name", "leader"])
    return task


def _check_task(
    register: Register, year: int, name: str, leader: User | None, *, but: WorkTask | None = None
) -> None:  # fmt: skip
    if not name:
        raise RuleError(_("Give the task a name."), field="name")
    if not 2000 <= year <= 2100:
        raise RuleError(_("Write the year with four digits, such as 2026."), field="year")
    same = WorkTask.objects.filter(register=register, year=year, name__iexact=name)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise RuleError(_("There is a task called “%(name)s” in this plan already.") % {"name": name}, field="name")
    if leader and (but is None or leader.pk != but.leader_id) and not people_of(register).filter(pk=leader.pk).exists():
        raise RuleError(
            _("%(name)s has no role in the register or its organisation. Give them one first.")
            % {"name": leader.name},
            field="leader",
        )  # fmt: skip


@transaction.atomic
def plan(*, task: WorkTask, actor: User, title: str, about: str = "") -> PlannedInnovation:
    """Enter a possible innovation under a task. Raises `RuleError` or `Refusal`."""
    require(policies.may_plan(acting_for(actor), task))
    if not title.strip():
        raise RuleError(_("What may it become? A few words are enough."), field="title")
    with acting_context(actor=actor):
        return PlannedInnovation.objects.create(task=task, title=title.strip(), about=about.strip(), made_by=actor)


@transaction.atomic
def rename(*, planned: PlannedInnovation, actor: User, seen_version: int, title: str, about: str) -> PlannedInnovation:
    """Say it better. Raises `RuleError` or `Refusal`."""
    planned = _locked(planned, actor, seen_version)
    if not title.strip():
        raise RuleError(_("What may it become? A few words are enough."), field="title")
    planned.title, planned.about = title.strip(), about.strip()
    return _saved(planned, actor, ["title", "about"])


@transaction.atomic
def link_entry(*, planned: PlannedInnovation, actor: User, seen_version: int, entry: Entry) -> PlannedInnovation:
    """It became this entry, which is in the register already. Raises `RuleError` or `Refusal`."""
    planned = _unanswered(planned, actor, seen_version)
    require(may_see(acting_for(actor), entry))
    if entry.register_id != planned.task.register_id or entry.kind != Kind.INNOVATION:
        raise RuleError(_("Choose an innovation of the same register."), field="entry")
    planned.outcome, planned.entry, planned.reason = Outcome.ENTRY, entry, ""
    return _answered(planned, actor)


@transaction.atomic
def make_entry(*, planned: PlannedInnovation, actor: User, seen_version: int) -> PlannedInnovation:
    """Register it now: a draft with its title and text, the actor's to finish. Raises `RuleError` or `Refusal`."""
    planned = _unanswered(planned, actor, seen_version)
    register = planned.task.register
    planned.entry = create_entry(
        actor=actor,
        kind=Kind.INNOVATION,
        organisation=register.organisation,
        unit=register.unit,
        register=register,
        values={"title": planned.title, "summary": planned.about},
    )
    planned.outcome, planned.reason = Outcome.ENTRY, ""
    return _answered(planned, actor)


@transaction.atomic
def put_off(*, planned: PlannedInnovation, actor: User, seen_version: int, reason: str) -> PlannedInnovation:
    """Not this year: it goes on in the next year's plan, under the same task. Raises `RuleError` or `Refusal`."""
    planned = _unanswered(planned, actor, seen_version)
    planned.outcome, planned.reason = Outcome.LATER, _why(reason)
    planned = _answered(planned, actor)
    task = planned.task
    with acting_context(actor=actor):
        following, _made = WorkTask.objects.get_or_create(
            register=task.register, year=task.year + 1, name=task.name, defaults={"leader": task.leader}
        )
        PlannedInnovation.objects.create(
            task=following, title=planned.title, about=planned.about, moved_from=planned, made_by=actor
        )
    return planned


@transaction.atomic
def drop(*, planned: PlannedInnovation, actor: User, seen_version: int, reason: str) -> PlannedInnovation:
    """Dropped, because. Raises `RuleError` or `Refusal`."""
    planned = _unanswered(planned, actor, seen_version)
    planned.outcome, planned.reason = Outcome.DROPPED, _why(reason)
    return _answered(planned, actor)


@transaction.atomic
def reopen(*, planned: PlannedInnovation, actor: User, seen_version: int) -> PlannedInnovation:
    """The answer was wrong. What went on to the next year is taken back from there with what was written about it
    since, unless it is answered too.

    An entry that was made stays an entry; it is only not this one's any more. Raises `RuleError` or `Refusal`.
    """
    planned = _locked(planned, actor, seen_version)
    onward = PlannedInnovation.objects.select_for_update().filter(moved_from=planned).first()
    if onward is not None:
        if onward.outcome != Outcome.OPEN:
            raise RuleError(_("The next year's plan has answered for it already. Change the answer there first."))
        planned.title, planned.about = onward.title, onward.about
        with acting_context(actor=actor):
            onward.delete()
    planned.outcome, planned.entry, planned.reason = Outcome.OPEN, None, ""
    planned.answered_by, planned.answered_at = None, None
    return _saved(planned, actor, ["title", "about", "outcome", "entry", "reason", "answered_by", "answered_at"])


def _why(reason: str) -> str:
    if not reason.strip():
        raise RuleError(_("Say why, in a sentence. The annual report tells it."), field="reason")
    return reason.strip()


def _locked(planned: PlannedInnovation, actor: User, seen_version: int) -> PlannedInnovation:
    found = PlannedInnovation.objects.select_for_update(of=("self",)).select_related(
        "task__register__unit", "task__register__organisation", "task__leader"
    )
    planned = found.get(pk=planned.pk)
    require(policies.may_plan(acting_for(actor), planned.task))
    if planned.version != seen_version:
        raise StalePlan
    return planned


def _unanswered(planned: PlannedInnovation, actor: User, seen_version: int) -> PlannedInnovation:
    planned = _locked(planned, actor, seen_version)
    if planned.outcome != Outcome.OPEN:
        raise Meanwhile(_("This is answered already. Open it again first if the answer is wrong."))
    return planned


def _answered(planned: PlannedInnovation, actor: User) -> PlannedInnovation:
    planned.answered_by, planned.answered_at = actor, timezone.now()
    return _saved(planned, actor, ["outcome", "entry", "reason", "answered_by", "answered_at"])


def _saved(planned: PlannedInnovation, actor: User, fields: list[str]) -> PlannedInnovation:
    planned.version += 1
    with acting_context(actor=actor, reason=planned.reason):
        planned.save(update_fields=[*fields, "version"])
    return planned
