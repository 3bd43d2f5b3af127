"""How fast the pages of a register's year are, as ratios to a view that does nothing: the aim is p95 of 8 at most.

One client that is logged in, against the server as it is started. A page is measured as it is asked for again, and
(“one changed”) with one of its innovations changed before each request, so that what is kept of it must be made anew.
"""

import json
import os
import subprocess
import sys

import psycopg
import pytest

from tests.bench.load import FLOOR, Times, ask
from tests.bench.server import ROOT, Site, site

TOUCH = """
    UPDATE registry_entry SET title = CASE WHEN title LIKE '%% *' THEN left(title, -2) ELSE title || ' *' END
    WHERE id = %s"""
"""A title that all these pages show, another each time."""


def test_year(capsys: pytest.CaptureFixture[str]) -> None:
    with site(2000) as where:
        known = _world(where)
        round_, register = known["round"], "/arbeid/registre/benk"
        aimed_at = {
            "an owner's page with 50 innovations": (f"/arbeid/runder/{round_}/", "owner"),
            "a round of 1,000 innovations": (f"{register}/runder/{round_}/", "leader"),
            "1,000 innovations × 20 rounds, first page": (f"{register}/aar/matrise/", "leader"),
            "1,000 innovations × 20 rounds, last page": (f"{register}/aar/matrise/?page=last", "leader"),
            "the matrix of 1,000": (f"{register}/vurdering/", "leader"),
            "a cell of it": (f"{register}/vurdering/?p=3&i=3", "leader"),
            "what is high on both": (f"{register}/vurdering/?high=1", "leader"),
        }
        others = {
            "a page without any list": ("/om/", "owner"),
            "My work": ("/arbeid/", "owner"),
            "the register's year, 21 rounds": (f"{register}/aar/", "leader"),
            "one closed assessment of 1,000": (f"/arbeid/vurdering/{known['call']}/", "leader"),
            "one innovation of a review": (f"/arbeid/gjennomgang/{known['meeting']}/sak/{known['entry']}/", "leader"),
            "the whole list of a review of 1,000": (f"/arbeid/gjennomgang/{known['meeting']}/", "leader"),
        }
        found = {name: _measured(where, path, known[who]) for name, (path, who) in (aimed_at | others).items()}
        for name in list(aimed_at)[:5:2] + list(aimed_at)[1:2]:
            path, who = aimed_at[name]
            found[f"{name}, one changed"] = _measured(where, path, known[who], touched=int(known["touched"]))
    with capsys.disabled():
        print()
        for name, (p50, p95, ratio50, ratio95) in found.items():
            print(f"  {name}: p50 {p50:.1f} ms ({ratio50:.1f} ×), p95 {p95:.1f} ms ({ratio95:.1f} ×)")


def _world(where: Site) -> dict[str, str]:
    environment = {
        **os.environ,
        "DATABASE_URL": where.database,
        "SAMSPILL_HOME": where.home,
        "DJANGO_SETTINGS_MODULE": "samspill.settings",
    }
    made = subprocess.run(
        [sys.executable, "-m", "tests.bench.year_world"],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    with psycopg.connect(where.database, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")
    known: dict[str, str] = json.loads(made.stdout.strip().splitlines()[-1])
    assert known["own"] == "50"
    return known


def _measured(where: Site, path: str, cookie: str, *, touched: int | None = None) -> tuple[float, float, float, float]:
    """p50, p95 in milliseconds, and as ratios to the view that does nothing, asked in turns with it."""
    headers = {"Cookie": cookie}
    for _ in range(8):  # each a connection of its own, so that both processes have loaded what they keep
        ask(where.port, [path] * 2, headers=headers)
    floors, times = list[float](), list[float]()
    with psycopg.connect(where.database, autocommit=True) as connection:
        for _ in range(5):
            floors += ask(where.port, [FLOOR] * 40).all
            if touched is None:
                times += ask(where.port, [path] * 20, headers=headers).all
                continue
            for _time in range(20):
                connection.execute(TOUCH, [touched])
                times += ask(where.port, [FLOOR, path], headers=headers).all[1:]
    floor, took = Times(floors), Times(times)
    return took.p50, took.p95, took.p50 / floor.p50, took.p95 / floor.p95
