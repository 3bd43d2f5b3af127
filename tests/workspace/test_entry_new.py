"""Making a draft."""

import pytest

from samspill.parties.models import Role
from samspill.registry.choices import Kind, Status
from samspill.registry.models import Entry, Relation
from tests.factories import EntryFactory, EntryTypeFactory, RegisterFactory, RoleFactory, UserFactory
from tests.scenes import Scene, client_of
from tests.scenes import page as page_of

pytestmark = pytest.mark.django_db
NEW = "/arbeid/ny/"


def test_first_the_kind_is_chosen() -> None:
    page = client_of(Scene().owner).get(NEW)
    assert page.status_code == 200
    for kind in ("innovation", "activity", "result", "impact_case"):
        assert f"?kind={kind}" in page.text


def test_the_only_type_of_a_kind_is_chosen_already() -> None:
    scene = Scene()
    EntryTypeFactory(kind=Kind.IMPACT_CASE, code="impact_case")
    page = client_of(scene.owner).get(f"{NEW}?kind=impact_case").text
    assert page.count(" checked") == 1
    assert " checked" not in client_of(scene.owner).get(f"{NEW}?kind=innovation").text.replace("ds-checked", "")


@pytest.mark.requirement("R-REG-01")
def test_a_contributor_makes_a_draft_in_a_register() -> None:
    scene = Scene()
    client = client_of(scene.owner)
    answer = client.post(
        f"{NEW}?kind=innovation", {"title": "Varmepumpe i skolen", "types": ["product"], "place": "register:senteret"}
    )
    entry = Entry.objects.get()
    assert answer.url == page_of("workspace:entry_edit", entry.public_id)
    assert (entry.title, entry.status, entry.register, entry.unit) == (
        "Varmepumpe i skolen",
        Status.DRAFT,
        scene.register,
        scene.centre,
    )
    assert entry.created_by == scene.owner
    assert client.get(answer.url).status_code == 200


@pytest.mark.requirement("R-NFR-04")
def test_a_partner_representative_registers_for_the_municipality() -> None:
    scene = Scene()
    page = client_of(scene.representative).get(f"{NEW}?kind=activity")
    assert f"organisation:{scene.municipality.code}" in page.text
    assert "register:senteret" not in page.text
    client_of(scene.representative).post(
        f"{NEW}?kind=activity",
        {"title": "Verksted", "types": ["workshop"], "place": f"organisation:{scene.municipality.code}"},
    )
    entry = Entry.objects.get()
    assert (entry.organisation, entry.register, entry.kind) == (scene.municipality, None, "activity")


def test_a_place_where_one_has_no_role_is_refused() -> None:
    scene = Scene()
    RegisterFactory(code="fremmed")
    answer = client_of(scene.owner).post(
        f"{NEW}?kind=innovation", {"title": "Et forsøk", "types": ["product"], "place": "register:fremmed"}
    )
    assert answer.status_code == 422
    assert "Et forsøk" in answer.text  # what was typed is kept
    assert not Entry.objects.exists()


def test_types_of_another_kind_are_refused() -> None:
    scene = Scene()
    answer = client_of(scene.owner).post(
        f"{NEW}?kind=innovation", {"title": "Et forsøk", "types": ["workshop"], "place": "register:senteret"}
    )
    assert answer.status_code == 422
    assert not Entry.objects.exists()


def test_without_a_title_nothing_is_made_and_the_error_leads_to_the_field() -> None:
    scene = Scene()
    answer = client_of(scene.owner).post(f"{NEW}?kind=innovation", {"title": " ", "place": "register:senteret"})
    assert answer.status_code == 422
    assert 'href="#id_title"' in answer.text
    assert not Entry.objects.exists()


def test_without_a_role_the_refusal_says_what_to_do() -> None:
    answer = client_of(Scene().stranger).get(NEW)
    assert answer.status_code == 403
    assert "invit" in answer.text


def test_a_reader_may_not_register() -> None:
    scene = Scene()
    reader = UserFactory()
    RoleFactory(user=reader, kind=Role.Kind.READER, unit=scene.centre)
    assert client_of(reader).get(NEW).status_code == 403


@pytest.mark.requirement("R-REG-16", "R-REG-17")
def test_what_came_of_a_work_package_meeting_is_registered_from_the_meeting() -> None:
    scene = Scene()
    EntryTypeFactory(code="work_meeting", kind=Kind.ACTIVITY, scale=None, fields=["place"])
    meeting = scene.published(kind=Kind.ACTIVITY, types=["work_meeting"], title="Møte i arbeidspakke 2")
    client = client_of(scene.owner)
    page = client.get(page_of("workspace:entry_relations", meeting.public_id)).text
    assert f"{NEW}?from={meeting.public_id}" in page
    assert f"?kind=innovation&amp;from={meeting.public_id}" in client.get(f"{NEW}?from={meeting.public_id}").text
    address = f"{NEW}?kind=innovation&from={meeting.public_id}"
    assert "Møte i arbeidspakke 2" in client.get(address).text
    client.post(address, {"title": "Idé fra møtet", "types": ["product"], "place": "register:senteret"})
    relation = Relation.objects.get()
    assert (relation.source, relation.target.title, relation.kind) == (meeting, "Idé fra møtet", "led_to")


def test_nothing_grows_from_an_entry_that_one_cannot_see() -> None:
    scene = Scene()
    hidden = EntryFactory(title="Hemmelig", visibility="unit")
    address = f"{NEW}?kind=innovation&from={hidden.public_id}"
    assert "Hemmelig" not in client_of(scene.owner).get(address).text
    client_of(scene.owner).post(address, {"title": "Ny", "types": ["product"], "place": "register:senteret"})
    assert Entry.objects.filter(title="Ny").exists()
    assert not Relation.objects.exists()
