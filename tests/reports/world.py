"""A centre with some years behind it, for the tests of its reports."""

import json
from datetime import UTC, date, datetime
from typing import Any

from django.utils import translation
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from samspill.registry.choices import Kind, Status
from samspill.registry.models import Entry, ReadinessReading
from samspill.reports.domain import building, editions
from samspill.reports.models import Edition
from tests.factories import ContributionFactory, EntryTypeFactory, ParticipationFactory, PublishedEntryFactory, level
from tests.scenes import Scene

YEAR = 2024


def moment(year: int, month: int = 6) -> datetime:
    """Noon of the first of a month."""
    return datetime(year, month, 1, 12, tzinfo=UTC)


class Centre(Scene):
    """Three innovations, one of them new and one untouched in 2024; a partner; nothing before 2022."""

    def __post_init__(self) -> None:
        super().__post_init__()
        EntryTypeFactory(code="service")
        self.lamp = self.innovation("Lampe", 2022, {2022: 3, 2023: 4, YEAR: 6})
        self.chair = self.innovation("Stol", 2022, {2022: 2, 2023: 5}, types=["product", "service"])
        self.boat = self.innovation("Båt", YEAR, {YEAR: 2})
        ContributionFactory(entry=self.lamp, person=self.owner_person)
        ParticipationFactory(entry=self.lamp, organisation=self.municipality, in_use_since=date(YEAR, 3, 1))

    def innovation(self, title: str, year: int, readings: dict[int, int], **more: Any) -> Entry:
        """One that was published in a year, with a level of TRL for years."""
        place = {"organisation": self.university, "unit": self.centre, "register": self.register}
        values = {"published_at": moment(year), "created_by": self.owner, "types": ["product"], **place, **more}
        entry: Entry = PublishedEntryFactory(title=title, **values)
        Entry.objects.filter(pk=entry.pk).update(created_at=moment(year, 5))
        for when, number in readings.items():
            ReadinessReading.objects.create(entry=entry, level=level(number), date=date(when, 10, 1))
        return entry

    def case(self, title: str, text: str) -> Entry:
        """An impact case that was published in 2024."""
        EntryTypeFactory(code="case", kind=Kind.IMPACT_CASE, scale=None)
        return self.innovation(title, YEAR, {}, kind=Kind.IMPACT_CASE, types=["case"], summary=text)

    def withdrawn(self, title: str, year: int) -> Entry:
        """An innovation that was withdrawn in a year."""
        entry = self.innovation(title, 2022, {})
        Entry.objects.filter(pk=entry.pk).update(status=Status.WITHDRAWN, withdrawn_reason="Ingen ville ha den.")
        entry.status_changes.create(action="withdraw", from_status="published", to_status="withdrawn")
        return entry

    def edition(self, year: int = YEAR, *, everyone: bool = True) -> Edition:
        """One that is ready."""
        edition = building.build(editions.begin_edition(subject=self.register, year=year, everyone=everyone))
        assert edition.is_ready
        return edition


def said(edition: Edition, language: str = "en") -> dict[str, Any]:
    """The sections of an edition in a language, by code."""
    return {one["code"]: one for one in json.loads(edition.content)["languages"][language]["sections"]}


def figures(edition: Edition, section: str) -> dict[str, tuple[int, list[str]]]:
    """The figures of a section: value, and the titles of what was counted."""
    records = edition.document["languages"]["en"]["records"]
    return {
        figure["code"]: (figure["value"], [records[key]["title"] for key in figure.get("records", [])])
        for block in said(edition)[section]["blocks"]
        for figure in block.get("figures", [])
    }


def run_jobs() -> None:
    """Do what waits in the queue of the reports, as the worker would."""
    for job in list(ProcrastinateJob.objects.filter(status="todo", queue_name="reports").order_by("id")):
        ProcrastinateJob.objects.filter(pk=job.pk)._raw_delete("default")  # type: ignore[attr-defined]
        with translation.override("nb"):
            app.tasks[job.task_name](**job.args)
