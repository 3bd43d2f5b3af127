"""The page of an entry's description, sent as a plain form."""

from datetime import date

import pytest
from django.test import Client

from samspill.core.models import FormDraft
from samspill.registry.choices import Kind, Status, Visibility
from samspill.registry.models import Entry
from tests.factories import DisciplineFactory, EntryTypeFactory, GoalFactory, ServiceAreaFactory
from tests.scenes import Scene, client_of, form_data
from tests.scenes import page as page_of

pytestmark = pytest.mark.django_db


def address(entry: Entry) -> str:
    return page_of("workspace:entry_edit", entry.public_id)


@pytest.mark.requirement("R-REG-01", "R-IND-13", "R-CHN-05", "R-CHN-06", "R-REC-08", "R-NFR-04")
def test_every_common_field_is_saved_without_javascript() -> None:
    scene = Scene()
    entry = scene.entry()
    for code in ("technology", "art", "law", "medicine", "history", "economics", "ecology"):
        DisciplineFactory(code=code)
    GoalFactory(number=3)
    GoalFactory(number=11)
    ServiceAreaFactory(code="health")
    disciplines = ["technology", "art", "law", "medicine", "history", "economics", "ecology"]  # more than Cristin's six
    answer = client_of(scene.owner).post(
        address(entry),
        form_data(
            entry,
            title="Ny  tittel",
            own_word="nyskaping",
            summary="Avsnitt én.\r\n\r\nAvsnitt **to**.",
            language="nn",
            start_date="2024-01-01",
            end_date="2025-06-30",
            ways=["direct", "interplay"],
            disciplines=disciplines,
            sdgs=["3", "11"],
            service_areas=["health"],
            keywords="varme, skole,  varme",
            market_potential="Mange skoler",
            potential_effect="Mindre strøm",
            effects="20 % mindre",
            beneficiaries="Elever",
            visibility="parties",
        ),
    )
    assert answer.status_code == 302
    entry.refresh_from_db()
    assert entry.title == "Ny tittel"
    assert entry.own_word == "nyskaping"
    assert entry.language == "nn"
    assert (entry.start_date, entry.end_date) == (date(2024, 1, 1), date(2025, 6, 30))
    assert entry.ways == ["direct", "interplay"]
    assert entry.disciplines == disciplines
    assert entry.sdgs == [3, 11]
    assert entry.service_areas == ["health"]
    assert entry.keywords == ["varme", "skole"]
    assert entry.market_potential == "Mange skoler"
    assert entry.beneficiaries == "Elever"
    assert entry.visibility == Visibility.PARTIES
    assert entry.version == 2
    page = client_of(scene.owner).get(address(entry)).text
    assert "Avsnitt **to**." in page
    assert 'value="2024-01-01"' in page


@pytest.mark.requirement("R-ART-02", "R-ART-04")
def test_only_the_fields_of_the_chosen_types_are_asked() -> None:
    scene = Scene()
    page = client_of(scene.owner).get(address(scene.entry(types=["artistic"]))).text
    assert 'name="d_venue"' in page
    assert 'name="d_archive"' in page
    assert 'name="market_potential"' not in page
    other = client_of(scene.owner).get(address(scene.entry(types=["product"]))).text
    assert 'name="market_potential"' in other
    assert 'name="d_venue"' not in other


@pytest.mark.requirement("R-ART-04")
def test_another_type_asks_for_other_fields_and_loses_nothing_typed() -> None:
    scene = Scene()
    entry = scene.entry(types=["artistic"])
    client = client_of(scene.owner)
    client.post(address(entry), form_data(entry, d_venue="Scenen", d_archive="Opptak på biblioteket"))
    entry.refresh_from_db()
    assert entry.details == {"venue": "Scenen", "archive": "Opptak på biblioteket"}
    client.post(address(entry), form_data(entry, types=["product"]))
    entry.refresh_from_db()
    assert entry.types == ["product"]
    assert entry.details["venue"] == "Scenen"
    client.post(address(entry), form_data(entry, types=["product", "artistic"]))
    assert "Opptak på biblioteket" in client.get(address(entry)).text


@pytest.mark.requirement("R-REG-22")
def test_an_idea_delivered_to_the_tto_has_date_and_environment() -> None:
    scene = Scene()
    entry = scene.entry(kind=Kind.RESULT, types=["idea_to_tto"])
    client_of(scene.owner).post(address(entry), form_data(entry, d_tto_date="2024-03-01", d_environment="Laben"))
    entry.refresh_from_db()
    assert entry.details == {"tto_date": "2024-03-01", "environment": "Laben"}
    assert 'value="2024-03-01"' in client_of(scene.owner).get(address(entry)).text


@pytest.mark.requirement("R-REG-21", "R-IND-12")
def test_an_idea_is_a_type_of_its_own_and_is_not_asked_for_readiness() -> None:
    scene = Scene()
    EntryTypeFactory(code="idea", scale=None, fields=["potential_effect", "environment"])
    entry = scene.entry(types=["idea"])
    page = client_of(scene.owner).get(address(entry)).text
    assert 'name="d_environment"' in page
    assert 'name="effects"' not in page


def test_the_piece_with_extra_fields_follows_the_types_in_the_address() -> None:
    scene = Scene()
    entry = scene.entry(types=["product"], details={"venue": "Scenen"})
    piece = client_of(scene.owner).get(page_of("workspace:entry_fields", entry.public_id), {"types": ["artistic"]})
    assert 'name="d_venue" value="Scenen"' in piece.text
    assert "<html" not in piece.text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title": ""}, "title"),
        ({"end_date": "2020-01-01", "start_date": "2024-01-01"}, "end_date"),
        ({"start_date": "31.02.2024"}, "start_date"),
        ({"types": ["no-such"]}, "types"),
        ({"visibility": "friends"}, "visibility"),
        ({"title": "x" * 301}, "title"),
    ],
)
def test_errors_stand_by_the_field_and_what_was_typed_is_kept(typed: dict[str, object], field: str) -> None:
    scene = Scene()
    entry = scene.entry()
    answer = client_of(scene.owner).post(
        address(entry), form_data(entry, summary="Dette skal ikke bli borte.", **typed)
    )
    assert answer.status_code == 422
    assert "Dette skal ikke bli borte." in answer.text
    assert f'id="id_{field}_error"' in answer.text
    entry.refresh_from_db()
    assert entry.version == 1
    assert "Dette skal ikke bli borte." in client_of(scene.owner).get(address(entry)).text  # also after a closed tab


def test_what_is_published_is_corrected_with_a_reason() -> None:
    scene = Scene()
    entry = scene.published()
    client = client_of(scene.owner)
    refused = client.post(address(entry), form_data(entry, title="Rettet tittel"))
    assert refused.status_code == 422
    assert 'id="id_reason_error"' in refused.text
    assert "Hvorfor retter du det? Skriv kort" in refused.text, "no colon behind the question"
    entry.refresh_from_db()
    assert entry.title != "Rettet tittel"
    client.post(address(entry), form_data(entry, title="Rettet tittel", reason="Skrivefeil"))
    entry.refresh_from_db()
    assert (entry.title, entry.status) == ("Rettet tittel", Status.PUBLISHED)
    assert "Skrivefeil" in client.get(page_of("workspace:entry_history", entry.public_id)).text


@pytest.mark.requirement("R-NFR-09")
def test_the_page_says_who_uses_the_answers_and_who_will_see_it() -> None:
    scene = Scene()
    entry = scene.entry(visibility=Visibility.UNIT)
    client = client_of(scene.owner)
    client.cookies["django_language"] = "en"
    page = client.get("/en" + address(entry)).text
    assert "Who uses this" in page
    assert "Only those with a role where it belongs" in page
    assert page_of("website:entry", entry.public_id, entry.slug, language="en") in page


def test_nobody_else_may_change_it_and_hears_why() -> None:
    scene = Scene()
    entry = scene.published()
    client = client_of(scene.stranger)
    assert client.get("/en" + address(entry)).status_code == 403
    answer = client.post("/en" + address(entry), form_data(entry, title="Kapret", reason="x"))
    assert answer.status_code == 403
    assert "Only those who have a part in the entry" in answer.text
    entry.refresh_from_db()
    assert entry.title != "Kapret"


def test_one_who_is_not_logged_in_is_sent_to_log_in() -> None:
    scene = Scene()
    answer = Client().get(address(scene.published()))
    assert answer.status_code == 302
    assert answer.url.startswith(page_of("account_login"))


def test_while_it_is_submitted_the_owner_reads_why_it_cannot_be_changed_and_can_take_it_back() -> None:
    scene = Scene()
    entry = scene.complete(Status.SUBMITTED)
    page = client_of(scene.owner).get("/en" + address(entry))
    assert page.status_code == 200
    assert "Take it back first" in page.text
    assert page_of("workspace:entry_step", entry.public_id, "take_back", language="en") in page.text
    assert client_of(scene.owner).post(address(entry), form_data(entry, title="Smug")).status_code == 403


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.ARCHIVED])
def test_what_is_withdrawn_or_archived_is_not_changed(status: Status) -> None:
    scene = Scene()
    reason = {"withdrawn_reason": "Feil"} if status == Status.WITHDRAWN else {}
    entry = scene.complete(status, **reason)
    assert client_of(scene.curator).post(address(entry), form_data(entry, title="Smug")).status_code == 403


def test_kept_typing_is_shown_again_and_can_be_thrown_away() -> None:
    scene = Scene()
    entry = scene.published()
    client = client_of(scene.owner)
    client.post(page_of("workspace:entry_autosave", entry.public_id), form_data(entry, title="Påbegynt retting"))
    assert "Påbegynt retting" in client.get(address(entry)).text
    assert "Påbegynt retting" not in client_of(scene.curator).get(address(entry)).text  # it is the user's own
    client.post(page_of("workspace:entry_discard", entry.public_id))
    assert "Påbegynt retting" not in client.get(address(entry)).text
    assert not FormDraft.objects.exists()
