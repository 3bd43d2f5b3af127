"""Two people edit the same entry: the second sees both versions and loses nothing."""

import pytest

from samspill.registry.models import Entry
from tests.scenes import Scene, client_of, form_data
from tests.scenes import page as page_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-NFR-04")]


def address(entry: Entry) -> str:
    return page_of("workspace:entry_edit", entry.public_id)


def test_the_second_sees_both_and_chooses_field_by_field() -> None:
    scene = Scene()
    entry = scene.entry(title="Opprinnelig", summary="Opprinnelig tekst")
    seen = form_data(entry)
    client_of(scene.curator).post(address(entry), seen | {"title": "Kuratorens tittel", "summary": "Kuratorens tekst"})
    mine = seen | {"title": "Min tittel", "summary": "Min tekst", "keywords": "min"}
    owner = client_of(scene.owner)
    page = owner.post(address(entry), mine)
    assert page.status_code == 409
    for text in ("Kuratorens tittel", "Min tittel", "Kuratorens tekst", "Min tekst"):
        assert text in page.text
    entry.refresh_from_db()
    assert entry.title == "Kuratorens tittel"  # nothing is written over
    answer = owner.post(
        address(entry),
        {
            "resolve": "1",
            "version": str(entry.version),
            "pick-title": "theirs",
            "mine-title": "Min tittel",
            "pick-summary": "merged",
            "mine-summary": "Min tekst",
            "merged-summary": "Kuratorens tekst, og min",
            "pick-keywords": "mine",
            "mine-keywords": "min",
        },
    )
    assert answer.status_code == 302
    entry.refresh_from_db()
    assert (entry.title, entry.summary, entry.keywords) == ("Kuratorens tittel", "Kuratorens tekst, og min", ["min"])


def test_fields_that_only_one_changed_are_proposed_from_that_one() -> None:
    scene = Scene()
    entry = scene.entry(title="Opprinnelig", own_word="ord")
    seen = form_data(entry)
    client_of(scene.curator).post(address(entry), seen | {"title": "Kuratorens"})
    page = client_of(scene.owner).post(address(entry), seen | {"own_word": "mitt ord"}).text
    assert 'value="theirs" id="theirs-title" checked' in page
    assert 'value="mine" id="mine-own_word" checked' in page


def test_what_is_written_together_by_hand_counts_also_when_the_choice_is_forgotten() -> None:
    scene = Scene()
    entry = scene.entry(summary="A")
    seen = form_data(entry)
    client_of(scene.curator).post(address(entry), seen | {"summary": "B"})
    owner = client_of(scene.owner)
    owner.post(address(entry), seen | {"summary": "C"})
    picks = {"resolve": "1", "version": "2", "pick-summary": "mine", "mine-summary": "C"}
    owner.post(address(entry), picks | {"merged-summary": "B og C"})
    entry.refresh_from_db()
    assert entry.summary == "B og C"


def test_a_third_who_saves_while_one_compares_starts_a_new_comparison() -> None:
    scene = Scene()
    entry = scene.entry(title="A", summary="s")
    seen = form_data(entry)
    curator, owner = client_of(scene.curator), client_of(scene.owner)
    curator.post(address(entry), seen | {"title": "B"})
    owner.post(address(entry), seen | {"title": "C"})
    curator.post(address(entry), seen | {"title": "D", "version": "2"})
    page = owner.post(address(entry), {"resolve": "1", "version": "2", "pick-title": "mine", "mine-title": "C"})
    assert page.status_code == 409
    assert "D" in page.text
    entry.refresh_from_db()
    assert entry.title == "D"


def test_the_same_change_by_both_is_no_conflict() -> None:
    scene = Scene()
    entry = scene.entry(title="A")
    seen = form_data(entry)
    client_of(scene.curator).post(address(entry), seen | {"title": "B"})
    assert client_of(scene.owner).post(address(entry), seen | {"title": "B"}).status_code == 302


def test_several_values_of_a_list_come_through_the_comparison() -> None:
    scene = Scene()
    entry = scene.entry(types=["product"])
    seen = form_data(entry)
    client_of(scene.curator).post(address(entry), seen | {"title": "B"})
    owner = client_of(scene.owner)
    page = owner.post(address(entry), seen | {"types": ["product", "artistic"]})
    assert page.text.count('name="mine-types"') == 2
    owner.post(
        address(entry),
        {"resolve": "1", "version": "2", "pick-types": "mine", "mine-types": ["product", "artistic"]},
    )
    entry.refresh_from_db()
    assert (entry.types, entry.title) == (["product", "artistic"], "B")


def test_a_version_that_never_was_cannot_write_over_anything() -> None:
    scene = Scene()
    entry = scene.entry(title="A")
    for version in ("999", "0", "-4", "abc", ""):
        answer = client_of(scene.owner).post(address(entry), form_data(entry, title="Kapret", version=version))
        assert answer.status_code in (409, 422), version
    entry.refresh_from_db()
    assert entry.title == "A"
