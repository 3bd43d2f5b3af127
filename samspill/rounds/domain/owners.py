"""Whose turn it is to update an innovation. The rules are tried in order, and the first that finds somebody counts.

1. Whoever the innovation leader handed it to in the last round, as long as they are here.
2. Whoever registered it, as long as they are here.
3. The first contributor, in the order of the entry, who has a user account and is here.
4. An innovation leader of the register, of its unit or one above, or of its organisation; the item tells who has left.
5. Nobody: the item says so, and the leader's page lists it.

*Here* is whoever has an open account and, on the day, an affiliation or a role other than administrator: administrators
register on others' behalf.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from samspill.accounts.models import User
from samspill.parties.domain.acting import roles_on
from samspill.parties.models import Affiliation, Role
from samspill.parties.queries import on_date
from samspill.registry.models import Contribution, Entry, Register
from samspill.rounds.models import RoundItem

Because = RoundItem.Because


@dataclass(frozen=True)
class Ownership:
    """Who owns it, by which rule, and who would have, had they not left (ids of users)."""

    owner: int | None
    because: RoundItem.Because
    former: int | None = None


def owner_of(entry: Entry, *, on: date) -> Ownership:
    """Whose turn it is for one entry of a register."""
    assert entry.register is not None
    return owners_of([entry], register=entry.register, on=on)[entry.pk]


def owners_of(entries: Sequence[Entry], *, register: Register, on: date) -> dict[int, Ownership]:
    """Entry -> whose turn it is. A constant number of queries."""
    ids = [entry.pk for entry in entries]
    handed = _handed(ids)
    contributors = _contributors(ids)
    leaders = leaders_of(register, on=on)
    users = {user for found in contributors.values() for user in found} | {*handed.values(), *leaders}
    users |= {entry.created_by_id for entry in entries if entry.created_by_id}
    here = those_here(users, on=on)
    still = here | _administrators(users)
    leader = next((user for user in leaders if user in here), None)
    return {
        entry.pk: _owner(
            handed.get(entry.pk),
            entry.created_by_id,
            contributors.get(entry.pk, []),
            leader=leader,
            here=here,
            still=still,
        )
        for entry in entries
    }


def _owner(
    handed: int | None,
    creator: int | None,
    contributors: list[int],
    *,
    leader: int | None,
    here: set[int],
    still: set[int],
) -> Ownership:
    left = next((user for user in (handed, creator, *contributors) if user and user not in still), None)
    if handed in here:
        return Ownership(handed, Because.HANDED)
    if creator in here:
        return Ownership(creator, Because.CREATOR)
    if there := next((user for user in contributors if user in here), None):
        return Ownership(there, Because.CONTRIBUTOR, left)
    if leader:
        return Ownership(leader, Because.LEADER, left)
    return Ownership(None, Because.NOBODY, left)


def leaders_of(register: Register, *, on: date) -> list[int]:
    """Innovation leaders with the register in their scope that day: the register's own first, then the nearest."""
    roles = (
        roles_on(on)
        .filter(_within(register), kind=Role.Kind.INNOVATION_LEADER)
        .values_list("user_id", "register_code", "unit__path", "pk")
    )
    nearest = sorted(roles, key=lambda role: (not role[1], -len(role[2] or ""), role[3]))
    return list(dict.fromkeys(user for user, *_rest in nearest))


def those_here(users: Iterable[int], *, on: date) -> set[int]:
    """Which of the users have an open account, and a role or an affiliation that day. Two queries."""
    wanted = {user for user in users if user}
    if not wanted:
        return set()
    active = Q(user__is_active=True)
    roles = roles_on(on).filter(active, user__in=wanted).exclude(kind=Role.Kind.ADMINISTRATOR)
    with_role = roles.values_list("user_id", flat=True)
    placed = Affiliation.objects.filter(
        on_date(on),
        person__user__in=wanted,
        person__user__is_active=True,
    ).values_list("person__user_id", flat=True)
    return {*with_role, *(user for user in placed if user)}


def candidates(register: Register, *, on: date) -> list[User]:
    """To whom an item can be handed: whoever has a role where the register belongs, and sees its entries."""
    roles = roles_on(on).filter(_within(register)).exclude(kind=Role.Kind.READER)
    users = User.objects.filter(is_active=True, pk__in=roles.values("user_id"))
    return sorted(users, key=lambda user: str(user).casefold())


def _administrators(users: Iterable[int]) -> set[int]:
    """Those of the users who look after the installation: they have not left, but own nothing by it."""
    roles = Role.objects.filter(kind=Role.Kind.ADMINISTRATOR, ended_at=None, user__in=list(users))
    return set(roles.values_list("user_id", flat=True))


def _handed(ids: list[int]) -> dict[int, int]:
    """Entry -> whom the leader gave it to, when the newest round says so."""
    rows = (
        RoundItem.objects.filter(entry__in=ids)
        .order_by("entry_id", "-round__due")
        .distinct("entry_id")
        .values_list("entry_id", "owner_id", "because")
    )
    return {entry: owner for entry, owner, because in rows if because == Because.HANDED and owner}


def _contributors(ids: list[int]) -> dict[int, list[int]]:
    rows = (
        Contribution.objects.filter(entry__in=ids, person__user__isnull=False)
        .order_by("position", "pk")
        .values_list("entry_id", "person__user_id")
    )
    found: dict[int, list[int]] = {}
    for entry, user in rows:
        if user is not None:
            found.setdefault(entry, []).append(user)
    return found


def _within(register: Register) -> Q:
    """Roles with the register in their scope."""
    scope = Q(register_code=register.code) | Q(organisation=register.organisation_id)
    if register.unit:
        scope |= Q(unit__in=[int(number) for number in register.unit.path.split("/") if number])
    return scope
