"""A round as a file: what the overview shows, with the same filter, for the same people."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.rounds.test_round_page import opened, post, told
from tests.scenes import Scene, client_of, page

pytestmark = pytest.mark.django_db


def sent(client: Client, address: str) -> str:
    answer: Any = client.get(address)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()


def rows_of(client: Client, address: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(sent(client, address))["rows"]
    return rows


@pytest.mark.requirement("R-REG-03", "R-NFR-07")
def test_a_round_is_a_file_for_those_who_oversee_it() -> None:
    scene = Scene()
    for title in ("Varme", "Vann"):
        scene.published(title=title)
    found = opened(scene, due=-3)
    post(scene.owner, found, told(found.items.get(entry__title="Varme"), progress="=2+2"))
    address = page("workspace:export_round", "senteret", found.public_id, "json")
    rows = rows_of(client_of(scene.curator), address)
    assert [(row["title"], row["state"], row["owner"]) for row in rows] == [
        ("Vann", "Ikke oppdatert ennå", "Eva Eier"),
        ("Varme", "Oppdatert sent", "Eva Eier"),
    ]
    assert (rows[1]["level"], rows[1]["target_level"], rows[1]["reaches"]) == (
        "TRL 5",
        "TRL 6",
        "Kommunene får det som en tjeneste",
    )
    assert "'=2+2" in sent(client_of(scene.curator), address.replace("json", "csv"))
    assert client_of(scene.curator).get(rows[1]["address"], follow=True).status_code == 200
    assert [row["title"] for row in rows_of(client_of(scene.curator), f"{address}?state=late")] == ["Varme"]
    unknown = client_of(scene.curator).get(f"{address}?state=tull")
    assert unknown.status_code == 400
    assert "Status: tull" in unknown.text
    assert client_of(scene.owner).get(address).status_code == 403
    overview = client_of(scene.curator).get(page("workspace:round_overview", "senteret", found.public_id)).text
    assert address.replace("json", "xlsx") in overview


@pytest.mark.parametrize("number", [1, 3])
def test_a_file_takes_the_same_queries_for_1_and_3_rows(number: int) -> None:
    scene = Scene()
    for place in range(number):
        scene.published(title=f"Varme {place}")
    found = opened(scene)
    for item in found.items.all():
        post(scene.owner, found, told(item))
    client, address = client_of(scene.curator), page("workspace:export_round", "senteret", found.public_id, "csv")
    sent(client, address)
    with CaptureQueriesContext(connection) as asked:
        assert len(sent(client, address).splitlines()) == number + 1
    assert len(asked) == 11
