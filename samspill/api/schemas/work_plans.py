"""Work plans: the tasks of a year, and what in them may become innovations."""

from datetime import datetime
from typing import Any

from pydantic import Field

from samspill.api.schemas.base import Out, Ref, href
from samspill.api.schemas.entry_ref import EntryRef
from samspill.api.schemas.parties import register_ref
from samspill.registry.models import Register
from samspill.reviews.models import PlannedInnovation, WorkTask


class WorkPlanRow(Out):
    """The plan of a year: its tasks, possible innovations, and how many of them are not answered yet."""

    year: int
    tasks: int
    planned: int
    open: int
    href: str


class WorkPlanList(Out):
    items: list[WorkPlanRow]


class PlannedOut(Out):
    """Something that may become an innovation, and what became of it. ``entry`` only when you may see it."""

    title: str
    about: str
    outcome: str = Field(description="open, entry, later or dropped.")
    reason: str
    entry: EntryRef | None
    moved_from: int | None = Field(description="The year whose plan it comes from.")
    moved_to: int | None = Field(description="The year whose plan it went on to.")
    answered_at: datetime | None

    @classmethod
    def of(cls, row: PlannedInnovation, visible: set[int]) -> "PlannedOut":
        moved_to = getattr(row, "moved_to", None)
        return cls(
            **{name: getattr(row, name) for name in ("title", "about", "outcome", "reason", "answered_at")},
            entry=EntryRef.of(row.entry) if row.entry and row.entry.pk in visible else None,
            moved_from=row.moved_from.task.year if row.moved_from else None,
            moved_to=moved_to.task.year if moved_to else None,
        )


class TaskOut(Out):
    name: str
    leader: str | None
    planned: list[PlannedOut]

    @classmethod
    def of(cls, row: WorkTask, visible: set[int]) -> "TaskOut":
        planned = [PlannedOut.of(one, visible) for one in row.planned.all()]
        return cls(name=row.name, leader=str(row.leader) if row.leader else None, planned=planned)


class WorkPlanOut(Out):
    """The plan of a year, task by task."""

    register_: Ref = Field(serialization_alias="register")
    year: int
    tasks: list[TaskOut]
    href: str

    @classmethod
    def of(cls, register: Register, year: int, tasks: list[WorkTask], visible: set[int]) -> "WorkPlanOut":
        values: dict[str, Any] = {"register_": register_ref(register), "year": year}
        address = href("registers", register.code, "work-plans", year)
        return cls(**values, tasks=[TaskOut.of(one, visible) for one in tasks], href=address)
