"""Personal data: what is held of people and why, what is held of oneself, and requests about it."""

from datetime import date as Date
from datetime import datetime
from typing import Any, Literal

from django.conf import settings
from pydantic import Field

from samspill.api.schemas.base import Out, href
from samspill.core.personal_data import Holding, Rule
from samspill.parties.models import DataRequest


class CodedText(Out):
    code: str
    text: str


class ThenOut(CodedText):
    because: str


class HoldingOut(Out):
    """One kind of thing that is held of people: what, why, on what ground of law, who sees it, how long, and then?"""

    code: str
    title: str
    what: str
    why: str
    ground: CodedText
    seen_by: str
    kept: str
    then: ThenOut

    @classmethod
    def of(cls, row: Holding) -> "HoldingOut":
        own = ("code", "title", "what", "why", "seen_by", "kept")
        return cls(
            **{name: str(getattr(row, name)) for name in own},
            ground=CodedText(code=row.ground.value, text=str(row.ground.label)),
            then=ThenOut(code=row.then.value, text=str(row.then.label), because=str(row.because)),
        )


class TimeLimit(Out):
    """A time limit that is kept every night."""

    code: str
    what: str
    limit: str

    @classmethod
    def of(cls, row: Rule) -> "TimeLimit":
        return cls(code=row.code, what=str(row.what), limit=str(row.limit))


class PrivacyOut(Out):
    holdings: list[HoldingOut]
    limits: list[TimeLimit]


class HeldOut(HoldingOut):
    """With the rows about you. ``history``: earlier values of them, as the database kept them."""

    rows: list[dict[str, Any]]
    history: list[dict[str, Any]]


class MentionOut(Out):
    """A text that others wrote in which you are named, with a little around it. ``where``: code of the holding."""

    where: str
    in_: str = Field(alias="in")
    field: str
    text: str


class AboutOut(Out):
    name: str
    e_mail: str = Field(alias="e-mail")
    person: str | None


class MyDataOut(Out):
    """The same as the file that you can take with you, in the language asked for."""

    format: str
    version: int
    site: str
    made_at: datetime
    about: AboutOut
    holdings: list[HeldOut]
    mentions: list[MentionOut]


class DataRequestRow(Out):
    """A wish to be erased, to have the use of one's data restricted or freed again (lift), or to get a copy."""

    id: str
    kind: Literal["erase", "restrict", "lift", "copy"]
    status: Literal["open", "accepted", "texts", "done", "refused", "withdrawn"] = Field(
        description="texts: carried out, and some texts are to be looked through."
    )
    about: str
    created_at: datetime
    due_on: Date = Field(description="The last day to answer it.")
    is_late: bool
    href: str
    page: str

    @classmethod
    def values(cls, row: DataRequest) -> dict[str, Any]:
        own = ("kind", "status", "created_at", "due_on", "is_late")
        return {name: getattr(row, name) for name in own} | {
            "id": row.public_id,
            "about": str(row.person or row.user),
            "href": href("personal-data-requests", row.public_id),
            "page": f"{settings.SITE_URL}/arbeid/opplysninger/sak/{row.public_id}/",
        }


class DataRequestList(Out):
    items: list[DataRequestRow]
    next: str | None


class DataRequestOut(DataRequestRow):
    """With why it is made, by whom, and what was answered. ``requested_by`` is null when the person asked."""

    requested_by: str | None
    identity: str = Field(description="How it is known who asks, when somebody asked on behalf of the person.")
    reason: str
    answer: str
    answered_by: str | None
    answered_at: datetime | None
    done_at: datetime | None

    @classmethod
    def of(cls, row: DataRequest, about: str) -> "DataRequestOut":
        own = ("identity", "reason", "answer", "answered_at", "done_at")
        for_somebody = row.requested_by is not None and row.requested_by_id != row.user_id
        return cls(
            **cls.values(row) | {"about": about} | {name: getattr(row, name) for name in own},
            requested_by=str(row.requested_by) if for_somebody else None,
            answered_by=str(row.answered_by) if row.answered_by else None,
        )
