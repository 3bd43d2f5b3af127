"""Two who place the same thing at once, which decides who may do what with it: the last sees what the first did."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories import PersonFactory, RegisterFactory, UnitFactory, UserFactory
from tests.scenes import Scene, client_of, page

pytestmark = pytest.mark.django_db

Placed = tuple[str, Any, str, str, Any, Any]
"""Address, row, field of the row, field of the form, what the other and what I choose for it."""


def an_entry_in_a_register(scene: Scene) -> Placed:
    entry = scene.entry()
    place = {"organisation": scene.university, "unit": scene.centre}
    theirs, mine = RegisterFactory(name_nb="Deres sted", **place), RegisterFactory(name_nb="Mitt sted", **place)
    return page("workspace:entry_register", entry.public_id), entry, "register_id", "register", theirs, mine


def a_unit_below_another(scene: Scene) -> Placed:
    theirs, mine, unit = (
        UnitFactory(organisation=scene.university, name_nb=name) for name in ("Deres sted", "Mitt sted", "Gruppen")
    )
    return page("workspace:unit_move", unit.code), unit, "parent_id", "parent", theirs, mine


def who_a_person_is(_scene: Scene) -> Placed:
    person = PersonFactory()
    theirs, mine = UserFactory(email="deres.sted@eksempel.no"), UserFactory()
    return page("workspace:person_link", person.public_id), person, "user_id", "email", theirs, mine


@pytest.mark.parametrize("made", [an_entry_in_a_register, a_unit_below_another, who_a_person_is])
def test_whoever_places_it_last_sees_where_the_other_placed_it(made: Callable[[Scene], Placed]) -> None:
    scene = Scene()
    address, row, column, field, theirs, mine = made(scene)
    client = client_of(scene.administrator)
    form = client.get(address).context["form"]
    asked = {name: form[name].value() or "" for name in form.fields}

    def choosing(other: Any) -> dict[str, Any]:
        said = {"register": getattr(other, "code", ""), "parent": other.pk, "email": getattr(other, "email", "")}
        return asked | {field: said[field]}

    assert client.post(address, choosing(theirs)).status_code == 302
    assert client.post(address, choosing(theirs)).status_code == 302, "the same sent twice is no quarrel"
    answer = client.post(address, choosing(mine))
    assert answer.status_code == 409
    told = answer.text[answer.text.index("Dette er lagret nå") :].partition("</section>")[0]
    assert (theirs.email if field == "email" else theirs.name_nb) in told
    assert told.count("<dt>") == 1
    row.refresh_from_db()
    assert getattr(row, column) == theirs.pk, "nothing of mine is saved yet"
    again = {name: answer.context["form"][name].value() for name in asked}
    assert again[field] == str(choosing(mine)[field]), "what was chosen is kept"
    assert f'value="{again["seen"]}"' in answer.text, "the next save knows what it replaces"
    assert client.post(address, again).status_code == 302
    row.refresh_from_db()
    assert getattr(row, column) == mine.pk


def test_that_the_other_took_it_out_of_every_place_is_told_in_words() -> None:
    scene = Scene()
    address, _entry, _column, _field, _theirs, mine = an_entry_in_a_register(scene)
    client = client_of(scene.administrator)
    form = client.get(address).context["form"]
    asked = {name: form[name].value() or "" for name in form.fields} | {"reason": "Prøve"}
    assert client.post(address, asked | {"register": ""}).status_code == 302
    answer = client.post(address, asked | {"register": mine.code})
    assert answer.status_code == 409
    told = answer.text[answer.text.index("Dette er lagret nå") :].partition("</section>")[0]
    assert "Ikke i noe register" in told


def test_a_unit_with_none_below_it_is_moved_without_a_word_of_them() -> None:
    scene = Scene()
    unit = UnitFactory(organisation=scene.university)
    client = client_of(scene.administrator)
    assert "under flytter med" not in client.get(page("workspace:unit_move", unit.code)).text
    UnitFactory(organisation=scene.university, parent=unit)
    assert "1 enhet under flytter med" in client.get(page("workspace:unit_move", unit.code)).text
    stays = client.post(page("workspace:unit_move", unit.code), {"parent": ""}, follow=True).text
    assert "er flyttet" not in stays
    assert "lå der allerede" in stays


def test_a_unit_where_nobody_is_and_nothing_lies_is_closed_without_a_word_of_them() -> None:
    scene = Scene()
    unit = UnitFactory(organisation=scene.university)
    client, there = client_of(scene.administrator), page("workspace:unit_reorganise", unit.code)
    shown = client.get(there).text
    assert "hører til her i dag" not in shown
    assert "ligger under" not in shown
    UnitFactory(organisation=scene.university, parent=unit)
    shown = client.get(there).text
    assert "1 enhet ligger under" in shown
    assert "hører til her i dag" not in shown
