"""From the codes in a request to the rows they name. What is not there is a fault of the field that named it."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from samspill.api.problems import WHERE, Fault, Problem, known_at
from samspill.parties.domain.acting import Acting
from samspill.parties.models import Municipality, Organisation, Person, Unit
from samspill.parties.queries import find_person
from samspill.registry import shown
from samspill.registry.models import Register

M = TypeVar("M", bound=Model)


def organisation(code: str, field: str = "organisation") -> Organisation:
    """The organisation with this code. Raises `Problem` (422) at the field that named it, as all here do."""
    return _by(Organisation.objects.all(), field, code=code)


def unit(code: str, field: str = "unit") -> Unit:
    """The unit with this code, with its organisation and the unit above."""
    return _by(Unit.objects.select_related("organisation", "parent"), field, code=code)


def register(code: str, acting: Acting, field: str = "register") -> Register:
    """The register with this code, if the reader may know of it."""
    return _by(shown.registers_shown(acting).select_related("organisation", "unit", "scale"), field, code=code)


def municipality(number: str, field: str = "municipality") -> Municipality:
    """The municipality with this number of four digits."""
    return _by(Municipality.objects.select_related("county"), field, number=number)


def person(public_id: str, acting: Acting, field: str = "person") -> Person:
    """The person with this public id, or with one that was merged into another, if the reader may see them."""
    found = find_person(public_id)
    if found is None or not shown.may_see_person(acting, found):
        raise unknown(field, public_id)
    return found


def register_at(code: str) -> Register:
    """The register of an address, whether it is shown to everyone or not: what of it is shown, its policies say.
    Raises `Http404`."""
    return get_object_or_404(Register.objects.select_related("organisation", "unit", "profile", "scale"), code=code)


def unknown(field: str, code: object) -> Problem:
    """422: the field (a path of names) holds something that is not there, or that the caller may not see."""
    message = _("There is no “%(code)s” that you may see.") % {"code": str(code)[:60]}
    mend = known_at(WHERE.get(field.rpartition("/")[2], "")) or _("Look the code up first.")
    return Problem("invalid", message, [Fault(message, pointer=f"/{field}", mend=mend)])


def chosen(rows: "QuerySet[M]", parameter: str, **key: str) -> M:
    """The row that a filter names. Raises `Problem` 400."""
    found = rows.filter(**key).first()
    if found is None:
        raise unknown_parameter(parameter, next(iter(key.values())))
    return found


def unknown_parameter(name: str, value: str, *, kind: str = "") -> Problem:
    """400: a filter's value means nothing here. ``kind``: what it names, when the parameter is not called so."""
    message = _("“%(value)s” is not known here.") % {"value": value[:60]}
    return wrong_parameter(name, message, known_at(WHERE.get(kind or name, "")))


def wrong_parameter(name: str, message: str, mend: str = "") -> Problem:
    """400 for a parameter of the address."""
    return Problem("bad-parameter", f"{name}: {message}", [Fault(message, parameter=name, mend=mend)])


def changes(given: Any, *, but: tuple[str, ...] = ()) -> dict[str, Any]:
    """The fields that were sent; null empties a text."""
    values: dict[str, Any] = given.model_dump(exclude_unset=True, exclude=set(but))
    for name, value in values.items():
        if value is None and name in TEXTS:
            values[name] = ""
    return values


TEXTS = {
    "name_nn", "name_en", "short_name", "number", "ror", "website", "contact_email", "title", "orcid", "email",
    "own_word", "summary", "market_potential", "potential_effect", "effects", "beneficiaries",
}  # fmt: skip
"""Fields that are empty texts when there is nothing in them."""


def _by(rows: "QuerySet[M]", field: str, **key: str) -> M:
    found = rows.filter(**key).first()
    if found is None:
        raise unknown(field, next(iter(key.values())))
    return found
