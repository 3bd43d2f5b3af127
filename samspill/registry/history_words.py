"""Puts words to one page of an entry's history."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspill.core.text_diff import Piece, diff
from samspill.parties.domain.acting import Acting
from samspill.registry import policies
from samspill.registry.fields import DETAIL_FIELDS
from samspill.registry.history import SOURCES, Step, event_model, more_parts, who
from samspill.registry.history_values import LABELS, Words, detail, plain
from samspill.registry.models import Confirmation, Entry, ReadinessReading, Relation, StatusChange

LONG = {"summary", "market_potential", "potential_effect", "effects", "beneficiaries", "note"}
"""Texts that are shown as one text with what was taken out and put in."""

FIELDS = {
    "Entry": (
        "title", "own_word", "kind", "types", "summary", "language", "start_date", "end_date", "ways", "sdgs",
        "disciplines", "service_areas", "keywords", "market_potential", "potential_effect", "effects", "beneficiaries",
        "register", "organisation", "unit", "visibility", "status", "withdrawn_reason", "created_by",
    ),
    "Contribution": ("person", "roles", "share", "start_date", "end_date", "position"),
    "Participation": ("role", "start_date", "end_date", "in_use_since"),
    "Evidence": ("title", "kind", "url", "note", "file_name", "sha256", "date", "is_confidential"),
    "Relation": (),
    "EntryIdentifier": (),
    "EffectTag": ("stage", "since", "note"),
    "Progress": ("value", "measured_in", "date", "note"),
}  # fmt: skip

QUIET_AT_FIRST = ("status", "position", "person", "created_by")
"""Not told when a row is made: the line says it already."""

HEADINGS = {
    ("Entry", "insert"): gettext_lazy("Made"),
    ("Entry", "update"): gettext_lazy("Changed"),
    ("Entry", "delete"): gettext_lazy("Deleted"),
    ("Contribution", "insert"): gettext_lazy("Contributor added: %s"),
    ("Contribution", "update"): gettext_lazy("Contributor changed: %s"),
    ("Contribution", "delete"): gettext_lazy("Contributor removed: %s"),
    ("Participation", "insert"): gettext_lazy("Organisation added: %s"),
    ("Participation", "update"): gettext_lazy("Organisation changed: %s"),
    ("Participation", "delete"): gettext_lazy("Organisation removed: %s"),
    ("Evidence", "insert"): gettext_lazy("Evidence added: %s"),
    ("Evidence", "update"): gettext_lazy("Evidence changed: %s"),
    ("Evidence", "delete"): gettext_lazy("Evidence removed: %s"),
    ("Relation", "insert"): gettext_lazy("Relation added: %s"),
    ("Relation", "update"): gettext_lazy("Relation changed: %s"),
    ("Relation", "delete"): gettext_lazy("Relation removed: %s"),
    ("EntryIdentifier", "insert"): gettext_lazy("Identifier added: %s"),
    ("EntryIdentifier", "update"): gettext_lazy("Identifier changed: %s"),
    ("EntryIdentifier", "delete"): gettext_lazy("Identifier removed: %s"),
    ("EffectTag", "insert"): gettext_lazy("Effect added: %s"),
    ("EffectTag", "update"): gettext_lazy("Effect changed: %s"),
    ("EffectTag", "delete"): gettext_lazy("Effect removed: %s"),
    ("Progress", "insert"): gettext_lazy("Progress reported: %s"),
    ("Progress", "update"): gettext_lazy("Progress changed: %s"),
    ("Progress", "delete"): gettext_lazy("Progress removed: %s"),
}
STEPS = {
    "submit": gettext_lazy("Submitted"),
    "take_back": gettext_lazy("Taken back"),
    "return": gettext_lazy("Returned"),
    "publish": gettext_lazy("Published"),
    "archive": gettext_lazy("Archived"),
    "restore": gettext_lazy("Brought back"),
    "withdraw": gettext_lazy("Withdrawn"),
}
"""Step of the workflow -> what was done."""
RELATIONS = {
    (Relation.Kind.LED_TO, True): gettext_lazy("led to “%s”"),
    (Relation.Kind.LED_TO, False): gettext_lazy("grew from “%s”"),
    (Relation.Kind.DOCUMENTS, True): gettext_lazy("documents “%s”"),
    (Relation.Kind.DOCUMENTS, False): gettext_lazy("is documented by “%s”"),
    (Relation.Kind.TESTED_IN, True): gettext_lazy("was tested and shown in “%s”"),
    (Relation.Kind.TESTED_IN, False): gettext_lazy("is where “%s” was tested and shown"),
    (Relation.Kind.MOVED_FORWARD, True): gettext_lazy("moved “%s” forward"),
    (Relation.Kind.MOVED_FORWARD, False): gettext_lazy("was moved forward by “%s”"),
}
"""Kind and whether this entry is the source -> the relation seen from this entry."""


@dataclass(frozen=True)
class Change:
    """One field: from what to what; long texts as ``pieces`` instead."""

    label: str
    before: str = ""
    after: str = ""
    pieces: list[Piece] = field(default_factory=list)


@dataclass(frozen=True)
class Line:
    """One row of the history page."""

    at: datetime
    who: str
    heading: str
    changes: list[Change] = field(default_factory=list)
    reason: str = ""
    source: str = ""


def describe(steps: list[Step], *, entry: Entry, acting: Acting) -> list[Line]:
    """Words for these steps, as this reader may see them."""
    events = {source: _events(source, steps) for source in (*SOURCES, *more_parts)}
    words = Words((event for by_id in events.values() for event in by_id.values()), acting)
    words.confidential = _confidential(events["Evidence"].values())
    sees_confidential = bool(policies.works_with(acting, entry) or policies.curates(acting, entry))
    told = _told(steps)
    lines = []
    for step in steps:
        if step.source in more_parts:
            found = events[step.source]
            lines.append(_more(step, found[step.last], found.get(step.before or 0), words, sees_all=sees_confidential))
        elif step.source in events:
            event, before = events[step.source][step.last], events[step.source].get(step.before or 0)
            line = _line(step, event, before, words, entry=entry, sees_confidential=sees_confidential)
            if line.changes or line.reason or step.source != "Entry":  # a save that changed nothing to read
                lines.append(line)
        else:
            lines.append(told[step.source, step.last])
    return lines


def _events(source: str, steps: list[Step]) -> dict[int, Any]:
    wanted = {pk for step in steps if step.source == source for pk in (step.last, step.before) if pk}
    return event_model(source).objects.in_bulk(wanted)  # type: ignore[no-any-return]


def _confidential(events: Iterable[Any]) -> set[int]:
    """Evidence that is or ever was confidential: nothing in its past is shown, also not from when it was open."""
    model = event_model("Evidence")
    found = model.objects.filter(pgh_obj_id__in={event.pgh_obj_id for event in events}, is_confidential=True)
    return set(found.values_list("pgh_obj_id", flat=True))


def _line(step: Step, event: Any, before: Any, words: Words, *, entry: Entry, sees_confidential: bool) -> Line:
    secret = step.source == "Evidence" and event.pgh_obj_id in words.confidential
    if secret and not sees_confidential:
        heading, changes = str(HEADINGS["Evidence", step.label]) % _("confidential"), []
    else:
        heading = str(HEADINGS[step.source, step.label])
        heading = heading % _subject(step.source, event, words, entry) if "%s" in heading else heading
        changes = [] if step.label == "delete" else _changes(step.source, event, before, words)
    return Line(
        at=step.at,
        who=who(step.context) or _("Directly in the database"),
        heading=heading,
        changes=changes,
        reason="" if secret and not sees_confidential else str(step.context.get("reason") or ""),
        source=step.source,
    )


def _more(step: Step, event: Any, before: Any, words: Words, *, sees_all: bool) -> Line:
    """A row of a module above."""
    part = more_parts[step.source]
    labels = part.labels()
    is_hidden = not sees_all and part.hidden(event)
    if before is not None and not sees_all and part.hidden(before):
        before = None  # what it said then is not told by what was taken out since
    changes = []
    for name in part.fields if step.label != "delete" and not is_hidden else ():
        new, old = getattr(event, name), getattr(before, name) if before is not None else None
        if new == old or (before is None and new in (None, "", False)):
            continue
        label = labels.get(name) or _label(step.source, name)
        if name in part.secret and not sees_all:
            changes.append(Change(label, after=_("confidential")))
        elif name in part.long:
            changes.append(Change(label, pieces=diff(old or "", new or "")))
        else:
            changes.append(Change(label, before=words.say(name, old), after=words.say(name, new)))
    verbs = {"insert": _("added"), "update": _("changed"), "delete": _("removed")}
    heading = _("%(what)s %(done)s: %(which)s") % {
        "what": part.name, "done": verbs[step.label], "which": _("not shown") if is_hidden else part.subject(event),
    }  # fmt: skip
    return Line(
        at=step.at,
        who=who(step.context) or _("Directly in the database"),
        heading=heading,
        changes=changes,
        reason="" if is_hidden else str(step.context.get("reason") or ""),
        source=step.source,
    )


def _subject(source: str, event: Any, words: Words, entry: Entry) -> str:
    if source == "Contribution":
        return words.row("person", event.person_id) or words.row("unit", event.unit_id)
    if source == "Participation":
        return words.row("organisation", event.organisation_id)
    if source == "Evidence":
        return str(event.title)
    if source == "Progress":
        return str(event.indicator)
    if source == "EffectTag":
        said = {"effect": words.row("effect", event.effect_id), "recipient": words.row("recipient", event.recipient_id)}
        return _("%(effect)s, for %(recipient)s") % said
    if source == "EntryIdentifier":
        return f"{event.get_scheme_display()} {event.value}"
    is_source = event.source_id == entry.pk
    other = words.entry(event.target_id if is_source else event.source_id)
    return str(RELATIONS[Relation.Kind(event.kind), is_source]) % other


def _changes(source: str, event: Any, before: Any, words: Words) -> list[Change]:
    changes = []
    for name in FIELDS[source]:
        key = f"{name}_id" if name in words.rows or name == "role" else name
        new, old = getattr(event, key), getattr(before, key) if before is not None else None
        unsaid = before is None and (new in (None, "", [], False) or name in QUIET_AT_FIRST)
        if new == old or unsaid:
            continue
        label = _label(source, name)
        if name in LONG and before is not None:
            changes.append(Change(label, pieces=diff(old or "", new or "")))
        elif source == "Evidence" and name == "kind":
            changes.append(Change(label, after=str(event.get_kind_display())))
        elif name == "stage":
            old_stage = str(before.get_stage_display()) if before is not None else ""
            changes.append(Change(label, before=old_stage, after=str(event.get_stage_display())))
        else:
            changes.append(Change(label, before=words.say(name, old), after=words.say(name, new)))
    if source == "Entry":
        changes += _detail_changes(before.details if before is not None else {}, event.details)
    return changes


def _detail_changes(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    return [
        Change(str(known.label), before=detail(code, old.get(code)), after=detail(code, new.get(code)))
        for code, known in DETAIL_FIELDS.items()
        if (old.get(code) or "") != (new.get(code) or "")
    ]


def _label(source: str, name: str) -> str:
    if name in LABELS:
        return str(LABELS[name])
    return capfirst(str(event_model(source)._meta.get_field(name).verbose_name))


def _told(steps: list[Step]) -> dict[tuple[str, int], Line]:
    """Readings, steps of the workflow and confirmations: rows that tell what happened by themselves."""

    def wanted(source: str) -> list[int]:
        return [step.last for step in steps if step.source == source]

    lines: dict[tuple[str, int], Line] = {}
    readings = ReadinessReading.objects.filter(pk__in=wanted("Reading"))
    for reading in readings.select_related("level__scale", "corrects__level", "recorded_by"):
        lines["Reading", reading.pk] = _reading(reading)
    for change in StatusChange.objects.filter(pk__in=wanted("Status")).select_related("actor"):
        lines["Status", change.pk] = Line(
            at=change.at,
            who=str(change.actor or ""),
            heading=str(STEPS.get(change.action, change.action)),
            changes=[Change(_("Status"), change.get_from_status_display(), change.get_to_status_display())],
            reason=change.message,
            source="Status",
        )
    answers = Confirmation.objects.filter(pk__in=wanted("Confirmation")).select_related(
        "contribution__person", "contribution__unit", "participation__organisation", "by"
    )
    for answer in answers:
        lines["Confirmation", answer.pk] = _answer(answer)
    lines |= _answers_gone(wanted("Gone"))
    return lines


def _answers_gone(ids: list[int]) -> dict[tuple[str, int], Line]:
    """Answers whose part was taken out since: the events of the part tell whose it was. At most three queries more."""
    answers = list(event_model("Confirmation").objects.filter(pk__in=ids).select_related("by")) if ids else []
    subjects: dict[tuple[str, int], str] = {}
    for source, names in (("Contribution", ("person", "unit")), ("Participation", ("organisation",))):
        parts = {getattr(answer, f"{source.lower()}_id") for answer in answers} - {None}
        if parts:
            for part in event_model(source).objects.filter(pgh_obj_id__in=parts).select_related(*names):
                whose = next(filter(None, (getattr(part, name) for name in names)), "")
                subjects[source, part.pgh_obj_id] = str(whose)
    return {
        ("Gone", answer.pgh_id): _told_answer(
            answer,
            subjects.get(("Contribution", answer.contribution_id))
            or subjects.get(("Participation", answer.participation_id), ""),
        )
        for answer in answers
    }


def _reading(reading: ReadinessReading) -> Line:
    when = str(reading.date.year) if reading.year_only else plain(reading.date)
    now = f"{reading.level.level} – {reading.level.name}"
    wrong = reading.corrects
    before = f"{wrong.level.level} – {wrong.level.name}" if wrong else ""
    heading = _("Reading corrected (%(scale)s, %(when)s)") if wrong else _("Reading recorded (%(scale)s, %(when)s)")
    return Line(
        at=reading.recorded_at,
        who=str(reading.recorded_by or ""),
        heading=heading % {"scale": reading.level.scale.name, "when": when},
        changes=[Change(_("Level"), before, now), *([Change(_("Note"), after=reading.note)] if reading.note else [])],
        reason=reading.reason,
        source="Reading",
    )


def _answer(answer: Confirmation) -> Line:
    part = answer.contribution or answer.participation
    return _told_answer(answer, str(part.organisation if answer.participation else part))  # type: ignore[union-attr]


def _told_answer(answer: Any, subject: str) -> Line:
    return Line(
        at=answer.at,
        who=str(answer.by or ""),
        heading=f"{answer.get_answer_display()}: {subject}",
        changes=[
            Change(_("What"), after=answer.get_statement_display()),
            *([Change(_("Date"), after=plain(answer.date))] if answer.date else []),
        ],
        reason=answer.message,
        source="Confirmation",
    )
