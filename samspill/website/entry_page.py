"""Everything on an entry's page, put together from the record and from who reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Prefetch
from django.template.defaultfilters import date as format_date
from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspill.parties.domain.acting import Acting
from samspill.registry import policies
from samspill.registry.choices import Kind, Status, Way
from samspill.registry.fields import DETAIL_FIELDS, DetailField
from samspill.registry.models import (
    Confirmation,
    Contribution,
    ContributionRole,
    Discipline,
    Entry,
    EntryType,
    Evidence,
    Participation,
    Relation,
    ServiceArea,
    SustainableDevelopmentGoal,
)
from samspill.website import queries
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
    """A participation with the organisation's own newest word on taking part and on use."""

    participation: Participation
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
    related: list[Related]
    register_is_shown: bool
    may_edit: bool
    may_see_history: bool
    lang: str


def load(public_id: str) -> Entry | None:
    """The entry with its parts, at a fixed number of queries."""
    answers = Prefetch("confirmations", queryset=Confirmation.objects.order_by("at", "pk"))
    contributions = Contribution.objects.select_related("person", "unit__organisation").prefetch_related(answers)
    participations = Participation.objects.select_related("organisation", "role").prefetch_related(answers)
    return (
        Entry.objects.filter(public_id=public_id)
        .select_related("register", "organisation", "unit")
        .prefetch_related(
            Prefetch("contributions", queryset=contributions), Prefetch("participations", queryset=participations)
        )
        .first()
    )


def entry_page(entry: Entry, acting: Acting) -> EntryPage:
    """The page of an entry that the reader may see."""
    types = {row.code: row for row in EntryType.objects.filter(code__in=entry.types)}
    roles = {row.code: row.name for row in ContributionRole.objects.all()}
    register = entry.register
    return EntryPage(
        entry=entry,
        kind=KINDS[Kind(entry.kind)],
        types=[types[code] for code in entry.types if code in types],
        ways=[str(Way(way).label) for way in entry.ways if way in Way.values],
        contributors=[
            Contributor(part, [roles.get(code, code) for code in part.roles], _newest(part.confirmations.all()))
            for part in entry.contributions.all()
        ],
        partners=[_partner(part) for part in entry.participations.all()],
        scales=readings_by_scale(entry),
        goals=list(SustainableDevelopmentGoal.objects.filter(number__in=entry.sdgs)),
        disciplines=list(Discipline.objects.filter(code__in=entry.disciplines)),
        areas=list(ServiceArea.objects.filter(code__in=entry.service_areas)),
        details=_details(entry),
        evidence=_evidence(entry, acting),
        related=_related(entry, acting),
        register_is_shown=register is not None
        and (register.is_public or queries.registers_shown(acting).filter(pk=register.pk).exists()),
        may_edit=bool(acting.is_known and policies.may_edit(acting, entry)),
        may_see_history=bool(acting.is_known and policies.may_see_history(acting, entry)),
        lang="" if entry.language == "xx" else entry.language,
    )


def is_tombstone(entry: Entry) -> bool:
    """Withdrawn after everyone could see it: the address keeps telling that it was here, and why it is gone."""
    return (
        entry.status == Status.WITHDRAWN and entry.published_at is not None and entry.visibility == "public"
    )  # fmt: skip


def _newest(answers: Answers, statement: str | None = None) -> str:
    given = [answer for answer in answers if statement is None or answer.statement == statement]
    return given[-1].answer if given and given[-1].stands else ""


def _partner(part: Participation) -> Partner:
    answers = list(part.confirmations.all())
    statement = Confirmation.Statement
    return Partner(part, _newest(answers, statement.PARTICIPATED), _newest(answers, statement.TAKEN_INTO_USE))


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


def _evidence(entry: Entry, acting: Acting) -> list[Evidence]:
    """Public evidence; the confidential too for those who work with the entry. Not even its title leaks."""
    works_with = policies.is_own(acting, entry) or bool(policies.curates(acting, entry))
    return [one for one in entry.evidence.all() if works_with or not one.is_confidential]


def _related(entry: Entry, acting: Acting) -> list[Related]:
    """Relations in both directions, to entries that the reader may see in the lists."""
    words = {
        (Relation.Kind.LED_TO, True): _("Led to"),
        (Relation.Kind.LED_TO, False): _("Grew from"),
        (Relation.Kind.DOCUMENTS, True): _("Documents"),
        (Relation.Kind.DOCUMENTS, False): _("Documented by"),
    }
    visible = queries.listed(acting)
    out = Relation.objects.filter(source=entry, target__in=visible).select_related("target")
    back = Relation.objects.filter(target=entry, source__in=visible).select_related("source")
    return [
        *(Related(words[Relation.Kind(one.kind), False], one.source) for one in back),
        *(Related(words[Relation.Kind(one.kind), True], one.target) for one in out),
    ]
