"""Organisations, units and people by the API: made and changed by those who may, by the same rules as the pages."""

import pytest

from samspill.parties.models import Affiliation, Organisation, Person, Role, Unit
from tests.api.helpers import Program, problem
from tests.factories import AffiliationFactory, MunicipalityFactory, PersonFactory, RoleFactory, UnitFactory
from tests.scenes import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.mark.requirement("R-PAR-28")
def test_an_organisation_is_made_and_changed(scene: Scene) -> None:
    MunicipalityFactory(number="5001")
    admin = Program(scene.administrator)
    made = admin.post("/organisations", {"kind": "company", "name_nb": "Bølge AS", "municipality": "5001"})
    assert made.status_code == 201, made.content
    assert (made.json()["code"], made.json()["county"]) == ("bolge-as", "50")
    path = "/organisations/bolge-as"
    changed = admin.patch(path, {"website": "https://eksempel.no"}, if_match=made["ETag"])
    assert (changed.status_code, changed.json()["website"]) == (200, "https://eksempel.no")
    said = problem(admin.patch(path, {"name_nb": "Annen"}, if_match=made["ETag"]), 412, "stale")
    assert said["current"]["resource"]["name_nb"] == "Bølge AS"
    said = problem(admin.patch(path, {"number": "123456789"}, if_match="*"), 422, "invalid")
    assert said["errors"][0]["pointer"] == "/number"
    assert admin.patch(path, {"website": None}, if_match="*").json()["website"] == ""
    assert Program().get(path).json()["municipality"] == "5001"


def test_the_tag_changes_whenever_what_is_shown_does(scene: Scene) -> None:
    admin, path = Program(scene.administrator), f"/organisations/{scene.municipality.code}"
    before = admin.get(path)["ETag"]
    figure = {"measure": "inhabitants", "value": 5100, "date": "2025-01-01", "source": "SSB"}
    assert admin.post(f"{path}/size-figures", figure).status_code == 201
    after = admin.get(path)
    assert after["ETag"] != before
    assert after.json()["size_figures"][0]["value"] == 5100
    said = problem(admin.post(f"{path}/size-figures", figure | {"date": "2999-01-01"}), 422, "invalid")
    assert said["errors"][0]["pointer"] == "/date"


def test_who_may_not_is_told_why(scene: Scene) -> None:
    representative = Program(scene.representative)
    said = problem(representative.post("/organisations", {"kind": "company", "name_nb": "Ny AS"}), 403, "refused")
    assert said["detail"]
    path = f"/organisations/{scene.university.code}"
    problem(representative.patch(path, {"name_nb": "Vår nå"}, if_match="*"), 403, "refused")
    assert representative.patch(
        f"/organisations/{scene.municipality.code}", {"short_name": "Bygda"}, if_match="*"
    ).json()["short_name"] == "Bygda"  # fmt: skip
    assert Organisation.objects.get(pk=scene.university.pk).name_nb == "Eksempeluniversitetet"


@pytest.mark.requirement("R-PAR-28")
def test_an_organisation_that_may_be_there_already_is_named_before_it_is_made_again(scene: Scene) -> None:
    """As in the pages: somebody says that it is none of those, or takes the one that is there."""
    admin = Program(scene.administrator)
    body = {"kind": "university", "name_nb": "EKSEMPELUNIVERSITETET"}
    said = problem(admin.post("/organisations", body, idempotency_key="n-1"), 409, "looks-alike")
    assert [(one["code"], one["name"]) for one in said["likely"]] == [(scene.university.code, scene.university.name)]
    assert said["likely"][0]["href"].endswith(f"/api/v1/organisations/{scene.university.code}")
    assert "is_new=1" in said["detail"]
    assert Organisation.objects.filter(name_nb__iexact=body["name_nb"]).count() == 1
    made = admin.post("/organisations?is_new=1", body, idempotency_key="n-1")
    assert made.status_code == 201, made.content
    assert Organisation.objects.filter(name_nb__iexact=body["name_nb"]).count() == 2
    problem(admin.post("/organisations?is_new=0", body), 400, "bad-parameter")


def test_who_may_make_no_organisation_learns_of_none_that_looks_alike(scene: Scene) -> None:
    body = {"kind": "university", "name_nb": scene.university.name_nb}
    said = problem(Program(scene.representative).post("/organisations", body), 403, "refused")
    assert "likely" not in said


def test_a_fault_is_told_before_what_looks_alike(scene: Scene) -> None:
    """It must be mended anyhow, and then the question is put once."""
    Organisation.objects.filter(pk=scene.university.pk).update(number="974767880")
    body = {"kind": "university", "name_nb": scene.university.name_nb, "number": "974767880"}
    said = problem(Program(scene.administrator).post("/organisations", body), 422, "invalid")
    assert said["errors"][0]["pointer"] == "/number"


@pytest.mark.requirement("R-PAR-28")
def test_a_person_who_may_be_there_already_is_named_before_they_are_made_again(scene: Scene) -> None:
    there = PersonFactory(name="Kari Nordmann", email="kari@eksempel.no")
    hidden = PersonFactory(name="Kari Nordmann", email="", is_public=False)
    place = {"affiliation": {"organisation": scene.university.code, "unit": scene.centre.code}}
    program = Program(scene.curator)
    for same in ({"name": " kari  nordmann"}, {"name": "K. Nordmann", "email": "KARI@eksempel.no"}):
        said = problem(program.post("/people", same | place), 409, "looks-alike")
        seen = Program().get(f"/people/{there.public_id}").json()
        assert said["likely"][0] == {name: seen[name] for name in ("id", "name", "href")}
        assert hidden.public_id not in str(said)
    assert Person.objects.filter(name__iexact="kari nordmann").count() == 2
    made = program.post("/people?is_new=1", {"name": "Kari Nordmann"} | place)
    assert made.status_code == 201, made.content


@pytest.mark.requirement("R-PAR-28")
def test_who_has_an_e_mail_address_is_not_told_to_those_who_may_not_see_them(scene: Scene) -> None:
    hidden = PersonFactory(name="Kari Nordmann", email="kari@eksempel.no", is_public=False)
    place = {"affiliation": {"organisation": scene.university.code, "unit": scene.centre.code}}
    said = problem(
        Program(scene.curator).post("/people", {"name": "Per", "email": hidden.email} | place), 409, "looks-alike"
    )
    assert said["likely"] == []
    PersonFactory.create_batch(6, name="A. Navnesøster", is_public=False)
    PersonFactory(name="A. Navnesøster")
    named = problem(Program(scene.curator).post("/people", {"name": "A. Navnesøster"} | place), 409, "looks-alike")
    assert len(named["likely"]) == 1, "those who may not be seen take nobody's place"
    assert "uten offentlig side" in said["detail"]
    assert "Kari" not in str(said)


def test_units(scene: Scene) -> None:
    admin = Program(scene.administrator)
    made = admin.post(
        f"/organisations/{scene.university.code}/units",
        {"name_nb": "Seksjonen", "level": "group", "parent": scene.centre.code},
    )
    assert made.status_code == 201, made.content
    code = made.json()["code"]
    assert made.json()["ancestors"] == [scene.centre.code]
    ended = admin.patch(f"/units/{code}", {"valid_to": "2026-01-01"}, if_match=made["ETag"])
    assert ended.json()["valid_to"] == "2026-01-01"
    top = admin.post(f"/units/{code}/move", {"parent": None}, if_match=ended["ETag"])
    assert top.json()["ancestors"] == []
    problem(admin.post(f"/units/{code}/move", {"parent": scene.centre.code}, if_match=ended["ETag"]), 412, "stale")
    other = UnitFactory()
    said = problem(admin.post(f"/units/{code}/move", {"parent": other.code}, if_match="*"), 422, "invalid")
    assert said["errors"][0]["pointer"] == "/parent"
    assert admin.get(f"/organisations/{scene.university.code}/units").json()["items"][1]["code"] == code
    assert Unit.objects.get(code=code).parent is None


def test_people(scene: Scene) -> None:
    admin = Program(scene.administrator)
    made = admin.post(
        "/people",
        {"name": "Ny Person", "email": "ny@eksempel.no", "affiliation": {"organisation": scene.university.code}},
    )
    assert made.status_code == 201, made.content
    path = f"/people/{made.json()['id']}"
    assert made.json()["email"] == "ny@eksempel.no"
    assert Program().get(path).json()["email"] is None, "never to the public"
    assert "ny@eksempel.no" not in Program(scene.owner).get(path).content.decode()
    place = made.json()["affiliations"][0]
    changed = admin.patch(
        f"{path}/affiliations/{place['id']}", {"title": "Professor", "share": 50}, if_match=place["etag"]
    )
    assert (changed.json()["title"], changed.json()["share"]) == ("Professor", 50.0)
    assert Program().get(path).json()["affiliations"][0]["share"] is None
    problem(admin.patch(path, {"orcid": "0000-0002-1825-0098"}, if_match="*"), 422, "invalid")
    unit = UnitFactory()
    said = problem(
        admin.post(f"{path}/affiliations", {"organisation": scene.university.code, "unit": unit.code}), 422, "invalid"
    )
    assert said["errors"][0]["pointer"] == "/unit"
    assert Affiliation.objects.filter(person__public_id=made.json()["id"]).count() == 1


@pytest.mark.requirement("R-NFR-05")
def test_a_person_without_a_page_is_not_there_for_others(scene: Scene) -> None:
    hidden = PersonFactory(name="Skjult Person", is_public=False)
    AffiliationFactory(person=hidden, organisation=scene.university)
    path = f"/people/{hidden.public_id}"
    problem(Program().get(path), 404, "not-found")
    problem(Program(scene.stranger).get(path), 404, "not-found")
    assert Program(scene.owner).get(path).status_code == 200, "a colleague"
    assert Program().get("/people?q=skjult").json()["items"] == []
    entry = scene.published()
    Program(scene.curator).post(f"/entries/{entry.public_id}/contributions", {"person": hidden.public_id})
    part = Program().get(f"/entries/{entry.public_id}").json()["contributions"][-1]
    assert part["person"] == {"id": None, "name": "Skjult Person", "href": None}


def test_a_token_is_no_way_around_a_role_that_has_ended(scene: Scene) -> None:
    user = scene.administrator
    RoleFactory(kind=Role.Kind.ADMINISTRATOR)
    program = Program(user)
    Role.objects.filter(user=user).update(valid_to="2021-01-01")
    problem(program.post("/organisations", {"kind": "company", "name_nb": "Ny AS"}), 403, "refused")
    assert not Person.objects.filter(name="Ny AS").exists()
