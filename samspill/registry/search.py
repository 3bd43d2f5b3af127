"""Entries as documents of the search: those that the public pages list, published or archived."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from django.db.models import Prefetch

from samspill.core.markdown import to_plain
from samspill.core.prepared import fetch
from samspill.core.search import PUBLIC, Document, SearchSource
from samspill.parties.domain.acting import Acting
from samspill.parties.models import Unit
from samspill.parties.search import Places, names_of, place_facets, unit_names
from samspill.registry import words
from samspill.registry.choices import Kind, Visibility
from samspill.registry.fields import DETAIL_FIELDS
from samspill.registry.models import EffectTag, Entry, ReadinessReading
from samspill.registry.queries import SHOWN

Vocabulary = dict[str, list[str]]
more_texts: list[Callable[[Sequence[int]], Mapping[int, list[str]]]] = []
"""Modules above give here, for ids of entries, plain texts that the entries are to be found by. Few queries each."""
SHOWN_TO_ALL = f"""
    e.id = ANY(%s) AND e.status IN ({", ".join(f"'{status.value}'" for status in SHOWN)})
    AND e.visibility = '{Visibility.PUBLIC.value}'
"""
"""The condition on an entry (e) that everyone may see it in lists, as `EntryQuerySet.public`; of a list of ids."""
NAMES = """
    SELECT e.id, e.types, e.disciplines, e.service_areas, ARRAY[e.own_word] || e.keywords::text[]
        || ARRAY(SELECT unnest(ARRAY[o.name_nb, o.name_nn, o.name_en, o.short_name]) FROM parties_organisation o
            WHERE o.id = e.organisation_id OR o.id IN (
                SELECT p.organisation_id FROM registry_participation p WHERE p.entry_id = e.id))
        || ARRAY(SELECT unnest(ARRAY[u.name_nb, u.name_nn, u.name_en]) FROM parties_unit u
            WHERE u.id = e.unit_id OR u.id = r.unit_id OR u.id IN (
                SELECT c.unit_id FROM registry_contribution c WHERE c.entry_id = e.id))
        || CASE WHEN r.is_public THEN ARRAY[r.name_nb, r.name_nn, r.name_en] END,
        ARRAY(SELECT p.name FROM parties_person p WHERE p.is_public AND p.id IN (
                SELECT c.person_id FROM registry_contribution c WHERE c.entry_id = e.id))
    FROM registry_entry e LEFT JOIN registry_register r ON r.id = e.register_id WHERE e.id = ANY(%s)
"""


def names(ids: Sequence[int]) -> dict[int, tuple[list[str], list[str]]]:
    """The names in the documents of these entries, and those of people among them, without making the documents:
    `Document.names` and `Document.proper`. One query."""
    found = {}
    for pk, types, disciplines, areas, named, people in fetch(NAMES, [list(ids)], once=True):
        classified = _classified_by(types, disciplines, areas)
        found[pk] = list(dict.fromkeys(filter(None, (*named, *people, *classified)))), people
    return found


def documents(ids: Sequence[int]) -> Iterator[Document]:
    """The entries of these ids that are listed. A fixed number of queries, however many they are."""
    standing = ReadinessReading.objects.filter(corrected_by=None).select_related("level").order_by("-date", "-pk")
    rows = list(
        Entry.objects.filter(pk__in=ids, status__in=SHOWN)
        .select_related("register__unit", "unit", "organisation")
        .prefetch_related(
            "contributions__person",
            "contributions__unit",
            "participations__organisation",
            "effect_tags__effect",
            "effect_tags__recipient",
            Prefetch("readings", queryset=standing, to_attr="standing"),
        )
    )
    above = {pk for row in rows for unit in _units(row) for pk in unit.ancestor_ids()}
    codes = dict(Unit.objects.filter(pk__in=above).values_list("pk", "code"))
    places = Places.read()
    more: dict[int, list[str]] = {}
    for ask in more_texts:
        for pk, texts in ask([row.pk for row in rows]).items():
            more.setdefault(pk, []).extend(texts)
    for row in rows:
        yield _document(row, codes, places, more.get(row.pk, []))


def _document(row: Entry, codes: dict[int, str], places: Places, more: list[str]) -> Document:
    people = [part.person for part in row.contributions.all() if part.person and part.person.is_public]
    organisations = list(
        dict.fromkeys([row.organisation, *(part.organisation for part in row.participations.all())])
    )  # fmt: skip
    units = _units(row)
    named = [row.own_word, *row.keywords]
    named += [name for organisation in organisations for name in names_of(organisation)]
    named += [name for unit in units for name in unit_names(unit)]
    named += [person.name for person in people]
    if row.register and row.register.is_public:
        named += [row.register.name_nb, row.register.name_nn, row.register.name_en]
    named += _classified_by(row.types, row.disciplines, row.service_areas)
    texts = [row.market_potential, row.potential_effect, row.effects, row.beneficiaries]
    texts += [str(value) for code, value in row.details.items() if code in DETAIL_FIELDS and value]
    return Document(
        object_id=row.pk,
        title=row.title,
        names=list(dict.fromkeys(filter(None, named))),
        proper=[person.name for person in people],
        summary=to_plain(row.summary),
        text=" … ".join([*(to_plain(text) for text in texts if text), *more]),
        facets=[
            *_own_facets(row),
            *(f"partner:{organisation.code}" for organisation in organisations),
            *(f"person:{person.public_id}" for person in people),
            *(
                f"unit:{codes[pk]}"
                for pk in sorted({pk for unit in units for pk in unit.ancestor_ids()})
                if pk in codes
            ),
            *place_facets(organisations, places),
            *_levels(row),
        ],
        fresh=row.published_at,
        seen_by=[PUBLIC] if row.is_public else _seen_by(row),
    )


def _units(row: Entry) -> list[Unit]:
    """Those of `registry.shown.of_unit`: that own it, keep its register, or contributed."""
    units = [row.unit, row.register.unit if row.register else None, *(part.unit for part in row.contributions.all())]
    return list(dict.fromkeys(unit for unit in units if unit))


def _own_facets(row: Entry) -> Iterator[str]:
    yield f"kind:{row.kind}"
    for name, values in (
        ("type", row.types), ("sdg", row.sdgs), ("discipline", row.disciplines), ("area", row.service_areas),
        ("way", row.ways),
    ):  # fmt: skip
        for value in values:
            yield f"{name}:{value}"
    if row.start_date:
        yield f"year:{row.start_date.year}"
    if row.register:
        yield f"register:{row.register.code}"
    if any(part.in_use_since for part in row.participations.all()):
        yield "in_use:1"
    if row.effect_tags.all():
        yield "effect_for:any"
    yield from dict.fromkeys(facet for tag in row.effect_tags.all() for facet in _effect_facets(tag))


def _effect_facets(tag: EffectTag) -> Iterator[str]:
    """The effect, the recipient, and the two together: a number of effects for somebody opens just these entries."""
    effect, recipient = tag.effect.code, tag.recipient.code
    yield from (f"effect:{effect}", f"recipient:{recipient}", f"effect_for:{effect}.{recipient}")
    if tag.stage == EffectTag.Stage.ACHIEVED:
        yield f"effect_for:{effect}.{recipient}.achieved"


def _levels(row: Entry) -> Iterator[str]:
    """The level of the newest standing reading on each scale; "none" for an innovation that nobody has read."""
    standing: list[ReadinessReading] = row.standing  # type: ignore[attr-defined]
    if not standing and row.kind == Kind.INNOVATION:
        yield "level:none"
    scales: set[int] = set()
    for reading in standing:
        if reading.level.scale_id not in scales:
            scales.add(reading.level.scale_id)
            yield f"level:{reading.level.code}"


def _classified_by(types: Sequence[str], disciplines: Sequence[str], areas: Sequence[str]) -> Iterator[str]:
    """The names of types, disciplines and service areas, in all languages."""
    for known, codes in ((words.types, types), (words.disciplines, disciplines), (words.service_areas, areas)):
        for code in codes:
            if found := known.holding(codes).get(code):
                yield from (found.name_nb, found.name_nn, found.name_en)


def _seen_by(row: Entry) -> list[str]:
    """Tags of those who may see an entry that is not for everyone: `EntryQuerySet.visible_to`, seen from the entry."""
    tags = [f"owner {row.organisation_id}"]
    tags += [f"unit {unit}" for unit in {row.unit_id, row.register.unit_id if row.register else None} if unit]
    if row.register:
        tags += [f"register {row.register.code}", f"keeper {row.register.organisation_id}"]
    if row.created_by_id:
        tags.append(f"user {row.created_by_id}")
    tags += [f"person {part.person_id}" for part in row.contributions.all() if part.person_id]
    if row.visibility == Visibility.PARTIES:
        organisations = {row.organisation_id, *(part.organisation_id for part in row.participations.all())}
        tags += [f"member {organisation}" for organisation in sorted(organisations)]
    return tags


def tags(acting: Acting | None) -> list[str] | None:
    """The tags that a user holds."""
    if acting is None or not acting.is_known:
        return []
    if acting.is_administrator:
        return None
    held = [f"user {acting.user_id}"]
    if acting.person_id:
        held.append(f"person {acting.person_id}")
    held += _each("owner", acting.sees_organisations | acting.curates_organisations | acting.represents)
    held += _each("keeper", acting.curates_organisations)
    held += _each("unit", acting.sees_units | acting.curates_units)
    held += _each("register", acting.sees_registers | acting.curates_registers)
    held += _each("member", acting.member_of)
    return held


def _each(name: str, values: Iterable[object]) -> list[str]:
    return [f"{name} {value}" for value in sorted(values, key=str)]


def visible(ids: Sequence[int], acting: Acting | None) -> set[int]:
    """Those of the ids that are listed and that the user may see now."""
    if acting is None or not acting.is_known:
        rows = fetch(f"SELECT e.id FROM registry_entry e WHERE {SHOWN_TO_ALL}", [list(ids)], once=True)  # noqa: S608
        return {pk for (pk,) in rows}
    shown = Entry.objects.filter(pk__in=ids, status__in=SHOWN).visible_to(acting)
    return set(shown.order_by().values_list("pk", flat=True))


def all_ids(above: int, limit: int) -> Sequence[int]:
    """Ids of entries that are listed, above an id."""
    rows = Entry.objects.filter(pk__gt=above, status__in=SHOWN).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:limit])


SOURCE = SearchSource(
    "entry", documents, all_ids, tags, visible, names,
    models=(
        "registry.Entry", "registry.Contribution", "registry.Participation", "registry.ReadinessReading",
        "registry.EffectTag", "registry.Register", "parties.Organisation", "parties.Unit", "parties.Person",
    ),
)  # fmt: skip
