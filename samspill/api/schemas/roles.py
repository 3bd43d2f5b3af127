"""Roles, and invitations to them."""

from collections.abc import Mapping
from datetime import date as Date
from datetime import datetime
from typing import Any

from pydantic import Field

from samspill.api.schemas.base import Out, Ref, RoleKind, href
from samspill.api.schemas.parties import organisation_ref, unit_ref
from samspill.parties.domain.invitations import state
from samspill.parties.models import Invitation, InvitationMail, Role


class Placed(Out):
    """A role in one place: an organisation, a unit with all below it, or a register; everywhere when all are null."""

    kind: RoleKind
    organisation: Ref | None
    unit: Ref | None
    register_: Ref | None = Field(serialization_alias="register")

    @classmethod
    def place(cls, row: Role | Invitation, registers: Mapping[str, str]) -> dict[str, Any]:
        """``registers``: their names by code, looked up once for a whole list."""
        code = row.register_code
        return {
            "kind": row.kind,
            "organisation": organisation_ref(row.organisation) if row.organisation else None,
            "unit": unit_ref(row.unit) if row.unit else None,
            "register_": Ref(code=code, name=registers.get(code, code), href=href("registers", code)) if code else None,
        }


class RoleOut(Placed):
    """A role of a user. It is ended, never deleted. ``granted_by`` is null when those who run the site gave it."""

    id: int
    user: str
    email: str
    valid_from: Date
    valid_to: Date | None
    is_over: bool
    granted_by: str | None
    ended_by: str | None
    ended_at: datetime | None = Field(description="When it was ended at once, whatever its last day says.")
    end_reason: str
    href: str

    @classmethod
    def of(cls, row: Role, registers: Mapping[str, str]) -> "RoleOut":
        return cls(
            **cls.place(row, registers),
            id=row.pk,
            user=str(row.user),
            email=row.user.email,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            is_over=row.is_over,
            granted_by=str(row.granted_by) if row.granted_by else None,
            ended_by=str(row.ended_by) if row.ended_by else None,
            ended_at=row.ended_at,
            end_reason=row.end_reason,
            href=href("roles", row.pk),
        )


class RoleList(Out):
    items: list[RoleOut]
    next: str | None


class InvitationOut(Placed):
    """An offered role that nobody has taken yet. Its link is in the mail alone."""

    id: int
    email: str
    name: str
    language: str
    state: str = Field(description="open, or expired: it can be sent again.")
    mail: str = Field(
        description="sent, under_way (not sent yet), failed, refused: the address takes no mail; or unknown: the mail "
        "server did not answer in time, or nobody was there to take its answer, and the mail may have left."
    )
    invited_by: str | None
    created_at: datetime
    expires_at: datetime

    @classmethod
    def of(cls, row: Invitation, registers: Mapping[str, str]) -> "InvitationOut":
        own = ("email", "name", "language", "created_at", "expires_at")
        return cls(
            **cls.place(row, registers),
            **{name: getattr(row, name) for name in own},
            id=row.pk,
            state=state(row),
            mail=getattr(row, "mail_outcome", None) or InvitationMail.Outcome.SENT,
            invited_by=str(row.invited_by) if row.invited_by else None,
        )


class InvitationList(Out):
    items: list[InvitationOut]
    next: str | None
