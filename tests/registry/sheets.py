"""Spreadsheets made up for tests, and the small world they are sent into."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from samspill.accounts.models import User
from samspill.parties.models import Organisation, Role
from samspill.registry import reference
from samspill.registry.importing import acts, work
from samspill.registry.importing.options import Options
from samspill.registry.models import Entry, EntryType, ImportJob, ImportRow, ReadinessScale, Register
from tests.factories import MunicipalOrganisationFactory, OrganisationFactory, RegisterFactory, RoleFactory, UserFactory

Cells = Sequence[Any]
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "testdata"


def shared(name: str) -> Path:
    """A sheet beside the repository; the test is skipped where it is not."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} lies in the data folder beside the repository, which is not here")
    return path


def workbook(*rows: Cells, title: str = "Ark", change: Callable[[Any], None] | None = None) -> bytes:
    """An .xlsx with these rows; ``change`` may do more with the workbook."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = title
    for row in rows:
        page.append(list(row))
    if change:
        change(book)
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def as_texts(book: Any) -> None:
    """What begins with “=” was a text, and stays one."""
    for cell in (cell for row in book.worksheets[0].iter_rows() for cell in row if cell.data_type == "f"):
        cell.data_type = "s"


def csv_bytes(rows: Iterable[Cells], *, delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    """A CSV with these rows."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


@dataclass
class Centre:
    """A centre's register with the reference vocabularies, its innovation leader, and some organisations."""

    curator: User = field(default_factory=lambda: UserFactory(name="Ivar Innovasjonsleder", language="nb"))

    def __post_init__(self) -> None:
        if not EntryType.objects.filter(code="partner_project").exists():  # `vocabularies` may have loaded them
            reference.load()
        self.university: Organisation = OrganisationFactory(
            code="eksu", name_nb="Eksempeluniversitetet", short_name="EksU", name_en="The Example University"
        )
        self.fjordvik: Organisation = MunicipalOrganisationFactory(
            code="fjordvik", name_nb="Fjordvik kommune", number="958935420", municipality__number="9901",
            municipality__name="Fjordvik",
        )  # fmt: skip
        self.varme: Organisation = OrganisationFactory(
            code="nordlys-varme", name_nb="Nordlys Varme AS (eksempel)", kind=Organisation.Kind.COMPANY
        )
        self.register: Register = RegisterFactory(
            code="senteret",
            name_nb="Senterets register",
            organisation=self.university,
            scale=ReadinessScale.objects.get(code="trl"),
        )
        RoleFactory(user=self.curator, kind=Role.Kind.INNOVATION_LEADER, register_code="senteret")

    def receive(self, content: bytes, name: str = "register.xlsx") -> ImportJob:
        """Send a sheet; the columns are matched by their headings."""
        self.register.refresh_from_db()
        file = SimpleUploadedFile(name, content)
        return acts.receive(register=self.register, actor=self.curator, file=file, name=name)

    def check(self, content: bytes, name: str = "register.xlsx", **options: Any) -> ImportJob:
        """Send a sheet and check its rows. ``mapping`` changes the matching by heading."""
        job = self.receive(content, name)
        mapping = dict(job.mapping)
        for heading, code in options.pop("mapping", {}).items():
            mapping[str(job.headings.index(heading))] = code
        acts.match_columns(job=job, actor=self.curator, mapping=mapping, options=Options(**options))
        work.run(job.pk)
        job.refresh_from_db()
        assert job.status == ImportJob.Status.CHECKED, job.message
        return job

    def take_in(self, content: bytes, name: str = "register.xlsx", **options: Any) -> ImportJob:
        """Send a sheet, check it, and take in what is ready."""
        job = self.check(content, name, **options)
        self.confirm(job)
        return job

    def confirm(self, job: ImportJob) -> None:
        """Take in what is ready."""
        acts.confirm(job=job, actor=self.curator)
        work.run(job.pk)
        job.refresh_from_db()

    def entry(self, title: str) -> Entry:
        """An entry of the register by its title."""
        return self.register.entries.get(title=title)


def faults(job: ImportJob) -> list[tuple[int, str, str]]:
    """(row, heading, code) of every fault."""
    return [(f["row"], f["heading"], f["code"]) for row in job.rows.all() for f in row.faults]


def actions(job: ImportJob) -> dict[str, str]:
    """What will become of each record, by title."""
    return {row.title: row.action for row in job.rows.all()}


def row_of(job: ImportJob, title: str) -> ImportRow:
    """The record with a title."""
    return job.rows.get(title=title)


def run_jobs() -> None:
    """Do what waits in the queue, as the worker would."""
    while waiting := list(ProcrastinateJob.objects.filter(status="todo", queue_name="imports").order_by("id")):
        for job in waiting:
            ProcrastinateJob.objects.filter(pk=job.pk)._raw_delete("default")  # type: ignore[attr-defined]
            app.tasks[job.task_name](**job.args)


def the_fault(job: ImportJob) -> dict[str, Any]:
    found = [fault for row in job.rows.all() for fault in row.faults]
    assert len(found) == 1, found
    return found[0]


def labels(fault: dict[str, Any]) -> list[str]:
    return [one["label"] for one in fault["suggestions"]]


def values(fault: dict[str, Any]) -> list[str]:
    return [one["value"] for one in fault["suggestions"]]
