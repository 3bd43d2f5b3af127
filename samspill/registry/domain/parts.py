"""Who took part in an entry: contributors, organisations, and relations to other entries."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core import seen as seen_forms
from samspill.core.errors import RuleError
from samspill.core.history import acting as acting_context
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.parties.models import Affiliation, Organisation, Person, Unit
from samspill.registry import policies
from samspill.registry.models import (
    Confirmation,
    Contribution,
    ContributionRole,
    Entry,
    Participation,
    ParticipationRole,
    Relation,
)
from samspill.registry.shown import may_see_person

Statement = Confirmation.Statement

RELATION_WORDS = {"grew_from": (Relation.Kind.LED_TO, True), "led_to": (Relation.Kind.LED_TO, False),
                  "documents": (Relation.Kind.DOCUMENTS, False), "documented_by": (Relation.Kind.DOCUMENTS, True),
                  "tested_in": (Relation.Kind.TESTED_IN, False), "tests": (Relation.Kind.TESTED_IN, True),
                  "moved_forward": (Relation.Kind.MOVED_FORWARD, False),
                  "moved_forward_by": (Relation.Kind.MOVED_FORWARD, True)}  # fmt: skip
"""How a user says it -> (stored kind, whether the other entry is the source)."""
CONTRIBUTION_EDITABLE = ("roles", "share", "start_date", "end_date")
PARTICIPATION_EDITABLE = ("role", "start_date", "end_date", "in_use_since")


class ThereAlready(RuleError):
    """Whoever was to be added has a part already; what is said of it stands."""


@transaction.atomic
def set_contribution(
    *,
    entry: Entry,
    actor: User,
    person: Person | None = None,
    unit: Unit | None = None,
    roles: Sequence[str] = (),
    share: Decimal | None = None,
    start_date: date | None = None,
    end_date: date | None = None,
    position: int | None = None,
) -> Contribution:
    """Add a contributor (a person or a unit), or change the one that is there already.

    Raises `RuleError`, `ValidationError` or `Refusal`.
    """
    lock_for_edit(entry, actor)
    if (person is None) == (unit is None):
        raise RuleError(_("Choose a person or a unit."), field="contributor")
    contribution = Contribution.objects.filter(entry=entry, person=person, unit=unit).first() or Contribution(
        entry=entry, person=person, unit=unit, position=Contribution.objects.filter(entry=entry).count()
    )
    if unknown := set(roles) - set(ContributionRole.objects.filter(code__in=roles).values_list("code", flat=True)):
        raise RuleError(_("Unknown role: %(roles)s.") % {"roles": ", ".join(sorted(unknown))}, field="roles")
    wanted: dict[str, Any] = {"roles": list(roles), "share": share, "start_date": start_date, "end_date": end_date}
    if position is not None:
        wanted["position"] = position
    changed = [name for name, value in wanted.items() if getattr(contribution, name) != value]
    if not changed and contribution.pk:
        return contribution
    for name in changed:
        setattr(contribution, name, wanted[name])
    contribution.clean_fields()
    if start_date and end_date and end_date < start_date:
        raise ValidationError({"end_date": _("The end date lies before the start date.")})
    others = entry.contributions.exclude(pk=contribution.pk).aggregate(total=Sum("share"))["total"] or Decimal(0)
    if share is not None and others + share > 100:
        raise RuleError(
            _("The shares sum to %(sum)s percent. At most %(left)s percent is left for this contributor.")
            % {"sum": floatformat(others + share, -2), "left": floatformat(100 - others, -2)},
            field="share",
        )
    with acting_context(actor=actor):
        contribution.save()
    return contribution


@transaction.atomic
def add_contribution(
    *, entry: Entry, actor: User, person: Person | None = None, unit: Unit | None = None
) -> Contribution:
    """Add a contributor of whom nothing is said yet. Raises `ThereAlready`, `RuleError` or `Refusal`."""
    lock_for_edit(entry, actor)
    if Contribution.objects.filter(entry=entry, person=person, unit=unit).exists():
        raise ThereAlready(_("%(name)s is in the list already.") % {"name": person or unit})
    return set_contribution(entry=entry, actor=actor, person=person, unit=unit)


@transaction.atomic
def change_contribution(*, contribution: Contribution, actor: User, seen: str = "", **values: Any) -> Contribution:
    """Say something else (``values``: of `CONTRIBUTION_EDITABLE`, all of them) of a contributor who is there.

    ``seen``: the mark of what the form showed. Raises `TakenAway`, `Stale`, `RuleError`, `ValidationError` or
    `Refusal`.
    """
    entry = contribution.entry
    lock_for_edit(entry, actor)
    current = seen_forms.still_there(Contribution.objects.select_related("person", "unit"), contribution)
    seen_forms.check(current, CONTRIBUTION_EDITABLE, seen, values)
    return set_contribution(entry=entry, actor=actor, person=current.person, unit=current.unit, **values)


@transaction.atomic
def add_new_person(
    *, entry: Entry, actor: User, name: str, email: str = "", organisation: Organisation | None = None
) -> Contribution:
    """Add a contributor who is not known yet: the person is made, and belongs to ``organisation`` when given.

    Raises `RuleError` when somebody with that e-mail address is known already, so that nobody becomes two persons. It
    says who that is to those who may see them.
    """
    lock_for_edit(entry, actor)
    person = Person(name=" ".join(name.split()), email=email.strip().lower())
    person.clean_fields(exclude=["user"])
    if person.email and (known := Person.objects.filter(email__iexact=person.email).first()):
        told = _("%(name)s has this e-mail address. Search for that name, and add them from the list.")
        if not may_see_person(acting_for(actor), known):
            told = _(
                "Somebody without a public page has this e-mail address. Search for their whole name, and add them "
                "from the list."
            )
        raise RuleError(told % {"name": known.name}, field="email")
    with acting_context(actor=actor):
        person.save()
        if organisation is not None:
            Affiliation.objects.create(person=person, organisation=organisation)
    return set_contribution(entry=entry, actor=actor, person=person)


@transaction.atomic
def move_contribution(*, contribution: Contribution, actor: User, up: bool) -> None:
    """Change places with the contributor above or below; at the end of the list, or out of it, nothing happens."""
    lock_for_edit(contribution.entry, actor)
    ordered = list(contribution.entry.contributions.order_by("position", "pk"))
    if contribution not in ordered:  # somebody has taken them out in the same moment
        return
    here = ordered.index(contribution)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(ordered):
        return
    ordered[here], ordered[there] = ordered[there], ordered[here]
    with acting_context(actor=actor):
        for position, part in enumerate(ordered):
            if part.position != position:
                part.position = position
                part.save(update_fields=["position"])


@transaction.atomic
def remove_contribution(*, contribution: Contribution, actor: User, reason: str = "") -> None:
    """Take a contributor out; the history keeps that they were there."""
    lock_for_edit(contribution.entry, actor)
    with acting_context(actor=actor, reason=reason):
        contribution.delete()


@transaction.atomic
def set_participation(
    *,
    entry: Entry,
    actor: User,
    organisation: Organisation,
    role: str,
    start_date: date | None = None,
    end_date: date | None = None,
    in_use_since: date | None = None,
) -> Participation:
    """Add an organisation in a role, or change its dates."""
    lock_for_edit(entry, actor)
    if not ParticipationRole.objects.filter(code=role).exists():
        raise RuleError(_("Choose the organisation's role."), field="role")
    if start_date and end_date and end_date < start_date:
        raise ValidationError({"end_date": _("The end date lies before the start date.")})
    participation = Participation.objects.filter(entry=entry, organisation=organisation, role__code=role).first()
    wanted = {"start_date": start_date, "end_date": end_date, "in_use_since": in_use_since}
    if participation and all(getattr(participation, name) == value for name, value in wanted.items()):
        return participation
    participation = participation or Participation(entry=entry, organisation=organisation, role_id=role)
    if participation.in_use_since != in_use_since and _has_confirmed(participation, actor, Statement.TAKEN_INTO_USE):
        raise RuleError(
            _("%(organisation)s itself has said when it was taken into use. Ask them to answer anew if it is wrong.")
            % {"organisation": organisation.name},
            field="in_use_since",
        )
    for name, value in wanted.items():
        setattr(participation, name, value)
    with acting_context(actor=actor):
        participation.save()
    return participation


@transaction.atomic
def add_participation(
    *, entry: Entry, actor: User, organisation: Organisation, role: str, **days: date | None
) -> Participation:
    """Add an organisation in a role that it has not yet; the same sent twice is added once.

    Raises `ThereAlready`, `RuleError`, `ValidationError` or `Refusal`.
    """
    lock_for_edit(entry, actor)
    there = Participation.objects.filter(entry=entry, organisation=organisation, role__code=role).first()
    if there and any(getattr(there, name) != day for name, day in days.items()):
        raise ThereAlready(
            _("The organisation has this role in the entry already. Change what is said of it in the list."),
            field="role",
        )
    return set_participation(entry=entry, actor=actor, organisation=organisation, role=role, **days)


@transaction.atomic
def change_participation_role(*, participation: Participation, actor: User, role: str) -> Participation:
    """Another role for the same participation; what the organisation has answered about it stays."""
    lock_for_edit(participation.entry, actor)
    if not ParticipationRole.objects.filter(code=role).exists():
        raise RuleError(_("Choose the organisation's role."), field="role")
    same = Participation.objects.filter(
        entry=participation.entry, organisation=participation.organisation, role__code=role
    ).exclude(pk=participation.pk)
    if same.exists():
        raise RuleError(_("The organisation has this role in the entry already."), field="role")
    if participation.role_id != role and _has_confirmed(participation, actor, Statement.PARTICIPATED):
        raise RuleError(
            _("%(organisation)s has confirmed the role that stands. Add the new role beside it, to be confirmed too.")
            % {"organisation": participation.organisation.name},
            field="role",
        )
    participation.role_id = role
    with acting_context(actor=actor):
        participation.save(update_fields=["role"])
    return participation


@transaction.atomic
def change_participation(
    *, participation: Participation, actor: User, role: str, seen: str = "", **days: date | None
) -> Participation:
    """Another role or other ``days`` (`start_date`, `end_date`, `in_use_since`) of a participation, all or nothing.

    ``seen``: the mark of what the form showed. Raises `TakenAway`, `Stale`, `RuleError`, `ValidationError` or
    `Refusal`.
    """
    entry = participation.entry
    lock_for_edit(entry, actor)
    rows = Participation.objects.select_related("entry", "organisation")
    current = seen_forms.still_there(rows, participation)
    seen_forms.check(current, PARTICIPATION_EDITABLE, seen, {"role_id": role, **days})
    if role != current.role_id:
        change_participation_role(participation=current, actor=actor, role=role)
    return set_participation(entry=entry, actor=actor, organisation=current.organisation, role=role, **days)


@transaction.atomic
def remove_participation(*, participation: Participation, actor: User, reason: str = "") -> None:
    """Take an organisation out; the history keeps that it was there."""
    lock_for_edit(participation.entry, actor)
    with acting_context(actor=actor, reason=reason):
        participation.delete()


@transaction.atomic
def relate(*, entry: Entry, other: Entry, word: str, actor: User) -> Relation:
    """Relate ``entry`` to ``other`` in the user's words, a key of `RELATION_WORDS`."""
    lock_for_edit(entry, actor)
    if word not in RELATION_WORDS:
        raise RuleError(_("Choose how the two are related."), field="word")
    require(policies.may_see(acting_for(actor), other))
    if entry.pk == other.pk:
        raise RuleError(_("An entry cannot be related to itself."), field="other")
    kind, turned = RELATION_WORDS[word]
    source, target = (other, entry) if turned else (entry, other)
    with acting_context(actor=actor):
        relation, _made = Relation.objects.get_or_create(source=source, target=target, kind=kind)
    return relation


@transaction.atomic
def unrelate(*, relation: Relation, entry: Entry, actor: User) -> None:
    """Take a relation away, from either end."""
    lock_for_edit(entry, actor)
    if entry.pk not in (relation.source_id, relation.target_id):
        raise RuleError(_("This relation belongs to other entries."))
    with acting_context(actor=actor):
        relation.delete()


def _has_confirmed(participation: Participation, actor: User, statement: str) -> bool:
    """Whether the organisation's newest word is that this is true, and somebody else would change what it said."""
    if participation._state.adding or policies.may_confirm_participation(acting_for(actor), participation):
        return False
    newest = participation.confirmations.filter(statement=statement).order_by("-pk").first()
    return newest is not None and newest.answer == Confirmation.Answer.CONFIRMED


def lock_for_edit(entry: Entry, actor: User) -> None:
    """One change at a time per entry, by somebody who may make it."""
    require(policies.may_edit(acting_for(actor), Entry.objects.select_for_update().get(pk=entry.pk)))
