"""Editions of annual reports."""

from datetime import datetime
from typing import Any

from pydantic import ConfigDict, Field

from samspill.api.schemas.base import Out, Ref, href, page_of
from samspill.api.schemas.parties import register_ref, unit_ref
from samspill.registry.models import Register
from samspill.reports import outputs
from samspill.reports.difference import Difference, FigurePair
from samspill.reports.models import Edition


class ReportFileOut(Out):
    """A file of the edition; PDF and XLSX come in the language asked for."""

    form: str = Field(description="pdf, xlsx or json.")
    type: str
    href: str


class ReportRow(Out):
    """An edition of an annual report; it never changes. ``checksum``: SHA-256 of its content as it was made."""

    id: str
    register_: Ref | None = Field(serialization_alias="register")
    unit: Ref | None
    year: int
    number: int
    everyone: bool = Field(description="Whether it counts only what everyone may see.")
    state: str = Field(description="building, ready or failed.")
    checksum: str | None
    made_at: datetime
    published_at: datetime | None
    erased_at: datetime | None = Field(description="When the name of somebody who was erased was taken out of it.")
    href: str
    page: str

    @classmethod
    def values(cls, row: Edition) -> dict[str, Any]:
        own = ("year", "number", "everyone", "state", "made_at", "published_at", "erased_at")
        subject = row.subject
        return {name: getattr(row, name) for name in own} | {
            "id": row.public_id,
            "register_": register_ref(subject) if isinstance(subject, Register) else None,
            "unit": None if isinstance(subject, Register) else unit_ref(subject),
            "checksum": row.checksum or None,
            "href": href("reports", row.public_id),
            "page": page_of("report", row.public_id),
        }


class ReportList(Out):
    items: list[ReportRow]
    next: str | None


class ReportOut(ReportRow):
    """With where its content and its files are. ``software``: what it was made with."""

    software: str
    content: str = Field(description="Where its content is, as JSON.")
    difference: str = Field(description="Where it is told what is different from the edition before it.")
    files: list[ReportFileOut]

    @classmethod
    def of(cls, row: Edition) -> "ReportOut":
        files = href("reports", row.public_id, "files")
        return cls(
            **cls.values(row),
            software=row.software,
            content=href("reports", row.public_id, "content"),
            difference=href("reports", row.public_id, "difference"),
            files=[
                ReportFileOut(form=form, type=kind, href=f"{files}/{form}") for form, kind in outputs.TYPES.items()
            ],
        )  # fmt: skip


class ReportContentOut(Out):
    """Canonical JSON, byte for byte as its SHA-256 was taken of it (header X-Checksum-SHA256)."""

    model_config = ConfigDict(extra="allow")

    format: str
    version: int
    year: int
    number: int


class FigurePairOut(Out):
    """A key figure in both editions; null where one has none of that kind. ``change`` is null when one is missing."""

    section: str
    label: str
    before: int | float | None
    now: int | float | None
    change: int | float | None

    @classmethod
    def of(cls, pair: FigurePair) -> "FigurePairOut":
        return cls(section=pair.section, label=pair.label, before=pair.before, now=pair.now, change=pair.change)


class EntryThen(Out):
    """An entry as the edition has it; today it may be another, or not be there for you (404)."""

    id: str
    title: str
    href: str

    @classmethod
    def of(cls, one: dict[str, Any]) -> "EntryThen":
        return cls(id=one["id"], title=one["title"], href=href("entries", one["id"]))


class EntryChanged(EntryThen):
    """``what``: names of the fields of the content's data that are different."""

    before_title: str
    what: list[str]


class ReportDifferenceOut(Out):
    """What is different from the edition before it that you may read: of the same year, else of an earlier one. When
    there is none, ``before`` is null and nothing is told."""

    report: str
    before: str | None
    figures: list[FigurePairOut]
    new: list[EntryThen]
    gone: list[EntryThen]
    changed: list[EntryChanged]

    @classmethod
    def of(cls, row: Edition, before: Edition | None, found: Difference | None) -> "ReportDifferenceOut":
        return cls(
            report=href("reports", row.public_id),
            before=href("reports", before.public_id) if before else None,
            figures=[FigurePairOut.of(pair) for pair in found.figures] if found else [],
            new=[EntryThen.of(one) for one in found.new] if found else [],
            gone=[EntryThen.of(one) for one in found.gone] if found else [],
            changed=[
                EntryChanged(
                    id=one.id, title=one.title, href=href("entries", one.id), before_title=one.before_title,
                    what=list(one.what),
                )
                for one in found.changed
            ] if found else [],
        )  # fmt: skip
