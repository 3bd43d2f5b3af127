"""Whose page the reader may open."""

from samspill.parties.domain.acting import Acting
from samspill.parties.models import Person


def may_see_person(acting: Acting, person: Person) -> bool:
    """Everyone, when the person has a public page; else the person, administrators, and colleagues with a role."""
    if person.is_public or acting.is_administrator or (acting.person_id == person.pk):
        return True
    return person.affiliations.filter(organisation__in=acting.member_of).exists()
