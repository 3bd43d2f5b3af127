"""`samspill report` as an operator uses it."""

import hashlib
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from samspill.reports.models import Edition
from tests.reports.world import YEAR, Centre

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-REG-06")]


@pytest.fixture
def centre() -> Centre:
    return Centre()


def report(*words: object) -> tuple[str, str]:
    """What it says, on both streams."""
    out, err = StringIO(), StringIO()
    call_command("report", *[str(word) for word in words], stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_the_three_files(centre: Centre, tmp_path: Path) -> None:
    for form in ("pdf", "xlsx", "json"):
        report("senteret", YEAR, "--lang", "nn", "--out", tmp_path / f"a.{form}")
    edition = Edition.objects.get()  # made once, then taken again
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert hashlib.sha256((tmp_path / "a.json").read_bytes()).hexdigest() == edition.checksum
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert {"Lampe", "Stol", "Båt", centre.municipality.name} <= cells


def test_a_new_edition_on_demand(centre: Centre, tmp_path: Path) -> None:
    report("senteret", YEAR, "--out", tmp_path / "a.json")
    report("senteret", YEAR, "--out", tmp_path / "a.json", "--new")
    assert list(Edition.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("ukjent", "2024", "--out", "a.pdf"), "There are: senteret"),
        (("senteret", "2150", "--out", "a.pdf"), "has not begun"),
        (("senteret", "2024", "--out", "a.doc"), "should end with"),
        (("senteret", "2024", "--out", "/finnes/ikke/a.pdf"), "no folder"),
        (("senteret", "2024"), "--out"),
        (("senteret", "2024", "--verify"), "no edition"),
    ],
)
def test_wrong_use_is_told_in_a_sentence(centre: Centre, words: Any, says: str) -> None:
    with pytest.raises(CommandError, match=says) as error:
        report(*words)
    assert error.value.returncode == 2
    assert not Edition.objects.exists()


def test_a_year_without_data_is_said(centre: Centre, tmp_path: Path) -> None:
    _out, err = report("senteret", 2015, "--out", tmp_path / "a.json")
    assert "nothing" in err
    assert (tmp_path / "a.json").exists()


def test_checksums_are_taken_anew(centre: Centre) -> None:
    edition = centre.edition()
    assert f"{edition.checksum} holds" in report("senteret", YEAR, "--verify")[0]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE reports_edition SET content = replace(content, 'Lampe', 'Lykt')")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    with pytest.raises(CommandError, match="do not hold") as error:
        report("senteret", YEAR, "--verify")
    assert error.value.returncode == 1


def test_a_fault_while_building_leaves_an_edition_that_can_be_begun_anew(
    centre: Centre, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object) -> None:
        raise ValueError("borte")

    with monkeypatch.context() as patch:
        patch.setattr("samspill.reports.content.build", broken)
        with pytest.raises(ValueError, match="borte"):
            report("senteret", YEAR, "--out", tmp_path / "a.json")
    assert Edition.objects.get().state == "failed"
    report("senteret", YEAR, "--out", tmp_path / "a.json")
    assert Edition.objects.latest("pk").is_ready
