"""My work, my entries and the curator's queue."""

from urllib.parse import urlencode

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from samspill.parties.models import Role
from samspill.registry.choices import Kind, Status
from samspill.registry.domain.workflow import change_status
from tests.factories import OrganisationFactory, RegisterFactory, RoleFactory, UserFactory
from tests.scenes import Scene, client_of
from tests.scenes import page as page_of

pytestmark = pytest.mark.django_db


def test_without_a_role_my_work_says_how_to_get_one() -> None:
    scene = Scene()
    page = client_of(scene.stranger).get("/en/arbeid/")
    assert page.status_code == 200
    assert "ask for an invitation" in page.text
    assert scene.stranger.email in page.text
    assert page_of("workspace:entry_new", language="en") not in page.text


def test_my_work_shows_the_next_steps_of_each() -> None:
    scene = Scene()
    draft = scene.entry(title="Kladden")
    returned = scene.complete(Status.SUBMITTED, title="Den returnerte")
    change_status(entry=returned, action="return", actor=scene.curator, message="Mer om effekt")
    waiting = scene.complete(Status.SUBMITTED, title="Den som venter")
    owner = client_of(scene.owner).get("/arbeid/").text
    assert "Kladden" in owner
    assert "Den returnerte" in owner
    assert "Mer om effekt" in owner
    assert "Den som venter" not in owner  # nothing for the owner to do
    curator = client_of(scene.curator).get("/en/arbeid/").text
    assert "1 entry waits for you" in curator
    assert page_of("website:register", "senteret", language="en") in curator
    assert draft.status == Status.DRAFT
    assert waiting.title in client_of(scene.representative).get("/arbeid/").text  # can confirm


def test_my_work_takes_the_same_queries_whatever_waits(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    scene = Scene()
    client = client_of(scene.owner)
    for rows in (1, 2):
        for _row in range(rows):
            scene.entry()
            scene.complete(Status.RETURNED)
            scene.published(created_by=None)  # by somebody else: a part to confirm
        with django_assert_num_queries(10):
            client.get("/arbeid/")


def test_my_entries_are_filtered_by_the_address() -> None:
    scene = Scene()
    scene.entry(title="Varmepumpe")
    scene.published(title="Varmt verksted", kind=Kind.ACTIVITY, types=["workshop"])
    scene.published(title="Kaldt lager", register=None)
    client = client_of(scene.owner)

    def titles(**chosen: str) -> set[str]:
        page = client.get(f"/arbeid/oppforinger/?{urlencode(chosen)}").text
        return {title for title in ("Varmepumpe", "Varmt verksted", "Kaldt lager") if title in page}

    assert titles() == {"Varmepumpe", "Varmt verksted", "Kaldt lager"}
    assert titles(status="draft") == {"Varmepumpe"}
    assert titles(kind="activity") == {"Varmt verksted"}
    assert titles(register="senteret") == {"Varmepumpe", "Varmt verksted"}
    assert titles(q="varm", status="published") == {"Varmt verksted"}
    assert titles(status="no-such", kind="", q="") == {"Varmepumpe", "Varmt verksted", "Kaldt lager"}
    assert titles(q="finnes ikke") == set()


def test_my_entries_of_others_are_not_there() -> None:
    scene = Scene()
    scene.published(title="Eierens")
    assert "Eierens" not in client_of(scene.stranger).get("/arbeid/oppforinger/").text


def test_an_empty_list_offers_only_what_one_may_do() -> None:
    scene, new = Scene(), page_of("workspace:entry_new")
    assert f'href="{new}"' in client_of(scene.owner).get("/arbeid/oppforinger/").text
    stranger = client_of(scene.stranger).get("/arbeid/oppforinger/").text
    assert f'href="{new}"' not in stranger
    assert "slik får du en rolle" in stranger


def test_a_list_takes_the_same_queries_for_1_and_3_rows(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    scene = Scene()
    client = client_of(scene.owner)
    for rows in (1, 2):
        for _row in range(rows):
            scene.published()
        with django_assert_num_queries(13):
            client.get("/arbeid/oppforinger/")


def test_the_queue_takes_the_same_queries_for_1_and_3_rows(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    scene = Scene()
    client = client_of(scene.curator)
    for rows in (1, 2):
        for _row in range(rows):
            scene.complete(Status.SUBMITTED)
        with django_assert_num_queries(13):
            client.get("/arbeid/ko/")


def test_the_queue_is_oldest_first_and_of_what_one_curates() -> None:
    scene = Scene()
    for title in ("Først inn", "Sist inn"):
        change_status(entry=scene.complete(title=title), action="submit", actor=scene.owner)
    elsewhere = UserFactory()
    RoleFactory(user=elsewhere, kind=Role.Kind.INNOVATION_LEADER, register_code="another")
    page = client_of(scene.curator).get("/arbeid/ko/").text
    assert page.index("Først inn") < page.index("Sist inn")
    assert "Først inn" not in client_of(elsewhere).get("/arbeid/ko/").text


def test_the_curator_publishes_and_returns_right_there_and_filters_stay() -> None:
    scene = Scene()
    first, second = scene.complete(Status.SUBMITTED), scene.complete(Status.SUBMITTED)
    client = client_of(scene.curator)
    answer = client.post("/arbeid/ko/?kind=innovation", {"entry": first.public_id, "action": "publish"})
    assert answer.url == "/arbeid/ko/?kind=innovation"
    without = client.post("/arbeid/ko/", {"entry": second.public_id, "action": "return", "message": ""})
    assert without.status_code == 422
    client.post("/arbeid/ko/", {"entry": second.public_id, "action": "return", "message": "Mer om effekt"})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == (Status.PUBLISHED, Status.RETURNED)


def test_two_curators_decide_at_once_and_the_second_hears_what_happened() -> None:
    scene = Scene()
    entry = scene.complete(Status.SUBMITTED)
    client_of(scene.curator).post("/arbeid/ko/", {"entry": entry.public_id, "action": "publish"})
    answer = client_of(scene.administrator).post(
        "/en/arbeid/ko/", {"entry": entry.public_id, "action": "return", "message": "Nei"}
    )
    assert answer.status_code == 409
    assert "is not possible now" in answer.text
    entry.refresh_from_db()
    assert entry.status == Status.PUBLISHED


def test_the_queue_is_not_for_those_who_decide_on_nothing() -> None:
    scene = Scene()
    entry = scene.complete(Status.SUBMITTED)
    assert client_of(scene.owner).get("/arbeid/ko/").status_code == 403
    answer = client_of(scene.owner).post("/arbeid/ko/", {"entry": entry.public_id, "action": "publish"})
    assert answer.status_code == 403
    entry.refresh_from_db()
    assert entry.status == Status.SUBMITTED


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/arbeid/oppforinger/?status=tull&farge=rod", "Status: tull; farge"),
        ("/arbeid/oppforinger/?register=intet", "Register: intet"),
        ("/arbeid/ko/?kind=tull", "tull"),
        ("/arbeid/roller/?farge=rod", "farge"),
        ("/arbeid/parter/?farge=rod", "farge"),
        ("/arbeid/anbefalinger/?status=tull", "Status: tull"),
    ],
)
def test_what_a_list_does_not_know_is_told_and_no_file_is_made_of_it(address: str, told: str) -> None:
    scene = Scene()
    scene.complete(Status.SUBMITTED, title="Varmepumpe", created_by=scene.administrator)
    browser = client_of(scene.administrator)
    page = browser.get(address).text
    assert "Vi kjenner ikke til" in page
    assert told in page

    assert "Vi kjenner ikke til" not in browser.get(address.partition("?")[0]).text
    assert browser.get(address.replace("/?", "/eksport.csv?")).status_code == 400


def test_a_closed_register_is_named_only_to_those_who_have_an_entry_in_it() -> None:
    scene = Scene()
    scene.entry()
    hidden = RegisterFactory(name_nb="Hemmelig satsing", is_public=False, organisation=OrganisationFactory())
    browser = client_of(scene.owner)
    assert "Hemmelig satsing" not in browser.get("/arbeid/oppforinger/").text
    scene.entry(register=hidden)
    assert "Hemmelig satsing" in browser.get("/arbeid/oppforinger/").text
