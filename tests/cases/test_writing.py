"""An impact case is written: its parts, over the limits, in two languages, by two at once."""

import re
from typing import Any

import pytest

from samspill.cases import reference, wording
from samspill.cases.models import CaseReference, CaseSource, CaseText, ImpactCase
from samspill.core.models import FormDraft
from samspill.registry.models import Entry
from tests.cases.helpers import a_case, other, posted
from tests.scenes import Scene, client_of, page

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-IND-10")]


@pytest.fixture
def scene() -> Scene:
    reference.load()
    return Scene()


def address(entry: Entry, language: str = "") -> str:
    return page("workspace:case", entry.public_id) + (f"?with={language}" if language else "")


def test_an_entry_that_has_a_summary_keeps_it_when_the_parts_are_written(scene: Scene) -> None:
    entry = a_case(scene, written=False, summary="Det som sto her før.", effects="En plan.")
    client = client_of(scene.owner)
    text = client.get(address(entry)).text
    assert "Det som sto her før." in text
    assert "En plan." in text
    changed = posted(entry, knowledge="Ti års målinger.", details="Da det regnet …", period_from=2018, period_to=2025)
    assert client.post(address(entry), changed).status_code == 302
    entry.refresh_from_db()
    case = ImpactCase.objects.get(entry=entry)
    assert (entry.summary, entry.effects) == ("Det som sto her før.", "En plan.")
    assert (case.knowledge, case.details, case.period_from, case.period_to) == (
        "Ti års målinger.", "Da det regnet …", 2018, 2025,
    )  # fmt: skip


def test_too_long_is_said_and_saved_whole(scene: Scene) -> None:
    entry, client = a_case(scene), client_of(scene.owner)
    long = " ".join(f"ord{n}" for n in range(117))
    answer = client.post(address(entry), posted(entry, summary=long), follow=True)
    entry.refresh_from_db()
    assert entry.summary == long
    assert re.search(r"Ord: 117 av høyst 100 – 17 for mange", answer.text)


def test_years_in_the_wrong_order_are_refused_and_what_was_typed_is_kept(scene: Scene) -> None:
    entry, client = a_case(scene), client_of(scene.owner)
    answer = client.post(address(entry), posted(entry, details="Skrevet nå", period_from=2025, period_to=2020))
    assert answer.status_code == 422
    assert "Det siste året er før det første" in answer.text
    assert "Skrevet nå" in answer.text
    assert "Skrevet nå" in client.get(address(entry)).text  # it is kept for the next visit too
    assert ImpactCase.objects.get().details == "Det virket."


def test_two_who_write_at_once_lose_nothing(scene: Scene) -> None:
    entry, client = a_case(scene), client_of(scene.owner)
    mine = posted(entry, details="Mitt", summary="Min korte")
    assert client_of(scene.curator).post(address(entry), posted(entry, details="Ditt")).status_code == 302
    answer = client.post(address(entry), mine)
    assert answer.status_code == 409
    assert "Mitt" in answer.text
    assert "Ditt" in answer.text
    assert "Noen andre har endret" in answer.text
    entry.refresh_from_db()
    assert client.post(address(entry), mine | {"version": entry.version}).status_code == 302
    assert ImpactCase.objects.get().details == "Mitt"


def test_what_is_published_is_corrected_with_a_reason(scene: Scene) -> None:
    entry, client = a_case(scene, published=True), client_of(scene.owner)
    answer = client.post(address(entry), posted(entry, details="Rettet"))
    assert answer.status_code == 422
    assert "Skriv kort hvorfor" in answer.text
    assert "Rettet" in answer.text
    assert client.post(address(entry), posted(entry, details="Rettet", reason="Feil tall")).status_code == 302
    history = client.get(page("workspace:entry_history", entry.public_id)).text
    for said in ("Feil tall", "Rettet", "Hva som skjedde"):
        assert said in history
    assert ImpactCase.objects.get().details == "Rettet"


@pytest.mark.requirement("R-NFR-08")
def test_typing_is_kept_by_itself_and_can_be_thrown_away(scene: Scene) -> None:
    entry, client = a_case(scene), client_of(scene.owner)
    save = page("workspace:case_autosave", entry.public_id, "case")
    assert client.post(save, posted(entry, details="Halvferdig")).json()["state"] == "kept"
    assert ImpactCase.objects.get().details == "Det virket."
    assert "Halvferdig" in client.get(address(entry)).text
    assert "Halvferdig" not in client_of(scene.curator).get(address(entry)).text
    assert client.post(page("workspace:case_discard", entry.public_id, "case")).status_code == 302
    assert "Halvferdig" not in client.get(address(entry)).text
    assert client.post(page("workspace:case_autosave", entry.public_id, "ukjent"), {}).status_code == 404


def test_languages_side_by_side_know_how_they_stand_to_the_original(scene: Scene) -> None:
    entry, client = a_case(scene), client_of(scene.owner)
    english = other(title="The water came", summary="Short.", knowledge="Measurements.", details="It worked.")
    assert client.post(address(entry, "en"), posted(entry) | english).status_code == 302
    version = wording.read_versions(entry)["en"]
    assert (version.older, version.lacking, version.is_older) == ((), (), False)
    assert "som originalen var" in client.get(address(entry)).text
    assert client.post(address(entry), posted(entry, details="Det virket svært godt.")).status_code == 302
    entry.refresh_from_db()
    assert wording.read_versions(entry)["en"].older == ("details",)
    text = client.get(address(entry, "en")).text
    assert "Originalen er endret siden dette ble skrevet." in text
    assert "eldre enn originalen" in text
    # Both are edited next to each other, and saved together.
    row = CaseText.objects.get()
    both = posted(entry, details="Det virket.") | other(row, details="It worked, both.")
    assert client.post(address(entry, "en"), both).status_code == 302
    row.refresh_from_db()
    assert row.details == "It worked, both."
    assert not wording.read_versions(Entry.objects.get())["en"].is_older


def test_a_translation_that_nobody_calls_equal_is_older(scene: Scene) -> None:
    entry, client = a_case(scene), client_of(scene.owner)
    sent = posted(entry) | other(title="Vatnet kom", summary="Kort.", follows=None)
    assert client.post(address(entry, "nn"), sent).status_code == 302
    version = wording.read_versions(entry)["nn"]
    assert set(version.older) == {"title", "summary"}
    assert set(version.lacking) == {"knowledge", "details"}


def test_two_translators_at_once_lose_nothing(scene: Scene) -> None:
    entry, client = a_case(scene), client_of(scene.owner)
    assert client.post(address(entry, "en"), posted(entry) | other(title="Water")).status_code == 302
    late = posted(entry) | other(title="The water", summary="Mine")
    answer = client.post(address(entry, "en"), late)
    assert answer.status_code == 409
    assert "The water" in answer.text
    assert "Mine" in answer.text
    assert CaseText.objects.get().title == "Water"
    shown = {"other-version": CaseText.objects.get().version}
    assert client.post(address(entry, "en"), late | shown).status_code == 302
    assert CaseText.objects.get().summary == "Mine"


def test_a_translation_is_taken_away(scene: Scene) -> None:
    entry, client = a_case(scene), client_of(scene.owner)
    client.post(address(entry, "en"), posted(entry) | other(title="Water"))
    assert client.post(address(entry, "en"), {"do": "remove"}).status_code == 302
    assert not CaseText.objects.exists()


def test_the_original_cannot_be_translated_into_itself(scene: Scene) -> None:
    entry, client = a_case(scene), client_of(scene.owner)
    assert client.get(address(entry, "nb")).status_code == 404
    assert client.get(address(entry, "tlh")).status_code == 404


def test_another_kind_of_entry_has_no_case(scene: Scene) -> None:
    entry = scene.complete()
    answer = client_of(scene.owner).get(address(entry))
    assert answer.status_code == 403
    assert "Bare effekthistorier" in answer.text


def rows(entry: Entry, references: list[dict[str, Any]], sources: list[dict[str, Any]]) -> dict[str, Any]:
    entry.refresh_from_db()
    data: dict[str, Any] = {"version": entry.version}
    for kind, given in (("references", references), ("sources", sources)):
        data |= {f"{kind}-TOTAL_FORMS": len(given), f"{kind}-INITIAL_FORMS": 0}
        data |= {f"{kind}-{place}-{name}": value for place, row in enumerate(given) for name, value in row.items()}
    return data


def test_references_and_sources_are_saved_beyond_the_limit(scene: Scene) -> None:
    entry, client = a_case(scene), client_of(scene.owner)
    sources_page = page("workspace:case_sources", entry.public_id)
    works = [{"text": f"Verk {n}", "link": "10.1000/182" if n == 0 else "", "year": 2020} for n in range(8)]
    people = [{"name": "Vaktlaget", "confirms": "Skadetall", "contact": "vakt@eksempel.no", "link": "example.org/a"}]
    answer = client.post(sources_page, rows(entry, works, people), follow=True)
    assert "8 av høyst 6 – 2 for mange" in answer.text
    assert CaseReference.objects.count() == 8
    assert CaseReference.objects.first().link == "https://doi.org/10.1000/182"  # type: ignore[union-attr]
    source = CaseSource.objects.get()
    assert (source.name, source.contact_is_shown, source.link) == ("Vaktlaget", False, "https://example.org/a")
    # A row that is emptied goes; the others move up.
    assert client.post(sources_page, rows(entry, [{"text": ""}, *works[1:3]], people)).status_code == 302
    assert [one.text for one in CaseReference.objects.all()] == ["Verk 1", "Verk 2"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"text": "Verk", "link": "javascript:alert(1)"}, "Oppgi en gyldig nettadresse"),
        ({"text": "", "link": "https://example.org"}, "Skriv hva det er"),
        ({"text": "Verk", "year": 9999}, "2200"),
    ],
)
def test_what_is_wrong_in_a_row_is_told_beside_it(scene: Scene, row: dict[str, Any], told: str) -> None:
    entry, client = a_case(scene), client_of(scene.owner)
    answer = client.post(page("workspace:case_sources", entry.public_id), rows(entry, [row], [{"name": "Behold meg"}]))
    assert answer.status_code == 422
    assert told in answer.text
    assert "Behold meg" in answer.text
    assert not CaseReference.objects.exists()


def test_more_rows_without_scripts(scene: Scene) -> None:
    entry, client = a_case(scene), client_of(scene.owner)
    sent = rows(entry, [{"text": "Verk"}], []) | {"do": "references"}
    answer = client.post(page("workspace:case_sources", entry.public_id), sent)
    assert answer.status_code == 200
    assert 'name="references-2-text"' in answer.text
    assert 'value="Verk"' in answer.text
    assert not FormDraft.objects.exists()
    assert not CaseReference.objects.exists()
