"""What pages of places show beside entries: registers, centres, people. For strangers by statements that are prepared.

What somebody who is logged in may see differs from one to the next, and is asked for as it is.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Count, Window
from django.shortcuts import get_object_or_404

from samspill.centres.models import Centre
from samspill.core.prepared_rows import Keys, Prepared
from samspill.core.sorting import by_name
from samspill.parties.domain.acting import NOBODY, Acting
from samspill.parties.models import Affiliation, Organisation, Unit
from samspill.parties.queries import affiliations_on
from samspill.registry.models import Register
from samspill.website import queries

FIRST = 12
"""Registers on the front page."""
_PUBLIC = queries.registers_shown(NOBODY)
_PLACED = _PUBLIC.select_related("organisation", "unit")
_FIRST = Prepared(lambda: _PLACED[:FIRST])
_ALL = Prepared(lambda: _PLACED)
_ONE = Prepared(lambda code: _PLACED.select_related("profile").filter(code=code), str)
_OF_UNIT = Prepared(lambda pk: _PUBLIC.filter(unit_id=pk), int)
_OF_ORGANISATION = Prepared(lambda pk: _PUBLIC.filter(organisation_id=pk), int)
_CENTRES_OF_UNIT = Prepared(lambda pk: Centre.objects.visible_to(NOBODY).filter(unit_id=pk), int)
_CENTRES_OF_REGISTER = Prepared(
    lambda pk: Centre.objects.visible_to(NOBODY).filter(register_links__register_id=pk), int
)  # fmt: skip
_TAKING_PART = Prepared(
    lambda: queries.taking_part(NOBODY).order_by().annotate(taking=Window(Count("pk"))).values_list("taking")[:1]
)  # fmt: skip
_PEOPLE = Prepared(
    lambda day, units: (
        affiliations_on(day).filter(unit__in=units, person__is_public=True).order_by(by_name("person__name"), "pk")
    ),
    date,
    Keys,
)


def first_registers(acting: Acting) -> Sequence[Register]:
    """Some registers that the reader may see, for the front page."""
    if not acting.is_known:
        return _FIRST()
    return list(queries.registers_shown(acting).select_related("organisation", "unit")[:FIRST])


def registers(acting: Acting) -> Sequence[Register]:
    """All registers that the reader may see."""
    if not acting.is_known:
        return _ALL()
    return list(queries.registers_shown(acting).select_related("organisation", "unit"))


def register_or_404(acting: Acting, code: str) -> Register:
    """One with all that its page tells of it. Raises `Http404` when the reader may not see it."""
    if not acting.is_known:
        return _ONE.one_or_404(code)
    shown = queries.registers_shown(acting).select_related("organisation", "unit", "profile")
    return get_object_or_404(shown, code=code)


def registers_of_unit(acting: Acting, unit: Unit) -> Sequence[Register]:
    """Those of a unit that the reader may see."""
    return list(queries.registers_shown(acting).filter(unit=unit)) if acting.is_known else _OF_UNIT(unit.pk)


def registers_of_organisation(acting: Acting, owner: Organisation) -> Sequence[Register]:
    """Those of an organisation that the reader may see."""
    if not acting.is_known:
        return _OF_ORGANISATION(owner.pk)
    return list(queries.registers_shown(acting).filter(organisation=owner))


def centres_of_unit(acting: Acting, unit: Unit) -> Sequence[Centre]:
    """Those at a unit that the reader may see."""
    if not acting.is_known:
        return _CENTRES_OF_UNIT(unit.pk)
    return list(Centre.objects.visible_to(acting).filter(unit=unit))


def centres_of_register(acting: Acting, register: Register) -> Sequence[Centre]:
    """Those of a register that the reader may see."""
    if not acting.is_known:
        return _CENTRES_OF_REGISTER(register.pk)
    return list(Centre.objects.visible_to(acting).filter(register_links__register=register))


def number_taking_part(acting: Acting) -> int:
    """How many organisations own or take part in an entry that the reader may see."""
    if acting.is_known:
        return queries.taking_part(acting).count()
    return next((taking for (taking,) in _TAKING_PART()), 0)


def people_at(units: Iterable[Unit], day: date) -> Sequence[Affiliation]:
    """Who belonged to one of the units on a day and has a public page, by name."""
    return _PEOPLE(day, Keys([unit.pk for unit in units]))
