"""Loads entries with all that the formats say of them, at a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from samspill.core.models import VocabularyRow
from samspill.parties.models import Organisation, Person, Unit
from samspill.registry.models import (
    Confirmation,
    Contribution,
    ContributionRole,
    Discipline,
    Entry,
    EntryIdentifier,
    EntryType,
    HarvestRecord,
    Participation,
    Relation,
    ServiceArea,
    SustainableDevelopmentGoal,
)
from samspill.registry.queries import EntryQuerySet

HELPERS = {
    "supervisor", "evaluator", "communicator", "partner_contact", "tto_contact", "funding_lead",
    "user_representative", "facilitator",
}  # fmt: skip
"""Roles that alone do not make somebody a creator of the thing."""

ENTITIES = {"publication": "publications", "patent": "patents", "product": "products", "project": "projects",
            "event": "events"}  # fmt: skip
"""`EntryType.cerif_class` -> the set of the OpenAIRE CERIF profile; other classes have no place there."""


@dataclass(frozen=True)
class Contributor:
    """A person or a unit with a part in the entry. ``identifier`` is empty for people without a public page."""

    name: str
    identifier: str
    person: Person | None
    unit: Unit | None
    credit: str  # CRediT role, if any

    @property
    def orcid(self) -> str:
        """The person's ORCID iD, if known."""
        return self.person.orcid if self.person else ""


@dataclass(frozen=True)
class Neighbour:
    """A public entry that this one is related to. ``is_source``: this entry led to or documents the other."""

    identifier: str
    entity: str
    kind: str
    is_source: bool

    @property
    def public_id(self) -> str:
        """The other entry's public id."""
        return self.identifier.removeprefix("entry-")


@dataclass(frozen=True)
class EntryRecord:
    """An entry and what it is in the words of others."""

    entry: Entry
    entity: str
    types: list[EntryType]
    creators: list[Contributor]
    helpers: list[Contributor]
    partners: list[Participation]
    subjects: list[VocabularyRow]
    goals: list[int]
    identifiers: list[EntryIdentifier]
    neighbours: list[Neighbour]

    @property
    def identifier(self) -> str:
        """Unique among all records here."""
        return f"entry-{self.entry.public_id}"

    def first_of(self, scheme: str) -> str:
        """The entry's identifier of a scheme; empty when it has none."""
        return next((one.value for one in self.identifiers if one.scheme == scheme), "")

    def detail(self, code: str) -> str:
        """An extra field as text."""
        value = self.entry.details.get(code)
        return "" if value is None else str(value).strip()


def entity_of(kind: str, types: Iterable[EntryType]) -> str:
    """The set of the CERIF profile, as `registry_harvest_entity` in the database decides it too."""
    found = [ENTITIES[row.cerif_class] for row in types if row.cerif_class in ENTITIES]
    return found[0] if found else ("products" if kind == "innovation" else "")


def load(entries: EntryQuerySet) -> list[EntryRecord]:
    """The records of these entries, in their order. Thirteen queries, however many there are."""
    answers = Prefetch("confirmations", queryset=Confirmation.objects.order_by("pk"))
    rows = list(
        entries.select_related("organisation", "unit").prefetch_related(
            Prefetch(
                "contributions",
                queryset=Contribution.objects.select_related("person", "unit__organisation").prefetch_related(answers),
            ),
            Prefetch("participations", queryset=Participation.objects.select_related("organisation")),
            "identifiers",
            "relations_out",
            "relations_in",
        )
    )
    return _Loaded(rows).records()


class _Loaded:
    """The vocabularies and neighbours of a page of entries."""

    def __init__(self, rows: list[Entry]) -> None:
        self.rows = rows
        self.types = {row.code: row for row in EntryType.objects.all()}
        self.disciplines: dict[str, VocabularyRow] = {row.code: row for row in Discipline.objects.all()}
        self.areas: dict[str, VocabularyRow] = {row.code: row for row in ServiceArea.objects.all()}
        self.goals: dict[int, VocabularyRow] = {row.number: row for row in SustainableDevelopmentGoal.objects.all()}
        self.credit = dict(ContributionRole.objects.values_list("code", "credit_role"))
        related = {pk for row in rows for one in _relations(row) for pk in (one.source_id, one.target_id)}
        self.public = {
            record.object_id: record
            for record in HarvestRecord.objects.filter(source="entry", object_id__in=related, deleted=False)
        }

    def records(self) -> list[EntryRecord]:
        return [self._record(entry) for entry in self.rows]

    def _record(self, entry: Entry) -> EntryRecord:
        types = [self.types[code] for code in entry.types if code in self.types]
        parts = [part for part in entry.contributions.all() if _is_named(part)]
        creators = [part for part in parts if not (part.roles and set(part.roles) <= HELPERS)] or parts
        return EntryRecord(
            entry=entry,
            entity=entity_of(entry.kind, types),
            types=types,
            creators=[self._contributor(part) for part in creators],
            helpers=[self._contributor(part) for part in parts if part not in creators],
            partners=list(entry.participations.all()),
            subjects=[
                *(self.disciplines[code] for code in entry.disciplines if code in self.disciplines),
                *(self.areas[code] for code in entry.service_areas if code in self.areas),
                *(self.goals[number] for number in entry.sdgs if number in self.goals),
            ],
            goals=list(entry.sdgs),
            identifiers=list(entry.identifiers.all()),
            neighbours=self._neighbours(entry),
        )

    def _contributor(self, part: Contribution) -> Contributor:
        credit = next((self.credit[role] for role in part.roles if self.credit.get(role)), "")
        if part.person is not None:
            shown = f"person-{part.person.public_id}" if part.person.is_public else ""
            return Contributor(part.person.name, shown, part.person, None, credit)
        assert part.unit is not None
        return Contributor(part.unit.name_nb, f"unit-{part.unit.code}", None, part.unit, credit)

    def _neighbours(self, entry: Entry) -> list[Neighbour]:
        found = []
        for one in _relations(entry):
            is_source = one.source_id == entry.pk
            other = self.public.get(one.target_id if is_source else one.source_id)
            if other is not None:
                found.append(Neighbour(other.identifier, other.entity, one.kind, is_source))
        return found


def _relations(entry: Entry) -> list[Relation]:
    return [*entry.relations_out.all(), *entry.relations_in.all()]


def _is_named(part: Contribution) -> bool:
    """Not those whose name is withheld, nor who themselves say, in their newest word, that they had no part in it."""
    if part.person is not None and part.person.withheld:
        return False
    answers = list(part.confirmations.all())
    return not answers or answers[-1].answer != Confirmation.Answer.DISPUTED


def load_people(ids: Iterable[int]) -> dict[int, Person]:
    """People with their affiliations."""
    found = Person.objects.filter(pk__in=ids, is_public=True)
    return {row.pk: row for row in found.prefetch_related("affiliations__organisation", "affiliations__unit")}


def load_organisations(ids: Iterable[int]) -> dict[int, Organisation]:
    """Organisations."""
    return Organisation.objects.in_bulk(list(ids))


def load_units(ids: Iterable[int]) -> dict[int, Unit]:
    """Units with the one above them and their organisation."""
    return {row.pk: row for row in Unit.objects.filter(pk__in=ids).select_related("parent", "organisation")}
