"""Impact cases, stories, channels, and what was shown where."""

from collections.abc import Iterable
from datetime import date as Date
from datetime import datetime
from typing import Any

from django.conf import settings
from pydantic import Field

from samspill.api.schemas.base import Out, Ref, href, page_of
from samspill.api.schemas.entries import evidence_file
from samspill.api.schemas.entry_ref import EntryRef
from samspill.api.schemas.parties import organisation_ref
from samspill.cases.domain.stories import is_picture
from samspill.cases.models import CaseReference, CaseReview, CaseSource, Channel, Shown, Story
from samspill.cases.wording import Version
from samspill.parties.models import Organisation
from samspill.registry.models import Entry


class VersionOut(Out):
    """The case in one language; the original stands first. Texts are Markdown, the title is one line. ``lacking``:
    parts not translated; ``older``: those whose original has changed since ``followed_at``."""

    language: str
    is_original: bool
    title: str
    summary: str
    knowledge: str
    details: str
    effects: str
    beneficiaries: str
    lacking: list[str]
    older: list[str]
    followed_at: datetime | None

    @classmethod
    def of(cls, one: Version) -> "VersionOut":
        return cls(
            **one.texts, language=one.language, is_original=one.is_original, lacking=list(one.lacking),
            older=list(one.older), followed_at=one.followed_at,
        )  # fmt: skip


class CaseReferenceOut(Out):
    text: str
    link: str
    year: int | None

    @classmethod
    def of(cls, row: CaseReference) -> "CaseReferenceOut":
        return cls(text=row.text, link=row.link, year=row.year)


class CaseSourceOut(Out):
    """Who or what confirms the case. ``contact`` is null unless it is shown to everyone, or you work with the case."""

    name: str
    confirms: str
    contact: str | None
    link: str

    @classmethod
    def of(cls, row: CaseSource, *, contacts: bool) -> "CaseSourceOut":
        contact = row.contact if contacts or row.contact_is_shown else None
        return cls(name=row.name, confirms=row.confirms, contact=contact, link=row.link)


class ApprovalOut(Out):
    """A partner that has approved the case. ``is_of_earlier``: another wording than today's."""

    organisation: Ref
    on: Date | None
    is_of_earlier: bool

    @classmethod
    def of(cls, organisation: Organisation, on: Date | None, *, is_of_earlier: bool) -> "ApprovalOut":
        return cls(organisation=organisation_ref(organisation), on=on, is_of_earlier=is_of_earlier)


class CaseWords(Out):
    """What a case says in each language, and what it stands on."""

    entry: EntryRef
    versions: list[VersionOut]
    references: list[CaseReferenceOut]
    sources: list[CaseSourceOut]

    @classmethod
    def said(cls, entry: Entry, versions: Iterable[Version], *, contacts: bool) -> dict[str, Any]:
        return {
            "entry": EntryRef.of(entry),
            "versions": [VersionOut.of(one) for one in versions],
            "references": [CaseReferenceOut.of(one) for one in entry.case_references.all()],
            "sources": [CaseSourceOut.of(one, contacts=contacts) for one in entry.case_sources.all()],
        }


class CaseOut(CaseWords):
    """An impact case, with the years it is about and who approved it."""

    period_from: int | None
    period_to: int | None
    approvals: list[ApprovalOut]
    pdf: str = Field(description="For people: asks for a login until the case is published.")


class CaseReviewOut(Out):
    """A partner was asked to read the case, and what it said. An answer is never changed; who has more to say is asked
    anew. ``comments``: what is said of single parts, by code of the part. ``is_of_earlier``: of another wording."""

    id: str
    organisation: Ref
    message: str
    due: Date | None
    asked_by: str | None
    asked_at: datetime
    taken_back_at: datetime | None
    answer: str | None = Field(description="approved or changes; null until it is answered.")
    comment: str
    comments: dict[str, str]
    answered_by: str | None
    answered_at: datetime | None
    is_of_earlier: bool

    @classmethod
    def values(cls, row: CaseReview, now: str) -> dict[str, Any]:
        """``now``: checksum of the wording of today."""
        own = ("message", "due", "asked_at", "taken_back_at", "comment", "comments", "answered_at")
        return {name: getattr(row, name) for name in own} | {
            "id": row.public_id,
            "organisation": organisation_ref(row.organisation),
            "asked_by": str(row.asked_by) if row.asked_by else None,
            "answer": row.answer or None,
            "answered_by": str(row.answered_by) if row.answered_by else None,
            "is_of_earlier": bool(row.answer) and row.read != now,
        }


class CaseReviewList(Out):
    items: list[CaseReviewOut]
    next: str | None


class CaseReadingRow(Out):
    """A case that an organisation of yours is asked to read; ``answer`` is null until it is answered."""

    id: str
    entry: EntryRef
    organisation: Ref
    due: Date | None
    asked_at: datetime
    answer: str | None
    href: str
    page: str = Field(description="Where it is answered.")

    @classmethod
    def of(cls, row: CaseReview) -> "CaseReadingRow":
        return cls(
            id=row.public_id, entry=EntryRef.of(row.entry), organisation=organisation_ref(row.organisation),
            due=row.due, asked_at=row.asked_at, answer=row.answer or None,
            href=href("case-readings", row.public_id), page=f"{settings.SITE_URL}/arbeid/lesing/{row.public_id}/",
        )  # fmt: skip


class CaseReadingList(Out):
    items: list[CaseReadingRow]
    next: str | None


class CaseReadingOut(CaseReviewOut, CaseWords):
    """A case as the partner that is asked reads it, also before it is published, and what it has answered."""


class StoryOut(Out):
    """A story of an entry. ``text`` is Markdown."""

    id: str
    entry: EntryRef
    form: str
    language: str
    title: str
    text: str
    audience: str
    picture: str | None
    picture_text: str
    published_at: datetime | None = Field(description="Null for those that are not published.")
    page: str

    @classmethod
    def of(cls, row: Story) -> "StoryOut":
        own = ("language", "title", "text", "audience", "published_at")
        picture = row.picture if row.picture and is_picture(row.picture) else None
        return cls(
            **{name: getattr(row, name) for name in own},
            id=row.public_id,
            entry=EntryRef.of(row.entry),
            form=row.form_id,
            picture=evidence_file(row.entry, picture) if picture else None,
            picture_text=row.picture_text if picture else "",
            page=page_of("entry", row.entry.public_id),
        )


class StoryList(Out):
    items: list[StoryOut]
    next: str | None


class ChannelOut(Out):
    """Where innovation work can be told of, and what it suits. ``shown``: how often something that you may see was."""

    code: str
    name_nb: str
    name_nn: str
    name_en: str
    description_nb: str
    description_nn: str
    description_en: str
    suits_types: list[str]
    suits_kinds: list[str]
    url: str
    source: str
    shown: int

    @classmethod
    def of(cls, row: Channel) -> "ChannelOut":
        """From `cases.queries.channels_with_numbers`."""
        own: dict[str, Any] = {name: getattr(row, name) for name in cls.model_fields if name != "shown"}
        return cls(**own, shown=getattr(row, "number", 0))


class ChannelList(Out):
    items: list[ChannelOut]
    next: str | None


class ShownOut(Out):
    """An entry was shown in a channel on a date; ``title`` is what it was called there."""

    entry: EntryRef
    channel: str
    date: Date
    title: str
    url: str = Field(description="Where it can be read, heard or seen.")

    @classmethod
    def of(cls, row: Shown) -> "ShownOut":
        return cls(
            entry=EntryRef.of(row.entry), channel=row.channel_id, date=row.date, title=row.title, url=row.url
        )  # fmt: skip


class ShownList(Out):
    items: list[ShownOut]
    next: str | None
