"""The history of an entry as people read it: who changed what, from what to what, when and why.

The database keeps an event row for every insert, update and delete (core.history); readings, steps and confirmations
are rows that never change. `timeline` reads their keys, `pages` groups and pages them, and `describe` (history_words)
puts words to one page of them. The number of queries does not depend on how much there is.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from samspill.core.personal_data import shown
from samspill.registry.models import Confirmation, Entry, ReadinessReading, StatusChange

SOURCES = ("Entry", "Contribution", "Participation", "Evidence", "Relation", "EntryIdentifier", "EffectTag", "Progress")
"""Models under history that belong to an entry."""

TOGETHER = timedelta(minutes=30)
"""Saves of a draft by one user with shorter pauses than this are one step: autosave would make a row of each."""


@dataclass
class Step:
    """One row of the page, as keys: event ``ids`` of one object (or the row's own id), the event before them."""

    at: datetime
    source: str
    ids: list[int]
    before: int | None = None
    label: str = ""
    context: dict[str, Any] = field(default_factory=dict)

    @property
    def last(self) -> int:
        """The newest of its events."""
        return self.ids[-1]


@dataclass(frozen=True)
class Part:
    """Rows of a module above that belong to an entry by their key ``entry``; ``app`` and the model's name find them.

    ``name`` says what one of them is, ``subject`` which one (of an event). ``fields`` are told, ``long`` ones of them
    as one text with what was taken out and put in, ``secret`` ones to those who work with the entry. ``labels`` gives
    names of fields in the active language, where the model has none. ``hidden``: whether of an event nothing but that
    it was is told to others than those who work with the entry.
    """

    app: str
    name: str | Promise
    subject: Callable[[Any], str]
    fields: tuple[str, ...]
    long: frozenset[str] = frozenset()
    secret: frozenset[str] = frozenset()
    labels: Callable[[], Mapping[str, str]] = dict
    hidden: Callable[[Any], bool] = lambda event: False


more_parts: dict[str, Part] = {}
"""Name of a model -> how its history is told; filled by modules above."""


def event_model(source: str) -> Any:
    """The table of events of a model of the registry, or of one of `more_parts`."""
    return apps.get_model(more_parts[source].app if source in more_parts else "registry", f"{source}Event")


def timeline(entry: Entry) -> list[Step]:
    """Every step in the life of an entry, newest first. Twelve queries, and one for each of `more_parts`."""
    steps = _entry_steps(entry)
    for source in (*SOURCES[1:], *more_parts):
        steps += _part_steps(entry, source)
    for reading in ReadinessReading.objects.filter(entry=entry).values_list("pk", "recorded_at"):
        steps.append(Step(at=reading[1], source="Reading", ids=[reading[0]]))
    for change in StatusChange.objects.filter(entry=entry).values_list("pk", "at"):
        steps.append(Step(at=change[1], source="Status", ids=[change[0]]))
    told = Confirmation.objects.filter(Q(contribution__entry=entry) | Q(participation__entry=entry))
    for answer in told.values_list("pk", "at"):
        steps.append(Step(at=answer[1], source="Confirmation", ids=[answer[0]]))
    for gone in answers_gone(entry).values_list("pgh_id", "at"):
        steps.append(Step(at=gone[1], source="Gone", ids=[gone[0]]))
    return sorted(steps, key=lambda step: (step.at, not _is_birth(step), step.last), reverse=True)


def _is_birth(step: Step) -> bool:
    """Whether the entry was made in this step: within one transaction all is of one time, and this came first."""
    return step.source == "Entry" and step.label == "insert"


def answers_gone(entry: Entry) -> Any:
    """Events of answers whose part was taken out of the entry since."""
    parts = {
        source: event_model(source).objects.filter(entry_id=entry.pk) for source in ("Contribution", "Participation")
    }
    return event_model("Confirmation").objects.filter(
        Q(contribution_id__in=parts["Contribution"].values("pgh_obj_id"))
        | Q(participation_id__in=parts["Participation"].values("pgh_obj_id"))
    )


Row = tuple[int, int, datetime, str, dict[str, Any] | None]


def _entry_steps(entry: Entry) -> list[Step]:
    """Saves of the entry itself; those of the workflow are told by their status change."""
    workflow_versions = set(
        StatusChange.objects.filter(entry=entry).exclude(version=None).values_list("version", flat=True)
    )
    steps: list[Step] = []
    before: int | None = None
    rows = event_model("Entry").objects.filter(pgh_obj_id=entry.pk).order_by("pgh_id")
    names = ("pgh_id", "version", "status", "pgh_created_at", "pgh_label", "pgh_context__metadata")
    previous_version = 0
    for pgh_id, version, status, at, label, metadata in rows.values_list(*names):
        by_workflow = version in workflow_versions and version != previous_version
        previous_version = version
        if not by_workflow:
            step = Step(at=at, source="Entry", ids=[pgh_id], before=before, label=label, context=metadata or {})
            if steps and status in ("draft", "returned") and _continues(steps[-1], step, before):
                steps[-1].ids.append(pgh_id)
                steps[-1].at = at
            else:
                steps.append(step)
        before = pgh_id
    return steps


def _continues(earlier: Step, step: Step, before: int | None) -> bool:
    """Whether a save goes on with the one before it: the same user, a short pause, no reason given."""
    return (
        earlier.last == before
        and earlier.label == step.label == "update"
        and step.at - earlier.at < TOGETHER
        and not step.context.get("reason")
        and earlier.context.get("user") is not None
        and earlier.context.get("user") == step.context.get("user")
    )


def _part_steps(entry: Entry, source: str) -> list[Step]:
    """Events of contributors, organisations, evidence or relations of the entry."""
    model = event_model(source)
    of_entry = Q(source_id=entry.pk) | Q(target_id=entry.pk) if source == "Relation" else Q(entry_id=entry.pk)
    rows: Iterable[Row] = (
        model.objects.filter(of_entry)
        .order_by("pgh_id")
        .values_list("pgh_id", "pgh_obj_id", "pgh_created_at", "pgh_label", "pgh_context__metadata")
    )
    latest: dict[int, int] = {}
    steps = []
    for pgh_id, obj_id, at, label, metadata in rows:
        steps.append(
            Step(at=at, source=source, ids=[pgh_id], before=latest.get(obj_id), label=label, context=metadata or {})
        )
        latest[obj_id] = pgh_id
    return steps


def who(context: dict[str, Any]) -> str:
    """The name kept with an event, and the key of a program that wrote on their behalf.

    Empty when somebody worked in the database directly.
    """
    name = shown(str(context.get("user_name") or ""))
    if name and context.get("via") == "api":
        return _("%(user)s, by the program “%(token)s”") % {"user": name, "token": context.get("token", "")}
    return name


def version_before(entry: Entry, version: int) -> Any:
    """The entry's fields as they stood in a version, from its events; None when that version was never saved."""
    return event_model("Entry").objects.filter(pgh_obj_id=entry.pk, version=version).order_by("-pgh_id").first()


__all__ = ["Step", "event_model", "timeline", "version_before", "who"]
