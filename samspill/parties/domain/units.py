"""The unit tree of an organisation: new, changed, moved, and reorganised so that old affiliations stay true."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core import seen as seen_forms
from samspill.core.errors import Meanwhile, RuleError
from samspill.core.history import acting as acting_context
from samspill.core.policy import require
from samspill.parties import policies
from samspill.parties.domain.acting import acting_for
from samspill.parties.domain.organisations import free_code
from samspill.parties.models import Affiliation, Organisation, Unit, UnitSuccession

EDITABLE = ("level", "name_nb", "name_nn", "name_en", "contact_email", "valid_from", "valid_to")
"""Fields of a unit that people write; its place in the tree follows from `move_unit`, its end from `reorganise`."""
PLACE = ("parent",)


@transaction.atomic
def create_unit(
    *, organisation: Organisation, actor: User, values: Mapping[str, Any], parent: Unit | None = None
) -> Unit:
    """A new unit at the top or below another. Raises `RuleError`, `ValidationError` or `Refusal`."""
    require(policies.may_create_unit(acting_for(actor), organisation=organisation, parent=parent))
    _lock_tree(organisation)
    unit = Unit(organisation=organisation)
    _check_parent(unit, parent)
    unit.parent = parent
    _fill(unit, values)
    unit.code = free_code(Unit, f"{organisation.code}-{unit.name_nb}")
    with acting_context(actor=actor):
        unit.save()
    return unit


@transaction.atomic
def update_unit(*, unit: Unit, actor: User, values: Mapping[str, Any], seen: str = "") -> Unit:
    """Change fields; unchanged values save nothing. ``seen``: the mark of what the form showed.

    Raises `Stale`, `ValidationError` or `Refusal`.
    """
    unit = Unit.objects.select_for_update(of=("self",)).select_related("organisation", "parent").get(pk=unit.pk)
    require(policies.may_edit_unit(acting_for(actor), unit))
    seen_forms.check(unit, EDITABLE, seen, values)
    if changed := _fill(unit, values):
        with acting_context(actor=actor):
            unit.save(update_fields=changed)
    return unit


@transaction.atomic
def move_unit(*, unit: Unit, parent: Unit | None, actor: User, reason: str = "", seen: str = "") -> Unit:
    """Put a unit with all below it under another, or at the top. The history keeps where it was.

    ``seen``: the mark of the place that was shown. Raises `Stale`, `RuleError` for a loop or another organisation, or
    `Refusal` unless the user may change both ends.
    """
    _lock_tree(unit.organisation)
    unit = Unit.objects.select_related("organisation", "parent").get(pk=unit.pk)
    acting = acting_for(actor)
    require(policies.may_edit_unit(acting, unit))
    require(policies.may_create_unit(acting, organisation=unit.organisation, parent=parent))
    if parent is not None:
        parent = Unit.objects.get(pk=parent.pk)
    if unit.parent_id == (parent.pk if parent else None):
        return unit
    seen_forms.check(unit, PLACE, seen, {"parent": parent})
    _check_parent(unit, parent)
    unit.parent = parent
    with acting_context(actor=actor, reason=reason.strip()):
        unit.save(update_fields=["parent"])
    return unit


@transaction.atomic
def reorganise(
    *,
    unit: Unit,
    on: date,
    actor: User,
    successors: Sequence[Unit] = (),
    people_to: Unit | None = None,
    units_below_to: Unit | None = None,
    note: str = "",
) -> Unit:
    """Close a unit from ``on``, and say which units took over. What was true before stays true.

    Affiliations that are open end the day before; with ``people_to`` (a successor) they go on there from ``on``, as
    new rows. Units below that are open move to ``units_below_to`` (a successor), or are closed along with it.
    Raises `RuleError` or `Refusal`.
    """
    _lock_tree(unit.organisation)
    unit = Unit.objects.select_related("organisation", "parent").get(pk=unit.pk)
    require(policies.may_edit_unit(acting_for(actor), unit))
    _check_successors(unit, on, successors, people_to, units_below_to)
    last_day = on - timedelta(days=1)
    below = Unit.objects.filter(path__startswith=unit.path).filter(Q(valid_to=None) | Q(valid_to__gte=on))
    with acting_context(actor=actor, reason=note.strip()):
        if units_below_to:
            for child in below.filter(parent=unit):
                child.parent = units_below_to
                child.save(update_fields=["parent"])
        closing = list(below.all())  # read anew: what has moved is no longer below
        for each in closing:
            if each.valid_from and each.valid_from > last_day:
                raise RuleError(
                    _("%(unit)s begins after this day. Choose a later day.") % {"unit": each.name}, field="on"
                )
            each.valid_to = last_day
            each.save(update_fields=["valid_to"])
        _carry_people_over(closing, on, people_to)
        for successor in successors:
            UnitSuccession.objects.create(unit=unit, successor=successor, date=on, note=note.strip())
    unit.refresh_from_db()
    return unit


def _carry_people_over(closing: Sequence[Unit], on: date, people_to: Unit | None) -> None:
    last_day = on - timedelta(days=1)
    open_then = Affiliation.objects.filter(unit__in=closing).filter(Q(valid_to=None) | Q(valid_to__gte=on))
    for old in list(open_then):
        begins_later = old.valid_from is not None and old.valid_from > last_day
        if people_to:
            Affiliation.objects.create(
                person_id=old.person_id,
                organisation_id=people_to.organisation_id,
                unit=people_to,
                title=old.title,
                share=old.share,
                valid_from=old.valid_from if begins_later else on,
                valid_to=old.valid_to,
            )
        if begins_later and people_to:
            old.delete()  # never came to be; the history keeps it
        elif not begins_later:
            old.valid_to = last_day
            old.save(update_fields=["valid_to"])


def _check_successors(
    unit: Unit, on: date, successors: Sequence[Unit], people_to: Unit | None, units_below_to: Unit | None
) -> None:
    if on == date.min:  # there is no day before it
        raise RuleError(_("%(unit)s begins after this day. Choose a later day.") % {"unit": unit.name}, field="on")
    if unit.valid_to and unit.valid_to < on:
        raise Meanwhile(_("%(unit)s is closed already.") % {"unit": unit.name}, field="on")
    for successor in successors:
        if successor.pk == unit.pk or successor.path.startswith(unit.path):
            raise RuleError(
                _("%(unit)s cannot take over from itself or from a unit above it. Move it out first.")
                % {"unit": successor.name},
                field="successors",
            )
        if successor.organisation_id != unit.organisation_id:
            raise RuleError(
                _("%(unit)s belongs to another organisation.") % {"unit": successor.name}, field="successors"
            )
        if successor.valid_to and successor.valid_to < on:
            raise RuleError(
                _("%(unit)s is closed by then and cannot take over.") % {"unit": successor.name}, field="successors"
            )
    for field, chosen in (("people_to", people_to), ("units_below_to", units_below_to)):
        if chosen and chosen.pk not in {successor.pk for successor in successors}:
            raise RuleError(_("Choose one of the units that take over."), field=field)


def _check_parent(unit: Unit, parent: Unit | None) -> None:
    if parent is None:
        return
    if parent.organisation_id != unit.organisation_id:
        raise RuleError(_("%(unit)s belongs to another organisation.") % {"unit": parent.name}, field="parent")
    if unit.pk and unit.pk in parent.ancestor_ids():
        raise RuleError(
            _("%(unit)s cannot be placed below itself: %(parent)s lies inside it.")
            % {"unit": unit.name, "parent": parent.name},
            field="parent",
        )


def _fill(unit: Unit, values: Mapping[str, Any]) -> list[str]:
    """Set the values, check them, and tell which fields changed."""
    if unknown := set(values) - set(EDITABLE):
        raise TypeError(f"not editable: {', '.join(sorted(unknown))}")
    changed = [name for name, value in values.items() if getattr(unit, name) != value]
    for name in changed:
        setattr(unit, name, values[name])
    unit.clean_fields(exclude=["code"])
    if unit.valid_from and unit.valid_to and unit.valid_to < unit.valid_from:
        raise ValidationError({"valid_to": _("The last day lies before the first day.")})
    return changed


def _lock_tree(organisation: Organisation) -> None:
    """One change of an organisation's tree at a time, so that two moves cannot make a loop together."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
