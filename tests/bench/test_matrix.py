"""How fast the matrix of 1,000 innovations is, as ratios to a view that does nothing: the aim is p95 of 8 at most."""

import json
import os
import subprocess
import sys

import pytest

from tests.bench.load import Times, ask
from tests.bench.server import ROOT, site

FLOOR = "/bench/nothing"


def test_matrix(capsys: pytest.CaptureFixture[str]) -> None:
    with site(2000) as where:
        environment = {
            **os.environ,
            "DATABASE_URL": where.database,
            "SAMSPILL_HOME": where.home,
            "DJANGO_SETTINGS_MODULE": "samspill.settings",
        }
        made = subprocess.run(
            [sys.executable, "-m", "tests.bench.matrix_world"],
            env=environment, cwd=ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
        known = json.loads(made.stdout.strip().splitlines()[-1])
        matrix = "/arbeid/registre/matrisebenk/vurdering/"
        pages = {
            "the matrix of 1,000": matrix,
            "a cell of it": f"{matrix}?p=3&i=3",
            "what is high on both": f"{matrix}?high=1",
            "one closed assessment of 1,000": f"/arbeid/vurdering/{known['call']}/",
            "one innovation of a review of 1,000": f"/arbeid/gjennomgang/{known['meeting']}/sak/{known['entry']}/",
            "the whole list of a review of 1,000": f"/arbeid/gjennomgang/{known['meeting']}/",
        }
        headers, found = {"Cookie": known["leader"]}, {}
        for name, path in pages.items():
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
