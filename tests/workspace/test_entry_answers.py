"""Contributors and partners answer for themselves."""

import pytest

from samspill.registry.choices import Status, Visibility
from samspill.registry.models import Confirmation, Entry
from tests.factories import ContributionFactory, PersonFactory, UserFactory
from tests.scenes import Scene, client_of
from tests.scenes import page as page_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-NFR-04")]


def address(entry: Entry, language: str = "nb") -> str:
    return page_of("workspace:entry_answer", entry.public_id, language=language)


def test_a_contributor_confirms_their_own_part() -> None:
    scene = Scene()
    user = UserFactory(name="Bidrar Bente")
    part = ContributionFactory(entry=scene.published(), person=PersonFactory(name="Bidrar Bente", user=user))
    client = client_of(user)
    assert part.entry.title in client.get("/arbeid/").text
    client.post(address(part.entry), {"part_kind": "contribution", "part": part.pk, "answer": "confirmed"})
    answer = Confirmation.objects.get()
    assert (answer.contribution, answer.answer, answer.by) == (part, "confirmed", user)
    assert address(part.entry) not in client.get("/arbeid/").text  # no longer a next step
    parts = client_of(scene.owner).get(page_of("workspace:entry_parts", part.entry.public_id, language="en")).text
    assert "Contributed: confirmed" in parts


def test_a_dispute_says_why_and_goes_to_owner_and_curator() -> None:
    scene = Scene()
    user = UserFactory()
    part = ContributionFactory(entry=scene.published(), person=PersonFactory(user=user))
    client = client_of(user)
    data = {"part_kind": "contribution", "part": part.pk, "answer": "disputed"}
    assert client.post(address(part.entry), data).status_code == 422
    assert not Confirmation.objects.exists()
    client.post(address(part.entry), data | {"message": "Jeg var ikke med på dette"})
    for who in (scene.owner, scene.curator):
        for page in ("/arbeid/", page_of("workspace:entry_edit", part.entry.public_id)):
            assert "Jeg var ikke med på dette" in client_of(who).get(page).text
    client.post(address(part.entry), data | {"answer": "confirmed"})  # a change of mind: the newest counts
    assert "Jeg var ikke med på dette" not in client_of(scene.owner).get("/arbeid/").text
    assert Confirmation.objects.count() == 2


def test_a_representative_is_offered_only_the_pages_of_the_entry_that_open() -> None:
    scene = Scene()
    entry = scene.published(visibility=Visibility.PARTIES)
    rounds, readiness = (page_of(f"workspace:entry_{name}", entry.public_id) for name in ("rounds", "readiness"))
    client = client_of(scene.representative)
    html = client.get(address(entry)).text
    assert "Det du retter" not in html
    for there in (rounds, readiness):
        assert client.get(there).status_code == 403
        assert f'href="{there}"' not in html
    own = client_of(scene.curator).get(page_of("workspace:entry_edit", entry.public_id)).text
    assert f'href="{readiness}"' in own
    assert "Det du retter" in own


def test_a_representative_confirms_participation_and_use_with_a_date() -> None:
    scene = Scene()
    entry = scene.published(visibility=Visibility.PARTIES)
    part = entry.participations.get()
    client = client_of(scene.representative)
    assert entry.title in client.get("/arbeid/").text
    data = {"part_kind": "participation", "part": part.pk, "answer": "confirmed"}
    client.post(address(entry), data | {"statement": "participated"})
    without = client.post(address(entry), data | {"statement": "taken_into_use"})
    assert without.status_code == 422
    future = client.post(address(entry), data | {"statement": "taken_into_use", "date": "2999-01-01"})
    assert future.status_code == 422
    assert 'value="2999-01-01"' in future.text
    impossible = client.post(address(entry), data | {"statement": "taken_into_use", "date": "2024-02-31"})
    assert impossible.status_code == 422
    client.post(address(entry), data | {"statement": "taken_into_use", "date": "2024-03-01"})
    part.refresh_from_db()
    assert str(part.in_use_since) == "2024-03-01"
    assert Confirmation.objects.filter(participation=part).count() == 2


def test_a_representative_sees_what_is_submitted_about_the_municipality() -> None:
    scene = Scene()
    entry = scene.complete(Status.SUBMITTED)
    assert client_of(scene.representative).get(address(entry)).status_code == 200


def test_others_cannot_answer_and_hear_why() -> None:
    scene = Scene()
    entry = scene.published()
    refused = client_of(scene.stranger).get(address(entry, "en"))
    assert refused.status_code == 403
    assert "Only a partner representative of" in refused.text
    part = entry.participations.get()
    data = {"part_kind": "participation", "part": part.pk, "answer": "confirmed", "statement": "participated"}
    assert client_of(scene.owner).post(address(entry), data).status_code == 403  # has a part, but not this one
    assert not Confirmation.objects.exists()


def test_the_owner_is_not_asked_about_what_they_wrote_themselves() -> None:
    scene = Scene()
    entry = scene.published()
    assert address(entry) not in client_of(scene.owner).get("/arbeid/").text


def test_a_part_of_another_entry_is_not_answered_from_here() -> None:
    scene = Scene()
    entry, other = scene.published(), scene.published()
    data = {"part_kind": "participation", "part": other.participations.get().pk, "answer": "confirmed"}
    assert client_of(scene.representative).post(address(entry), data).status_code == 404
