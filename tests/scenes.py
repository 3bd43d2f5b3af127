"""A small world that many tests begin in: a centre's register, those who work with it, and a municipality."""

from dataclasses import dataclass, field

from django.test import Client
from django.urls import reverse
from django.utils import translation

from samspill.accounts.models import User
from samspill.core import kept
from samspill.parties.models import Organisation, Person, Role, Unit
from samspill.registry.choices import Kind, Status
from samspill.registry.models import ContributionRole, Entry, EntryType, ParticipationRole, Register
from tests.factories import (
    ContributionFactory,
    ContributionRoleFactory,
    EntryFactory,
    EntryTypeFactory,
    MunicipalOrganisationFactory,
    OrganisationFactory,
    ParticipationFactory,
    ParticipationRoleFactory,
    PersonFactory,
    PublishedEntryFactory,
    RegisterFactory,
    RoleFactory,
    ScaleFactory,
    UnitFactory,
    UserFactory,
)


def client_of(user: User) -> Client:
    """A browser where this user is logged in. It sends no scripts, so every test is also one without JavaScript."""
    client = Client()
    client.force_login(user)
    return client


def page(name: str, *args: object, language: str = "nb") -> str:
    """The address of a page in a language, whatever language the last request left behind."""
    with translation.override(language):
        return reverse(name, args=args)


@dataclass
class Scene:
    """A university with a centre and its register; a municipality; and people with roles there."""

    university: Organisation = field(default_factory=lambda: OrganisationFactory(name_nb="Eksempeluniversitetet"))
    municipality: Organisation = field(default_factory=MunicipalOrganisationFactory)

    def __post_init__(self) -> None:
        self.centre: Unit = UnitFactory(organisation=self.university, name_nb="Senteret")
        self.register: Register = RegisterFactory(organisation=self.university, unit=self.centre, code="senteret")
        kinds = Role.Kind
        self.owner: User = UserFactory(name="Eva Eier")
        RoleFactory(user=self.owner, kind=kinds.CONTRIBUTOR, unit=self.centre)
        self.curator: User = UserFactory(name="Ivar Innovasjonsleder")
        RoleFactory(user=self.curator, kind=kinds.INNOVATION_LEADER, unit=self.centre)
        self.representative: User = UserFactory(name="Kari Kommune")
        RoleFactory(user=self.representative, kind=kinds.PARTNER_REPRESENTATIVE, organisation=self.municipality)
        self.administrator: User = UserFactory(name="Astrid Administrator")
        RoleFactory(user=self.administrator, kind=kinds.ADMINISTRATOR)
        self.stranger: User = UserFactory(name="Frode Fremmed")
        self.owner_person: Person = PersonFactory(name="Eva Eier", user=self.owner)
        self._vocabulary()

    def _vocabulary(self) -> None:
        """At once, since every scene needs it. Words that are there already stay as they are."""
        EntryType.objects.bulk_create(
            [
                EntryTypeFactory.build(code="product", scale=ScaleFactory()),
                EntryTypeFactory.build(
                    code="artistic",
                    scale=ScaleFactory(code="artistic", levels=6),
                    fields=["readiness", "potential_effect", "venue", "archive"],
                ),
                EntryTypeFactory.build(
                    code="workshop", kind=Kind.ACTIVITY, scale=None, fields=["place", "participants_count", "hours"]
                ),
                EntryTypeFactory.build(
                    code="idea_to_tto", kind=Kind.RESULT, scale=None, fields=["tto_date", "environment"]
                ),
            ],
            ignore_conflicts=True,
        )
        ContributionRole.objects.bulk_create(
            [
                ContributionRoleFactory.build(),
                ContributionRoleFactory.build(code="artist", name_nb="Kunstner", name_nn="Kunstnar", name_en="Artist"),
            ],
            ignore_conflicts=True,
        )
        ParticipationRole.objects.bulk_create(
            [
                ParticipationRoleFactory.build(),
                ParticipationRoleFactory.build(
                    code="adopter", name_nb="Har tatt i bruk", name_nn="Har teke i bruk", name_en="Adopter"
                ),
            ],
            ignore_conflicts=True,
        )
        kept.forget_all()  # which saving a word would do

    def entry(self, **values: object) -> Entry:
        """A draft of the owner's in the register."""
        made: Entry = EntryFactory(
            **{"organisation": self.university, "unit": self.centre, "register": self.register}
            | {"created_by": self.owner}
            | values
        )
        return made

    def complete(self, status: Status = Status.DRAFT, **values: object) -> Entry:
        """An entry with all that publishing asks for: the owner contributed, the municipality took part."""
        made = self.entry(status=status, **values)
        ContributionFactory(entry=made, person=self.owner_person)
        ParticipationFactory(entry=made, organisation=self.municipality)
        return made

    def published(self, **values: object) -> Entry:
        """A published entry of the owner's."""
        made: Entry = PublishedEntryFactory(
            **{"organisation": self.university, "unit": self.centre, "register": self.register}
            | {"created_by": self.owner}
            | values
        )
        ContributionFactory(entry=made, person=self.owner_person)
        ParticipationFactory(entry=made, organisation=self.municipality)
        return made


def form_data(entry: Entry, **changes: object) -> dict[str, object]:
    """What a browser would post from the entry's page, with some fields typed anew."""
    data: dict[str, object] = {
        "version": entry.version,
        "types": entry.types,
        "title": entry.title,
        "own_word": entry.own_word,
        "summary": entry.summary,
        "language": entry.language,
        "start_date": entry.start_date.isoformat() if entry.start_date else "",
        "end_date": entry.end_date.isoformat() if entry.end_date else "",
        "ways": entry.ways,
        "disciplines": entry.disciplines,
        "sdgs": [str(number) for number in entry.sdgs],
        "service_areas": entry.service_areas,
        "keywords": ", ".join(entry.keywords),
        "visibility": entry.visibility,
    }
    return data | changes
