"""Centres and initiatives: made and changed. A scheme fills in what follows from its rules (R-CEN-01)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.centres import policies
from samspill.centres.domain.milestones import keep_midterm
from samspill.centres.models import Centre, Initiative, Scheme
from samspill.core import seen as seen_forms
from samspill.core.history import acting as acting_context
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.parties.models import Organisation, Unit

EDITABLE = (
    "name_nb", "name_nn", "name_en", "description_nb", "description_nn", "description_en", "scheme", "start", "split",
    "end", "predecessor", "website", "contact_email", "is_public", "shows_check",
)  # fmt: skip
INITIATIVE_EDITABLE = (
    "name_nb", "name_nn", "name_en", "description_nb", "description_nn", "description_en", "decided", "website",
    "is_public",
)  # fmt: skip


def term_of(scheme: Scheme, start: date) -> tuple[date | None, date | None]:
    """When the second term begins and when the centre ends, by the scheme's years; None where it says nothing."""
    split = _years_after(start, scheme.first_years) if scheme.first_years and scheme.second_years else None
    end = _years_after(start, scheme.years) - timedelta(days=1) if scheme.years else None
    return split, end


@transaction.atomic
def create_centre(
    *, actor: User, code: str, organisation: Organisation, unit: Unit | None = None, values: Mapping[str, Any]
) -> Centre:
    """A new centre. Dates that are not given follow from the scheme, and so does the compulsory midterm evaluation.

    Raises `ValidationError` or `Refusal`.
    """
    _check_host(actor, organisation, unit)
    if Centre.objects.filter(code=code).exists():
        raise ValidationError({"code": _("There is a centre with this code already. Choose another.")})
    split, end = term_of(values["scheme"], values["start"])
    given = {name: value for name, value in values.items() if value is not None}
    centre = Centre(code=code, organisation=organisation, unit=unit)
    return _save(centre, {"split": split, "end": end} | given, actor)


@transaction.atomic
def change_centre(*, centre: Centre, actor: User, values: Mapping[str, Any], seen: str = "") -> Centre:
    """Change a centre; its compulsory midterm evaluation follows the new dates until it is held.

    ``seen``: the mark of what the form showed. Raises `Stale`, `ValidationError` or `Refusal`.
    """
    current = Centre.objects.select_for_update().get(pk=centre.pk)
    require(policies.runs(acting_for(actor), current))
    seen_forms.check(current, EDITABLE, seen, values)
    return _save(current, values, actor)


@transaction.atomic
def create_initiative(
    *, actor: User, code: str, organisation: Organisation, unit: Unit | None = None, values: Mapping[str, Any]
) -> Initiative:
    """A new initiative. Raises `ValidationError` or `Refusal`."""
    _check_host(actor, organisation, unit)
    if Initiative.objects.filter(code=code).exists():
        raise ValidationError({"code": _("There is an initiative with this code already. Choose another.")})
    return _save_initiative(Initiative(code=code, organisation=organisation, unit=unit), values, actor)


@transaction.atomic
def change_initiative(*, initiative: Initiative, actor: User, values: Mapping[str, Any], seen: str = "") -> Initiative:
    """Change an initiative's names, texts and dates. ``seen`` as with `change_centre`."""
    current = Initiative.objects.select_for_update().get(pk=initiative.pk)
    require(policies.runs(acting_for(actor), current))
    seen_forms.check(current, INITIATIVE_EDITABLE, seen, values)
    return _save_initiative(current, values, actor)


def _check_host(actor: User, organisation: Organisation, unit: Unit | None) -> None:
    require(policies.may_make(acting_for(actor), organisation=organisation, unit=unit))
    if unit is not None and unit.organisation_id != organisation.pk:
        raise ValidationError({"unit": _("The unit belongs to another organisation.")})


def _save(centre: Centre, values: Mapping[str, Any], actor: User) -> Centre:
    _set(centre, values, EDITABLE)
    _check_term(centre)
    with acting_context(actor=actor):
        centre.save()
        keep_midterm(centre)
    return centre


def _save_initiative(initiative: Initiative, values: Mapping[str, Any], actor: User) -> Initiative:
    _set(initiative, values, INITIATIVE_EDITABLE)
    with acting_context(actor=actor):
        initiative.save()
    return initiative


def _set(row: Any, values: Mapping[str, Any], editable: tuple[str, ...]) -> None:
    if unknown := set(values) - set(editable):
        raise TypeError(f"not editable: {', '.join(sorted(unknown))}")
    for name, value in values.items():
        setattr(row, name, value)
    row.clean_fields(exclude=["organisation", "unit"])


def _check_term(centre: Centre) -> None:
    """Dates in order, within what the scheme allows, and no centre among its own predecessors."""
    if centre.end and centre.end < centre.start:
        raise ValidationError({"end": _("The centre cannot end before it begins.")})
    if centre.split and not (centre.start < centre.split <= (centre.end or date.max)):
        raise ValidationError({"split": _("The second term begins after the first day and before the last.")})
    if centre.scheme.years and centre.end and centre.end >= _years_after(centre.start, centre.scheme.years):
        raise ValidationError(
            {
                "end": _("%(scheme)s lasts at most %(years)s years: the last day is then %(day)s.")
                % {
                    "scheme": centre.scheme.name,
                    "years": centre.scheme.years,
                    "day": date_format(_years_after(centre.start, centre.scheme.years) - timedelta(days=1)),
                }
            }
        )
    above, seen = centre.predecessor, {centre.pk}
    while above is not None:
        if above.pk in seen:
            raise ValidationError({"predecessor": _("A centre cannot carry on its own work, or that of a successor.")})
        seen.add(above.pk)
        above = above.predecessor


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
