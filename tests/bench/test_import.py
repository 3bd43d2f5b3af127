"""What an import costs, as ratios: memory and time per row of 10,000 rows against 1,000, and of sending it again."""

import csv
import time
import tracemalloc
from pathlib import Path

import pytest
from django.core.management import call_command

from samspill.registry.models import Entry, Register
from tests.bench.copy_floor import seconds_to_copy
from tests.factories import RoleFactory, UserFactory

HEADINGS = ["Nr", "Innovasjon", "Beskrivelse", "Type", "Hvem er involvert", "Partnere", "TRL 2024", "TRL 2025"]


def person(number: int) -> str:
    """One of a thousand invented names."""
    letters = "".join(chr(ord("a") + int(digit)) for digit in f"{number:03}")
    return f"Eksempel {letters.title()}vik"


def sheet(path: Path, rows: int, *, start: int = 0) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADINGS)
        for number in range(start, start + rows):
            people = "; ".join(person((number + step) % 997) for step in range(3))
            text = f"Oppdiktet beskrivelse nummer {number} av noe nytt. " * 4
            title = f"Oppdiktet innovasjon {number}"
            row = [number, title, text, "Produktinnovasjon", people, "Gjøvik kommune; NTNU", 3 + number % 4, 5]
            writer.writerow(row)
    return path


def take_in(path: Path, register: Register, email: str) -> float:
    began = time.perf_counter()
    call_command("import_entries", path, register=register.code, email=email, verbosity=0)
    return time.perf_counter() - began


@pytest.mark.django_db(transaction=True)
def test_import_of_ten_thousand_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_reference", verbosity=0)
    call_command("load_example", verbosity=0)
    register = Register.objects.get(code="eksempelsenteret")
    user = UserFactory()
    RoleFactory(user=user, kind="administrator")
    peaks = {}
    for rows, start in ((1_000, 0), (10_000, 1_000)):
        path = sheet(tmp_path / f"{rows}.csv", rows, start=start)
        tracemalloc.start()
        take_in(path, register, user.email)
        peaks[rows] = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    small = take_in(sheet(tmp_path / "small.csv", 1_000, start=20_000), register, user.email)
    timed = sheet(tmp_path / "timed.csv", 10_000, start=30_000)
    large = take_in(timed, register, user.email)
    guarded = seconds_to_copy("Oppdiktet innovasjon 3", triggers=True)
    bare = seconds_to_copy("Oppdiktet innovasjon 3", triggers=False)
    again = take_in(timed, register, user.email)
    with capsys.disabled():
        print(f"\nimport: 10,000 rows / COPY of what came of them, with history = {large / guarded:.1f}", end="")
        print(f" (without history: {large / bare:.1f})", end="")
        print(f"\nimport: peak of 10,000 rows / peak of 1,000 rows = {peaks[10_000] / peaks[1_000]:.2f}")
        print(f"import: peak of 10,000 rows = {peaks[10_000] / 2**20:.0f} MiB")
        print(f"import: time per row at 10,000 rows / at 1,000 rows = {large / 10 / small:.2f}")
        print(f"import: the same sheet again / the first time = {again / large:.2f}")
    assert Entry.objects.filter(title__startswith="Oppdiktet innovasjon").count() == 22_000
    assert peaks[10_000] / peaks[1_000] <= 1.3
    assert again / large < 1
