"""Two who change the same thing at once: neither writes over the other unseen."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from samspill.rounds.models import UpdateRound
from tests.factories import AffiliationFactory, PersonFactory
from tests.scenes import Scene, client_of, page

pytestmark = pytest.mark.django_db


def a_round(scene: Scene) -> tuple[str, Any, str, str]:
    found = UpdateRound.objects.create(
        register=scene.register, opens=date(2030, 5, 1), due=date(2030, 5, 31), closes=date(2030, 6, 28), label="Våren"
    )
    return page("workspace:round_change", "senteret", found.public_id), found, "label", "intro"


def a_register(scene: Scene) -> tuple[str, Any, str, str]:
    return page("workspace:register_edit", "senteret"), scene.register, "name_en", "contact_email"


def an_organisation(scene: Scene) -> tuple[str, Any, str, str]:
    found = scene.municipality
    return page("workspace:organisation_edit", found.code), found, "name_en", "contact_email"


def a_unit(scene: Scene) -> tuple[str, Any, str, str]:
    return page("workspace:unit_edit", scene.centre.code), scene.centre, "name_en", "contact_email"


def a_person(_scene: Scene) -> tuple[str, Any, str, str]:
    found = PersonFactory()
    return page("workspace:person_edit", found.public_id), found, "name", "email"


def an_affiliation(scene: Scene) -> tuple[str, Any, str, str]:
    found = AffiliationFactory(organisation=scene.university, person=PersonFactory())
    return page("workspace:affiliation_edit", found.person.public_id, found.pk), found, "title", "share"


@pytest.mark.parametrize("made", [a_round, a_register, an_organisation, a_unit, a_person, an_affiliation])
def test_whoever_saves_last_sees_what_the_other_saved(made: Callable[[Scene], tuple[str, Any, str, str]]) -> None:
    scene = Scene()
    address, row, first, second = made(scene)
    client = client_of(scene.administrator)
    form = client.get(address).context["form"]
    asked = {name: form[name].value() for name in form.fields}
    asked = {name: value for name, value in asked.items() if value not in (None, False)}
    theirs, mine = asked | {first: "Deres ord"}, asked | {second: "80" if second == "share" else "mine@example.org"}
    assert client.post(address, theirs).status_code == 302
    assert client.post(address, theirs).status_code == 302, "the same sent twice is no quarrel"
    answer = client.post(address, mine)
    assert answer.status_code == 409
    assert "Dette er lagret nå" in answer.text
    assert "Deres ord" in answer.text
    row.refresh_from_db()
    assert getattr(row, first) == "Deres ord"
    again = {name: answer.context["form"][name].value() for name in mine}
    assert again[second] == mine[second], "what was typed is lost"
    assert client.post(address, again).status_code == 302
    row.refresh_from_db()
    assert str(getattr(row, second)) in (mine[second], "80.00")


def test_lines_that_a_browser_ends_in_its_own_way_are_no_change() -> None:
    scene = Scene()
    scene.register.description_nb = "Én\nto"
    scene.register.save()
    address, client = page("workspace:register_edit", "senteret"), client_of(scene.administrator)
    form = client.get(address).context["form"]
    asked = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    asked["description_nb"] = "Én\r\nto"
    assert client.post(address, asked | {"name_en": "Theirs"}).status_code == 302
    scene.register.refresh_from_db()
    assert scene.register.description_nb == "Én\nto"
    now = client.post(address, asked | {"contact_email": "mine@example.org"}).context["form"].now
    assert [text for _label, text in now] == ["Theirs", ""], "only what somebody has changed"
