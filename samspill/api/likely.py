"""Parties that may be there already: named before one is made, as the pages do (R-PAR-28).

Asked last, when everything else is right and the new row is there: a refusal takes it out again (`repeats`), and
whoever may not make one, or sent something wrong, is told that first.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from samspill.api.problems import Problem
from samspill.api.schemas.parties import OrganisationRow, person_ref
from samspill.parties.domain.acting import Acting
from samspill.parties.models import Organisation, Person
from samspill.parties.queries import LIKE_ENOUGH_TO_ASK, nearest_organisations
from samspill.registry.shown import nearest_persons


def ask_of_organisation(made: Organisation) -> None:
    """Raises `Problem` 409 that names those that look like the one just made."""
    found = nearest_organisations(made.name_nb, number=made.number, at_least=LIKE_ENOUGH_TO_ASK, but=made)
    _refuse([OrganisationRow.of(one).model_dump() for one in found])


def ask_of_person(made: Person, acting: Acting) -> None:
    """The same of people. Of those whom the caller may not see it says that there are such, as the page does."""
    seen, has_unnamed = nearest_persons(acting, made.name, email=made.email, but=made)
    _refuse([person_ref(one, at_all=True).model_dump() for one in seen], has_unnamed=has_unnamed)


def _refuse(likely: Sequence[dict[str, Any]], *, has_unnamed: bool = False) -> None:
    if not likely and not has_unnamed:
        return
    details = []
    if likely:
        names = ", ".join(dict.fromkeys(str(one["name"]) for one in likely))
        details.append(_("Is it one of these: %(names)s? Use it then.") % {"names": names})
    if has_unnamed:
        details.append(
            _(
                "Somebody without a public page has this name or e-mail address. If it is the same person, ask an "
                "administrator."
            )
        )
    details.append(_("If not, send the same again with “?is_new=1”."))
    raise Problem("looks-alike", " ".join(details), more={"likely": likely})
