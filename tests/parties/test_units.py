"""The unit tree: moves, loops, and reorganisations that keep old affiliations true."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from samspill.core.errors import RuleError
from samspill.parties.domain.units import move_unit, reorganise
from samspill.parties.models import Affiliation, Unit, UnitSuccession
from samspill.parties.queries import affiliations_on, units_on
from tests.factories import AffiliationFactory, OrganisationFactory, UnitFactory
from tests.parties.helpers import Kind, browser, somebody, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> dict[str, Unit]:
    """a > b > c, and d at the top."""
    organisation = OrganisationFactory(code="eksempel")
    units: dict[str, Unit] = {}
    for name, parent in (("a", None), ("b", "a"), ("c", "b"), ("d", None)):
        units[name] = UnitFactory(
            code=name, organisation=organisation, parent=units[parent] if parent else None, name_nb=f"Enhet {name}"
        )
    return units


def assert_paths_are_right() -> None:
    for unit in Unit.objects.select_related("parent"):
        above = unit.parent.path if unit.parent else "/"
        assert unit.path == f"{above}{unit.pk}/"


def test_paths_follow_every_move(tree: dict[str, Unit]) -> None:
    administrator = somebody(Kind.ADMINISTRATOR)
    assert_paths_are_right()
    for name, parent in (("b", "d"), ("d", "a"), ("c", None), ("a", "c"), ("b", None)):
        move_unit(
            unit=Unit.objects.get(code=name),
            parent=Unit.objects.get(code=parent) if parent else None,
            actor=administrator,
        )
        assert_paths_are_right()


def test_loops_and_strangers_are_refused_with_a_clear_sentence(tree: dict[str, Unit]) -> None:
    page = browser(somebody(Kind.ADMINISTRATOR))
    answer = page.post("/arbeid/enheter/a/flytt/", {"parent": tree["c"].pk})
    assert "Enhet a kan ikke ligge under seg selv: Enhet c ligger allerede under Enhet a." in text(answer)
    other = UnitFactory(name_nb="Fremmed")
    with pytest.raises(RuleError, match="Fremmed"):
        move_unit(unit=tree["a"], parent=other, actor=somebody(Kind.ADMINISTRATOR))
    assert_paths_are_right()


def test_the_database_refuses_too(tree: dict[str, Unit]) -> None:
    other = UnitFactory()
    for change in (
        {"parent": tree["c"]},
        {"parent": tree["a"]},
        {"parent": other},
        {"organisation": other.organisation},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Unit.objects.filter(pk=tree["a"].pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        AffiliationFactory(organisation=other.organisation, unit=tree["a"])


@pytest.mark.requirement("R-NFR-02")
def test_reorganisation_keeps_old_affiliations_true(tree: dict[str, Unit]) -> None:
    """R-NFR-02: what was true under the old order is still told as it was."""
    old = AffiliationFactory(
        organisation=tree["a"].organisation, unit=tree["b"], title="Professor", share=80, valid_from=date(2020, 1, 1)
    )
    left = AffiliationFactory(
        organisation=tree["a"].organisation, unit=tree["b"], valid_from=date(2015, 1, 1), valid_to=date(2019, 12, 31)
    )
    page = browser(somebody(Kind.ADMINISTRATOR))
    answer = page.post(
        "/arbeid/enheter/b/omorganiser/",
        {
            "on": "2024-01-01",
            "successors": [tree["d"].pk],
            "people_to": tree["d"].pk,
            "units_below_to": tree["d"].pk,
            "note": "Slått sammen",
        },
    )
    assert answer["Location"] == "/arbeid/parter/eksempel/enheter/", text(answer)
    assert [row.unit.code for row in affiliations_on(date(2023, 12, 31)).filter(person=old.person) if row.unit] == ["b"]
    after = affiliations_on(date(2024, 1, 1)).get(person=old.person)
    assert (after.unit, after.title, after.share, after.valid_from) == (tree["d"], "Professor", 80, date(2024, 1, 1))
    left.refresh_from_db()
    assert (left.unit, left.valid_to) == (tree["b"], date(2019, 12, 31)), "what had ended is not touched"
    assert {unit.code for unit in units_on(date(2023, 12, 31))} == {"a", "b", "c", "d"}
    assert {unit.code for unit in units_on(date(2024, 1, 1))} == {"a", "c", "d"}
    assert Unit.objects.get(code="c").parent == tree["d"]
    assert_paths_are_right()
    succession = UnitSuccession.objects.get()
    assert (succession.unit, succession.successor, succession.date) == (tree["b"], tree["d"], date(2024, 1, 1))
    shown = text(page.get("/arbeid/parter/eksempel/enheter/"))
    assert "Enhet b, til 31. desember 2023" in shown


def test_without_successor_all_below_is_closed(tree: dict[str, Unit]) -> None:
    row = AffiliationFactory(organisation=tree["a"].organisation, unit=tree["c"])
    reorganise(unit=tree["b"], on=date(2024, 1, 1), actor=somebody(Kind.ADMINISTRATOR))
    assert {unit.code for unit in units_on(date(2024, 1, 1))} == {"a", "d"}
    row.refresh_from_db()
    assert row.valid_to == date(2023, 12, 31)
    assert Affiliation.objects.count() == 1


def test_reorganise_refuses_what_cannot_be(tree: dict[str, Unit]) -> None:
    administrator = somebody(Kind.ADMINISTRATOR)
    stranger = UnitFactory()
    for wrong in (
        {"successors": [tree["c"]]},
        {"successors": [tree["b"]]},
        {"successors": [stranger]},
        {"successors": [], "people_to": tree["d"]},
        {"successors": [tree["d"]], "units_below_to": tree["a"]},
    ):
        with pytest.raises(RuleError):
            reorganise(unit=tree["b"], on=date(2024, 1, 1), actor=administrator, **wrong)
    Unit.objects.filter(code="b").update(valid_from=date(2024, 1, 1))
    with pytest.raises(RuleError, match="Enhet b"):
        reorganise(unit=tree["b"], on=date(2024, 1, 1), actor=administrator)


def test_a_leader_changes_the_own_part_of_the_tree_only(tree: dict[str, Unit]) -> None:
    leader = somebody(Kind.UNIT_LEADER, unit=tree["b"])
    page = browser(leader)
    assert page.get("/arbeid/parter/eksempel/enheter/").status_code == 200
    facts = {"level": "group", "name_nb": "Ny gruppe"}
    assert page.post("/arbeid/parter/eksempel/enheter/ny/?parent=b", facts).status_code == 302
    assert page.post("/arbeid/parter/eksempel/enheter/ny/?parent=b", {"level": "group"}).status_code == 422
    made = Unit.objects.get(name_nb="Ny gruppe")
    assert (made.parent, made.code) == (tree["b"], "eksempel-ny-gruppe")
    for path in (
        "/arbeid/parter/eksempel/enheter/ny/",
        "/arbeid/parter/eksempel/enheter/ny/?parent=a",
        "/arbeid/enheter/a/",
        "/arbeid/enheter/d/omorganiser/",
    ):
        answer = page.get(path)
        assert answer.status_code == 403
        assert answer.context["reason"]
    assert page.post("/arbeid/enheter/c/flytt/", {"parent": tree["d"].pk}).status_code == 403
    assert page.post("/arbeid/enheter/c/", facts | {"name_nb": "Enhet c, ny"}).status_code == 302
    assert Unit.objects.get(code="c").name_nb == "Enhet c, ny"
