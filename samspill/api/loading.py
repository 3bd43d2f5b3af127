"""Entries as the API shows them: loaded at a fixed number of queries, whoever reads and however much there is."""

from collections.abc import Iterable

from django.db.models import Prefetch, Q
from django.http import Http404
from django.utils.translation import gettext as _

from samspill.api.answers import state_of
from samspill.api.problems import Problem
from samspill.api.schemas.entries import (
    ContributionOut,
    EffectOut,
    EntryOut,
    EntryRow,
    EvidenceOut,
    IdentifierOut,
    NowOut,
    ParticipantOut,
    ParticipationOut,
    ProgressOut,
    ReadingOut,
    RelationOut,
)
from samspill.api.schemas.parties import organisation_ref, register_ref
from samspill.core.policy import require
from samspill.parties.domain.acting import Acting
from samspill.registry import policies, shown, words
from samspill.registry.domain.workflow import available
from samspill.registry.models import Confirmation, Contribution, Entry, Participation, ReadinessReading, Relation
from samspill.registry.queries import EntryQuerySet


def find(public_id: str, acting: Acting) -> Entry:
    """The entry with its parts. Raises `Http404`, `Problem` 410 (withdrawn after publishing) or `Refusal`."""
    answers = Prefetch(
        "confirmations", queryset=Confirmation.objects.select_related("contribution").order_by("at", "pk")
    )
    contributions = Contribution.objects.select_related("person", "unit").prefetch_related(answers)
    participations = Participation.objects.select_related("organisation").prefetch_related(answers)
    entry = (
        Entry.objects.filter(public_id=public_id)
        .select_related("register__scale", "register__organisation", "register__unit", "organisation", "unit")
        .prefetch_related(
            Prefetch("contributions", queryset=contributions), Prefetch("participations", queryset=participations)
        )
        .first()
    )
    if entry is None:
        raise Http404
    if shown.is_tombstone(entry):
        raise Problem(
            "withdrawn",
            _("“%(title)s” was published here and has been withdrawn. What it said is no longer shown.")
            % {"title": entry.title},
            more={"id": entry.public_id, "reason": entry.withdrawn_reason},
        )
    require(policies.may_see(acting, entry))
    return entry


def lock(public_id: str) -> None:
    """Let nobody else change the entry or its parts before this request has ended. Ask before they are read."""
    Entry.objects.select_for_update().filter(public_id=public_id).values_list("pk", flat=True).first()


def state(entry: Entry) -> str:
    """What an update must name in If-Match: the version, which counts the saves."""
    return f"v{entry.version}"


def whole(entry: Entry, acting: Acting) -> EntryOut:
    """Everything that the entry's page shows this reader."""
    readings = list(ReadinessReading.objects.filter(entry=entry).order_by("date", "pk"))
    levels = words.levels.holding([one.level_id for one in readings])
    replaced = {one.corrects_id for one in readings}
    standing = [one for one in readings if one.pk not in replaced]
    works_with = policies.works_with(acting, entry) or bool(policies.curates(acting, entry))
    return EntryOut(
        **EntryRow.values(entry),
        register_=register_ref(entry.register) if entry.register and sees_register(entry, acting) else None,
        participants=[
            ParticipantOut(organisation=organisation_ref(part.organisation), role=part.role_id)
            for part in entry.participations.all()
        ],
        readiness=NowOut.of(standing[-1], levels) if standing else None,
        market_potential=entry.market_potential,
        potential_effect=entry.potential_effect,
        effects=entry.effects,
        beneficiaries=entry.beneficiaries,
        details=entry.details,
        contributions=[ContributionOut.of(part) for part in entry.contributions.all()],
        participations=[ParticipationOut.of(part) for part in entry.participations.all()],
        readings=ReadingOut.all_of(readings, levels),
        evidence=[EvidenceOut.of(one) for one in entry.evidence.all() if works_with or not one.is_confidential],
        relations=_relations(entry, acting),
        identifiers=[IdentifierOut.of(one) for one in entry.identifiers.all()],
        marked_effects=[EffectOut.of(one) for one in entry.effect_tags.select_related("effect", "recipient")],
        progress=[ProgressOut.of(one) for one in entry.progress.all()],
        may_edit=bool(acting.is_known and policies.may_edit(acting, entry)),
        steps=[step.code for step in available(entry, acting)] if acting.is_known else [],
    )


def rows(entries: Iterable[Entry], acting: Acting) -> list[EntryRow]:
    """Rows of a list; the entries come through `with_parts`."""
    found = list(entries)
    registers = {row.register_id for row in found if row.register_id}
    public = {row.register_id for row in found if row.register and row.register.is_public}
    seen = (
        public
        if registers == public
        else set(shown.registers_shown(acting).filter(pk__in=registers).values_list("pk", flat=True))
    )
    levels = words.levels.holding([one.level_id for row in found for one in getattr(row, "standing", [])])
    return [EntryRow.of(row, registers={pk for pk in seen if pk}, levels=levels) for row in found]


def with_parts(entries: EntryQuerySet) -> EntryQuerySet:
    """With what `rows` shows. Two queries more."""
    standing = ReadinessReading.objects.filter(corrected_by=None).order_by("-date", "-pk")
    return entries.select_related("register", "organisation", "unit").prefetch_related(
        "participations__organisation", Prefetch("readings", queryset=standing, to_attr="standing")
    )


def sees_register(entry: Entry, acting: Acting) -> bool:
    """Whether the reader may see that the entry's register is there."""
    register = entry.register
    return register is not None and (
        register.is_public or shown.registers_shown(acting).filter(pk=register.pk).exists()
    )


def part_state(part: Contribution | Participation) -> str:
    """What an update of a part must name in If-Match."""
    return state_of(part)


def _relations(entry: Entry, acting: Acting) -> list[RelationOut]:
    """In both directions, to entries that the reader may see."""
    visible = Entry.objects.visible_to(acting).order_by()
    found = Relation.objects.filter(Q(source=entry, target__in=visible) | Q(target=entry, source__in=visible))
    return [RelationOut.of(one, seen_from=entry) for one in found.select_related("source", "target").order_by("pk")]
