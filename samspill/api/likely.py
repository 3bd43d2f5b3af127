"""Parties that may be there already: named before one is made, as the pages do (R-PAR-28).

Asked last, when everything else is right and the new row is there: a refusal takes it out again (`repeats`), and
whoever may not make one, or sent something wrong, is told that first.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from samspill.api.problems import Problem
from samspill.api.schemas.base import PersonRef
from samspill.api.schemas.parties import OrganisationRow, person_ref
from samspill.parties.domain.acting import Acting
from samspill.parties.models import Organisation, Person
from samspill.parties.queries import LIKE_ENOUGH_TO_ASK, nearest_organisations, nearest_persons
from samspill.registry import shown


def ask_of_organisation(made: Organisation) -> None:
    """Raises `Problem` 409 that names those that look like the one just made."""
    found = nearest_organisations(made.name_nb, number=made.number, at_least=LIKE_ENOUGH_TO_ASK, but=made)
    _refuse([OrganisationRow.of(one).model_dump() for one in found])


def ask_of_person(made: Person, acting: Acting) -> None:
    """The same of people. Those whom the caller may not see are named without an address, as in the page."""
    found = nearest_persons(made.name, email=made.email, but=made)
    _refuse([_named(one, acting).model_dump() for one in found])


def _named(person: Person, acting: Acting) -> PersonRef:
    return person_ref(person, at_all=shown.may_see_person(acting, person))


def _refuse(likely: Sequence[dict[str, Any]]) -> None:
    if likely:
        names = ", ".join(dict.fromkeys(str(one["name"]) for one in likely))
        detail = _("Is it one of these: %(names)s? Use it then. If not, send the same again with “?is_new=1”.")
        raise Problem("looks-alike", detail % {"names": names}, more={"likely": likely})
