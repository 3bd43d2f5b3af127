"""Persons, where they belong, and which user they are."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core import seen as seen_forms
from samspill.core.errors import Meanwhile, RuleError
from samspill.core.history import acting as acting_context
from samspill.core.policy import Refusal, require
from samspill.parties import hooks, policies
from samspill.parties.domain.acting import Acting, acting_for, forget_acting
from samspill.parties.models import Affiliation, DataAccess, DataRequest, Person
from samspill.parties.queries import claimable_by

EDITABLE = ("name", "email", "orcid", "is_public")
PLACE = ("organisation", "unit", "title", "share", "valid_from", "valid_to")
"""Fields of an affiliation."""

WHO = ("user",)
"""Of a person: the user they are, who may say and see what is theirs."""


@transaction.atomic
def create_person(
    *, actor: User, values: Mapping[str, Any], affiliation: Mapping[str, Any], is_example: bool = False
) -> Person:
    """A new person with a first affiliation (fields of `PLACE`). Raises `RuleError`, `ValidationError` or `Refusal`."""
    person, acting = Person(is_example=is_example), acting_for(actor)
    require(policies.may_create_person(acting))  # before it is told who has what
    _fill(person, values, acting)
    with acting_context(actor=actor):
        person.save()
    set_affiliation(person=person, actor=actor, values=affiliation)
    return person


@transaction.atomic
def update_person(*, person: Person, actor: User, values: Mapping[str, Any], seen: str = "") -> Person:
    """Change fields; unchanged values save nothing. ``seen``: the mark of what the form showed.

    Raises `Stale`, `RuleError`, `ValidationError` or `Refusal`.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    require(policies.may_edit_person(acting_for(actor), person))
    refuse_withheld(person)
    seen_forms.check(person, EDITABLE, seen, values)
    for name in ("email", "orcid"):
        if values.get(name, getattr(person, name)) != getattr(person, name) and not (
            answer := policies.may_identify_person(acting_for(actor), person)
        ):
            raise RuleError(answer.reason, field=name)
    if changed := _fill(person, values, acting_for(actor)):
        with acting_context(actor=actor):
            person.save(update_fields=changed)
    return person


@transaction.atomic
def set_affiliation(
    *,
    person: Person,
    actor: User,
    values: Mapping[str, Any],
    affiliation: Affiliation | None = None,
    seen: str = "",
) -> Affiliation:
    """Add a place where the person belongs, or change one (``affiliation``; ``seen``: the mark that its form showed).

    Shares that sum to more than 100 % are stored: see `queries.overlapping_shares` for the warning.
    Raises `Stale`, `RuleError`, `ValidationError` or `Refusal`.
    """
    if unknown := set(values) - set(PLACE):
        raise TypeError(f"not editable: {', '.join(sorted(unknown))}")
    acting = acting_for(actor)
    if affiliation is not None:
        affiliation = Affiliation.objects.select_for_update().get(pk=affiliation.pk)
        require(policies.may_edit_affiliation(acting, affiliation))
        seen_forms.check(affiliation, PLACE, seen, values)
    else:
        affiliation = Affiliation(person=person)
    for name, value in values.items():
        setattr(affiliation, name, value)
    if affiliation.organisation_id is None:
        raise RuleError(_("Choose the organisation."), field="organisation")
    if affiliation.unit and affiliation.unit.organisation_id != affiliation.organisation_id:
        raise RuleError(
            _("%(unit)s is not a unit of %(organisation)s.")
            % {"unit": affiliation.unit.name, "organisation": affiliation.organisation.name},
            field="unit",
        )
    require(policies.may_edit_affiliation(acting, affiliation))
    affiliation.clean_fields()
    if affiliation.valid_from and affiliation.valid_to and affiliation.valid_to < affiliation.valid_from:
        raise ValidationError({"valid_to": _("The last day lies before the first day.")})
    with acting_context(actor=actor):
        affiliation.save()
    return affiliation


@transaction.atomic
def link_user(*, person: Person, user: User | None, actor: User, seen: str = "") -> Person:
    """Say which user the person is (None: no user). Administrators. ``seen``: the mark of who they were shown to be.

    Raises `Stale`, `RuleError` or `Refusal`.
    """
    require(policies.is_administrator(acting_for(actor)))
    current = Person.objects.select_for_update().get(pk=person.pk)
    seen_forms.check(current, WHO, seen, {"user": user})
    return _link(current, user, actor)


@transaction.atomic
def claim_person(*, person: Person, user: User) -> Person:
    """The user says: this is me. Only where `queries.claimable_by` proposes it; said twice, it is said once.

    Raises `RuleError` or `Refusal`.
    """
    if person.user_id == user.pk:
        return person
    if person not in claimable_by(user):
        raise Refusal(
            _("You can say “this is me” only of a person with your own e-mail address, in an organisation of yours.")
        )
    return _link(person, user, user)


@transaction.atomic
def merge_persons(*, kept: Person, duplicate: Person, actor: User, reason: str = "") -> Person:
    """Make one person of two: everything of ``duplicate`` moves to ``kept``, and the duplicate goes.

    Its address leads to the kept person from then on, and the history tells what was moved. Raises `RuleError` when
    the two cannot be the same (two ORCID iDs or two users), or `Refusal`.
    """
    require(policies.is_administrator(acting_for(actor)))
    if kept.pk == duplicate.pk:
        raise RuleError(_("Choose another person: this is the same one."), field="duplicate")
    # In the order of ids, so that two merges of the same two wait for each other and do not lock each other out.
    rows = Person.objects.select_for_update().filter(pk__in=[kept.pk, duplicate.pk]).order_by("pk")
    both = {person.pk: person for person in rows}
    if len(both) < 2:
        raise Meanwhile(
            _("One of the two has just been merged with somebody else. Open the page anew."), field="duplicate"
        )
    kept, duplicate = both[kept.pk], both[duplicate.pk]
    for person in (kept, duplicate):
        refuse_withheld(person)
    if kept.orcid and duplicate.orcid and kept.orcid != duplicate.orcid:
        raise RuleError(_("They have different ORCID iDs, so they are not the same person."), field="duplicate")
    if kept.user_id and duplicate.user_id and kept.user_id != duplicate.user_id:
        raise RuleError(_("They are different users. Take one of the users away first."), field="duplicate")
    with acting_context(actor=actor, reason=reason.strip() or f"{duplicate.name} ({duplicate.public_id})"):
        for move in hooks.when_merged:
            move(kept, duplicate, actor)
        _move_affiliations(kept, duplicate)
        for rows_about in (DataRequest.objects, DataAccess.objects):  # what was asked is answered, and can be told of
            rows_about.filter(person=duplicate).update(person=kept)
        taken = {name: getattr(duplicate, name) for name in ("email", "orcid", "user_id")}
        kept.former_public_ids = [*kept.former_public_ids, *duplicate.former_public_ids, duplicate.public_id]
        duplicate.delete()
        for name, value in taken.items():
            if value and not getattr(kept, name):
                setattr(kept, name, value)
        kept.save()
    if kept.user:
        forget_acting(kept.user)
    return kept


def refuse_withheld(person: Person) -> None:
    """Raises `RuleError` for somebody whose data is restricted or erased."""
    if person.withheld == Person.Withheld.RESTRICTED:
        raise RuleError(_("The use of this person's data is restricted. Nothing can be changed until that ends."))
    if person.withheld == Person.Withheld.ERASED:
        raise RuleError(_("This person is erased. Nothing can be changed."))


def _move_affiliations(kept: Person, duplicate: Person) -> None:
    own = {
        tuple(getattr(row, f"{name}_id", None) or getattr(row, name) for name in PLACE)
        for row in kept.affiliations.all()
    }
    for row in duplicate.affiliations.all():
        if tuple(getattr(row, f"{name}_id", None) or getattr(row, name) for name in PLACE) in own:
            row.delete()
        else:
            row.person = kept
            row.save(update_fields=["person"])


def _link(person: Person, user: User | None, actor: User) -> Person:
    person = Person.objects.select_for_update().get(pk=person.pk)
    if user is not None:
        other = Person.objects.filter(user=user).exclude(pk=person.pk).first()
        if other:
            raise RuleError(
                _("%(user)s is already %(person)s. Merge the two persons if they are the same.")
                % {"user": user, "person": other.name},
                field="user",
            )
        if person.user_id and person.user_id != user.pk and actor.pk == user.pk:
            raise RuleError(_("This person is another user already."))
    with acting_context(actor=actor):
        person.user = user
        person.save(update_fields=["user"])
    if user:
        forget_acting(user)
    return person


def _fill(person: Person, values: Mapping[str, Any], acting: Acting) -> list[str]:
    """Set the values, check them, and tell which fields changed. Somebody without a public page is named only to those
    who may change them."""
    if unknown := set(values) - set(EDITABLE):
        raise TypeError(f"not editable: {', '.join(sorted(unknown))}")
    values = dict(values)
    if "name" in values:
        values["name"] = " ".join(str(values["name"]).split())
    changed = [name for name, value in values.items() if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, values[name])
    person.clean_fields(exclude=["user"])
    other = Person.objects.filter(orcid=person.orcid).exclude(pk=person.pk).first() if person.orcid else None
    if other:
        told = _("%(person)s has this ORCID iD already.") % {"person": other.name}
        if not other.is_public and not policies.may_edit_person(acting, other):
            told = _(
                "Somebody without a public page has this ORCID iD already. Correct it; if it is the same person, ask "
                "an administrator."
            )
        raise ValidationError({"orcid": told})
    return changed
