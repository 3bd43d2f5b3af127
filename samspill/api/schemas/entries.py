"""Entries as they come out."""

from collections.abc import Iterable
from datetime import date as Date
from datetime import datetime
from typing import Any

from pydantic import Field

from samspill.api.answers import state_of
from samspill.api.schemas.base import Out, PersonRef, Ref, href, page_of
from samspill.api.schemas.parties import organisation_ref, person_ref, register_ref, unit_ref
from samspill.registry.models import (
    Confirmation,
    Contribution,
    EffectTag,
    Entry,
    EntryIdentifier,
    Evidence,
    Participation,
    Progress,
    ReadinessLevel,
    ReadinessReading,
    Relation,
)

Statement = Confirmation.Statement
WORDS = {
    (Relation.Kind.LED_TO, True): "led_to",
    (Relation.Kind.LED_TO, False): "grew_from",
    (Relation.Kind.DOCUMENTS, True): "documents",
    (Relation.Kind.DOCUMENTS, False): "documented_by",
    (Relation.Kind.TESTED_IN, True): "tested_in",
    (Relation.Kind.TESTED_IN, False): "tests",
    (Relation.Kind.MOVED_FORWARD, True): "moved_forward",
    (Relation.Kind.MOVED_FORWARD, False): "moved_forward_by",
}
"""Kind, and whether this entry is the source -> the relation seen from this entry."""


class NowOut(Out):
    """The newest reading that stands."""

    scale: str
    level: int
    level_code: str
    date: Date
    year_only: bool

    @classmethod
    def of(cls, reading: ReadinessReading, levels: dict[int, ReadinessLevel]) -> "NowOut":
        level = levels[reading.level_id]
        return cls(
            scale=level.scale.code,
            level=level.level,
            level_code=level.code,
            date=reading.date,
            year_only=reading.year_only,
        )


class ParticipantOut(Out):
    organisation: Ref
    role: str


class EntryRow(Out):
    """An entry in a list. Codes are explained by the vocabularies."""

    id: str
    kind: str
    types: list[str]
    title: str
    own_word: str
    summary: str = Field(description="Markdown.")
    language: str = Field(description="Of the text: nb, nn, en, se or xx (another).")
    start_date: Date | None
    end_date: Date | None
    ways: list[str]
    sdgs: list[int]
    disciplines: list[str]
    service_areas: list[str]
    keywords: list[str]
    organisation: Ref
    unit: Ref | None
    register_: Ref | None = Field(serialization_alias="register")
    status: str
    visibility: str
    version: int
    published_at: datetime | None
    updated_at: datetime
    participants: list[ParticipantOut]
    readiness: NowOut | None
    href: str
    page: str

    @classmethod
    def values(cls, row: Entry) -> dict[str, Any]:
        """The entry's own fields."""
        own = (
            "kind", "types", "title", "own_word", "summary", "language", "start_date", "end_date", "ways", "sdgs",
            "disciplines", "service_areas", "keywords", "status", "visibility", "version", "published_at", "updated_at",
        )  # fmt: skip
        return {name: getattr(row, name) for name in own} | {
            "id": row.public_id,
            "organisation": organisation_ref(row.organisation),
            "unit": unit_ref(row.unit) if row.unit else None,
            "href": href("entries", row.public_id),
            "page": page_of("entry", row.public_id),
        }

    @classmethod
    def of(cls, row: Entry, *, registers: set[int], levels: dict[int, ReadinessLevel]) -> "EntryRow":
        """From `loading.with_parts`; ``registers``: ids of those that the reader may see."""
        standing: list[ReadinessReading] = getattr(row, "standing", [])
        return cls(
            **cls.values(row),
            register_=register_ref(row.register) if row.register and row.register_id in registers else None,
            participants=[
                ParticipantOut(organisation=organisation_ref(part.organisation), role=part.role_id)
                for part in row.participations.all()
            ],
            readiness=NowOut.of(standing[0], levels) if standing else None,
        )


class EntryList(Out):
    items: list[EntryRow]
    next: str | None = Field(description="The address of the next page; null on the last one.")


class ContributionOut(Out):
    """A person's or a unit's part. ``answer``: the contributor's own newest word, confirmed, disputed or none."""

    id: int
    person: PersonRef | None
    unit: Ref | None
    roles: list[str]
    share: float | None
    start_date: Date | None
    end_date: Date | None
    position: int
    answer: str | None
    etag: str

    @classmethod
    def of(cls, row: Contribution) -> "ContributionOut":
        return cls(
            id=row.pk,
            person=person_ref(row.person) if row.person else None,
            unit=unit_ref(row.unit) if row.unit else None,
            roles=row.roles,
            share=None if row.share is None else float(row.share),
            start_date=row.start_date,
            end_date=row.end_date,
            position=row.position,
            answer=newest(row.confirmations.all()),
            etag=f'"{state_of(row)}"',
        )


class ParticipationOut(Out):
    """An organisation's part. ``answer`` and ``use_answer``: its own newest word on taking part, and on use."""

    id: int
    organisation: Ref
    role: str
    start_date: Date | None
    end_date: Date | None
    in_use_since: Date | None
    answer: str | None
    use_answer: str | None
    etag: str

    @classmethod
    def of(cls, row: Participation) -> "ParticipationOut":
        answers = list(row.confirmations.all())
        return cls(
            id=row.pk,
            organisation=organisation_ref(row.organisation),
            role=row.role_id,
            start_date=row.start_date,
            end_date=row.end_date,
            in_use_since=row.in_use_since,
            answer=newest(answers, Statement.PARTICIPATED),
            use_answer=newest(answers, Statement.TAKEN_INTO_USE),
            etag=f'"{state_of(row)}"',
        )


class ReadingOut(Out):
    """A reading of readiness. It never changes: one that was wrong is ``corrected_by`` a newer one, with a reason."""

    id: int
    scale: str
    level: int
    level_code: str
    date: Date
    year_only: bool
    note: str
    corrects: int | None
    corrected_by: int | None
    reason: str
    recorded_at: datetime

    @classmethod
    def all_of(cls, rows: list[ReadinessReading], levels: dict[int, ReadinessLevel]) -> list["ReadingOut"]:
        """All readings of an entry, oldest first."""
        replaced = {row.corrects_id: row.pk for row in rows if row.corrects_id}
        own = ("date", "year_only", "note", "reason", "recorded_at")
        return [
            cls(
                **{name: getattr(row, name) for name in own},
                id=row.pk,
                scale=levels[row.level_id].scale.code,
                level=levels[row.level_id].level,
                level_code=levels[row.level_id].code,
                corrects=row.corrects_id,
                corrected_by=replaced.get(row.pk),
            )
            for row in rows
        ]


def evidence_file(entry: Entry, row: Evidence) -> str:
    """Where a file is fetched, by those who may see it."""
    return href("entries", entry.public_id, "evidence", row.public_id, "file")


class FileOut(Out):
    name: str
    content_type: str
    size: int | None = Field(description="Bytes.")
    sha256: str
    address: str = Field(description="Where it is fetched, by those who may see it.")


class EvidenceOut(Out):
    """A file, a link or a note that shows that the entry is true."""

    id: str
    kind: str
    title: str
    url: str
    note: str
    file: FileOut | None
    date: Date | None
    is_confidential: bool
    added_at: datetime
    etag: str

    @classmethod
    def of(cls, row: Evidence) -> "EvidenceOut":
        own = ("kind", "title", "url", "note", "date", "is_confidential", "added_at")
        return cls(
            **{name: getattr(row, name) for name in own},
            id=row.public_id,
            etag=f'"{state_of(row)}"',
            file=FileOut(
                name=row.file_name,
                content_type=row.content_type,
                size=row.size,
                sha256=row.sha256,
                address=evidence_file(row.entry, row),
            )
            if row.kind == Evidence.Kind.FILE
            else None,
        )


class RelationOut(Out):
    """A relation to another entry, in words seen from this one: led_to, grew_from, documents, documented_by, tested_in,
    tests (the other was tested here), moved_forward or moved_forward_by."""

    id: int
    word: str
    entry: str
    title: str
    kind: str
    href: str

    @classmethod
    def of(cls, row: Relation, *, seen_from: Entry) -> "RelationOut":
        is_source = row.source_id == seen_from.pk
        other = row.target if is_source else row.source
        return cls(
            id=row.pk,
            word=WORDS[Relation.Kind(row.kind), is_source],
            entry=other.public_id,
            title=other.title,
            kind=other.kind,
            href=href("entries", other.public_id),
        )


class EffectOut(Out):
    """An effect, and for whom; ``effect`` and ``recipient`` are codes of the vocabularies with these names."""

    effect: str
    effect_name: str
    recipient: str
    recipient_name: str
    stage: str = Field(description="expected or achieved.")
    since: Date | None = Field(description="Since when it is achieved, if that is known.")
    note: str

    @classmethod
    def of(cls, row: EffectTag) -> "EffectOut":
        return cls(
            effect=row.effect.code, effect_name=row.effect.name, recipient=row.recipient.code,
            recipient_name=row.recipient.name, stage=row.stage, since=row.since, note=row.note,
        )  # fmt: skip


class ProgressOut(Out):
    """What an indicator of progress showed on a day."""

    indicator: str
    value: float
    measured_in: str
    date: Date
    note: str

    @classmethod
    def of(cls, row: Progress) -> "ProgressOut":
        return cls(
            indicator=row.indicator,
            value=float(row.value),
            measured_in=row.measured_in,
            date=row.date,
            note=row.note,
        )


class IdentifierOut(Out):
    """The same thing in another archive."""

    id: int
    scheme: str = Field(description="nva, cristin, doi, handle, isbn or urn.")
    value: str
    url: str = Field(description="Where it leads; empty when it leads nowhere.")

    @classmethod
    def of(cls, row: EntryIdentifier) -> "IdentifierOut":
        return cls(id=row.pk, scheme=row.scheme, value=row.value, url=row.url)


class EntryOut(EntryRow):
    """An entry with everything that its page shows you. ``steps``: those that you can take now."""

    market_potential: str
    potential_effect: str
    effects: str
    beneficiaries: str
    details: dict[str, Any] = Field(description="What the types ask for beyond the common fields, by field code.")
    contributions: list[ContributionOut]
    participations: list[ParticipationOut]
    readings: list[ReadingOut]
    evidence: list[EvidenceOut]
    relations: list[RelationOut]
    identifiers: list[IdentifierOut]
    marked_effects: list[EffectOut]
    progress: list[ProgressOut]
    may_edit: bool
    steps: list[str]


class ChangeOut(Out):
    """One field: from what to what, in words. A long text stands whole in ``after``."""

    label: str
    before: str
    after: str


class HistoryLine(Out):
    at: datetime
    who: str
    heading: str
    reason: str
    source: str
    changes: list[ChangeOut]


class HistoryList(Out):
    """The story of an entry, newest first."""

    items: list[HistoryLine]
    next: str | None


def newest(answers: Iterable[Confirmation], statement: str | None = None) -> str | None:
    """The newest answer, if it still stands."""
    given = [answer for answer in answers if statement is None or answer.statement == statement]
    return given[-1].answer if given and given[-1].stands else None
