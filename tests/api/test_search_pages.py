"""The search in pages: whoever follows `next` to its end has seen all that was counted, each once."""

import base64
import json

import pytest

from samspill.core.search import drain
from tests.api.helpers import Program, problem
from tests.api.test_lists import follow
from tests.factories import OrganisationFactory, PersonFactory, PublishedEntryFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_what_words_find_is_found_to_the_end(limit: int) -> None:
    codes = {PublishedEntryFactory(title=f"Fjøsvarme {number}").public_id for number in range(6)}
    drain()
    rows, pages = follow(Program(), f"/search?q=fjøsvarme&kinds=entry&limit={limit}")
    assert (len(rows), pages) == (6, -(-6 // limit))
    assert {row["code"] for row in rows} == codes


def test_a_place_among_the_best_keeps_its_size_and_is_none_in_other_lists() -> None:
    for number in range(5):
        PublishedEntryFactory(title=f"Fjøsvarme {number}")
    drain()
    program = Program()
    place = program.get("/search?q=fjøsvarme&limit=2").json()["next"].partition("cursor=")[2]
    three = program.get(f"/search?q=fjøsvarme&limit=1&cursor={place}").json()
    assert len(three["items"]) == 2, "the second page is what the first was followed by"
    problem(program.get(f"/search?cursor={place}"), 400, "bad-cursor")
    for forged in (["w", 0, 2], ["w", 2, 0], ["w", 2, 101], ["w", 10**9, 100]):
        text = base64.urlsafe_b64encode(json.dumps(forged).encode()).decode().rstrip("=")
        problem(program.get(f"/search?q=fjøsvarme&cursor={text}"), 400, "bad-cursor")
    other = program.get("/search?limit=1").json()["next"].partition("cursor=")[2]
    problem(program.get(f"/search?q=fjøsvarme&cursor={other}"), 400, "bad-cursor")


@pytest.mark.parametrize("limit", [1, 2, 3, 5])
def test_things_of_several_kinds_with_one_number_and_one_time_are_all_listed(limit: int) -> None:
    """Kinds have numbers of their own, and what has no date of its own stands in one place."""
    for number in range(900_001, 900_005):
        for make in (OrganisationFactory, PersonFactory, UnitFactory):
            make(pk=number)
    drain()
    path = "/search?kinds=organisation&kinds=unit&kinds=person&limit="
    rows, _pages = follow(Program(), f"{path}{limit}")
    everything, pages = follow(Program(), f"{path}100")
    assert pages == 1
    assert [row["href"] for row in rows] == [row["href"] for row in everything]
    place = Program().get(f"{path}1").json()["next"].partition("cursor=")[2]
    problem(Program().get(f"/search?kinds=unit&cursor={place}"), 400, "bad-cursor")
