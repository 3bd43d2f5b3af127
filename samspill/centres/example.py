"""The example's centres and initiative: invented, read from ``examples/``, made through the same acts as a user's."""

import json
from datetime import date, datetime, time, timedelta
from typing import Any

import pgtrigger
from django.contrib.postgres.functions import TransactionNow
from django.utils import timezone

from samspill.accounts.models import User
from samspill.centres.domain import centres, milestones, parts, self_check
from samspill.centres.models import (
    Advice,
    Appointment,
    Centre,
    CentrePartner,
    CentreRegister,
    Initiative,
    Instrument,
    Milestone,
    Phase,
    PublicMoney,
    Scheme,
    Study,
)
from samspill.centres.subjects import subject_of
from samspill.core.examples import happened
from samspill.parties.models import Organisation, Person, Unit
from samspill.recommendations.domain import recommendations, workflow
from samspill.recommendations.models import Recommendation, Step
from samspill.recommendations.subjects import Subject
from samspill.registry.example import ADMINISTRATOR, FOLDER
from samspill.registry.models import Entry, Register

Data = dict[str, Any]


def load() -> int:
    """Load the centres and the initiative. Returns how many."""
    data: Data = json.loads((FOLDER / "centres.json").read_text(encoding="utf-8"))
    actor = User.objects.get(email=ADMINISTRATOR)
    made: dict[str, Centre] = {}
    for row in data["centres"]:
        made[row["code"]] = _centre(row, made, actor)
    for row in data["studies"]:
        _study(row, actor)
    for row in data["initiatives"]:
        _initiative(row, actor)
    return len(made) + len(data["initiatives"])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _centre(row: Data, made: dict[str, Centre], actor: User) -> Centre:
    names = [name for name in centres.EDITABLE if name.startswith(("name_", "description_", "website", "contact_"))]
    values = {name: row[name] for name in names if name in row}
    values |= {
        "scheme": Scheme.objects.get(code=row["scheme"]),
        "start": _day(row["start"]),
        "end": _day(row.get("end")),
        "predecessor": made.get(row.get("predecessor", "")),
        "shows_check": row.get("shows_check", False),
    }
    centre = centres.create_centre(
        actor=actor,
        code=row["code"],
        organisation=Organisation.objects.get(code=row["organisation"]),
        unit=Unit.objects.filter(code=row.get("unit", "")).first(),
        values=values,
    )
    Centre.objects.filter(pk=centre.pk).update(is_example=True)
    for one in row.get("partners", []):
        organisation = Organisation.objects.get(code=one["organisation"])
        part = CentrePartner(
            centre=centre, organisation=organisation, role=one["role"], start=_day(one.get("start")),
            end=_day(one.get("end")),
        )  # fmt: skip
        parts.save_part(part=part, actor=actor)
    for code in row.get("registers", []):
        parts.save_part(part=CentreRegister(centre=centre, register=Register.objects.get(code=code)), actor=actor)
    for one in row.get("money", []):
        parts.save_part(part=PublicMoney(centre=centre, **one), actor=actor)
    for one in row.get("milestones", []):
        _milestone(one, centre, actor)
    for year, scores in row.get("self_check", {}).items():
        advices = {advice.code: advice for advice in Advice.objects.all()}
        given = {advices[code]: (score, reason) for code, (score, reason) in scores.items()}
        self_check.record_scores(centre=centre, actor=actor, year=int(year), scores=given)
    began = _morning(centre.start)
    for rows in (centre.partners, centre.register_links, centre.money):
        happened(rows.model, rows.values_list("pk", flat=True), began)
    happened(Centre, [centre.pk], began)
    return centre


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9)))


def _milestone(row: Data, subject: Centre | Initiative, actor: User) -> None:
    """A compulsory one is there already, and is filled in."""
    standing = subject.milestones.filter(is_compulsory=True, kind=row["kind"]).first()
    values: Data = {
        name: row[name] for name in ("kind", "title", "evaluator", "report_title", "report_url") if name in row
    }
    values |= {"due": _day(row["due"]), "held": _day(row.get("held"))}
    milestone = milestones.save_milestone(subject=subject, actor=actor, values=values, milestone=standing)
    for one in row.get("findings", []):
        _finding(one, subject_of(subject), milestone, actor)
    happened(Milestone, [milestone.pk], _morning(milestone.held or _start(subject)))


def _start(subject: Centre | Initiative) -> date:
    """When its story begins."""
    return (subject.start if isinstance(subject, Centre) else subject.decided) or timezone.localdate()


def _finding(row: Data, subject: Subject, milestone: Milestone, actor: User) -> None:
    made = recommendations.add_recommendation(
        subject=subject,
        actor=actor,
        source_code=milestone.source_code,
        values={
            "text": row["text"],
            "source_kind": "midterm" if milestone.kind == "midterm" else "evaluation",
            "source_title": milestone.report_title or milestone.name,
            "source_date": milestone.held,
            "source_url": milestone.report_url,
            "addressed_role": row.get("addressed_role", ""),
            "is_public": row.get("is_public", True),
        },
    )
    day = (milestone.held or timezone.localdate()) + timedelta(days=12)
    _happened(made, day)
    if owner := row.get("owner"):
        person = Person.objects.get(email=owner)
        recommendations.hand_over(recommendation=made, actor=actor, person=person, due=_day(row.get("due")))
    _happened(made, day + timedelta(days=9))
    for action, message, on in row.get("steps", []):
        workflow.take_step(recommendation=made, action=action, actor=actor, message=message)
        _happened(made, date.fromisoformat(on))
    for title in row.get("entries", []):
        if entry := Entry.objects.filter(title=title).first():
            recommendations.add_followed(recommendation=made, entry=entry, actor=actor)


def _happened(made: Recommendation, day: date) -> None:
    """What was just done with it was done on the day."""
    at = happened(Recommendation, [made.pk], _morning(day))
    with pgtrigger.ignore("recommendations.Step:never_changed"):
        Step.objects.filter(recommendation=made, at__gte=TransactionNow()).update(at=at)


def _study(row: Data, actor: User) -> None:
    organisation = Organisation.objects.get(code=row["organisation"])
    values: Data = {name: row[name] for name in ("kind", "title", "made_by", "year", "url", "findings") if name in row}
    study = Study(organisation=organisation, **values)
    parts.save_study(study=study, actor=actor, centres=Centre.objects.filter(code__in=row["centres"]))
    for one in row.get("money", []):
        parts.save_part(part=PublicMoney(study=study, **one), actor=actor)


def _initiative(row: Data, actor: User) -> None:
    values = {name: row[name] for name in centres.INITIATIVE_EDITABLE if name in row} | {
        "decided": _day(row["decided"])
    }
    organisation = Organisation.objects.get(code=row["organisation"])
    made = centres.create_initiative(actor=actor, code=row["code"], organisation=organisation, values=values)
    Initiative.objects.filter(pk=made.pk).update(is_example=True)
    for one in row["phases"]:
        days = {"start": _day(one["start"]), "end": _day(one.get("end"))}
        parts.save_part(part=Phase(initiative=made, **(one | days)), actor=actor)
    for one in row["instruments"]:
        parts.save_part(part=Instrument(initiative=made, **one), actor=actor)
    for one in row["leaders"]:
        part = Appointment(
            initiative=made,
            person=Person.objects.get(email=one["person"]),
            unit=Unit.objects.get(code=one["unit"]),
            focus=one["focus"],
            focus_note=one.get("focus_note", ""),
            tasks=one.get("tasks", []),
            start=date.fromisoformat(one["start"]),
            end=_day(one.get("end")),
        )
        parts.save_part(part=part, actor=actor)
    for one in row["milestones"]:
        _milestone(one, made, actor)
