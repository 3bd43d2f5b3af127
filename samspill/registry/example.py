"""The labelled example: invented centres with their parties, entries and users, read from ``examples/``.

Everything goes through the same acts as a user's own work. Only what lies in the past is set back in time.
"""

import json
import secrets
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pgtrigger
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from samspill.accounts.models import User
from samspill.core.history import acting
from samspill.parties.models import Affiliation, Organisation, Person, Role, SizeFigure, Unit, UnitSuccession
from samspill.registry import example_marks
from samspill.registry.domain import entries, parts, readiness, workflow
from samspill.registry.models import (
    Confirmation,
    Contribution,
    Entry,
    Evidence,
    Participation,
    ReadinessLevel,
    ReadinessReading,
    ReadinessScale,
    Register,
    RegisterProfile,
    StatusChange,
)

FOLDER = settings.BASE_DIR / "examples" / "eksempelsenter"
"""Where the parties that all share are, and the first register. Each register has a folder beside it."""
PASSWORD_FILE = settings.HOME / "example_password"
ADMINISTRATOR = "admin@example.org"

Data = dict[str, Any]


def example_password() -> str:
    """One password for all example users, made anew for each installation so that no two share it."""
    if not PASSWORD_FILE.exists():
        PASSWORD_FILE.parent.mkdir(parents=True, exist_ok=True)
        PASSWORD_FILE.touch(mode=0o600)
        PASSWORD_FILE.write_text(f"eksempel-{secrets.token_hex(4)}")
    return PASSWORD_FILE.read_text().strip()


def is_loaded() -> bool:
    """Whether the example is here already."""
    return Register.objects.filter(is_example=True).exists()


@transaction.atomic
def load() -> int:
    """Load the example, all or nothing. Returns the number of entries."""
    administrator = _user(ADMINISTRATOR, "Administrator (eksempel)")
    Role.objects.create(user=administrator, kind=Role.Kind.ADMINISTRATOR)
    with acting(actor=administrator, reason="Eksempeldata"):
        people: dict[str, Person] = {}
        for parties in read_all("parties.json"):
            _load_parties(parties, people)
            _load_roles(parties, people)
        return sum(_load_entries(folder, _load_register(folder), people, administrator) for folder in folders())


def logins() -> list[tuple[str, str, str]]:
    """(role, name, e-mail) of one example user for each role, and of the leader of every register."""
    rows = Role.objects.filter(user__email__endswith="@example.org").select_related("user").order_by("pk")
    first: dict[str, tuple[str, str, str]] = {}
    for role in rows:
        first.setdefault(
            role.kind + role.register_code, (str(role.get_kind_display()), role.user.name, role.user.email)
        )
    return list(first.values())


def folders() -> list[Path]:
    """The folders of all registers; the first is the one whose parties all know."""
    others = sorted(path.parent for path in FOLDER.parent.glob("*/register.json") if path.parent != FOLDER)
    return [FOLDER, *others]


def entries_of(register: Register) -> dict[str, Entry]:
    """The example's entries of a register by the keys that the files call them by. One query."""
    keys = {row["title"]: row["key"] for folder in folders() for row in _rows(folder)}
    return {keys[entry.title]: entry for entry in register.entries.all() if entry.title in keys}


def read_all(name: str) -> Iterator[Data]:
    """What each register's file of that name says; a folder need not have one."""
    for folder in folders():
        if (path := folder / name).exists():
            yield json.loads(path.read_text(encoding="utf-8"))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def _hashed(password: str) -> str:
    """Hashed once for all that share it, since hashing is slow on purpose."""
    return make_password(password)


def _user(email: str, name: str) -> User:
    user = User.objects.create(email=email, name=name, password=_hashed(example_password()))
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def _load_parties(data: Data, people: dict[str, Person]) -> None:
    Organisation.objects.bulk_create(Organisation(**row) for row in data["organisations"])
    organisations = {one.code: one for one in Organisation.objects.filter(is_example=True)}
    units = {one.code: one for one in Unit.objects.filter(organisation__is_example=True)}
    for row in data["units"]:
        values = {k: v for k, v in row.items() if k not in ("organisation", "parent", "valid_from", "valid_to")}
        units[row["code"]] = Unit.objects.create(
            organisation=organisations[row["organisation"]],
            parent=units.get(row.get("parent", "")),
            valid_from=_day(row.get("valid_from")),
            valid_to=_day(row.get("valid_to")),
            **values,
        )
    for row in data.get("unit_successions", []):
        UnitSuccession.objects.create(
            unit=units[row["unit"]],
            successor=units[row["successor"]],
            date=date.fromisoformat(row["date"]),
            note=row["note"],
        )
    for row in data["persons"]:
        person = people[row["key"]] = Person.objects.create(
            name=row["name"], email=row.get("email", ""), orcid=row.get("orcid", ""), is_example=True
        )
        for place in row["affiliations"]:
            Affiliation.objects.create(
                person=person,
                organisation=organisations[place["organisation"]],
                unit=units.get(place.get("unit", "")),
                title=place.get("title", ""),
                share=place.get("share"),
                valid_from=_day(place.get("valid_from")),
                valid_to=_day(place.get("valid_to")),
            )
    for row in data.get("size_figures", []):
        values = row | {
            "organisation": organisations[row["organisation"]],
            "unit": units.get(row.get("unit", "")),
            "date": _day(row["date"]),
        }
        SizeFigure.objects.create(**values)


def _load_roles(data: Data, people: dict[str, Person]) -> None:
    for row in data["roles"]:
        person = people[row["person"]]
        person.user = person.user or _user(person.email, person.name)
        person.save()
        Role.objects.create(
            user=person.user,
            kind=row["kind"],
            organisation=Organisation.objects.filter(code=row.get("organisation", "")).first(),
            unit=Unit.objects.filter(code=row.get("unit", "")).first(),
            register_code=row.get("register_code", ""),
            valid_from=date.fromisoformat(row["valid_from"]),
        )


def _load_register(folder: Path) -> Register:
    row = json.loads((folder / "register.json").read_text(encoding="utf-8"))
    row.pop("note")
    row["organisation"] = Organisation.objects.get(code=row["organisation"])
    row["unit"] = Unit.objects.get(code=row["unit"])
    row["profile"] = RegisterProfile.objects.get(code=row["profile"])
    row["scale"] = ReadinessScale.objects.get(code=row["scale"])
    return Register.objects.create(**row)


def _load_entries(folder: Path, register: Register, people: dict[str, Person], administrator: User) -> int:
    rows = list(_rows(folder))
    made = {row["key"]: _load_entry(row, register, people, administrator) for row in rows}
    for row in rows:
        for relation in row.get("relations", []):
            parts.relate(entry=made[row["key"]], other=made[relation["to"]], word=relation["kind"], actor=administrator)
    example_marks.mark(rows, made, actor=administrator)
    for row in rows:
        _take_steps(row, made[row["key"]], people, administrator)
    return len(made)


def _rows(folder: Path) -> Iterator[Data]:
    for path in sorted(folder.glob("*.json")):
        file = json.loads(path.read_text(encoding="utf-8"))
        yield from (file.get("defaults", {}) | row for row in file.get("entries", []))


def set_back(steps: QuerySet[StatusChange], at: datetime) -> None:
    """Steps of the workflow as if they were taken then; only in the example may they be changed."""
    with pgtrigger.ignore("registry.StatusChange:never_changed"):
        steps.update(at=at)


def _publishing(row: Data) -> Data:
    """The one step of a row that says only when it was published."""
    return {"action": "publish", "date": row["published"], "by": row["steps_by"]}


def _load_entry(row: Data, register: Register, people: dict[str, Person], administrator: User) -> Entry:
    values = {name: row[name] for name in entries.EDITABLE if name in row} | {
        "start_date": _day(row.get("start_date")),
        "end_date": _day(row.get("end_date")),
    }
    entry = entries.create_entry(
        actor=administrator,
        kind=row["kind"],
        organisation=Organisation.objects.get(code=row["organisation"]),
        unit=Unit.objects.filter(code=row.get("unit", "")).first(),
        register=register,
        values=values,
    )
    for part in row.get("contributions", []):
        contribution = parts.set_contribution(
            entry=entry,
            actor=administrator,
            person=people.get(part.get("person", "")),
            unit=Unit.objects.filter(code=part.get("unit", "")).first(),
            roles=part["roles"],
            share=Decimal(str(part["share"])) if part.get("share") is not None else None,
        )
        _confirm(part, contribution=contribution, by=contribution.person)
    for part in row.get("participations", []):
        participation = parts.set_participation(
            entry=entry,
            actor=administrator,
            organisation=Organisation.objects.get(code=part["organisation"]),
            role=part["role"],
            in_use_since=_day(part.get("in_use_since")),
        )
        speaker = Person.objects.filter(user__roles__organisation=participation.organisation_id).first()
        _confirm(part, participation=participation, by=speaker)
    for evidence in row.get("evidence", []):
        Evidence.objects.create(entry=entry, added_by=administrator, **evidence | {"date": _day(evidence["date"])})
    _record_readings(row, entry, administrator)
    owner = next(
        (p.person.user for p in entry.contributions.select_related("person__user") if p.person and p.person.user), None
    )
    Entry.objects.filter(pk=entry.pk).update(created_by=owner or administrator)
    return entry


def _confirm(
    part: Data,
    *,
    by: Person | None,
    contribution: Contribution | None = None,
    participation: Participation | None = None,
) -> None:
    """The answer stands as the party gave it; only a party with a login is named as who answered."""
    if answer := part.get("confirmation"):
        default = "contributed" if contribution else "participated"
        Confirmation.objects.create(
            contribution=contribution,
            participation=participation,
            statement=answer.get("statement", default),
            answer=answer["answer"],
            message=answer.get("message", ""),
            about=contribution.what_is_said if contribution else "",
            date=_day(answer.get("date")),
            by=by.user if by else None,
        )


def _record_readings(row: Data, entry: Entry, actor: User) -> None:
    levels = {(level.scale.code, level.level): level for level in ReadinessLevel.objects.select_related("scale")}
    by_key: dict[str, ReadinessReading] = {}
    for reading in row.get("readings", []):
        level = levels[reading["scale"], reading["level"]]
        if wrong := reading.get("corrects"):
            readiness.correct_reading(reading=by_key[wrong], actor=actor, level=level, reason=reading["reason"])
            continue
        made = readiness.record_reading(
            entry=entry, actor=actor, level=level, on=date.fromisoformat(reading["date"]), note=reading.get("note", "")
        )
        by_key[reading.get("key", "")] = made


def _take_steps(row: Data, entry: Entry, people: dict[str, Person], administrator: User) -> None:
    """The steps of the workflow by those who took them, and then when they did."""
    steps = row["workflow"] if "workflow" in row else [_publishing(row)]
    for step in steps:
        person = people.get(step["by"])
        entry = workflow.change_status(
            entry=entry,
            action=step["action"],
            actor=(person.user if person and person.user else None) or administrator,
            message=step.get("message", ""),
            tell=False,
        )
        at = timezone.make_aware(datetime.combine(date.fromisoformat(step["date"]), time(10)))
        set_back(StatusChange.objects.filter(entry=entry, version=entry.version), at)
        if step["action"] == "publish":
            Entry.objects.filter(pk=entry.pk).update(published_at=at)
            entry.published_at = at
    if entry.status != row["status"]:
        raise ValueError(f"{row['key']}: ends as {entry.status}, not {row['status']}")
