"""The small world of the permission matrix: one of everything, with addresses that the table can name."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from samspill.accounts.models import User
from samspill.core.search import drain
from samspill.parties.models import DataAccess, DataRequest, Invitation, PartySheet, Role
from samspill.registry.choices import Kind as Kind_
from samspill.registry.choices import Visibility
from samspill.registry.models import Evidence, ImportJob
from samspill.reports.domain import building, editions
from samspill.reports.models import Edition
from samspill.rounds.domain.rounds import open_round
from samspill.rounds.models import UpdateRound
from tests import reviews_world
from tests.cases import world as cases
from tests.centres import factories as centres
from tests.factories import (
    AffiliationFactory,
    ContributionFactory,
    EntryFactory,
    EvidenceFactory,
    MunicipalOrganisationFactory,
    OrganisationFactory,
    ParticipationFactory,
    PersonFactory,
    PublishedEntryFactory,
    RegisterFactory,
    RoleFactory,
    SizeFigureFactory,
    UnitFactory,
    UserFactory,
)

WHO = ("anonymous", "no role", "contributor", "innovation leader", "unit leader", "partner", "reader", "administrator")
"""The columns of the table, from the left."""


@dataclass
class World:
    """Users by column, and numbers that the database gave (the table writes them as ``@name``)."""

    users: dict[str, User | None] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)


@contextmanager
def standing(blocker: Any) -> Iterator[World]:
    """One world for a whole module, in a transaction that is rolled back."""
    with blocker.unblock(), transaction.atomic():
        cache.clear()
        made = build()
        drain()  # or each request does it again, and is rolled back
        yield made
        transaction.set_rollback(True)


def build() -> World:
    """University `uni` with faculty `fak` > department `inst` and register `reg`; municipality `komm`; unit `annet`
    of another organisation `annen`. All roles are in `fak`, the partner's in `komm`."""
    world = World()
    uni, annen = OrganisationFactory(code="uni"), OrganisationFactory(code="annen")
    komm = MunicipalOrganisationFactory(code="komm")
    fak = UnitFactory(code="fak", organisation=uni)
    inst = UnitFactory(code="inst", organisation=uni, parent=fak)
    UnitFactory(code="annet", organisation=annen)
    register = RegisterFactory(code="reg", organisation=uni, unit=fak)
    SizeFigureFactory(organisation=komm)

    Kind = Role.Kind
    for who, kind, scope in (
        ("no role", None, {}),
        ("contributor", Kind.CONTRIBUTOR, {"unit": fak}),
        ("innovation leader", Kind.INNOVATION_LEADER, {"unit": fak}),
        ("unit leader", Kind.UNIT_LEADER, {"unit": fak}),
        ("partner", Kind.PARTNER_REPRESENTATIVE, {"organisation": komm}),
        ("reader", Kind.READER, {"unit": fak}),
        ("administrator", Kind.ADMINISTRATOR, {}),
    ):
        world.users[who] = _user(who)
        if kind:
            RoleFactory(user=world.users[who], kind=kind, **scope)
    world.users["anonymous"] = None

    author = _user("author")
    person = PersonFactory(public_id="person22", name="Eksempel Person")
    affiliation = AffiliationFactory(person=person, organisation=uni, unit=inst)
    place = {"organisation": uni, "unit": fak, "register": register, "created_by": author}
    EntryFactory(public_id="draft222", title="Utkast", **place)
    public = PublishedEntryFactory(public_id="open2222", title="Åpen", **place)
    PublishedEntryFactory(public_id="unit2222", title="For enheten", visibility=Visibility.UNIT, **place)
    ContributionFactory(entry=public, person=person)
    ParticipationFactory(entry=public, organisation=komm)
    for public_id, confidential in (("proof222", False), ("secret22", True)):
        EvidenceFactory(
            public_id=public_id,
            entry=public,
            kind=Evidence.Kind.FILE,
            url="",
            file=ContentFile(b"Et eksempel.", name="bevis.txt"),
            file_name="bevis.txt",
            is_confidential=confidential,
        )

    EntryFactory(public_id="case2222", title="Virkning", kind=Kind_.IMPACT_CASE, **place)
    cases.build(komm)

    invitation = Invitation.objects.create(
        email="invitert@eksempel.no",
        kind=Kind.READER,
        unit=fak,
        token_hash=hashlib.sha256(b"token").hexdigest(),
        expires_at=timezone.now() + timedelta(days=14),
    )
    other_role = RoleFactory(user=author, kind=Kind.READER, unit=fak)
    PartySheet.objects.create(
        public_id="list2222", kind=PartySheet.Kind.ORGANISATIONS, file_name="liste.csv", headings=["Kode", "Navn"],
        columns=["code", "name"], language="nb", created_by=world.users["administrator"],
    )  # fmt: skip
    job = ImportJob(
        public_id="import22", register=register, file_name="ark.csv", headings=["Tittel"], created_by=author,
        sheets=["ark"], sheet="ark", header_row=1, mapping={"0": "title"}, samples=[["En innovasjon"]],
    )  # fmt: skip
    job.file.save("ark.csv", ContentFile(b"Tittel\nEn innovasjon\n"), save=True)
    DataRequest.objects.create(
        public_id="request2", kind=DataRequest.Kind.COPY, person=person, requested_by=author, identity="Skrev selv."
    )
    for public_id, published_at in (("report22", None), ("shown222", timezone.now())):
        made = editions.begin_edition(subject=register, year=timezone.localdate().year, everyone=True)
        made.public_id = public_id
        made.save()
        building.build(made)
        Edition.objects.filter(pk=made.pk).update(published_at=published_at)
    access = DataAccess.objects.create(person=person, by=world.users["administrator"], reason="Vil ha en kopi.")
    today = timezone.localdate()
    for public_id, days in (("round222", 10), ("planned2", 100)):
        at = {"opens": today + timedelta(days=days - 9), "due": today + timedelta(days=days)}
        planned = UpdateRound.objects.create(
            public_id=public_id, register=register, closes=today + timedelta(days=days + 9), **at
        )
        if public_id == "round222":
            open_round(found=planned, actor=None, today=today)
    centres.make_world(organisation=uni, unit=fak)
    users = {name: user for name, user in world.users.items() if user}
    of_reviews = reviews_world.build(
        register=register, entry=public, leader=users["innovation leader"], assessor=users["contributor"],
        participant=users["unit leader"], follower=users["reader"],
    )  # fmt: skip
    world.numbers = of_reviews | {
        "role": other_role.pk,
        "invitation": invitation.pk,
        "affiliation": affiliation.pk,
        "access": access.pk,
    }
    return world


def _user(name: str) -> User:
    user = UserFactory(email=f"{name.replace(' ', '.')}@eksempel.no", name=name.capitalize())
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user
