"""Making and changing organisations, and their size figures."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core import seen as seen_forms
from samspill.core.errors import RuleError
from samspill.core.history import acting as acting_context
from samspill.core.policy import require
from samspill.parties import policies
from samspill.parties.domain.acting import acting_for
from samspill.parties.models import Organisation, SizeFigure, Unit

EDITABLE = (
    "kind", "name_nb", "name_nn", "name_en", "short_name", "number", "ror", "country", "website", "contact_email",
    "municipality", "is_active",
)  # fmt: skip
"""Fields of an organisation that people write."""


@transaction.atomic
def create_organisation(*, actor: User, values: Mapping[str, Any], is_example: bool = False) -> Organisation:
    """A new party. ``values`` are fields of `EDITABLE`. Raises `ValidationError` or `Refusal`.

    Organisations that look alike are not refused: ask `queries.nearest_organisations` and let the user decide.
    """
    require(policies.may_create_organisation(acting_for(actor)))
    organisation = Organisation(is_example=is_example)
    _fill(organisation, values)
    organisation.code = _free_code(organisation.short_name or organisation.name_nb)
    with acting_context(actor=actor):
        organisation.save()
    return organisation


@transaction.atomic
def update_organisation(
    *, organisation: Organisation, actor: User, values: Mapping[str, Any], seen: str = ""
) -> Organisation:
    """Change fields; unchanged values save nothing. ``seen``: the mark of what the form showed.

    Raises `Stale`, `ValidationError` or `Refusal`.
    """
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    require(policies.may_edit_organisation(acting_for(actor), organisation))
    seen_forms.check(organisation, EDITABLE, seen, values)
    if changed := _fill(organisation, values):
        with acting_context(actor=actor):
            organisation.save(update_fields=[*changed, *({"county"} if "municipality" in changed else ())])
    return organisation


@transaction.atomic
def add_size_figure(
    *,
    organisation: Organisation,
    actor: User,
    measure: str,
    value: Decimal,
    on: date,
    source: str,
    unit: Unit | None = None,
    is_approximate: bool = False,
) -> SizeFigure:
    """A figure as of a date (R-PAR-03). Older figures stay; one for the same date is kept as corrected by this one.

    Raises `RuleError`, `ValidationError` or `Refusal`.
    """
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    require(policies.may_edit_organisation(acting_for(actor), organisation))
    if unit and unit.organisation_id != organisation.pk:
        raise RuleError(_("The unit belongs to another organisation."), field="unit")
    if on > timezone.localdate():
        raise RuleError(_("The date lies in the future. Give the day when the figure was right."), field="on")
    if not source.strip():
        raise RuleError(_("Say where the figure is from, so that others can check it."), field="source")
    figure = SizeFigure(
        organisation=organisation,
        unit=unit,
        measure=measure,
        value=value,
        date=on,
        source=source.strip(),
        is_approximate=is_approximate,
    )
    figure.clean_fields()
    if value < 0:
        raise ValidationError({"value": _("A size cannot be negative.")})
    standing = SizeFigure.objects.filter(
        organisation=organisation, unit=unit, measure=measure, date=on, replaced_at=None
    ).first()
    if standing and all(
        getattr(standing, name) == getattr(figure, name) for name in ("value", "source", "is_approximate")
    ):
        return standing
    with acting_context(actor=actor):
        if standing:
            standing.replaced_at = timezone.now()
            standing.save(update_fields=["replaced_at"])
        figure.save()
    return figure


def _fill(organisation: Organisation, values: Mapping[str, Any]) -> list[str]:
    """Set the values, check them, and tell which fields changed."""
    if unknown := set(values) - set(EDITABLE):
        raise TypeError(f"not editable: {', '.join(sorted(unknown))}")
    changed = [name for name, value in values.items() if getattr(organisation, name) != value]
    for name in changed:
        setattr(organisation, name, values[name])
    if "municipality" in changed:
        organisation.county = organisation.municipality.county if organisation.municipality else None
    organisation.clean_fields(exclude=["code"])
    if organisation.number and organisation.country != "NO":
        raise ValidationError({"number": only_in_norway()})
    for name, message in (
        ("number", _("%(organisation)s has this organisation number already. Use that one.")),
        ("ror", _("%(organisation)s has this ROR id already. Use that one.")),
    ):
        value = getattr(organisation, name)
        other = Organisation.objects.filter(**{name: value}).exclude(pk=organisation.pk).first() if value else None
        if other:
            raise ValidationError({name: message % {"organisation": other.name}})
    return changed


def only_in_norway() -> str:
    """Why an organisation elsewhere has no organisation number."""
    return _("Only organisations in Norway have this number. Leave it empty.")


def _free_code(name: str) -> str:
    return free_code(Organisation, name)


def free_code(model: type[Organisation] | type[Unit], name: str) -> str:
    """A lasting address made from a name, with a number behind it when it is taken."""
    letters = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŋ": "n"})
    base = slugify(name.lower().translate(letters))[:50].strip("-") or "x"
    taken = set(model.objects.filter(code__startswith=base).values_list("code", flat=True))
    return (
        base
        if base not in taken
        else next(code for number in range(2, len(taken) + 3) if (code := f"{base}-{number}") not in taken)
    )
