"""What a new entry says, made into what the registry takes."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from samspill.api import lookups
from samspill.api.problems import Fault, Problem, pointer_to
from samspill.api.schemas.base import iso_day
from samspill.core.policy import require
from samspill.parties.domain.acting import Acting
from samspill.registry import policies
from samspill.registry.fields import DETAIL_FIELDS


def new_place(register: str | None, unit: str | None, organisation: str | None, acting: Acting) -> dict[str, Any]:
    """Register, unit and organisation of a new entry: what is not given follows from what is.

    Whoever may register in somebody's register gives what is made there to that organisation, or to a place where they
    may register too. Raises `Problem` 422 or `Refusal`.
    """
    in_register = lookups.register(register, acting) if register else None
    in_unit = lookups.unit(unit) if unit else None
    if organisation:
        of = lookups.organisation(organisation)
    elif in_unit:
        of = in_unit.organisation
    elif in_register:
        of = in_register.organisation
    else:
        message = _("Say where the entry belongs: register, unit or organisation.")
        raise Problem("invalid", message, [Fault(message, pointer="/register")])
    if in_unit and in_unit.organisation_id != of.pk:
        message = _("The unit belongs to another organisation.")
        raise Problem("invalid", message, [Fault(message, pointer="/unit")])
    if in_register and of.pk != in_register.organisation_id:
        require(policies.may_register(acting, organisation=of, unit=in_unit))
    elif in_register and in_unit is None:
        in_unit = in_register.unit
    return {"register": in_register, "unit": in_unit, "organisation": of}


def checked_details(details: Mapping[str, Any]) -> dict[str, Any]:
    """The extra fields with values of the right form; empty ones are left out. Raises `Problem` 422."""
    faults = []
    for code, value in details.items():
        known = DETAIL_FIELDS.get(code)
        if known is None:
            faults.append(_fault(code, _("There is no such extra field."), _("See the vocabulary detail-fields.")))
        elif value in (None, ""):
            continue
        elif known.form in ("number", "money"):
            if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 10**15:
                faults.append(_fault(code, _("Send a whole number, 0 or more."), ""))
        elif not isinstance(value, str) or "\x00" in value:
            faults.append(_fault(code, _("Send a text."), ""))
        elif known.form == "date" and (message := _wrong_with_day(value)):
            faults.append(_fault(code, message, ""))
        elif known.form == "line" and len(value) > 500:
            faults.append(_fault(code, _("Use at most %(most)s characters.") % {"most": 500}, ""))
    if faults:
        raise Problem("invalid", _("The extra fields have faults. See “errors”."), faults)
    return {code: value for code, value in details.items() if value not in (None, "")}


def _fault(code: str, message: str, mend: str) -> Fault:
    return Fault(message, pointer=pointer_to("details", code), mend=mend)


def _wrong_with_day(value: str) -> str:
    try:
        iso_day(value)
    except ValueError as error:
        return str(error)
    return ""
