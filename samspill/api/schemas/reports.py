"""Editions of annual reports."""

from datetime import datetime
from typing import Any

from pydantic import ConfigDict, Field

from samspill.api.schemas.base import Out, Ref, href, page_of
from samspill.api.schemas.parties import register_ref, unit_ref
from samspill.registry.models import Register
from samspill.reports import outputs
from samspill.reports.models import Edition


class ReportFileOut(Out):
    """A file of the edition; PDF and XLSX come in the language of the address."""

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
    files: list[ReportFileOut]

    @classmethod
    def of(cls, row: Edition) -> "ReportOut":
        page = page_of("report", row.public_id)
        return cls(
            **cls.values(row),
            software=row.software,
            content=href("reports", row.public_id, "content"),
            files=[
                ReportFileOut(form=form, type=kind, href=f"{page}fil.{form}") for form, kind in outputs.TYPES.items()
            ],
        )  # fmt: skip


class ReportContentOut(Out):
    """Canonical JSON, byte for byte as its SHA-256 was taken of it (header X-Checksum-SHA256)."""

    model_config = ConfigDict(extra="allow")

    format: str
    version: int
    year: int
    number: int
