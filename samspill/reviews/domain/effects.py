"""What decisions do in the registry, once the minutes are closed (R-REG-10, R-REG-22).

Stop: a published innovation is archived, one that is submitted is withdrawn; the reason goes along. Hand to the TTO: an
idea delivered to the TTO is recorded and related to the innovation, which goes on. Park and continue change nothing.
"""

from datetime import date

from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.parties.domain.acting import acting_for
from samspill.registry.choices import Kind, Status, Visibility
from samspill.registry.domain.entries import create_entry
from samspill.registry.domain.parts import relate, set_contribution
from samspill.registry.domain.workflow import TRANSITIONS, change_status, missing_for_publishing
from samspill.registry.models import Entry
from samspill.reviews.models import AgendaItem

Decision = AgendaItem.Decision


def take_effect(*, item: AgendaItem, actor: User) -> None:
    """Carry one decision out. Raises `RuleError` or `Refusal`."""
    if item.decision == Decision.STOP:
        stop(entry=item.entry, actor=actor, reason=item.reason)
    elif item.decision == Decision.TTO and item.tto_day is not None:
        record_delivery(
            entry=item.entry, actor=actor, on=item.tto_day, environment=item.tto_environment, why=item.reason
        )


def stop(*, entry: Entry, actor: User, reason: str) -> None:
    """By the registry's workflow. What has stopped meanwhile stays as it is."""
    entry = Entry.objects.get(pk=entry.pk)
    action = "archive" if entry.status == Status.PUBLISHED else "withdraw"
    if entry.status in TRANSITIONS[action].sources and entry.status != Status.ARCHIVED:
        change_status(entry=entry, action=action, actor=actor, message=reason)


def record_delivery(*, entry: Entry, actor: User, on: date, environment: str, why: str) -> Entry:
    """An entry of its own, for the unit only until somebody opens it: an idea may be worth protecting.

    Its contributors are those of the innovation. Published when it is complete, else it waits as a draft.
    """
    made = create_entry(
        actor=actor,
        kind=Kind.RESULT,
        organisation=entry.organisation,
        unit=entry.unit,
        register=entry.register,
        values={
            "types": ["idea_to_tto"],
            "title": _("Idea delivered to the TTO: %(title)s") % {"title": entry.title[:250]},
            "summary": why,
            "language": entry.language,
            "start_date": on,
            "details": {"tto_date": on.isoformat(), "environment": environment.strip()},
            "visibility": Visibility.UNIT,
        },
    )
    for part in entry.contributions.select_related("person", "unit"):
        set_contribution(entry=made, actor=actor, person=part.person, unit=part.unit, roles=part.roles)
    relate(entry=made, other=entry, word="grew_from", actor=actor)
    if not missing_for_publishing(made):
        may_publish = TRANSITIONS["publish"].who(acting_for(actor), made)
        change_status(entry=made, action="publish" if may_publish else "submit", actor=actor, tell=not may_publish)
    return made
