"""How registers work: their settings and profiles, as they are and as they were."""

from datetime import datetime
from typing import Any

from pydantic import Field

from samspill.api.schemas.base import Out, Ref, href
from samspill.api.schemas.parties import register_ref
from samspill.api.schemas.registers import RegisterOut
from samspill.registry.models import Register, RegisterProfile
from samspill.registry.models.effect import OwnWord


def profile_ref(row: RegisterProfile) -> Ref:
    """A profile named in another resource."""
    return Ref(code=row.code, name=row.name, href=href("profiles", row.code))


class ProfileRules(Out):
    """What a profile says. ``fields`` and ``report_sections`` empty: all; ``scale`` null: the register's own."""

    name_nb: str
    name_nn: str
    name_en: str
    description_nb: str
    description_nn: str
    description_en: str
    source: str = Field(description="Where the method is described, in bokmål or as it was first written.")
    source_nn: str = Field(description="The same in nynorsk; may be empty.")
    source_en: str = Field(description="The same in English; may be empty.")
    is_active: bool = Field(description="Whether registers can choose it.")
    scale: str | None
    fields_: list[str] = Field(
        serialization_alias="fields", description="Codes of what is asked for beside what every register asks for."
    )
    due_days: list[str] = Field(description="MM-DD: the days on which a year's rounds are due. Empty: no rounds.")
    sets_targets: bool
    assessment: str = Field(description="none or probability_impact.")
    assessment_threshold: int = Field(description="High is from this, 1 to 5, of both.")
    review_months: list[int]
    has_work_plans: bool
    has_effects: bool
    tags: list[str]
    report_due: str | None = Field(description="MM-DD of the year after; null: nobody waits for a report.")
    report_sections: list[str]

    @classmethod
    def values(cls, row: Any) -> dict[str, Any]:
        """Of a profile, or of an event that tells what it was."""
        own = set(ProfileRules.model_fields) - {"scale", "fields_", "report_due"}
        return {name: getattr(row, name) for name in own} | {
            "scale": row.scale.code if row.scale else None,
            "fields_": row.fields,
            "report_due": row.report_due or None,
        }


class ProfileRow(ProfileRules):
    """A profile: how a register works. It decides what is asked and shown, never what is kept."""

    code: str
    name: str
    version: str | None = Field(description="Date of the table that it came with; null: it was made here.")
    registers: int | None = Field(description="How many registers have it; for administrators.")
    href: str

    @classmethod
    def of(cls, row: RegisterProfile) -> "ProfileRow":
        return cls(**cls.values(row))

    @classmethod
    def values(cls, row: Any) -> dict[str, Any]:
        return super().values(row) | {
            "code": row.code, "name": row.name, "version": row.reference_version or None,
            "registers": getattr(row, "count", None), "href": href("profiles", row.code),
        }  # fmt: skip


class ProfileList(Out):
    items: list[ProfileRow]
    next: str | None


class ProfileOut(ProfileRow):
    """With the registers that have it (for administrators), and where it is told what it was before."""

    used_by: list[Ref] | None
    versions: str

    @classmethod
    def whole(cls, row: RegisterProfile, registers: list[Register] | None) -> "ProfileOut":
        return cls(
            **cls.values(row),
            used_by=None if registers is None else [register_ref(one) for one in registers],
            versions=href("profiles", row.code, "versions"),
        )


class ProfileVersion(ProfileRules):
    """What the profile said from this moment until the next version."""

    at: datetime

    @classmethod
    def of(cls, row: Any) -> "ProfileVersion":
        return cls(**cls.values(row), at=row.pgh_created_at)


class ProfileVersionList(Out):
    items: list[ProfileVersion]
    next: str | None


class SettingsOut(RegisterOut):
    """A register with its settings. ``rhythm`` and ``asks_targets`` are what holds: its own, else its profile's."""

    profile: Ref
    due_days: list[str] = Field(description="A rhythm of its own, MM-DD; empty: the profile's.")
    sets_targets: bool
    rhythm: list[str]
    asks_targets: bool
    versions: str

    @classmethod
    def of(cls, row: Register) -> "SettingsOut":
        return cls(
            **RegisterOut.of(row).model_dump(),
            profile=profile_ref(row.profile),
            due_days=row.due_days,
            sets_targets=row.sets_targets,
            rhythm=row.rhythm,
            asks_targets=row.asks_targets,
            versions=href("registers", row.code, "settings", "versions"),
        )


class SettingsVersion(Out):
    """What the register's settings said from this moment until the next version."""

    at: datetime
    name_nb: str
    name_nn: str
    name_en: str
    description_nb: str
    description_nn: str
    description_en: str
    contact_email: str
    is_public: bool
    due_days: list[str]
    sets_targets: bool
    scale: str
    profile: str

    @classmethod
    def of(cls, row: Any) -> "SettingsVersion":
        own = set(cls.model_fields) - {"at", "scale", "profile"}
        return cls(
            **{name: getattr(row, name) for name in own},
            at=row.pgh_created_at, scale=row.scale.code, profile=row.profile.code,
        )  # fmt: skip


class SettingsVersionList(Out):
    items: list[SettingsVersion]
    next: str | None


class HiddenOut(Out):
    """A field that would not be asked for any more, and of how many innovations it says something now."""

    code: str
    recorded: int


class ProfileChangeOut(Out):
    """What another profile would show and hide in a register. Nothing recorded is lost either way."""

    profile: Ref
    shown: list[str]
    hidden: list[HiddenOut]
    scale: str | None = Field(description="The scale that the register would get; null: it keeps its own.")


class OwnWordOut(Out):
    """A word that a register has added for itself, and how often it is used. Not ``is_active``: no longer offered."""

    code: str
    name: str
    name_nb: str
    name_nn: str
    name_en: str
    is_active: bool
    used: int

    @classmethod
    def of(cls, row: OwnWord) -> "OwnWordOut":
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class OwnWordList(Out):
    items: list[OwnWordOut]
    next: str | None
