"""What cases, stories and channels add to an entry's page: read with the entry in one query, put into words here."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import get_language

from samspill.cases import counting, policies, wording
from samspill.cases.domain.stories import is_picture
from samspill.cases.models import (
    CaseReference,
    CaseSource,
    CaseText,
    Channel,
    ImpactCase,
    Shown,
    Story,
    StoryForm,
)
from samspill.parties.domain.acting import Acting
from samspill.parties.models import Organisation
from samspill.registry.choices import Kind, Language
from samspill.registry.models import Entry, Evidence

M = TypeVar("M", bound=models.Model)
Row = Mapping[str, Any]
NAMES = "'id', {0}.id, 'code', {0}.code, 'name_nb', {0}.name_nb, 'name_nn', {0}.name_nn, 'name_en', {0}.name_en"

VALUE = f"""
        'case', CASE WHEN e.kind = 'impact_case' THEN json_build_object(
            'row', (SELECT to_json(x) FROM cases_impactcase x WHERE x.entry_id = e.id),
            'texts', (SELECT json_agg(x ORDER BY x.language) FROM cases_casetext x WHERE x.entry_id = e.id),
            'references', (SELECT json_agg(x ORDER BY x.position, x.id) FROM cases_casereference x
             WHERE x.entry_id = e.id),
            'sources', (SELECT json_agg(x ORDER BY x.position, x.id) FROM cases_casesource x WHERE x.entry_id = e.id),
            'reviews', (SELECT json_agg(json_build_object('organisation', json_build_object({NAMES.format("ro")}),
                 'answer', x.answer, 'at', x.answered_at, 'read', x.read) ORDER BY x.id)
             FROM cases_casereview x JOIN parties_organisation ro ON ro.id = x.organisation_id
             WHERE x.entry_id = e.id AND x.answer <> '')) END,
        'stories', (SELECT json_agg(json_build_object('row', to_json(x), 'form', json_build_object({NAMES.format("f")}))
             ORDER BY x.published_at DESC, x.id DESC)
         FROM cases_story x JOIN cases_storyform f ON f.code = x.form_id
         WHERE x.entry_id = e.id AND x.published_at IS NOT NULL),
        'shown', (SELECT json_agg(json_build_object('row', to_json(x),
             'channel', json_build_object({NAMES.format("h")})) ORDER BY x.date DESC, x.id DESC)
         FROM cases_shown x JOIN cases_channel h ON h.code = x.channel_id WHERE x.entry_id = e.id)
"""  # noqa: S608 – put together of our own words
"""More pairs of the object that `entry_record` reads."""


def read(row: Callable[[type[Any], Row], Any], rows: Row) -> "CaseRecord":
    """The rows as models; ``row`` makes one."""

    def each(model: type[M], given: Iterable[Row] | None) -> list[M]:
        return [row(model, one) for one in given or ()]

    def with_word(model: type[M], word: type[models.Model], name: str, given: Iterable[Row] | None) -> list[M]:
        found = []
        for one in given or ():
            made: M = row(model, one["row"])
            setattr(made, name, row(word, one[name]))
            found.append(made)
        return found

    case = rows["case"] or {}
    return CaseRecord(
        case=row(ImpactCase, case["row"]) if case.get("row") else None,
        texts=each(CaseText, case.get("texts")),
        references=each(CaseReference, case.get("references")),
        sources=each(CaseSource, case.get("sources")),
        reviews=[one | {"organisation": row(Organisation, one["organisation"])} for one in case.get("reviews") or ()],
        stories=with_word(Story, StoryForm, "form", rows["stories"]),
        shown=with_word(Shown, Channel, "channel", rows["shown"]),
    )


@dataclass(frozen=True)
class CaseRecord:
    """The rows about an entry that the module of cases holds."""

    case: ImpactCase | None
    texts: list[CaseText]
    references: list[CaseReference]
    sources: list[CaseSource]
    reviews: list[dict[str, Any]]
    stories: list[Story]
    shown: list[Shown]


@dataclass(frozen=True)
class Part:
    """A part of the case; ``lang`` is its language, and ``is_borrowed``: it is the original's, for want of another."""

    code: str
    name: str
    text: str
    lang: str
    is_borrowed: bool


@dataclass(frozen=True)
class Approval:
    """A partner that has approved the case; ``is_of_earlier``: another wording than today's."""

    organisation: Organisation
    on: date | None
    is_of_earlier: bool


@dataclass(frozen=True)
class CasePage:
    """A case as the page shows it, in the language that suits the reader best."""

    title: str
    lang: str
    parts: list[Part]
    references: list[CaseReference]
    references_name: str
    sources: list[CaseSource]
    sources_name: str
    shows_contacts: bool
    period: str
    period_name: str
    language_name: str
    is_other_language: bool
    is_older: bool
    followed_on: date | None
    original_name: str
    approvals: list[Approval]
    picture: Evidence | None

    def part(self, code: str) -> Part | None:
        """One of the parts, if it is written."""
        return next((one for one in self.parts if one.code == code), None)


def case_page(entry: Entry, record: CaseRecord, evidence: Iterable[Evidence], acting: Acting) -> CasePage | None:
    """The case of an entry; None when it is no impact case, or has no more than the entry itself."""
    if entry.kind != Kind.IMPACT_CASE:
        return None
    versions = wording.versions_of(entry, record.case, record.texts)
    original = next(iter(versions.values()))
    asked = (get_language() or "nb")[:2]
    best = wording.best_for(versions, asked)
    names = {code: part.name for code, part in counting.parts().items()}
    case = record.case
    now = wording.checksum(list(versions.values()))
    return CasePage(
        title=best.texts["title"] or entry.title,
        lang=_lang(best.language if best.texts["title"] else entry.language),
        parts=[one for code in wording.PARTS[1:] if (one := _part(code, names, best, original)).text],
        references=record.references,
        references_name=names.get("references", ""),
        sources=record.sources,
        sources_name=names.get("sources", ""),
        shows_contacts=policies.may_see_contacts(acting, entry),
        period=_period(case.period_from, case.period_to) if case else "",
        period_name=names.get("period", ""),
        language_name=str(Language(best.language).label),
        is_other_language=best.language != asked,
        is_older=not best.is_original and best.is_older,
        followed_on=localtime(best.followed_at).date() if best.followed_at else None,
        original_name=str(Language(original.language).label),
        approvals=_approvals(record.reviews, now),
        picture=next((one for one in evidence if is_picture(one)), None),
    )


def _lang(language: str) -> str:
    return "" if language == "xx" else language


def _part(code: str, names: Mapping[str, str], best: wording.Version, original: wording.Version) -> Part:
    borrowed = not best.texts[code].strip()
    text, language = (original.texts[code], original.language) if borrowed else (best.texts[code], best.language)
    return Part(code, names.get(code, code), text.strip(), _lang(language), borrowed and not best.is_original)


def _period(first: int | None, last: int | None) -> str:
    return "–".join(dict.fromkeys(str(year) for year in (first, last) if year)) if first or not last else f"–{last}"


def _approvals(rows: Iterable[Row], now: str) -> list[Approval]:
    """The newest answer of each partner, where it approves."""
    newest = {row["organisation"].code: row for row in rows}
    found = []
    for row in newest.values():
        at = parse_datetime(row["at"]) if isinstance(row["at"], str) else row["at"]
        if row["answer"] == "approved":
            found.append(Approval(row["organisation"], localtime(at).date() if at else None, row["read"] != now))
    return found


def stories(record: CaseRecord, evidence: Iterable[Evidence]) -> list[Story]:
    """Published stories; their pictures are among the evidence that everyone who sees the entry sees."""
    pictures = {one.pk: one for one in evidence if is_picture(one)}
    for story in record.stories:
        story.picture = pictures.get(story.picture_id) if story.picture_id else None
    return record.stories
