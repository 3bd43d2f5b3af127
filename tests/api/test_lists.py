"""Lists: pages in a stable order, filters as in the pages, and a number of questions that does not grow."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from samspill.core.models import SearchQueue
from samspill.core.search import drain
from samspill.parties.models import Organisation
from samspill.registry.filters import FILTERS
from samspill.registry.models import Entry
from samspill.reports.domain import building, editions
from samspill.reports.models import Edition
from tests.api.helpers import Program, problem
from tests.centres.factories import CentreFactory
from tests.factories import (
    AffiliationFactory,
    ContributionFactory,
    GoalFactory,
    MunicipalityFactory,
    OrganisationFactory,
    ParticipationFactory,
    PersonFactory,
    PublishedEntryFactory,
    ReadingFactory,
    RegisterFactory,
    RelationFactory,
    SizeFigureFactory,
    UnitFactory,
    UserFactory,
)
from tests.scenes import Scene

pytestmark = pytest.mark.django_db


def follow(program: Program, path: str) -> tuple[list[dict[str, Any]], int]:
    """All rows of a list and how many pages they came in; the Link header must say the same as the body."""
    rows, pages = [], 0
    address: str | None = path
    while address:
        answer = program.get(address)
        assert answer.status_code == 200, answer.content
        said = answer.json()
        assert answer.get("Link", "") == (f'<{said["next"]}>; rel="next"' if said["next"] else "")
        rows += said["items"]
        pages += 1
        parts = urlsplit(said["next"] or "")
        address = f"{parts.path}?{parts.query}" if said["next"] else None
    return rows, pages


def full_entry(**values: Any) -> Entry:
    register = RegisterFactory(code="reg", organisation=OrganisationFactory(code="uni"))
    entry: Entry = PublishedEntryFactory(
        register=register,
        organisation=register.organisation,
        unit=UnitFactory(organisation=register.organisation),
        **values,
    )
    ContributionFactory(entry=entry)
    ContributionFactory(entry=entry, person=None, unit=entry.unit)
    ParticipationFactory(entry=entry)
    ReadingFactory(entry=entry)
    RelationFactory(source=entry, target=PublishedEntryFactory(title="Andre enden"))
    return entry


@pytest.mark.parametrize("number", [1, 3])
def test_questions_of_the_list(number: int, django_assert_num_queries: Any) -> None:
    for _number in range(number):
        full_entry()
    program = Program()
    program.get("/entries?register=reg")  # vocabularies are kept by the process
    with django_assert_num_queries(6):  # allowance, register, entries, participations, organisations, readings
        assert len(program.get("/entries?register=reg").json()["items"]) == number
    token = Program(UserFactory())
    token.get("/entries?register=reg")
    with django_assert_num_queries(9):  # and token, roles, the user's person
        assert len(token.get("/entries?register=reg").json()["items"]) == number


@pytest.mark.parametrize("number", [1, 3])
def test_questions_of_one_entry(number: int, django_assert_num_queries: Any) -> None:
    entry = full_entry()
    for _number in range(number - 1):
        ContributionFactory(entry=entry)
        ParticipationFactory(entry=entry)
        RelationFactory(source=entry, target=PublishedEntryFactory())
    program = Program()
    program.get(f"/entries/{entry.public_id}")
    with django_assert_num_queries(12):
        assert len(program.get(f"/entries/{entry.public_id}").json()["contributions"]) == number + 1


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("path", "questions"),
    [("/organisations", 2), ("/organisations/uni/units", 4), ("/people", 2), ("/registers", 2), ("/municipalities", 2)],
)
def test_questions_of_other_lists(path: str, questions: int, number: int, django_assert_num_queries: Any) -> None:
    uni = OrganisationFactory(code="uni")
    for _number in range(number):
        unit = UnitFactory(organisation=uni, parent=UnitFactory(organisation=uni))
        AffiliationFactory(organisation=uni, unit=unit)
        RegisterFactory(organisation=uni, unit=unit)
        MunicipalityFactory()
        OrganisationFactory()
    program = Program()
    with django_assert_num_queries(questions):
        assert program.get(path).json()["items"]


def test_pages_of_entries_are_stable() -> None:
    same = timezone.now()
    old = [PublishedEntryFactory(published_at=same - timedelta(days=number // 3)) for number in range(7)]
    rows, pages = follow(Program(), "/entries?limit=2")
    assert pages == 4
    assert len({row["id"] for row in rows}) == len(rows) == 7
    assert [row["id"] for row in rows] == [row.public_id for row in Entry.objects.order_by("-published_at", "-pk")]

    first = Program().get("/entries?limit=3").json()
    PublishedEntryFactory(title="Kom til underveis")
    Entry.objects.filter(public_id=first["items"][2]["id"]).delete()
    rest, _pages = follow(Program(), first["next"].removeprefix("http://127.0.0.1:8000"))
    assert {row["id"] for row in first["items"] + rest} == {row.public_id for row in old}


@pytest.mark.parametrize(
    "path", ["/organisations?limit=2", "/people?limit=2", "/municipalities?limit=2", "/registers?limit=2"]
)
def test_pages_of_other_lists(path: str) -> None:
    for _number in range(5):
        OrganisationFactory()
        PersonFactory()
        MunicipalityFactory()
        RegisterFactory()
    rows, pages = follow(Program(), path)
    assert pages == -(-len(rows) // 2) > 2
    keys = [row.get("code") or row.get("number") or row.get("id") for row in rows]
    assert len(set(keys)) == len(keys)


def test_a_cursor_of_another_list_is_refused() -> None:
    for _number in range(2):
        OrganisationFactory()
        PublishedEntryFactory()
    after = Program().get("/organisations?limit=1").json()["next"].partition("cursor=")[2]
    problem(Program().get(f"/entries?cursor={after}"), 400, "bad-cursor")


def test_the_filters_are_those_of_the_pages() -> None:
    from samspill.api.base import api
    from samspill.api.gate import parameters_of

    operation = next(
        one
        for router in api._get_bound_routers()
        for view in router.path_operations.values()
        for one in view.operations
        if one.view_func.__name__ == "entry_list"
    )
    assert set(parameters_of(operation)) == {one.name for one in FILTERS} | {
        "status",
        "mine",
        "queue",
        "limit",
        "cursor",
    }


@pytest.mark.requirement("R-CHN-04")
def test_filters_combine() -> None:
    GoalFactory()
    wanted = full_entry(sdgs=[11], start_date="2022-03-01")
    full_entry(sdgs=[11], start_date="2021-03-01")
    PublishedEntryFactory()
    for query in (
        "sdg=11&year=2022",
        f"unit={wanted.unit.code if wanted.unit else ''}&level=trl-4",
        "year=2022&kind=innovation",
    ):
        assert [row["id"] for row in Program().get(f"/entries?{query}").json()["items"]] == [wanted.public_id], query
    assert Program().get("/entries?kind=result").json() == {"items": [], "next": None}


def test_head_answers_like_get() -> None:
    entry = PublishedEntryFactory()
    got, head = Program().get(f"/entries/{entry.public_id}"), Program().send("head", f"/entries/{entry.public_id}")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", got["ETag"])


@pytest.mark.django_db(transaction=True)
def test_search_finds_and_counts() -> None:
    entry = PublishedEntryFactory(title="Velferdsteknologi i hjemmet", sdgs=[])
    OrganisationFactory(name_nb="Velferd kommune", code="velferd", kind=Organisation.Kind.MUNICIPALITY)
    drain()
    said = Program().get("/search?q=velferdsteknologi&facet=kind").json()
    assert [hit["code"] for hit in said["items"] if hit["kind"] == "entry"] == [entry.public_id]
    assert {"value": "innovation", "count": 1, "exact": True} in said["facets"]["kind"]
    assert Program().get("/search?q=velferdsteknologi&kinds=entry&filter=kind:result").json()["items"] == []
    assert (
        Program()
        .get("/search?q=velferd&kinds=organisation")
        .json()["items"][0]["href"]
        .endswith("/organisations/velferd")
    )
    assert said["loosened"] is None
    said = Program().get("/search?q=hvordan få velferdsteknologi i fjøset hjemme&kinds=entry").json()
    assert (said["items"], said["loosened"]) == ([], {"q": "velferdsteknologi hjemme", "left_out": ["fjøset"]})
    for odd in ('"', "-", '"a -b', "x" * 10_000, "%00", "' OR 1=1 --", "(((", "&limit=1"):
        assert Program().get(f"/search?q={odd}").status_code == 200, odd
    problem(Program().get("/search?cursor=abc"), 400, "bad-cursor")


@pytest.mark.requirement("R-PAR-28")
def test_search_finds_centres_and_reports_as_the_page_does() -> None:
    scene = Scene()
    centre = CentreFactory(code="flom", name_nb="Senter for flomvarsling", organisation=scene.university)
    scheme = centre.scheme.code
    made = editions.begin_edition(subject=scene.register, year=2025, everyone=True)
    building.build(made)
    Edition.objects.filter(pk=made.pk).update(published_at=timezone.now())
    SearchQueue.objects.bulk_create(
        SearchQueue(kind=kind, object_id=row.pk) for kind, row in (("centre", centre), ("report", made))
    )
    drain()
    [found] = Program().get("/search?q=flomvarsling").json()["items"]
    assert (found["kind"], found["code"]) == ("centre", "flom")
    assert Program().get(found["href"]).json()["page"] == found["page"]
    said = Program().get(f"/search?filter=scheme:{scheme}&facet=scheme").json()
    assert [hit["code"] for hit in said["items"]] == ["flom"]
    assert said["facets"]["scheme"] == [{"value": scheme, "count": 1, "exact": True}]
    assert scheme in [word["code"] for word in Program().get("/vocabularies/centre-schemes").json()["items"]]
    problem(Program().get("/search?filter=scheme:ukjent"), 400, "bad-parameter")
    [found] = Program().get("/search?kinds=report").json()["items"]
    assert Program().get(found["href"]).json()["page"] == found["page"]


def test_the_search_does_not_tell_which_closed_register_an_entry_is_in() -> None:
    scene = Scene()
    closed = RegisterFactory(organisation=scene.university, unit=scene.centre, code="lukket", is_public=False)
    scene.published(title="Åpen", register=closed)
    everyone, curator = Program(), Program(scene.curator)
    assert everyone.get("/search?facet=register").json()["facets"] == {"register": []}
    said = problem(everyone.get("/search?filter=register:lukket"), 400, "bad-parameter")
    assert (
        said["detail"].replace("lukket", "finnes-ikke")
        == (problem(everyone.get("/search?filter=register:finnes-ikke"), 400, "bad-parameter")["detail"])
    )
    assert curator.get("/search?facet=register").json()["facets"]["register"][0]["value"] == "lukket"
    assert [hit["title"] for hit in curator.get("/search?filter=register:lukket").json()["items"]] == ["Åpen"]


def test_places_and_figures() -> None:
    MunicipalityFactory(number="5001", name="Eksempelbygd")
    uni = OrganisationFactory(code="uni")
    SizeFigureFactory(organisation=uni)
    assert Program().get("/municipalities/5001").json()["name"] == "Eksempelbygd"
    assert Program().get("/municipalities?county=50").json()["items"][0]["number"] == "5001"
    assert Program().get("/organisations/uni/size-figures").json()["items"][0]["value"] == 1000.0
    assert Program().get("/counties").json()["items"][0]["region"] == "midt"
    problem(Program().get("/municipalities?county=99"), 400, "bad-parameter")
