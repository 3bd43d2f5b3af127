"""Organisations, units and people as documents of the search."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from samspill.core.prepared import fetch
from samspill.core.search import PUBLIC, Document, SearchSource
from samspill.parties.domain.acting import Acting
from samspill.parties.models import Affiliation, County, Municipality, Organisation, Person, Unit
from samspill.parties.places import former_names, former_names_of

ORGANISATION_SHOWN = "o.is_active"
PERSON_SHOWN_TO_ALL = "p.withheld = '' AND p.is_public"
"""The conditions on an organisation (o) that anyone may see it, and on a person (p) that everyone may."""


def names_of(organisation: Organisation) -> list[str]:
    """All names it goes by, without doubles."""
    names = (organisation.name_nb, organisation.name_nn, organisation.name_en, organisation.short_name)
    return list(dict.fromkeys(filter(None, names)))


def unit_names(unit: Unit) -> list[str]:
    """The unit's names in all languages, without doubles."""
    return list(dict.fromkeys(filter(None, (unit.name_nb, unit.name_nn, unit.name_en))))


@dataclass(frozen=True)
class Places:
    """Where municipalities and counties lie, read for one portion of documents: a county by number and region."""

    of_municipality: dict[str, tuple[str, str]]
    of_county: dict[int | str, tuple[str, str]]

    @classmethod
    def read(cls) -> "Places":
        """As they are at this moment. Two queries."""
        municipalities = Municipality.objects.order_by().values_list("pk", "county__number", "county__region__code")
        counties = County.objects.order_by().values_list("pk", "number", "region__code")
        return cls(
            {pk: (county, region) for pk, county, region in municipalities},
            {pk: (county, region) for pk, county, region in counties},
        )


def place_facets(organisations: Iterable[Organisation], places: Places) -> list[str]:
    """Municipality, county and region of organisations."""
    found: list[str] = []
    for organisation in organisations:
        county = None
        if organisation.municipality_id:
            found.append(f"municipality:{organisation.municipality_id}")
            county = places.of_municipality[organisation.municipality_id]
        if organisation.county_id:
            county = places.of_county[organisation.county_id]
        if county:
            found += [f"county:{county[0]}", f"region:{county[1]}"]
    return list(dict.fromkeys(found))


def organisation_documents(ids: Sequence[int]) -> Iterator[Document]:
    """Active organisations, by all their names, number and place; municipalities and counties also by what
    they were made of."""
    rows = list(Organisation.objects.filter(pk__in=ids, is_active=True).select_related("county", "municipality"))
    places = Places.read()
    former = defaultdict(list)
    for name, numbers in former_names({row.municipality_id for row in rows if row.municipality_id}).items():
        for number in numbers:
            former[number].append(name)
    for row in rows:
        names = names_of(row)
        place = [row.municipality.name_official or row.municipality.name] if row.municipality else []
        if row.county:
            place.append(row.county.name)
        if row.kind == Organisation.Kind.MUNICIPALITY and row.municipality_id:
            place += former[row.municipality_id]
        if row.kind == Organisation.Kind.COUNTY and row.county:
            place += former_names_of(row.county.name)
        yield Document(
            object_id=row.pk,
            title=row.name_nb,
            names=[*names[1:], *filter(None, (row.number, row.ror)), *place],
            proper=place,
            facets=[f"organisation:{row.code}", f"kind:{row.kind}", *place_facets([row], places)],
        )


def unit_documents(ids: Sequence[int]) -> Iterator[Document]:
    """Units by name; those that have ended have the facet ended:1."""
    rows = list(Unit.objects.filter(pk__in=ids).select_related("organisation"))
    places = Places.read()
    codes = dict(
        Unit.objects.filter(pk__in={above for row in rows for above in row.ancestor_ids()}).values_list("pk", "code")
    )
    today = timezone.localdate()
    for row in rows:
        facets = [f"unit:{codes[above]}" for above in row.ancestor_ids() if above in codes]
        facets += [
            f"organisation:{row.organisation.code}",
            f"level:{row.level}",
            *place_facets([row.organisation], places),
        ]
        if row.valid_to and row.valid_to < today:
            facets.append("ended:1")
        yield Document(
            object_id=row.pk,
            title=row.name_nb,
            names=[*unit_names(row)[1:], *names_of(row.organisation)],
            facets=facets,
        )


def person_documents(ids: Sequence[int]) -> Iterator[Document]:
    """People by name, where they belong, and their positions. The e-mail is never part of it, nor who is withheld."""
    people = Person.objects.filter(pk__in=ids, withheld="").prefetch_related(
        "affiliations__unit", "affiliations__organisation"
    )
    rows, of_places = list(people), Places.read()
    units = {part.unit for row in rows for part in row.affiliations.all() if part.unit}
    codes = dict(
        Unit.objects.filter(pk__in={above for unit in units for above in unit.ancestor_ids()}).values_list("pk", "code")
    )
    for row in rows:
        places: list[Affiliation] = list(row.affiliations.all())
        organisations = list(dict.fromkeys(part.organisation for part in places))
        above = {pk for part in places if part.unit for pk in part.unit.ancestor_ids()}
        yield Document(
            object_id=row.pk,
            title=row.name,
            proper=[row.name],
            names=list(
                dict.fromkeys(
                    name
                    for part in places
                    for name in (*(unit_names(part.unit) if part.unit else ()), *names_of(part.organisation))
                )
            ),
            text=" … ".join(dict.fromkeys(filter(None, (part.title for part in places)))),
            facets=[
                *(f"organisation:{organisation.code}" for organisation in organisations),
                *(f"unit:{codes[pk]}" for pk in sorted(above) if pk in codes),
                *place_facets(organisations, of_places),
            ],
            seen_by=[PUBLIC] if row.is_public else _seen_by(row, organisations),
        )


def _seen_by(person: Person, organisations: Sequence[Organisation]) -> list[str]:
    """Who sees a person without a public page: themselves, and whoever has a role where they belong."""
    return [f"person {person.pk}", *(f"member {organisation.pk}" for organisation in organisations)]


def _person_tags(acting: Acting | None) -> list[str] | None:
    if acting is None:
        return []
    if acting.is_administrator:
        return None
    own = [f"person {acting.person_id}"] if acting.person_id else []
    return [*own, *(f"member {pk}" for pk in sorted(acting.member_of))]


def _visible_people(ids: Sequence[int], acting: Acting | None) -> set[int]:
    if acting is None or not acting.is_known:
        statement = f"SELECT p.id FROM parties_person p WHERE p.id = ANY(%s) AND {PERSON_SHOWN_TO_ALL}"  # noqa: S608
        return {pk for (pk,) in fetch(statement, [list(ids)], once=True)}
    rows = Person.objects.filter(pk__in=ids, withheld="").order_by()
    if not acting.is_administrator:
        seen = Q(is_public=True) | Q(pk=acting.person_id)
        rows = rows.filter(seen | Q(affiliations__organisation__in=acting.member_of))
    return set(rows.values_list("pk", flat=True))


def _visible_organisations(ids: Sequence[int], acting: Acting | None) -> set[int]:
    statement = f"SELECT o.id FROM parties_organisation o WHERE o.id = ANY(%s) AND {ORGANISATION_SHOWN}"  # noqa: S608
    return {pk for (pk,) in fetch(statement, [list(ids)], once=True)}


def _visible_units(ids: Sequence[int], acting: Acting | None) -> set[int]:
    return {pk for (pk,) in fetch("SELECT id FROM parties_unit WHERE id = ANY(%s)", [list(ids)], once=True)}


def _everyone(acting: Acting | None) -> list[str]:
    return []


def _after(model: type[Organisation] | type[Unit] | type[Person]) -> Callable[[int, int], Sequence[int]]:
    def ids(above: int, limit: int) -> Sequence[int]:
        return list(model.objects.filter(pk__gt=above).order_by("pk").values_list("pk", flat=True)[:limit])

    return ids


SOURCES = (
    SearchSource(
        "person", person_documents, _after(Person), _person_tags, _visible_people,
        models=("parties.Person", "parties.Affiliation"),
    ),
    SearchSource(
        "organisation", organisation_documents, _after(Organisation), _everyone, _visible_organisations,
        models=("parties.Organisation",),
    ),
    SearchSource("unit", unit_documents, _after(Unit), _everyone, _visible_units, models=("parties.Unit",)),
)  # fmt: skip
