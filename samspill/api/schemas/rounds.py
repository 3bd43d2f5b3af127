"""Update rounds: their dates and counts, and what was told of each innovation."""

from collections.abc import Mapping
from datetime import date as Date
from datetime import datetime
from typing import Any

from pydantic import ConfigDict, Field

from samspill.api.schemas.base import Out, Ref, href
from samspill.api.schemas.entry_ref import EntryRef, LevelRef
from samspill.api.schemas.parties import register_ref
from samspill.rounds.models import RoundItem, Target, Update, UpdateRound
from samspill.rounds.queries import State, state_of, told_of

Answer = Update.Answer


class RoundCounts(Out):
    """Innovations in a round. ``updated`` counts the late ones too; ``reached`` and those after it count targets."""

    innovations: int
    updated: int
    late: int
    not_updated: int
    stopped: int
    reached: int
    partly: int
    not_reached: int
    changed: int

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> "RoundCounts":
        def number(*codes: str) -> int:
            return sum(counts.get(code, 0) for code in codes)

        return cls(
            innovations=number("items"),
            updated=number(State.UPDATED, State.LATE),
            late=number(State.LATE),
            not_updated=number(State.NOT_UPDATED, State.MISSING),
            stopped=number(State.STOPPED),
            reached=number(Answer.REACHED),
            partly=number(Answer.PARTLY),
            not_reached=number(Answer.NOT),
            changed=number(Answer.CHANGED),
        )


class RoundRow(Out):
    """A round. ``counts`` are null while it is planned, and for those who only see their own innovations in it."""

    id: str
    register_: Ref = Field(serialization_alias="register")
    name: str
    opens: Date
    due: Date
    closes: Date
    state: str = Field(description="planned, open or closed.")
    sets_targets: bool
    opened_at: datetime | None
    closed_at: datetime | None
    counts: RoundCounts | None
    href: str

    @classmethod
    def values(cls, row: UpdateRound, counts: Mapping[str, int] | None) -> dict[str, Any]:
        own = ("name", "opens", "due", "closes", "state", "sets_targets", "opened_at", "closed_at")
        return {name: getattr(row, name) for name in own} | {
            "id": row.public_id,
            "register_": register_ref(row.register),
            "counts": RoundCounts.of(counts) if counts else None,
            "href": href("rounds", row.public_id),
        }


class RoundOut(RoundRow):
    """With what was said to the owners. ``checksum``: SHA-256 of what it was when it closed; null until then."""

    intro: str
    checksum: str | None
    erased_at: datetime | None = Field(description="When the name of somebody who was erased was taken out of it.")
    items: str = Field(description="Where its innovations are.")


class RoundList(Out):
    items: list[RoundRow]
    next: str | None


class TargetOut(Out):
    """What is aimed at: a level (null where nothing is measured), and how it reaches users."""

    level: LevelRef | None
    reaches: str
    below_reason: str

    @classmethod
    def of(cls, row: Target) -> "TargetOut":
        level = LevelRef.of(row.level) if row.level else None
        return cls(level=level, reaches=row.reaches, below_reason=row.below_reason)


class ToldOut(Out):
    """What was sent. Drafts are shown to nobody."""

    target_answer: str | None = Field(description="reached, partly, not or changed; null without a target.")
    target_reason: str
    progress: str
    level: LevelRef | None
    read_on: Date | None
    no_reading_reason: str
    is_late: bool
    answered_at: datetime
    answered_by: str | None
    next_target: TargetOut | None

    @classmethod
    def of(cls, row: Update) -> "ToldOut":
        assert row.answered_at is not None
        target = getattr(row, "next_target", None)
        return cls(
            target_answer=row.target_answer or None,
            target_reason=row.target_reason,
            progress=row.progress,
            level=LevelRef.of(row.reading.level) if row.reading else None,
            read_on=row.read_on,
            no_reading_reason=row.no_reading_reason,
            is_late=row.is_late,
            answered_at=row.answered_at,
            answered_by=str(row.answered_by) if row.answered_by else None,
            next_target=TargetOut.of(target) if target else None,
        )


class RoundItemOut(Out):
    """An innovation in a round: whose turn it is, what was aimed at, and what was told."""

    entry: EntryRef
    state: str = Field(description="missing, updated, late, not_updated or stopped.")
    owner: str | None
    because: str = Field(description="Why it is the owner's turn: creator, contributor, handed, leader or nobody.")
    target: TargetOut | None
    told: ToldOut | None

    @classmethod
    def of(cls, row: RoundItem) -> "RoundItemOut":
        told = told_of(row)
        return cls(
            entry=EntryRef.of(row.entry),
            state=state_of(row).value,
            owner=str(row.owner) if row.owner else None,
            because=row.because,
            target=TargetOut.of(row.target) if row.target else None,
            told=ToldOut.of(told) if told else None,
        )


class RoundItemList(Out):
    items: list[RoundItemOut]
    next: str | None


class EntryRoundOut(RoundItemOut):
    """One round of an innovation. The round may be of a register that it has left."""

    round: Ref
    due: Date

    @classmethod
    def of(cls, row: RoundItem) -> "EntryRoundOut":
        return cls(
            **RoundItemOut.of(row).model_dump(),
            round=Ref(code=row.round.public_id, name=row.round.name, href=href("rounds", row.round.public_id)),
            due=row.round.due,
        )


class EntryRoundList(Out):
    items: list[EntryRoundOut]
    next: str | None


class FrozenOut(Out):
    """Canonical JSON, byte for byte as its SHA-256 was taken of it (header X-Checksum-SHA256)."""

    model_config = ConfigDict(extra="allow")

    format: str
    version: int
