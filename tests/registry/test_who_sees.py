"""The lists and the policies say the same of every entry to every role, in every state (R-NFR-05)."""

import itertools

import pytest

from samspill.accounts.models import User
from samspill.parties.domain.acting import Acting, acting_for
from samspill.parties.models import Role
from samspill.registry import policies
from samspill.registry.choices import Status, Visibility
from samspill.registry.domain import workflow
from samspill.registry.models import Entry
from tests.factories import (
    ContributionFactory,
    EntryFactory,
    MunicipalOrganisationFactory,
    OrganisationFactory,
    ParticipationFactory,
    PersonFactory,
    RegisterFactory,
    RoleFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-NFR-05")]
SHOWN = {Status.PUBLISHED, Status.ARCHIVED}


class World:
    """Two universities, units below each other, a register whose home differs from the entry's, and a partner."""

    def __init__(self) -> None:
        self.uni, self.other, self.partner = (
            OrganisationFactory(),
            OrganisationFactory(),
            MunicipalOrganisationFactory(),
        )
        self.faculty = UnitFactory(organisation=self.uni)
        self.department = UnitFactory(organisation=self.uni, parent=self.faculty)
        self.home = UnitFactory(organisation=self.other)
        self.register = RegisterFactory(organisation=self.other, unit=self.home)
        self.author, self.contributor = UserFactory(), UserFactory()
        self.person = PersonFactory(user=self.contributor)
        self.users: dict[str, User] = {"author": self.author, "contributor": self.contributor, "nobody": UserFactory()}
        places = {
            "uni": {"organisation": self.uni}, "other": {"organisation": self.other},
            "partner": {"organisation": self.partner}, "faculty": {"unit": self.faculty},
            "department": {"unit": self.department}, "home": {"unit": self.home},
            "register": {"register_code": self.register.code},
        }  # fmt: skip
        for kind, (name, place) in itertools.product(Role.Kind, places.items()):
            if kind != Role.Kind.ADMINISTRATOR:
                self.users[f"{kind} of {name}"] = RoleFactory(kind=kind, **place).user
        self.users["administrator"] = RoleFactory(kind=Role.Kind.ADMINISTRATOR).user
        self.entries = [
            self._entry(status, visibility, register)
            for status, visibility, register in itertools.product(Status, Visibility, (None, self.register))
        ]

    def _entry(self, status: str, visibility: str, register: object) -> Entry:
        entry: Entry = EntryFactory(
            organisation=self.uni, unit=self.department, register=register, created_by=self.author,
            status=status, visibility=visibility, withdrawn_reason="Eksempel" if status == "withdrawn" else "",
        )  # fmt: skip
        ContributionFactory(entry=entry, person=self.person)
        ParticipationFactory(entry=entry, organisation=self.partner)
        return entry

    def actings(self) -> dict[str, Acting]:
        return {who: acting_for(user) for who, user in self.users.items()} | {"anonymous": Acting()}


def test_lists_and_policies_agree() -> None:
    world = World()
    wrong = []
    for who, acting in world.actings().items():
        seen = set(Entry.objects.visible_to(acting).values_list("pk", flat=True))
        decided = set(Entry.objects.curated_by(acting).values_list("pk", flat=True))
        mine = set(Entry.objects.mine(acting).values_list("pk", flat=True))
        for entry in world.entries:
            what = f"{who}: {entry.status} {entry.visibility} register={bool(entry.register)}"
            sees = entry.pk in seen
            if bool(policies.may_see(acting, entry)) != sees:
                wrong.append(f"{what}: list and policy differ on seeing")
            if bool(policies.curates(acting, entry)) != (entry.pk in decided):
                wrong.append(f"{what}: the queue and the policy differ on deciding")
            if policies.works_with(acting, entry) != (entry.pk in mine):
                wrong.append(f"{what}: list and policy differ on what is one's own")
            acts = bool(policies.may_edit(acting, entry)) or bool(policies.may_see_history(acting, entry))
            if (acts or workflow.available(entry, acting)) and not sees:
                wrong.append(f"{what}: may do what they cannot see")
            open_to_all = entry.status in SHOWN and entry.visibility == Visibility.PUBLIC
            if who in ("anonymous", "nobody") and sees != open_to_all:
                wrong.append(f"{what}: strangers see what is public, and nothing else")
    assert not wrong, "\n".join(wrong)


def test_lists_and_policies_agree_on_what_one_has_made() -> None:
    world = World()
    wrong = []
    for who, user in world.users.items():
        Entry.objects.update(created_by=user)
        acting = acting_for(user)
        mine = set(Entry.objects.mine(acting).values_list("pk", flat=True))
        for entry in Entry.objects.select_related("register"):
            if policies.works_with(acting, entry) != (entry.pk in mine):
                wrong.append(f"{who}: list and policy differ, register={bool(entry.register)}")
        if who == "administrator" and len(mine) != len(world.entries):
            wrong.append("an administrator does not find what they made")
    assert not wrong, "\n".join(wrong)


def test_whoever_made_it_in_a_register_keeps_it_in_the_one_that_carries_it_on() -> None:
    world = World()
    user = world.users["contributor of register"]
    entry = next(entry for entry in world.entries if entry.register)
    Entry.objects.filter(pk=entry.pk).update(
        created_by=user, register=RegisterFactory(organisation=world.other, unit=world.home)
    )
    assert policies.works_with(acting_for(user), Entry.objects.get(pk=entry.pk))
    assert Entry.objects.mine(acting_for(user)).filter(pk=entry.pk).exists()
