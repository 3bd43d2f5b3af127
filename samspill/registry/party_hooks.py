"""What the registry answers when parties ask: which registers there are, and what moves with a merged person."""

from django.db.models import Q
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core.errors import RuleError
from samspill.parties.domain.acting import Acting
from samspill.parties.hooks import RegisterHome
from samspill.parties.models import Person
from samspill.registry.models import Contribution, Entry, Register


def find_registers() -> list[RegisterHome]:
    """All registers and where they belong."""
    return [
        RegisterHome(code=row.code, name=row.name, organisation_id=row.organisation_id, unit_id=row.unit_id)
        for row in Register.objects.all()
    ]


def curates_all_of(person: Person, acting: Acting) -> bool:
    """Whether the user looks after every entry that the person has a part in."""
    inside = Entry.objects.curated_by(acting) | Entry.objects.filter(
        Q(unit__in=acting.leads_units) | Q(organisation__in=acting.represents)
    )
    return not Contribution.objects.filter(person=person).exclude(entry__in=inside).exists()


def move_contributions(kept: Person, duplicate: Person, actor: User) -> None:
    """Contributions of the duplicate become those of the kept person.

    Where both contributed to one entry, the two become one: roles of both, the earliest start, the latest end, the
    shares added. A contribution that somebody has confirmed or disputed is never folded away: raises `RuleError`.
    """
    own = {part.entry_id: part for part in Contribution.objects.select_for_update().filter(person=kept)}
    for part in Contribution.objects.select_for_update().filter(person=duplicate).select_related("entry"):
        standing = own.get(part.entry_id)
        if standing is None:
            part.person = kept
            part.save(update_fields=["person"])
        else:
            _fold(part, standing)


def _fold(part: Contribution, standing: Contribution) -> None:
    if part.confirmations.exists():
        raise RuleError(
            _("Both are contributors to “%(entry)s”, and both have answered for it. Take one of them out there first.")
            % {"entry": part.entry.title},
            field="duplicate",
        )
    standing.roles = [*standing.roles, *(role for role in part.roles if role not in standing.roles)]
    if part.share is not None:
        standing.share = (standing.share or 0) + part.share
    standing.start_date = min(filter(None, (standing.start_date, part.start_date)), default=None)
    standing.end_date = max(filter(None, (standing.end_date, part.end_date)), default=None)
    part.delete()
    standing.save()
