"""PDF files are set one at a time in a process, and one that has been set is given again."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from samspill.core.typesetting import TypesettingError, fonts, make_pdf, pdf

AT = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(fonts, "are_there", lambda: True)
    monkeypatch.setattr(pdf, "printable", lambda data: data)
    pdf.forget_all()
    found = tmp_path / "a.typ"
    found.write_text("= Hei", encoding="utf-8")
    return found


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was set, in order."""
    found: list[str] = []

    def run(*_given: object, **more: Any) -> object:
        found.append(str(more["input"]))
        return SimpleNamespace(returncode=0, stdout=b"%PDF " + str(len(found)).encode(), stderr=b"")

    monkeypatch.setattr(subprocess, "run", run)
    return found


def test_the_same_document_is_set_once(template: Path, runs: list[str]) -> None:
    first = make_pdf(template, {"title": "A"}, made_at=AT)
    assert make_pdf(template, {"title": "A"}, made_at=AT) == first
    assert make_pdf(template, {"title": "B"}, made_at=AT) != first
    assert len(runs) == 2


def test_no_more_is_kept_than_there_is_room_for(
    template: Path, runs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "ROOM", 14)  # two of these files
    for title in "ABCA":
        make_pdf(template, {"title": title}, made_at=AT)
    assert len(runs) == 4


def test_whoever_comes_while_one_is_set_waits_and_is_then_told(
    template: Path, runs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each takes hundreds of megabytes: many at once would take the machine down."""
    monkeypatch.setattr(pdf, "WAIT", 0.01)
    with pdf._one, pytest.raises(TypesettingError, match="others"):
        make_pdf(template, {"title": "A"}, made_at=AT)
    assert not runs
    assert make_pdf(template, {"title": "A"}, made_at=AT)
