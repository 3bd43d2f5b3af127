"""Restricting the use of a person's data, which is not to erase them: they are put away, and can be taken out again."""

from django.db import transaction
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core.errors import RuleError
from samspill.core.history import acting
from samspill.core.personal_data import WITHHELD
from samspill.core.personal_data.own import forget_search_words
from samspill.parties.models import Person, SealedPerson

Withheld = Person.Withheld


@transaction.atomic
def restrict(*, person: Person, actor: User | None, reason: str = "") -> Person:
    """Put name, e-mail and ORCID iD away; everywhere the person is “name withheld”. Raises `RuleError`."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.withheld:
        raise RuleError(_("The use of these data is restricted already, or they are erased."))
    sealed = SealedPerson.objects.create(
        person=person, name=person.name, email=person.email, orcid=person.orcid, was_public=person.is_public
    )
    person.name, person.email, person.orcid = WITHHELD, "", ""
    person.is_public, person.withheld = False, Withheld.RESTRICTED
    with acting(actor=actor, reason=reason):
        person.save(update_fields=["name", "email", "orcid", "is_public", "withheld"])
    forget_search_words([sealed.name])
    return person


@transaction.atomic
def lift(*, person: Person, actor: User | None, reason: str = "") -> Person:
    """Take everything out again. Raises `RuleError` when nothing is restricted, or somebody else has the ORCID iD."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    sealed = SealedPerson.objects.filter(person=person).first()
    if person.withheld != Withheld.RESTRICTED or sealed is None:
        raise RuleError(_("The use of these data is not restricted."))
    if sealed.orcid and Person.objects.filter(orcid=sealed.orcid).exists():
        raise RuleError(_("Somebody else has been given the same ORCID iD meanwhile. Take it away there first."))
    person.name, person.email, person.orcid = sealed.name, sealed.email, sealed.orcid
    person.is_public, person.withheld = sealed.was_public, ""
    with acting(actor=actor, reason=reason):
        person.save(update_fields=["name", "email", "orcid", "is_public", "withheld"])
    sealed.delete()
    return person


def real_name(person: Person) -> str:
    """The name, also while it is withheld: only for the person and those who deal with the request."""
    sealed = SealedPerson.objects.filter(person=person).first() if person.withheld else None
    return sealed.name if sealed else person.name
