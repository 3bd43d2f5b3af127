"""The workflow of an entry, as a table: who may take which step from where, and what it requires."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspill.accounts.models import User
from samspill.core.errors import Meanwhile, RuleError
from samspill.core.history import acting as acting_context
from samspill.core.policy import ALLOWED, Answer, refused, require
from samspill.parties.domain.acting import Acting, acting_for
from samspill.registry import mail_jobs, notices, policies
from samspill.registry.choices import Status
from samspill.registry.models import Entry, StatusChange

Who = Callable[[Acting, Entry], Answer]


def owner(acting: Acting, entry: Entry) -> Answer:
    """Those with a part in the entry, or its curator."""
    if policies.works_with(acting, entry) or policies.curates(acting, entry):
        return ALLOWED
    return refused(_("Only those who have a part in the entry, and its innovation leader, can do this."))


@dataclass(frozen=True)
class Transition:
    """One step. ``needs_message``: it takes a message that says why; ``needs_complete``: a complete record."""

    code: str
    label: str | Promise
    sources: tuple[Status, ...]
    target: Status
    who: Who
    needs_message: bool = False
    needs_complete: bool = False


TRANSITIONS: dict[str, Transition] = {
    step.code: step
    for step in (
        Transition(
            "submit", gettext_lazy("Submit"), (Status.DRAFT, Status.RETURNED), Status.SUBMITTED, owner,
            needs_complete=True,
        ),
        Transition("take_back", gettext_lazy("Take back"), (Status.SUBMITTED,), Status.DRAFT, owner),
        Transition(
            "return", gettext_lazy("Return with a message"), (Status.SUBMITTED,), Status.RETURNED,
            policies.curates, needs_message=True,
        ),
        Transition(
            "publish", gettext_lazy("Publish"), (Status.DRAFT, Status.SUBMITTED, Status.RETURNED), Status.PUBLISHED,
            policies.curates, needs_complete=True,
        ),
        Transition("archive", gettext_lazy("Archive"), (Status.PUBLISHED,), Status.ARCHIVED, policies.curates),
        Transition("restore", gettext_lazy("Bring back"), (Status.ARCHIVED,), Status.PUBLISHED, policies.curates),
        Transition(
            "withdraw", gettext_lazy("Withdraw the entry"),
            (Status.DRAFT, Status.SUBMITTED, Status.RETURNED, Status.PUBLISHED, Status.ARCHIVED), Status.WITHDRAWN,
            owner, needs_message=True,
        ),
    )
}  # fmt: skip

needs_reason: list[Callable[[Entry, str], str]] = []
"""Modules above say here why a step with an entry takes a message: entry, code of the step -> why, or nothing."""


def why_message_is_needed(entry: Entry, step: Transition) -> str:
    """Why the step takes a message, in a sentence; empty when it takes none, or always does."""
    return next(filter(None, (ask(entry, step.code) for ask in needs_reason)), "")


def missing_for_publishing(entry: Entry) -> list[tuple[str, str]]:
    """What the record still lacks, as (form field, what to do)."""
    missing = []
    if not entry.types:
        missing.append(("types", _("Choose at least one type.")))
    if not entry.summary.strip():
        missing.append(("summary", _("Describe it in a few sentences.")))
    if not entry.contributions.exists() and not entry.participations.exists():
        missing.append(("contributors", _("Name at least one contributor or partner.")))
    return missing


def available(entry: Entry, acting: Acting) -> list[Transition]:
    """The steps this user can take now."""
    return [step for step in TRANSITIONS.values() if entry.status in step.sources and step.who(acting, entry)]


@transaction.atomic
def change_status(
    *, entry: Entry, action: str, actor: User, message: str = "", tell: bool = True, seen_version: int | None = None
) -> Entry:
    """Take one step, recorded with its message. Raises `Meanwhile`, `RuleError` or `Refusal`.

    ``seen_version``: the version that was shown, where it matters, so that nobody publishes what they have not seen.
    With ``tell``, those concerned get mail. The job is queued in the same transaction, so that it exists exactly when
    the step does, and a mail server that is down cannot undo the step.
    """
    step = TRANSITIONS[action]
    entry = Entry.objects.select_for_update().get(pk=entry.pk)
    require(step.who(acting_for(actor), entry))
    if entry.status not in step.sources:
        raise Meanwhile(
            _("“%(action)s” is not possible now: the entry is %(status)s. Reload the page to see what has happened.")
            % {"action": step.label, "status": entry.get_status_display().lower()}
        )
    if seen_version is not None and seen_version != entry.version:
        raise Meanwhile(
            _("“%(title)s” has been changed since you opened the page. Look through it as it is now, and decide then.")
            % {"title": entry.title}
        )
    message = message.strip()
    if step.needs_message and not message:
        raise RuleError(_("Write a message that says why."), field="message")
    if not message and (why := why_message_is_needed(entry, step)):
        raise RuleError(why, field="message")
    if step.needs_complete and (missing := missing_for_publishing(entry)):
        raise RuleError(" ".join(text for _field, text in missing), field=missing[0][0], each=missing)
    with acting_context(actor=actor, reason=message, action=step.code):
        before, entry.status = entry.status, step.target
        if step.target == Status.PUBLISHED and entry.published_at is None:
            entry.published_at = timezone.now()
        if step.target == Status.WITHDRAWN:
            entry.withdrawn_reason = message
        entry.version += 1
        entry.save(update_fields=["status", "published_at", "withdrawn_reason", "version", "updated_at"])
        change = StatusChange.objects.create(
            entry=entry,
            action=step.code,
            from_status=before,
            to_status=step.target,
            message=message,
            version=entry.version,
            actor=actor,
        )
    if tell and step.code in notices.TEMPLATES:
        mail_jobs.tell_of_step.defer(change_id=change.pk)
    return entry
