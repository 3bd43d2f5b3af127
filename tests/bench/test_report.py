"""What a report of 1,000 innovations over eight years costs, against the same content printed by WeasyPrint."""

import json
import random
import resource
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation

from samspill.core.typesetting import fonts
from samspill.core.typesetting import pdf as typesetting
from samspill.registry.models import Entry, Participation, ReadinessLevel, ReadinessReading, Register
from samspill.reports import outputs
from samspill.reports.domain import building, editions
from samspill.reports.models import Edition
from samspill.reports.outputs import pdf
from tests.bench.report_as_html import page
from tests.factories import OrganisationFactory, ParticipationRoleFactory, RegisterFactory, UserFactory

INNOVATIONS, FIRST, YEARS = 1_000, 2018, 8
MIB = 2**20
PRINTER = """
import json, resource, sys, time
from weasyprint import HTML
asked = json.load(sys.stdin)
began = time.perf_counter()
HTML(string=asked["html"]).write_pdf(asked["out"], pdf_variant="pdf/ua-1")
seconds = time.perf_counter() - began
print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024]))
"""


@pytest.fixture
def register(db: None) -> Register:
    """A centre's eight years, invented: levels go up now and then, some entries are left alone."""
    call_command("load_reference", verbosity=0)
    dice = random.Random(8)
    made: Register = RegisterFactory(code="stort")
    user = UserFactory()
    levels = {level.level: level for level in ReadinessLevel.objects.filter(scale=made.scale)}
    entries = Entry.objects.bulk_create(
        Entry(
            kind="innovation", types=["product"], title=f"Oppdiktet innovasjon nummer {number} for varme og vann",
            register=made, organisation=made.organisation, created_by=user, status="published",
            published_at=datetime(FIRST + number % 5, 6, 1, tzinfo=UTC), start_date=date(FIRST + number % 5, 2, 1),
        )
        for number in range(INNOVATIONS)
    )  # fmt: skip
    readings = []
    for number, entry in enumerate(entries):
        level = 1 + number % 4
        for year in range(FIRST + number % 5, FIRST + YEARS):
            level = min(9, level + dice.choice((0, 0, 1, 1, 2)))
            if dice.random() < 0.9:
                readings.append(ReadinessReading(entry=entry, level=levels[level], date=date(year, 11, 1)))
    ReadinessReading.objects.bulk_create(readings)
    partners, role = [OrganisationFactory() for _number in range(60)], ParticipationRoleFactory()
    Participation.objects.bulk_create(
        Participation(entry=entry, organisation=partner, role=role)
        for entry in entries
        for partner in dice.sample(partners, 2)
    )
    return made


@pytest.mark.django_db
def test_a_report_of_a_thousand(register: Register, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edition = editions.begin_edition(subject=register, year=FIRST + YEARS - 1, everyone=True)
    began = time.perf_counter()
    edition = building.build(edition)
    building_took = time.perf_counter() - began
    ours, peak = printed_by_typst(edition)
    theirs, their_peak = printed_by_weasyprint(edition, tmp_path / "weasy.pdf")
    began = time.perf_counter()
    outputs.write(edition, "xlsx", "nb")
    workbook_took = time.perf_counter() - began
    with capsys.disabled():
        print(f"\nreport: freezing 1,000 innovations in three languages = {building_took:.2f} s", end="")
        print(f" ({len(edition.content) / MIB:.1f} MiB)")
        print(f"report: PDF by WeasyPrint / by typst = {theirs / ours:.1f} ({theirs:.1f} s and {ours:.2f} s)")
        print(f"report: peak memory of typst = {peak / MIB:.0f} MiB, of WeasyPrint {their_peak / MIB:.0f} MiB")
        print(f"report: XLSX / PDF = {workbook_took / ours:.2f}")
    assert theirs / ours >= 5


def printed_by_typst(edition: Edition) -> tuple[float, int]:
    """Seconds of the better of two, from the stored content to bytes; and the most memory that the process took."""
    taken = []
    for _turn in range(2):
        typesetting.forget_all()  # a file that was made before is kept, and given out as it is
        began = time.perf_counter()
        outputs.write(edition, "pdf", "nb")
        taken.append(time.perf_counter() - began)
    return min(taken), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def printed_by_weasyprint(edition: Edition, out: Path) -> tuple[float, int]:
    """The same for HTML that says the same; the time of making the HTML is not counted."""
    with translation.override("nb"):
        data, _made_at = pdf.print_data(edition.document, edition.checksum, "nb")
    faces = "".join(
        f"@font-face {{ font-family: Inter; font-weight: {weight}; src: url('{(fonts.FOLDER / name).as_uri()}') }}"
        for weight, name in ((400, "Inter_400Regular.ttf"), (600, "Inter_600SemiBold.ttf"))
    )
    html = page(data).replace("<style>", f"<style>{faces}", 1)
    asked = json.dumps({"html": html, "out": str(out)})
    done = subprocess.run([sys.executable, "-c", PRINTER], input=asked, capture_output=True, text=True, check=True)
    seconds, peak = json.loads(done.stdout.splitlines()[-1])
    assert out.read_bytes().startswith(b"%PDF")
    return seconds, peak
