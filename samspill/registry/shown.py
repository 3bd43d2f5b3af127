"""What pages and programs are shown. Every figure and every list counts from `listed`, so that they cannot differ."""

from collections.abc import Iterable

from django.db.models import Count, Exists, F, Func, OuterRef, Prefetch, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Concat

from samspill.core.models import SearchCount
from samspill.parties.domain.acting import Acting
from samspill.parties.models import Affiliation, Organisation, Person, Unit
from samspill.parties.queries import NEAREST, persons_like
from samspill.registry.choices import Kind, Status, Visibility
from samspill.registry.models import Contribution, EffectTag, Entry, Participation, ReadinessReading, Register
from samspill.registry.queries import SHOWN, EntryQuerySet


def listed(acting: Acting) -> EntryQuerySet:
    """The entries that the public pages show this user: published or archived, and visible to them."""
    return Entry.objects.visible_to(acting).filter(status__in=SHOWN)


def successors(register_id: int) -> QuerySet[Register]:
    """Public registers that carry entries of this one on (R-REG-15); ``count`` tells how many."""
    found = Register.objects.filter(is_public=True, carried_here__source_id=register_id)
    return found.annotate(count=Count("carried_here__entry", distinct=True)).order_by("name_nb", "pk")


def standing_readings() -> QuerySet[ReadinessReading]:
    """Readings that nobody has corrected, the newest first."""
    return ReadinessReading.objects.filter(corrected_by=None).select_related("level__scale").order_by("-date", "-pk")


def with_list_parts(entries: EntryQuerySet) -> EntryQuerySet:
    """With what a row of a list shows: register, owner, participants and standing readings (``standing``)."""
    return entries.select_related("register", "organisation").prefetch_related(
        "participations__organisation", Prefetch("readings", queryset=standing_readings(), to_attr="standing")
    )


def on_level(scale_id: int, level_id: int) -> Q:
    """Innovations whose newest standing reading on the scale is this level."""
    newest = standing_readings().filter(entry=OuterRef("pk"), level__scale_id=scale_id).values("level_id")[:1]
    return Q(Exists(Entry.objects.filter(pk=OuterRef("pk")).annotate(now=Subquery(newest)).filter(now=level_id)))


def without_reading() -> Q:
    """Innovations that nobody has read on any scale."""
    return Q(kind=Kind.INNOVATION) & ~Q(Exists(ReadinessReading.objects.filter(entry=OuterRef("pk"))))


def with_partner(organisations: QuerySet[Organisation]) -> Q:
    """Entries that any of the organisations owns or takes part in."""
    return Q(organisation__in=organisations) | Q(
        Exists(Participation.objects.filter(entry=OuterRef("pk"), organisation__in=organisations))
    )


def in_use() -> Q:
    """Entries that an organisation has taken into use."""
    return Q(Exists(Participation.objects.filter(entry=OuterRef("pk"), in_use_since__isnull=False)))


def with_effect(*, effect: str = "", recipient: str = "") -> Q:
    """Entries that are tagged with the effect, for the recipient, or both in one tag; by code."""
    asked = {"effect__code": effect, "recipient__code": recipient}
    tags = EffectTag.objects.filter(entry=OuterRef("pk"), **{name: code for name, code in asked.items() if code})
    return Q(Exists(tags))


def of_unit(path: str) -> Q:
    """Entries of a unit or one below it: owned, in its register, or with the unit as contributor."""
    contributed = Contribution.objects.filter(entry=OuterRef("pk"), unit__path__startswith=path)
    return (
        Q(unit__path__startswith=path) | Q(register__unit__path__startswith=path) | Q(Exists(contributed))
    )  # fmt: skip


def by_person(person: Person) -> Q:
    """Entries that a person contributed to."""
    return Q(Exists(Contribution.objects.filter(entry=OuterRef("pk"), person=person)))


def matching(entries: EntryQuerySet, text: str) -> EntryQuerySet:
    """Every word must be in the title, the summary, the keywords or the entry's own word; upper or lower case."""
    found = entries.alias(
        _keywords=Func(F("keywords"), Value(" "), function="array_to_string", output_field=TextField())
    )
    for word in text.split():
        found = found.filter(
            Q(title__icontains=word)
            | Q(summary__icontains=word)
            | Q(_keywords__icontains=word)
            | Q(own_word__icontains=word)
        )
    return found


def named(text: str, *, fields: Iterable[str]) -> Q:
    """Every word must be in one of the name fields."""
    condition = Q()
    for word in text.split():
        any_field = Q()
        for field in fields:
            any_field |= Q(**{f"{field}__icontains": word})
        condition &= any_field
    return condition


def organisations_named(text: str) -> QuerySet[Organisation]:
    """Active organisations by name, short name or organisation number."""
    fields = ("name_nb", "name_nn", "name_en", "short_name", "number", "municipality__name_official")
    return Organisation.objects.filter(named(text, fields=fields), is_active=True)


def units_named(text: str) -> QuerySet[Unit]:
    """Units by name, those that ended too."""
    return Unit.objects.filter(named(text, fields=("name_nb", "name_nn", "name_en"))).select_related("organisation")


def people_named(text: str) -> QuerySet[Person]:
    """People with a public page, by name."""
    return Person.objects.filter(named(text, fields=("name",)), is_public=True)


def taking_part(acting: Acting) -> QuerySet[Organisation]:
    """Organisations that own or take part in any listed entry.

    For what everyone sees, as the search has counted it: asked one by one for an entry of their own, organisations
    that have none made the database read all entries, once for each of them.
    """
    counted = SearchCount.objects.filter(
        kind="entry", public=True, name="partner", facet=Concat(Value("partner:"), OuterRef("code")), count__gt=0
    )
    shown = Q(Exists(counted))
    if acting.is_known:
        more = listed(acting).exclude(visibility=Visibility.PUBLIC)
        shown |= Q(pk__in=more.values("organisation"))
        shown |= Q(pk__in=Participation.objects.filter(entry__in=more).values("organisation"))
    return Organisation.objects.filter(shown, is_active=True)


def registers_shown(acting: Acting) -> QuerySet[Register]:
    """Public registers, and those in which the user has a role."""
    if acting.is_administrator:
        return Register.objects.all()
    return Register.objects.filter(
        Q(is_public=True)
        | Q(code__in=acting.curates_registers | acting.sees_registers)
        | Q(unit__in=acting.curates_units | acting.sees_units)
        | Q(organisation__in=acting.curates_organisations | acting.sees_organisations)
    )


def may_see_person(acting: Acting, person: Person) -> bool:
    """Everyone, when the person has a public page; else the person, administrators, and colleagues with a role."""
    if person.is_public or acting.is_administrator or (acting.person_id == person.pk):
        return True
    return person.affiliations.filter(organisation__in=acting.member_of).exists()


def people_shown(acting: Acting) -> Q:
    """The same rule as `may_see_person`, for a query."""
    if acting.is_administrator:
        return Q(pk__isnull=False)
    colleagues = Affiliation.objects.filter(person=OuterRef("pk"), organisation__in=acting.member_of)
    return Q(is_public=True) | Q(pk=acting.person_id) | Q(Exists(colleagues))


def nearest_persons(
    acting: Acting, name: str, *, email: str = "", but: Person | None = None
) -> tuple[list[Person], bool]:
    """The first of those who may be the same whom the user may see, and whether there are such whom they may not."""
    found, seen = persons_like(name, email=email, but=but), people_shown(acting)
    return list(found.filter(seen)[:NEAREST]), found.exclude(seen).exists()


def is_tombstone(entry: Entry) -> bool:
    """Withdrawn after everyone could see it: the address keeps telling that it was here, and why it is gone."""
    return entry.status == Status.WITHDRAWN and entry.published_at is not None and entry.visibility == "public"
