# mypy: disable-error-code="attr-defined,no-untyped-call"
# The factory package is typed in part only.
"""Made-up rows for tests: one factory per noun, with the least that makes a valid row.

Vocabulary factories use ``get_or_create`` by code, so that several tests and fixtures can name the same word.
"""

from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

import factory
from django.contrib.auth.hashers import make_password
from django.db.models import Model
from django.utils import timezone
from factory.django import DjangoModelFactory

from samspill.accounts.models import User
from samspill.parties.models import (
    Affiliation,
    County,
    Municipality,
    Organisation,
    Person,
    Region,
    Role,
    SizeFigure,
    Unit,
)
from samspill.registry.choices import Kind, Status, Visibility
from samspill.registry.models import (
    Contribution,
    ContributionRole,
    Discipline,
    Entry,
    EntryType,
    Evidence,
    Participation,
    ParticipationRole,
    ReadinessLevel,
    ReadinessReading,
    ReadinessScale,
    Register,
    Relation,
    ServiceArea,
    SubDimension,
    SustainableDevelopmentGoal,
)

PASSWORD = "blåbærsyltetøy på lur"
_HASHED = make_password(PASSWORD)
Row = TypeVar("Row", bound=Model)


class OnceFactory(DjangoModelFactory[Row]):
    """Rows that are there once, by their key. No savepoint: half of what a small row costs, and needed only where two
    make the same at a time."""

    class Meta:
        abstract = True

    @classmethod
    def _get_or_create(cls, model_class: type[Row], *args: Any, **values: Any) -> Row:
        manager = cls._get_manager(model_class)
        key = {name: values[name] for name in cls._meta.django_get_or_create}
        found: Row = manager.filter(**key).order_by().first() or manager.create(**values)
        return found


class UserFactory(DjangoModelFactory[User]):
    """Somebody who can log in with `PASSWORD`."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"bruker{n}@eksempel.no")
    name = factory.Sequence(lambda n: f"Bruker {n}")
    password = _HASHED
    is_active = True


class RegionFactory(OnceFactory[Region]):
    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = "midt"
    name_nb = "Midt-Norge"


class CountyFactory(OnceFactory[County]):
    class Meta:
        model = County
        django_get_or_create = ("number",)

    number = "50"
    name = "Trøndelag"
    region = factory.SubFactory(RegionFactory)


class MunicipalityFactory(OnceFactory[Municipality]):
    class Meta:
        model = Municipality
        django_get_or_create = ("number",)

    number = factory.Sequence(lambda n: f"{9000 + n}")
    name = factory.Sequence(lambda n: f"Eksempelbygd {n}")
    county = factory.SubFactory(CountyFactory)
    population = 5000
    centrality_class = 4


class OrganisationFactory(OnceFactory[Organisation]):
    """A university; ``kind=Organisation.Kind.MUNICIPALITY`` and the like make it another party."""

    class Meta:
        model = Organisation
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"organisasjon-{n}")
    kind = Organisation.Kind.UNIVERSITY
    name_nb = factory.Sequence(lambda n: f"Eksempelinstitusjon {n}")


class MunicipalOrganisationFactory(OrganisationFactory):
    """A municipality as a party, with its facts."""

    code = factory.Sequence(lambda n: f"kommune-{n}")
    kind = Organisation.Kind.MUNICIPALITY
    name_nb = factory.LazyAttribute(lambda row: f"{row.municipality.name} kommune")
    municipality = factory.SubFactory(MunicipalityFactory)
    county = factory.LazyAttribute(lambda row: row.municipality.county)


class UnitFactory(OnceFactory[Unit]):
    class Meta:
        model = Unit
        django_get_or_create = ("code",)

    organisation = factory.LazyAttribute(
        lambda row: row.parent.organisation if getattr(row, "parent", None) else OrganisationFactory()
    )
    code = factory.Sequence(lambda n: f"enhet-{n}")
    name_nb = factory.Sequence(lambda n: f"Institutt {n}")


class PersonFactory(DjangoModelFactory[Person]):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"Person Nummer{n}")
    is_example = True


class AffiliationFactory(DjangoModelFactory[Affiliation]):
    class Meta:
        model = Affiliation

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    valid_from = date(2020, 1, 1)


class SizeFigureFactory(DjangoModelFactory[SizeFigure]):
    class Meta:
        model = SizeFigure

    organisation = factory.SubFactory(OrganisationFactory)
    measure = SizeFigure.Measure.EMPLOYEES
    value = Decimal(1000)
    date = date(2024, 1, 1)
    source = "Årsrapporten (eksempel)"


class RoleFactory(DjangoModelFactory[Role]):
    """A role from 2020 on; give ``kind`` and at most one of ``unit``, ``organisation``, ``register_code``."""

    class Meta:
        model = Role

    user = factory.SubFactory(UserFactory)
    kind = Role.Kind.ADMINISTRATOR
    valid_from = date(2020, 1, 1)


class SubDimensionFactory(OnceFactory[SubDimension]):
    class Meta:
        model = SubDimension
        django_get_or_create = ("code",)

    code = "3"
    main = "B"
    dimension = 3
    name_nb = "Direkte bidrag (eksempel)"


class ScaleFactory(OnceFactory[ReadinessScale]):
    """A scale with its levels: nine for TRL; ``levels=6`` for another number."""

    class Meta:
        model = ReadinessScale
        django_get_or_create = ("code",)
        skip_postgeneration_save = True

    code = "trl"
    name_nb = factory.LazyAttribute(lambda row: row.code.upper())
    name_nn = factory.SelfAttribute("name_nb")
    name_en = factory.SelfAttribute("name_nb")

    @factory.post_generation
    def levels(self: ReadinessScale, create: bool, extracted: int | None, **kwargs: Any) -> None:  # type: ignore[misc]
        there = set(ReadinessLevel.objects.filter(scale=self).values_list("level", flat=True))
        ReadinessLevel.objects.bulk_create(
            ReadinessLevel(
                scale=self, level=number, code=f"{self.code}-{number}", name_nb=f"{self.name_nb} trinn {number}"
            )
            for number in range(1, (extracted or 9) + 1)
            if number not in there
        )


def level(number: int, scale: str = "trl") -> ReadinessLevel:
    """One level of a scale, which is made if it is not there."""
    ScaleFactory(code=scale)
    return ReadinessLevel.objects.get(code=f"{scale}-{number}")


class EntryTypeFactory(OnceFactory[EntryType]):
    """A product innovation, measured on TRL."""

    class Meta:
        model = EntryType
        django_get_or_create = ("code",)

    code = "product"
    kind = Kind.INNOVATION
    name_nb = factory.LazyAttribute(lambda row: f"Type {row.code}")
    name_nn = factory.SelfAttribute("name_nb")
    name_en = factory.SelfAttribute("name_nb")
    fields = ["readiness", "market_potential", "potential_effect", "effects", "beneficiaries"]
    scale = factory.SubFactory(ScaleFactory)


class ContributionRoleFactory(OnceFactory[ContributionRole]):
    class Meta:
        model = ContributionRole
        django_get_or_create = ("code",)

    code = "idea_owner"
    name_nb = "Idéhaver"
    name_nn = "Idéhavar"
    name_en = "Idea owner"


class ParticipationRoleFactory(OnceFactory[ParticipationRole]):
    class Meta:
        model = ParticipationRole
        django_get_or_create = ("code",)

    code = "co_creator"
    name_nb = "Medskaper"
    name_nn = "Medskapar"
    name_en = "Co-creator"


class DisciplineFactory(OnceFactory[Discipline]):
    class Meta:
        model = Discipline
        django_get_or_create = ("code",)

    code = "technology"
    name_nb = "Teknologi"


class ServiceAreaFactory(OnceFactory[ServiceArea]):
    class Meta:
        model = ServiceArea
        django_get_or_create = ("code",)

    code = "health"
    name_nb = "Helse og omsorg"


class GoalFactory(OnceFactory[SustainableDevelopmentGoal]):
    class Meta:
        model = SustainableDevelopmentGoal
        django_get_or_create = ("code",)

    number = 11
    code = factory.LazyAttribute(lambda row: f"sdg-{row.number}")  # as the reference table has it
    name_nb = factory.LazyAttribute(lambda row: f"Mål {row.number}")
    colour = "#fd9d24"
    text_colour = "#000000"


class RegisterFactory(OnceFactory[Register]):
    class Meta:
        model = Register
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"register-{n}")
    name_nb = factory.Sequence(lambda n: f"Eksempelregister {n}")
    organisation = factory.SubFactory(OrganisationFactory)
    scale = factory.SubFactory(ScaleFactory)


class EntryFactory(DjangoModelFactory[Entry]):
    """A draft of a product innovation. ``PublishedEntryFactory`` makes one that everyone sees."""

    class Meta:
        model = Entry

    kind = Kind.INNOVATION
    types = factory.LazyFunction(lambda: [EntryTypeFactory().code])
    title = factory.Sequence(lambda n: f"Innovasjon {n}")
    summary = "Et eksempel."
    organisation = factory.SubFactory(OrganisationFactory)
    created_by = factory.SubFactory(UserFactory)


class PublishedEntryFactory(EntryFactory):
    status = Status.PUBLISHED
    visibility = Visibility.PUBLIC
    published_at = factory.LazyFunction(timezone.now)


class ContributionFactory(DjangoModelFactory[Contribution]):
    class Meta:
        model = Contribution

    entry = factory.SubFactory(EntryFactory)
    person = factory.SubFactory(PersonFactory)
    roles = factory.LazyFunction(lambda: [ContributionRoleFactory().code])


class ParticipationFactory(DjangoModelFactory[Participation]):
    class Meta:
        model = Participation

    entry = factory.SubFactory(EntryFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = factory.SubFactory(ParticipationRoleFactory)


class EvidenceFactory(DjangoModelFactory[Evidence]):
    """A public link."""

    class Meta:
        model = Evidence

    entry = factory.SubFactory(EntryFactory)
    kind = Evidence.Kind.LINK
    title = factory.Sequence(lambda n: f"Belegg {n}")
    url = "https://eksempel.no/belegg"
    date = date(2024, 5, 1)


class RelationFactory(DjangoModelFactory[Relation]):
    class Meta:
        model = Relation

    source = factory.SubFactory(EntryFactory)
    target = factory.SubFactory(EntryFactory)
    kind = Relation.Kind.LED_TO


class ReadingFactory(DjangoModelFactory[ReadinessReading]):
    """TRL 4 at the end of 2023; ``number=7`` for another level, ``scale_code`` for another scale."""

    class Meta:
        model = ReadinessReading

    class Params:
        number = 4
        scale_code = "trl"

    entry = factory.SubFactory(EntryFactory)
    level = factory.LazyAttribute(lambda row: level(row.number, row.scale_code))
    date = date(2023, 12, 31)
    year_only = True
    recorded_by = factory.SubFactory(UserFactory)
