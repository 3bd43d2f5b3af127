"""The same by command, without a worker: exit status, JSON, dry run."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from samspill.registry.models import Entry, ImportJob, ImportLine
from tests.factories import RoleFactory
from tests.registry.sheets import Centre, csv_bytes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabularies"), pytest.mark.requirement("R-REG-07")]
GOOD = [("Nr", "Innovasjon", "Type", "Omtale", "Partnere", "TRL 2022"), (1, "Lampe", "Produkt", "Lyser", "Fjordvik", 4)]
FAULTY = [*GOOD, (2, "Stol", "Produkt", "Sittes i", "Fjordvik", "TRL 11")]


@pytest.fixture
def centre() -> Centre:
    return Centre()


@pytest.fixture
def run(centre: Centre, tmp_path: Path) -> Any:
    def run(rows: list[tuple[Any, ...]], *options: str) -> tuple[int, str]:
        path = tmp_path / "register.csv"
        path.write_bytes(csv_bytes(rows))
        out = StringIO()
        arguments = [str(path), "--register", "senteret", "--as", centre.curator.email, *options]
        try:
            call_command("import_entries", *arguments, stdout=out)
        except SystemExit as stop:
            return int(stop.code or 0), out.getvalue()
        except CommandError as error:
            return error.returncode, str(error)
        return 0, out.getvalue()

    return run


def test_a_good_sheet_is_taken_in(centre: Centre, run: Any) -> None:
    assert run(GOOD)[0] == 0
    assert centre.entry("Lampe").status == "published"
    assert run(GOOD)[0] == 0
    assert Entry.objects.count() == 1


def test_faults_stop_it_all_and_the_status_says_so(run: Any) -> None:
    status, text = run(FAULTY)
    assert status == 1
    assert "TRL 11" in text
    assert "TRL 2022" in text
    assert Entry.objects.count() == 0
    assert ImportJob.objects.count() == 0


def test_partly(run: Any) -> None:
    assert run(FAULTY, "--partly")[0] == 1
    assert list(Entry.objects.values_list("title", flat=True)) == ["Lampe"]
    assert ImportLine.objects.count() == 0


def test_dry_run_writes_nothing(centre: Centre, run: Any) -> None:
    status, text = run(GOOD, "--dry-run", "--format", "json")
    assert status == 0
    report = json.loads(text)
    assert (report["dry_run"], report["written"], report["counts"]["create"]) == (True, False, 1)
    assert Entry.objects.count() == ImportJob.objects.count() == 0
    centre.register.refresh_from_db()
    assert centre.register.column_mapping == {}


def test_json_lists_every_row_with_its_faults(run: Any) -> None:
    status, text = run(FAULTY, "--format", "json")
    report = json.loads(text)
    assert status == 1
    assert [(row["rows"], row["title"], row["action"]) for row in report["rows"]] == [
        ([2], "Lampe", "create"),
        ([3], "Stol", "faulty"),
    ]
    fault = report["rows"][1]["faults"][0]
    assert (fault["row"], fault["column"], fault["heading"], fault["value"]) == (3, 5, "TRL 2022", "TRL 11")
    assert len(fault["message"]) > 20
    assert report["mapping"]["Innovasjon"] == "title"


def test_columns_by_option(run: Any, centre: Centre) -> None:
    rows = [("Tittel", "Partnere", "Greie"), ("Lampe", "", "Lyser")]
    assert run(rows, "--map", "Greie=summary", "--type", "product") == (0, "Ny: 1\n")
    assert (centre.entry("Lampe").summary, centre.entry("Lampe").types) == ("Lyser", ["product"])
    assert run(rows, "--map", "Finnes ikke=summary")[0] == 2
    assert run(rows, "--map", "Greie=tullball")[0] == 2


def test_conflicts_stop_it_or_are_answered(run: Any, centre: Centre) -> None:
    run(GOOD)
    Entry.objects.update(summary="Skrevet her")
    changed = [GOOD[0], (1, "Lampe", "Produkt", "Ny i arket", "Fjordvik", 4)]
    assert run(changed)[0] == 1
    assert centre.entry("Lampe").summary == "Skrevet her"
    assert run(changed, "--conflicts", "sheet")[0] == 0
    assert centre.entry("Lampe").summary == "Ny i arket"


def test_wrong_use(run: Any, centre: Centre, tmp_path: Path) -> None:
    def status(*arguments: str) -> int:
        with pytest.raises(CommandError) as caught:
            call_command("import_entries", *arguments, stdout=StringIO())
        return caught.value.returncode

    who = ("--as", centre.curator.email)
    picture = tmp_path / "sheet.xlsx"
    picture.write_bytes(b"\x89PNG....")
    assert status(str(tmp_path / "none.xlsx"), "--register", "senteret", *who) == 2
    assert status(str(picture), "--register", "senteret", *who) == 2
    assert status(str(picture), "--register", "finnes-ikke", *who) == 2
    assert status(str(picture), "--register", "senteret", "--as", "ingen@eksempel.no") == 2
    assert status(str(picture), "--register", "senteret") == 2  # nobody to do it as
    stranger = RoleFactory(kind="reader", organisation=centre.university).user
    path = tmp_path / "good.csv"
    path.write_bytes(csv_bytes(GOOD))
    assert status(str(path), "--register", "senteret", "--as", stranger.email) == 2


def test_the_type_tells_the_kind(centre: Centre, run: Any) -> None:
    rows = [("Nr", "Tittel", "Omtale", "Partnere"), (1, "Arbeidsmøtet", "Om lamper", "Fjordvik")]
    assert run(rows, "--type", "workshop")[0] == 0
    assert (centre.entry("Arbeidsmøtet").kind, centre.entry("Arbeidsmøtet").types) == ("activity", ["workshop"])
