"""Whoever registered for others, and whose role has ended, works no more with what they made."""

from datetime import timedelta

import pytest
from django.utils import timezone

from samspill.accounts.models import User
from samspill.parties.models import Role
from samspill.registry.choices import Status, Visibility
from samspill.registry.models import Entry
from tests.api.helpers import Program
from tests.factories import ContributionFactory, EvidenceFactory, PersonFactory, RoleFactory, UserFactory
from tests.scenes import Scene, client_of, form_data, page

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-NFR-05")]


@pytest.fixture
def scene() -> Scene:
    return Scene()


def registrar(scene: Scene, **where: object) -> User:
    user: User = UserFactory(name="Rita Registrator")
    RoleFactory(user=user, kind=Role.Kind.CONTRIBUTOR, **(where or {"unit": scene.centre}))
    return user


def made_by(scene: Scene, user: User, status: Status = Status.PUBLISHED) -> Entry:
    """An entry for the unit only, of what others did."""
    entry = scene.published(created_by=user, status=status, visibility=Visibility.UNIT, title="Bare for enheten")
    ContributionFactory(entry=entry, person=PersonFactory())
    return entry


def leaves(user: User) -> None:
    Role.objects.filter(user=user).update(ended_at=timezone.now() - timedelta(days=1))


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.DRAFT])
def test_whoever_has_left_changes_shows_and_withdraws_nothing(scene: Scene, status: Status) -> None:
    user = registrar(scene)
    entry = made_by(scene, user, status)
    secret = EvidenceFactory(entry=entry, title="Fortrolig avtale", is_confidential=True)
    client = client_of(user)
    assert client.get(page("workspace:entry_edit", entry.public_id)).status_code == 200, status
    program = Program(user)
    leaves(user)
    shown = client.get(page("website:entry", entry.public_id, entry.slug))
    assert shown.status_code == 200, "what they made they go on seeing"
    assert secret.title not in shown.text
    for name in ("entry_edit", "entry_parts", "entry_evidence", "entry_history"):
        refused = client.get(page(f"workspace:{name}", entry.public_id))
        assert (refused.status_code, bool(refused.context["reason"])) == (403, True), name
    opened = form_data(entry, visibility=Visibility.PUBLIC, reason="Skal ut")
    withdrawn = {"message": "Bort med den"}
    for address, sent in (
        (page("workspace:entry_edit", entry.public_id), opened),
        (page("workspace:entry_step", entry.public_id, "withdraw"), withdrawn),
        (page("workspace:entry_evidence", entry.public_id), {"do": "remove", "evidence": secret.public_id}),
    ):
        assert client.post(address, sent).status_code == 403
    tag = {"if_match": program.get(f"/entries/{entry.public_id}")["ETag"]}
    assert program.patch(f"/entries/{entry.public_id}", {"visibility": "public"}, **tag).status_code == 403
    assert entry.title not in client.get(page("workspace:my_entries")).text
    now = Entry.objects.get(pk=entry.pk)
    assert (now.status, now.visibility) == (status, Visibility.UNIT)


def test_a_role_anywhere_in_the_organisation_or_in_the_register_is_enough(scene: Scene) -> None:
    for where in ({"organisation": scene.university}, {"register_code": scene.register.code}):
        user = registrar(scene, **where)
        entry = made_by(scene, user)
        address = page("workspace:entry_edit", entry.public_id)
        assert client_of(user).get(address).status_code == 200, where
        leaves(user)
        assert client_of(user).get(address).status_code == 403, where


def test_whoever_has_a_part_in_it_works_with_it_wherever_they_are(scene: Scene) -> None:
    entry = scene.published()
    leaves(scene.owner)
    assert client_of(scene.owner).get(page("workspace:entry_edit", entry.public_id)).status_code == 200


def test_whoever_returns_what_nobody_works_with_any_more_is_told_that_nobody_is(scene: Scene) -> None:
    user = registrar(scene)
    entry = made_by(scene, user, Status.SUBMITTED)
    entry.contributions.filter(person=scene.owner_person).delete()
    leaves(user)
    address = page("workspace:entry_step", entry.public_id, "return")
    client = client_of(scene.curator)
    sent = {"message": "Rett tittelen.", "version": str(entry.version)}
    told = client.post(address, sent, follow=True).text
    assert Entry.objects.get(pk=entry.pk).status == Status.RETURNED
    assert "ingen får meldingen din" in told
