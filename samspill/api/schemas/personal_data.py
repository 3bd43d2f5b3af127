"""Personal data: what is held of people and why, what is held of oneself, and requests about it."""

from collections.abc import Iterable
from datetime import date as Date
from datetime import datetime
from typing import Any, Literal

from django.conf import settings
from pydantic import Field

from samspill.api.schemas.base import In, Line, Out, href
from samspill.core.models import RetentionRun
from samspill.core.personal_data import Holding, Rule
from samspill.core.personal_data.words import Mention
from samspill.parties.domain.withholding import real_name
from samspill.parties.models import DataAccess, DataRequest
from samspill.parties.policies import LOOK


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


class LastRun(Out):
    """``error``: the kind of error that stopped it; empty when all went well."""

    started_at: datetime
    finished_at: datetime
    rows: int
    error: str


class LimitRun(TimeLimit):
    """A time limit with its last run; null when it never ran. ``is_late``: it should have run since."""

    last_run: LastRun | None
    is_late: bool

    @classmethod
    def told(cls, rule: Rule, run: RetentionRun | None, *, is_late: bool) -> "LimitRun":
        last = LastRun(**{name: getattr(run, name) for name in LastRun.model_fields}) if run else None
        return cls(**TimeLimit.of(rule).model_dump(), last_run=last, is_late=is_late)


class LimitRunList(Out):
    items: list[LimitRun]


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

    @classmethod
    def of(cls, one: Mention) -> "MentionOut":
        return cls.model_validate({"where": one.holding.code, "in": one.row, "field": one.field, "text": one.excerpt})


class AboutOut(Out):
    name: str
    e_mail: str | None = Field(None, alias="e-mail")
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


class NewLook(In):
    """Why you need to see what is held of somebody. The person can read it."""

    reason: Line


class LookOut(Out):
    """That an administrator opens what is held of a person, and why. It is open for an hour."""

    id: int
    person: str
    name: str
    reason: str
    at: datetime
    until: datetime
    href: str

    @classmethod
    def of(cls, row: DataAccess) -> "LookOut":
        return cls(
            id=row.pk, person=row.person.public_id, name=real_name(row.person), reason=row.reason, at=row.at,
            until=row.at + LOOK, href=href("personal-data-looks", row.pk),
        )  # fmt: skip


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
    texts: list[MentionOut] = Field(
        description="For administrators: texts that still name somebody who is erased, to be decided on in the pages."
    )

    @classmethod
    def of(cls, row: DataRequest, about: str, texts: Iterable[Mention]) -> "DataRequestOut":
        own = ("identity", "reason", "answer", "answered_at", "done_at")
        for_somebody = row.requested_by is not None and row.requested_by_id != row.user_id
        return cls(
            **cls.values(row) | {"about": about} | {name: getattr(row, name) for name in own},
            requested_by=str(row.requested_by) if for_somebody else None,
            answered_by=str(row.answered_by) if row.answered_by else None,
            texts=[MentionOut.of(one) for one in texts],
        )
