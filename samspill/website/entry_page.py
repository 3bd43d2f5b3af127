"""Everything on an entry's page, put together from the record and from who reads it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.template.defaultfilters import date as format_date
from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from samspill.cases.models import Shown, Story
from samspill.core.enumerating import in_a_row
from samspill.parties.domain.acting import Acting
from samspill.registry import policies, words
from samspill.registry.choices import Kind, Way
from samspill.registry.fields import DETAIL_FIELDS, DetailField
from samspill.registry.formats.records import entity_of
from samspill.registry.models import (
    Confirmation,
    Contribution,
    Discipline,
    Entry,
    EntryIdentifier,
    EntryType,
    Evidence,
    Participation,
    ParticipationRole,
    Relation,
    ServiceArea,
    SustainableDevelopmentGoal,
)
from samspill.registry.profiles import PROGRESS, READINESS
from samspill.website import entry_case, entry_profile, queries
from samspill.website.entry_case import CasePage
from samspill.website.entry_profile import EffectLine, ProgressLine
from samspill.website.entry_record import EntryRecord
from samspill.website.readiness import ScaleReadings, readings_by_scale

Answers = Iterable[Confirmation]


KINDS = {
    Kind.INNOVATION: gettext_lazy("Innovations"),
    Kind.ACTIVITY: gettext_lazy("Activities"),
    Kind.RESULT: gettext_lazy("Results"),
    Kind.IMPACT_CASE: gettext_lazy("Impact cases"),
}


@dataclass(frozen=True)
class Contributor:
    """A contribution, the names of its roles, and the contributor's own newest word (confirmed, disputed or empty)."""

    contribution: Contribution
    roles: list[str]
    answer: str


@dataclass(frozen=True)
class Partner:
    """A participation, its role, and the organisation's own newest word on taking part and on use."""

    participation: Participation
    role: ParticipationRole
    answer: str
    use_answer: str


@dataclass(frozen=True)
class Related:
    """The other end of a relation, in words seen from this entry."""

    word: str | Promise
    entry: Entry


@dataclass(frozen=True)
class Detail:
    """An extra field as text; ``long`` when it has several lines."""

    label: str | Promise
    text: str
    long: bool


@dataclass(frozen=True)
class EntryPage:
    """What the template shows."""

    entry: Entry
    kind: str | Promise
    types: list[EntryType]
    ways: list[str]
    contributors: list[Contributor]
    partners: list[Partner]
    scales: list[ScaleReadings]
    goals: list[SustainableDevelopmentGoal]
    disciplines: list[Discipline]
    areas: list[ServiceArea]
    details: list[Detail]
    evidence: list[Evidence]
    identifiers: list[EntryIdentifier]
    effects: list[EffectLine]
    progress: list[ProgressLine]
    hidden: frozenset[str]
    has_earlier: bool
    related: list[Related]
    register_is_shown: bool
    may_edit: bool
    may_see_history: bool
    case: CasePage | None
    stories: list[Story]
    channels: list[Shown]
    title: str
    title_lang: str
    reads: str
    lang: str
    has_cerif: bool


def entry_page(record: EntryRecord, acting: Acting) -> EntryPage:
    """The page of an entry that the reader may see. No query for those who are not logged in."""
    entry = record.entry
    types = words.types.holding(entry.types)
    roles = words.contribution_roles.holding(code for part in record.contributions for code in part.roles)
    answers = _answers(record.answers)
    register = entry.register
    scales = readings_by_scale(record.readings)
    progress = entry_profile.progress_lines(record.progress)
    effects = entry_profile.effect_lines(record.effects)
    parts: dict[str, Any] = {READINESS: scales, PROGRESS: progress, entry_profile.MARKED: effects}
    hidden = entry_profile.hidden(entry, register.profile_id if register else None)
    lang = "" if entry.language == "xx" else entry.language
    shown_evidence = _evidence(record, acting)
    own_types = [types[code] for code in entry.types if code in types]
    case = entry_case.case_page(entry, record.cases, shown_evidence, acting)
    return EntryPage(
        entry=entry,
        kind=KINDS[Kind(entry.kind)],
        types=own_types,
        ways=in_a_row(str(Way(way).label) for way in entry.ways if way in Way.values),
        contributors=[
            Contributor(
                part,
                in_a_row(roles[code].name if code in roles else code for code in part.roles),
                _newest(answers.get(("contribution", part.pk), ())),
            )
            for part in record.contributions
        ],
        partners=[_partner(part, answers.get(("participation", part.pk), ())) for part in record.participations],
        scales=scales,
        goals=[row for row in words.goals().values() if row.number in entry.sdgs],
        disciplines=[row for row in words.disciplines().values() if row.code in entry.disciplines],
        areas=[row for row in words.service_areas().values() if row.code in entry.service_areas],
        details=_details(entry),
        evidence=shown_evidence,
        identifiers=record.identifiers,
        effects=effects,
        progress=progress,
        hidden=hidden,
        has_earlier=any(parts[code] if code in parts else getattr(entry, code) for code in hidden),
        related=_related(record, acting),
        register_is_shown=register is not None
        and (register.is_public or queries.registers_shown(acting).filter(pk=register.pk).exists()),
        may_edit=bool(acting.is_known and policies.may_edit(acting, entry)),
        may_see_history=bool(acting.is_known and policies.may_see_history(acting, entry)),
        case=case,
        stories=entry_case.stories(record.cases, shown_evidence),
        channels=record.cases.shown,
        title=case.title if case else entry.title,
        title_lang=case.lang if case else lang,
        reads=get_language() or "nb",
        lang=lang,
        has_cerif=bool(entity_of(entry.kind, own_types)),
    )


def _answers(answers: Answers) -> dict[tuple[str, int], list[Confirmation]]:
    """What the parties have said, oldest first, by what they said it of."""
    found: dict[tuple[str, int], list[Confirmation]] = {}
    for answer in answers:
        if answer.contribution_id is not None:
            found.setdefault(("contribution", answer.contribution_id), []).append(answer)
        elif answer.participation_id is not None:
            found.setdefault(("participation", answer.participation_id), []).append(answer)
    return found


def _newest(answers: Answers, statement: str | None = None) -> str:
    given = [answer for answer in answers if statement is None or answer.statement == statement]
    return given[-1].answer if given and given[-1].stands else ""


def _partner(part: Participation, answers: Answers) -> Partner:
    statement = Confirmation.Statement
    return Partner(
        part,
        words.participation_roles.holding([part.role_id])[part.role_id],
        _newest(answers, statement.PARTICIPATED),
        _newest(answers, statement.TAKEN_INTO_USE),
    )


def _details(entry: Entry) -> list[Detail]:
    return [
        Detail(field.label, _detail_text(field, entry.details[code]), field.form == "text")
        for code, field in DETAIL_FIELDS.items()
        if entry.details.get(code) not in (None, "")
    ]


def _detail_text(field: DetailField, value: Any) -> str:
    try:
        if field.form == "money":
            return _("NOK %(amount)s") % {"amount": localize(Decimal(str(value)).normalize().to_integral_value())}
        if field.form == "number":
            return str(localize(Decimal(str(value))))
        if field.form == "date":
            return str(format_date(date.fromisoformat(str(value)), "DATE_FORMAT"))
    except (ValueError, InvalidOperation):
        pass  # what an import left as text is shown as it stands
    return str(value)


def _evidence(record: EntryRecord, acting: Acting) -> list[Evidence]:
    """Public evidence; the confidential too for those who work with the entry. Not even its title leaks."""
    if not any(one.is_confidential for one in record.evidence):
        return record.evidence
    works_with = policies.works_with(acting, record.entry) or bool(policies.curates(acting, record.entry))
    return [one for one in record.evidence if works_with or not one.is_confidential]


def _related(record: EntryRecord, acting: Acting) -> list[Related]:
    """Relations in both directions, to entries that the reader may see in the lists; those it grew from first."""
    if not record.relations:
        return []
    kinds = Relation.Kind
    out = {
        kinds.LED_TO: _("Led to"),
        kinds.DOCUMENTS: _("Documents"),
        kinds.TESTED_IN: _("Tested and shown in"),
        kinds.MOVED_FORWARD: _("Moved forward"),
    }
    back = {
        kinds.LED_TO: _("Grew from"),
        kinds.DOCUMENTS: _("Documented by"),
        kinds.TESTED_IN: _("Tested and shown here"),
        kinds.MOVED_FORWARD: _("Moved forward by"),
    }
    found = [
        Related((back if one.target_id == record.entry.pk else out)[kinds(one.kind)], other)
        for one, other in record.relations
    ]
    listed = _listed([one.entry for one in found], acting)
    return sorted((one for one in found if one.entry.pk in listed), key=lambda one: one.word not in back.values())


def _listed(entries: Sequence[Entry], acting: Acting) -> set[int]:
    """The ids of those that the lists show this reader. No query for what everyone sees."""
    everyone = {one.pk for one in entries if one.is_public}
    rest = [one.pk for one in entries if one.pk not in everyone]
    if not rest or not acting.is_known:
        return everyone
    return everyone | set(queries.listed(acting).filter(pk__in=rest).values_list("pk", flat=True))
