"""Centres and initiatives, with what belongs to both: milestones and what was recommended."""

from datetime import date as Date
from typing import Any

from pydantic import Field

from samspill.api.schemas.base import Out, PersonRef, Ref, href, page_of
from samspill.api.schemas.parties import organisation_ref, person_ref, unit_ref
from samspill.centres.models import Appointment, Centre, CentrePartner, Initiative, Instrument, Milestone, Phase, Study
from samspill.centres.models.study import PublicMoney


class CentreRow(Out):
    """A centre. ``state`` follows from its dates: planned, first, second (term), running or ended."""

    code: str
    name: str
    name_nb: str
    name_nn: str
    name_en: str
    scheme: str
    organisation: Ref
    unit: Ref | None
    start: Date
    split: Date | None = Field(description="First day of the second term.")
    end: Date | None
    state: str
    is_public: bool
    is_example: bool
    href: str
    page: str

    @classmethod
    def values(cls, row: Centre) -> dict[str, Any]:
        own = (
            "code", "name", "name_nb", "name_nn", "name_en", "start", "split", "end", "is_public", "is_example",
        )  # fmt: skip
        return {name: getattr(row, name) for name in own} | {
            "scheme": row.scheme.code,
            "organisation": organisation_ref(row.organisation),
            "unit": unit_ref(row.unit) if row.unit else None,
            "state": row.state.value,
            "href": href("centres", row.code),
            "page": page_of("centre", row.code),
        }


class CentreList(Out):
    items: list[CentreRow]
    next: str | None


class PartnerOut(Out):
    """An organisation in the consortium: research, user, public, international or associated partner."""

    organisation: Ref
    role: str
    start: Date | None
    end: Date | None

    @classmethod
    def of(cls, row: CentrePartner) -> "PartnerOut":
        return cls(organisation=organisation_ref(row.organisation), role=row.role, start=row.start, end=row.end)


class MilestoneOut(Out):
    """Something to be held by a day. ``report_file`` is where its report can be downloaded, if it is a file here."""

    id: str
    kind: str = Field(description="midterm, evaluation, closing or other.")
    name: str
    due: Date
    held: Date | None
    is_compulsory: bool
    evaluator: str
    report_title: str
    report_url: str
    report_file: str | None
    report_sha256: str | None

    @classmethod
    def of(cls, row: Milestone) -> "MilestoneOut":
        own = ("kind", "name", "due", "held", "is_compulsory", "evaluator", "report_title", "report_url")
        return cls(
            **{name: getattr(row, name) for name in own},
            id=row.public_id,
            report_file=href("milestones", row.public_id, "report") if row.report_file else None,
            report_sha256=row.report_sha256 or None,
        )


class StudyOut(Out):
    """A study of what centres lead to: effect, or the closing innovation study."""

    id: str
    kind: str
    title: str
    made_by: str
    year: int
    url: str
    page: str

    @classmethod
    def of(cls, row: Study) -> "StudyOut":
        own = ("kind", "title", "made_by", "year", "url")
        return cls(**{name: getattr(row, name) for name in own}, id=row.public_id, page=page_of("study", row.public_id))


class MoneyOut(Out):
    """Public money behind a field, in kroner. ``is_at_least``: more than this, without saying how much."""

    field: str
    amount: int
    is_at_least: bool
    first_year: int
    last_year: int
    source: str
    source_url: str

    @classmethod
    def of(cls, row: PublicMoney) -> "MoneyOut":
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class StudyWhole(StudyOut):
    """With what it found (Markdown), the centres it is of that you may see, and the public money behind the field."""

    findings: str
    organisation: Ref
    is_public: bool
    centres: list[Ref]
    public_money: list[MoneyOut]


class ScoreOut(Out):
    """How far an advice was followed in a year, from 1 to 5, with the reason."""

    advice: str
    name: str
    year: int
    score: int
    reason: str


class CentreOut(CentreRow):
    """With its partners, milestones, registers, studies, and the self-check (null when it is not shown to you)."""

    description_nb: str
    description_nn: str
    description_en: str
    website: str
    contact_email: str
    partners: list[PartnerOut]
    milestones: list[MilestoneOut]
    registers: list[Ref]
    predecessor: Ref | None
    successors: list[Ref]
    studies: list[StudyOut]
    public_money: list[MoneyOut]
    self_check: list[ScoreOut] | None
    recommendations: str = Field(description="Where the recommendations about it are that you may see.")


def centre_ref(row: Centre) -> Ref:
    """A centre named in another resource."""
    return Ref(code=row.code, name=row.name, href=href("centres", row.code))


class InitiativeRow(Out):
    """An organisation's own programme for innovation."""

    code: str
    name: str
    name_nb: str
    name_nn: str
    name_en: str
    organisation: Ref
    unit: Ref | None
    decided: Date | None
    is_public: bool
    is_example: bool
    href: str
    page: str

    @classmethod
    def values(cls, row: Initiative) -> dict[str, Any]:
        own = ("code", "name", "name_nb", "name_nn", "name_en", "decided", "is_public", "is_example")
        return {name: getattr(row, name) for name in own} | {
            "organisation": organisation_ref(row.organisation),
            "unit": unit_ref(row.unit) if row.unit else None,
            "href": href("initiatives", row.code),
            "page": page_of("initiative", row.code),
        }


class InitiativeList(Out):
    items: list[InitiativeRow]
    next: str | None


class PhaseOut(Out):
    name: str
    start: Date
    end: Date | None
    note: str

    @classmethod
    def of(cls, row: Phase) -> "PhaseOut":
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class InstrumentOut(Out):
    name: str
    description: str

    @classmethod
    def of(cls, row: Instrument) -> "InstrumentOut":
        return cls(name=row.name, description=row.description)


class LeaderOut(Out):
    """A person is innovation leader in a unit, from one day to another."""

    person: PersonRef
    unit: Ref
    focus: str
    focus_note: str
    tasks: list[str]
    start: Date
    end: Date | None

    @classmethod
    def of(cls, row: Appointment) -> "LeaderOut":
        own = ("focus", "focus_note", "tasks", "start", "end")
        return cls(**{name: getattr(row, name) for name in own}, person=person_ref(row.person), unit=unit_ref(row.unit))


class InitiativeOut(InitiativeRow):
    """With its phases, instruments, milestones, and innovation leaders (those with a public page, or all to those who
    run it)."""

    description_nb: str
    description_nn: str
    description_en: str
    website: str
    phases: list[PhaseOut]
    instruments: list[InstrumentOut]
    leaders: list[LeaderOut]
    milestones: list[MilestoneOut]
    recommendations: str = Field(description="Where the recommendations about it are that you may see.")
