"""How fast the pages of rounds are, as ratios to a view that does nothing: the aim is p95 of 8 at most.

An owner with 50 innovations in the open round; a leader's overview of it, and 1,000 innovations × 20 rounds.
"""

import json
import os
import subprocess
import sys

import pytest

from tests.bench.load import Times, ask
from tests.bench.server import ROOT, site

FLOOR = "/bench/nothing"


def test_rounds(capsys: pytest.CaptureFixture[str]) -> None:
    with site(2000) as where:
        environment = {
            **os.environ,
            "DATABASE_URL": where.database,
            "SAMSPILL_HOME": where.home,
            "DJANGO_SETTINGS_MODULE": "samspill.settings",
        }
        made = subprocess.run(
            [sys.executable, "-m", "tests.bench.rounds_world"],
            env=environment, cwd=ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
        known = json.loads(made.stdout.strip().splitlines()[-1])
        assert known["own"] == "50"
        pages = {
            "an owner's page with 50 innovations": (f"/arbeid/runder/{known['round']}/", "owner"),
            "the register's year, 21 rounds": ("/arbeid/registre/benk/aar/", "leader"),
            "a round of 1,000 innovations": (f"/arbeid/registre/benk/runder/{known['round']}/", "leader"),
            "1,000 innovations × 20 rounds, first page": ("/arbeid/registre/benk/aar/matrise/", "leader"),
            "1,000 innovations × 20 rounds, last page": ("/arbeid/registre/benk/aar/matrise/?page=last", "leader"),
        }
        found = {}
        for name, (path, who) in pages.items():
            headers = {"Cookie": known[who]}
            ask(where.port, [path] * 10, headers=headers)  # the processes have loaded what they keep
            floors, times = list[float](), list[float]()
            for _ in range(5):  # in turns, so that whatever else the machine does hits both alike
                floors += ask(where.port, [FLOOR] * 40).all
                times += ask(where.port, [path] * 20, headers=headers).all
            floor, took = Times(floors), Times(times)
            found[name] = (took.p50, took.p95, took.p50 / floor.p50, took.p95 / floor.p95)
    with capsys.disabled():
        print()
        for name, (p50, p95, ratio50, ratio95) in found.items():
            print(f"  {name}: p50 {p50:.1f} ms ({ratio50:.1f} ×), p95 {p95:.1f} ms ({ratio95:.1f} ×)")
