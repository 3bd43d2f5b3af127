"""Who a user acts for today: the one place where roles are read."""

from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone

from samspill.core.prepared import fetch
from samspill.core.prepared_rows import Prepared
from samspill.parties.models import Person, Role

CURATING = {Role.Kind.INNOVATION_LEADER}
SEEING = {Role.Kind.INNOVATION_LEADER, Role.Kind.UNIT_LEADER, Role.Kind.READER, Role.Kind.CONTRIBUTOR}


@dataclass(frozen=True)
class Acting:
    """What a user's roles amount to on a date. Unit sets include all units below.

    ``represents``: organisations the user acts for as partner representative.
    ``sees_*``: where the user sees what is for the unit only. ``curates_*``: where the user decides on entries.
    ``contributes_*``: where the user may register entries (and everyone who sees or curates, may).
    """

    user_id: int | None = None
    person_id: int | None = None
    is_administrator: bool = False
    represents: frozenset[int] = frozenset()
    member_of: frozenset[int] = frozenset()  # organisations where the user has any role, also through a unit of it
    sees_units: frozenset[int] = frozenset()
    sees_organisations: frozenset[int] = frozenset()
    sees_registers: frozenset[str] = frozenset()
    curates_units: frozenset[int] = frozenset()
    curates_organisations: frozenset[int] = frozenset()
    curates_registers: frozenset[str] = frozenset()
    leads_units: frozenset[int] = frozenset()
    contributes_units: frozenset[int] = frozenset()
    contributes_organisations: frozenset[int] = frozenset()
    contributes_registers: frozenset[str] = frozenset()
    kinds: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_known(self) -> bool:
        """Whether somebody is logged in."""
        return self.user_id is not None


NOBODY = Acting()


def acting_for(user: AbstractBaseUser | AnonymousUser, *, on: date | None = None) -> Acting:
    """The user's roles on a date (today), read once per user object."""
    if not user.is_authenticated or user.pk is None:
        return NOBODY
    if on is None and (cached := getattr(user, "_acting", None)):
        return cached  # type: ignore[no-any-return]
    acting = _read(user.pk, on or timezone.localdate())
    if on is None:
        user.__dict__["_acting"] = acting
    return acting


def forget_acting(user: AbstractBaseUser) -> None:
    """Read roles anew the next time; called when a role is granted or ended."""
    user.__dict__.pop("_acting", None)


def roles_on(day: date) -> QuerySet[Role]:
    """The roles that hold on a day. One that was ended at once does not hold on the day it was ended."""
    return Role.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=day), Q(ended_at=None) | Q(ended_at__date__gt=day), valid_from__lte=day
    )


def _read(user_id: int, today: date) -> Acting:
    roles = _roles(today, user_id)
    person_id = next((pk for (pk,) in _people(user_id)), None)
    below = _units_below([role.unit_id for role in roles if role.unit_id])

    def units(kinds: set[str]) -> frozenset[int]:
        return frozenset(i for role in roles if role.unit_id and role.kind in kinds for i in below[role.unit_id])

    def organisations(kinds: set[str]) -> frozenset[int]:
        return frozenset(role.organisation_id for role in roles if role.organisation_id and role.kind in kinds)

    def registers(kinds: set[str]) -> frozenset[str]:
        return frozenset(role.register_code for role in roles if role.register_code and role.kind in kinds)

    contributing = {str(kind) for kind in (*SEEING, Role.Kind.PARTNER_REPRESENTATIVE)} - {str(Role.Kind.READER)}
    seeing, curating = {str(kind) for kind in SEEING}, {str(kind) for kind in CURATING}
    represents = organisations({str(Role.Kind.PARTNER_REPRESENTATIVE)})
    return Acting(
        user_id=user_id,
        person_id=person_id,
        is_administrator=any(role.kind == Role.Kind.ADMINISTRATOR for role in roles),
        represents=represents,
        member_of=frozenset(role.organisation_id for role in roles if role.organisation_id)
        | frozenset(role.unit.organisation_id for role in roles if role.unit),
        sees_units=units(seeing),
        sees_organisations=organisations(seeing) | represents,
        sees_registers=registers(seeing),
        curates_units=units(curating),
        curates_organisations=organisations(curating),
        curates_registers=registers(curating),
        leads_units=units({str(Role.Kind.UNIT_LEADER)}),
        contributes_units=units(contributing),
        contributes_organisations=organisations(contributing),
        contributes_registers=registers(contributing),
        kinds=frozenset(role.kind for role in roles),
    )


def _units_below(units: list[int]) -> dict[int, list[int]]:
    """Each unit's id -> its own id and those of all units below it. At most one query."""
    found: dict[int, list[int]] = {unit: [] for unit in units}
    for unit, below in fetch(BELOW, [units], once=None) if units else ():
        found[unit].append(below)
    return found


BELOW = """
    SELECT u.id, b.id FROM parties_unit u JOIN parties_unit b ON starts_with(b.path, u.path) WHERE u.id = ANY(%s)
"""
# each page of somebody who is logged in asks these
_roles = Prepared(lambda day, user: roles_on(day).filter(user_id=user).select_related("unit"), date, int, once=None)
_people = Prepared(lambda user: Person.objects.filter(user_id=user).order_by("pk").values_list("pk"), int, once=None)
