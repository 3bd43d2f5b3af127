"""Registers, and entries that went from one to another that carries them on."""

from datetime import datetime

from pydantic import Field

from samspill.api.schemas.base import Out, Ref, href, page_of
from samspill.api.schemas.entry_ref import EntryRef
from samspill.api.schemas.parties import organisation_ref, register_ref, unit_ref
from samspill.registry.models import CarriedOn, Register


class RegisterOut(Out):
    """A centre's or unit's collection of entries."""

    code: str
    name: str
    name_nb: str
    name_nn: str
    name_en: str
    description_nb: str
    description_nn: str
    description_en: str
    organisation: Ref
    unit: Ref | None
    scale: str
    contact_email: str
    is_public: bool
    is_example: bool
    href: str
    page: str

    @classmethod
    def of(cls, row: Register) -> "RegisterOut":
        own = (
            "code", "name", "name_nb", "name_nn", "name_en", "description_nb", "description_nn", "description_en",
            "contact_email", "is_public", "is_example",
        )  # fmt: skip
        return cls(
            **{name: getattr(row, name) for name in own},
            organisation=organisation_ref(row.organisation),
            unit=unit_ref(row.unit) if row.unit else None,
            scale=row.scale.code,
            href=href("registers", row.code),
            page=page_of("register", row.code),
        )


class CarriedCount(Out):
    """A register that carries entries of another one on, and how many."""

    register_: Ref = Field(serialization_alias="register")
    entries: int


class RegisterWhole(RegisterOut):
    """With the public registers that carry entries of it on."""

    carried_on: list[CarriedCount]


class RegisterList(Out):
    items: list[RegisterOut]
    next: str | None


class CarriedOnOut(Out):
    """An entry went from one register to another. ``entry`` is null when you may not see it where it is now."""

    entry: EntryRef | None
    source: Ref
    target: Ref
    version: int = Field(description="The entry's number when it left; what it said then stands in its history.")
    reason: str
    at: datetime

    @classmethod
    def of(cls, row: CarriedOn, visible: set[int]) -> "CarriedOnOut":
        return cls(
            entry=EntryRef.of(row.entry) if row.entry_id in visible else None,
            source=register_ref(row.source),
            target=register_ref(row.target),
            version=row.version,
            reason=row.reason,
            at=row.at,
        )


class CarriedOnList(Out):
    items: list[CarriedOnOut]
    next: str | None
