"""Registers: made and changed."""

import pytest

from samspill.parties.models import Role
from samspill.registry.models import Register
from tests.factories import RegisterFactory, RoleFactory, ScaleFactory, UnitFactory, UserFactory
from tests.scenes import Scene, client_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-REG-18")]
NEW = "/arbeid/registre/ny/"


def typed(**changes: object) -> dict[str, object]:
    return {
        "name_nb": "Nytt register",
        "code": "Nytt",
        "place": "unit:x",
        "scale": ScaleFactory().pk,
        "is_public": "on",
    } | changes


def test_an_innovation_leader_makes_a_register_for_the_unit() -> None:
    scene = Scene()
    client_of(scene.curator).post(NEW, typed(place=f"unit:{scene.centre.code}", name_en="New register"))
    register = Register.objects.get(code="nytt")
    assert (register.unit, register.organisation, register.name_en) == (scene.centre, scene.university, "New register")


def test_two_registers_of_a_unit_can_use_different_scales() -> None:
    scene = Scene()
    artistic = ScaleFactory(code="artistic", levels=6)
    client_of(scene.curator).post(NEW, typed(place=f"unit:{scene.centre.code}", scale=artistic.pk))
    assert Register.objects.get(code="nytt").scale == artistic
    assert scene.register.scale.code == "trl"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "senteret"}, "code"),
        ({"code": "med mellomrom"}, "code"),
        ({"code": "ny"}, "code"),
        ({"name_nb": ""}, "name_nb"),
    ],
)
def test_faults_stand_by_the_field(changes: dict[str, str], field: str) -> None:
    scene = Scene()
    answer = client_of(scene.curator).post(
        NEW, typed(place=f"unit:{scene.centre.code}", description_nb="Beholdes", **changes)
    )
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.text
    assert "Beholdes" in answer.text
    assert Register.objects.count() == 1


def test_not_for_a_unit_that_one_does_not_curate() -> None:
    scene = Scene()
    other = UnitFactory()
    assert client_of(scene.curator).post(NEW, typed(place=f"unit:{other.code}")).status_code == 422
    assert client_of(scene.owner).get(NEW).status_code == 403
    assert Register.objects.count() == 1


def test_a_register_is_changed_by_its_curators_only() -> None:
    scene = Scene()
    address = "/arbeid/registre/senteret/"
    leader = UserFactory()
    RoleFactory(user=leader, kind=Role.Kind.INNOVATION_LEADER, register_code="senteret")
    changed = {"name_nb": "Nytt navn", "scale": scene.register.scale.pk, "contact_email": "post@eksempel.no"}
    assert client_of(leader).post(address, changed).status_code == 302
    scene.register.refresh_from_db()
    assert (scene.register.name_nb, scene.register.is_public, scene.register.code) == ("Nytt navn", False, "senteret")
    refused = client_of(scene.owner).post("/en" + address, changed | {"name_nb": "Kapret"})
    assert refused.status_code == 403
    assert "Only innovation leaders of the register" in refused.text
    RegisterFactory(code="annet")
    assert client_of(leader).get("/arbeid/registre/annet/").status_code == 403
