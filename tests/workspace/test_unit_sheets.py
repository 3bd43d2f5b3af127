"""The list of units, exported, mended in a spreadsheet program and taken in again."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samspill.parties.domain.units import move_unit
from samspill.parties.models import Organisation, PartySheet, Role, Unit
from tests.factories import OrganisationFactory, RoleFactory, UnitFactory, UserFactory
from tests.scenes import client_of, page
from tests.workspace.party_sheets import (
    FORMS,
    LANGUAGES,
    Rows,
    actions,
    edited,
    export,
    faults,
    row_with,
    rows_of,
    seen,
    send,
    sent,
    take_in,
    written,
)

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-NFR-07")]
KIND = "units"


@pytest.fixture
def university() -> Organisation:
    """A faculty with two departments, one with a laboratory; and another organisation with a unit."""
    made: Organisation = OrganisationFactory(code="eksu", name_nb="Eksempeluniversitetet")
    faculty = UnitFactory(code="fak", name_nb="Fakultetet", name_en="The Faculty", organisation=made, level="faculty")
    first = UnitFactory(code="inst-a", name_nb="=Institutt A", organisation=made, parent=faculty)
    UnitFactory(code="lab", name_nb="Laben", organisation=made, parent=first, valid_from=date(2020, 1, 1))
    UnitFactory(code="inst-b", name_nb="Institutt B", organisation=made, parent=faculty, contact_email="b@eksu.no")
    UnitFactory(code="annen", name_nb="Annen", organisation=OrganisationFactory(code="komm", name_nb="Kommunen"))
    return made


@pytest.fixture
def client(university: Organisation) -> Client:
    user = UserFactory(name="Astrid Administrator")
    RoleFactory(user=user, kind=Role.Kind.ADMINISTRATOR)
    return client_of(user)


def changed(rows: Rows, known: str, **values: Any) -> None:
    row_with(rows, code=known).update(values)


def parents() -> dict[str, str | None]:
    return dict(Unit.objects.values_list("code", "parent__code"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_a_file_that_nobody_changed_changes_nothing(client: Client, form: str, language: str) -> None:
    raw = export(client, KIND, form, language)
    sheet = sent(client, KIND, raw, f"liste.{form}")
    assert actions(sheet) == ["unchanged"] * 5
    assert not any(row["notes"] for row in sheet.rows)
    saved_by_excel = written(rows_of(raw, KIND, form, language), KIND, form, language)
    assert actions(sent(client, KIND, saved_by_excel)) == ["unchanged"] * 5


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_what_was_changed_is_taken_in_and_nothing_else(client: Client, form: str, language: str) -> None:
    def edit(rows: Rows) -> None:
        changed(
            rows, "lab", name="@Nye laben", level="centre", parent="inst-b", valid_from="", valid_to="31.12.2027",
            contact="lab@eksu.no",
        )  # fmt: skip

    raw = edited(client, KIND, edit, form, language)
    before = {one["code"]: one for one in Unit.objects.values()}
    sheet = sent(client, KIND, raw, f"liste.{form}")
    assert sorted(actions(sheet)) == ["changed", *["unchanged"] * 4]
    assert [one["column"] for one in row_with(sheet.rows, key="lab")["changes"]] == [
        "name", "level", "parent", "valid_from", "valid_to", "contact",
    ]  # fmt: skip
    assert {one["code"]: one for one in Unit.objects.values()} == before
    assert take_in(client, sheet).status_code == 302
    now = {one["code"]: one for one in Unit.objects.values()}
    assert {code for code in now if now[code] != before[code]} == {"lab"}
    b = Unit.objects.get(code="inst-b")
    assert {name: now["lab"][name] for name in now["lab"] if now["lab"][name] != before["lab"][name]} == {
        f"name_{language}": "@Nye laben", "level": "centre", "parent_id": b.pk, "path": f"{b.path}{now['lab']['id']}/",
        "valid_from": None, "valid_to": date(2027, 12, 31), "contact_email": "lab@eksu.no",
    }  # fmt: skip
    events = apps.get_model("parties.UnitEvent")._default_manager.filter(pgh_obj_id=now["lab"]["id"])
    assert {one.pgh_context.metadata["reason"] for one in events.exclude(pgh_context=None)} == {
        f"Fra filen liste.{form}"
    }
    assert actions(sent(client, KIND, export(client, KIND, form, language))) == ["unchanged"] * 5


def test_the_export_afterwards_says_what_was_taken_in(client: Client) -> None:
    raw = edited(client, KIND, lambda rows: changed(rows, "inst-b", name="Ny B", contact="", valid_to="2028-01-01"))
    take_in(client, sent(client, KIND, raw))
    assert rows_of(export(client, KIND, "csv"), KIND, "csv") == rows_of(raw, KIND, "csv")


def test_a_row_without_a_code_is_a_new_unit(client: Client) -> None:
    rows = [
        {"code": "", "name": "Ny lab", "level": "Senter", "parent": "inst-a", "organisation_code": "eksu"},
        {"code": "", "name": "Nytt fakultet", "level": "", "parent": "", "organisation_code": "eksu"},
    ]
    sheet = sent(client, KIND, written(rows, KIND, "xlsx"))
    assert actions(sheet) == ["new"] * 2, faults(sheet)
    take_in(client, sheet)
    lab = Unit.objects.get(name_nb="Ny lab")
    assert (lab.code, lab.level, lab.parent and lab.parent.code) == ("eksu-ny-lab", "centre", "inst-a")
    assert Unit.objects.get(name_nb="Nytt fakultet").parent is None


def test_units_change_places_without_a_circle_on_the_way(client: Client) -> None:
    def edit(rows: Rows) -> None:
        changed(rows, "inst-a", parent="lab")  # the one above goes below, and the one below goes up
        changed(rows, "lab", parent="fak")

    sheet = sent(client, KIND, edited(client, KIND, edit))
    assert faults(sheet) == []
    assert take_in(client, sheet).status_code == 302
    assert parents() == {"fak": None, "lab": "fak", "inst-a": "lab", "inst-b": "fak", "annen": None}


@pytest.mark.parametrize(
    ("moves", "circle"),
    [
        ({"fak": "lab"}, {"fak"}),
        ({"fak": "fak"}, {"fak"}),
        ({"inst-a": "inst-b", "inst-b": "inst-a"}, {"inst-a", "inst-b"}),
    ],
)
def test_a_circle_is_a_fault_of_each_row_in_it(client: Client, moves: dict[str, str], circle: set[str]) -> None:
    def edit(rows: Rows) -> None:
        for code, parent in moves.items():
            changed(rows, code, parent=parent)

    sheet = sent(client, KIND, edited(client, KIND, edit))
    assert {row["key"] for row in sheet.rows if row["faults"]} == circle
    assert {code for _row, _column, code in faults(sheet)} == {"circular"}
    before = parents()
    assert take_in(client, sheet).status_code == 422
    take_in(client, sheet, leave_out=True)
    assert parents() == before


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"name": ""}, ("name", "no_name")),
        ({"level": "Avdeling på månen"}, ("level", "level_unknown")),
        ({"parent": "finnes-ikke"}, ("parent", "parent_unknown")),
        ({"parent": "annen"}, ("parent", "parent_elsewhere")),
        ({"organisation_code": "komm"}, ("organisation_code", "other_organisation")),
        ({"valid_from": "31.02.2026"}, ("valid_from", "date")),
        ({"valid_to": "i fjor"}, ("valid_to", "date")),
        ({"valid_to": "2019-01-01"}, ("valid_to", "date_order")),
        ({"contact": "#N/A"}, ("contact", "formula_error")),
        ({"contact": "lab"}, ("contact", "refused")),
        ({"code": "borte"}, ("code", "unknown_unit")),
        ({"code": "inst-b"}, ("code", "twice")),
        ({"code": "", "organisation_code": "", "parent": ""}, ("organisation_code", "organisation_missing")),
        ({"code": "", "organisation_code": "ukjent"}, ("organisation_code", "organisation_unknown")),
        ({"code": ""}, ("name", "same_name")),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_by_row_and_column(
    client: Client, values: dict[str, Any], expected: tuple[str, str]
) -> None:
    sheet = sent(client, KIND, edited(client, KIND, lambda rows: changed(rows, "lab", **values)))
    assert expected in [(column, code) for _row, column, code in faults(sheet)]
    assert "ds-validation-message" in seen(client, sheet)
    before = list(Unit.objects.order_by("pk").values())
    assert take_in(client, sheet).status_code == 422
    assert list(Unit.objects.order_by("pk").values()) == before


def test_what_follows_from_others_is_not_taken_in(client: Client) -> None:
    raw = edited(client, KIND, lambda rows: changed(rows, "lab", organisation="Noe annet", address="x"))
    sheet = sent(client, KIND, raw)
    assert [note["code"] for note in row_with(sheet.rows, key="lab")["notes"]] == ["organisation", "address"]
    assert actions(sheet) == ["unchanged"] * 5


def test_a_place_that_somebody_else_changed_is_not_written_over(client: Client) -> None:
    def edit(rows: Rows) -> None:
        changed(rows, "lab", parent="inst-b")
        changed(rows, "inst-b", name="Ny B")

    sheet = sent(client, KIND, edited(client, KIND, edit))
    administrator = PartySheet.objects.get().created_by
    move_unit(unit=Unit.objects.get(code="lab"), parent=None, actor=administrator)
    assert take_in(client, sheet).status_code == 422
    assert [code for _row, _column, code in faults(sheet)] == ["meanwhile"]
    assert Unit.objects.get(code="inst-b").name_nb == "Institutt B"
    take_in(client, sheet, leave_out=True)
    assert Unit.objects.get(code="inst-b").name_nb == "Ny B"
    assert parents()["lab"] is None


def test_a_unit_leader_changes_the_own_unit_and_those_below(university: Organisation) -> None:
    leader = UserFactory()
    RoleFactory(user=leader, kind=Role.Kind.UNIT_LEADER, unit=Unit.objects.get(code="inst-a"))
    client = client_of(leader)

    def edit(rows: Rows) -> None:
        changed(rows, "lab", name="Ny lab")
        changed(rows, "inst-a", parent="")  # to the top is not hers to say
        changed(rows, "inst-b", name="Min")
        changed(rows, "annen", name="Min")

    sheet = sent(client, KIND, edited(client, KIND, edit))
    assert {row["key"] for row in sheet.rows if row["faults"]} == {"inst-a", "inst-b", "annen"}
    take_in(client, sheet, leave_out=True)
    assert set(Unit.objects.values_list("name_nb", flat=True)) == {
        "Fakultetet", "=Institutt A", "Ny lab", "Institutt B", "Annen",
    }  # fmt: skip


def test_the_way_to_it_stands_below_the_list(client: Client) -> None:
    html = client.get(page("workspace:organisation_units", "eksu")).text
    assert f'href="{page("workspace:party_sheet_units")}"' in html


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_rows(client: Client, university: Organisation, number: int) -> None:
    for code in ("lab", "inst-a", "inst-b", "annen"):
        Unit.objects.filter(code=code).delete()
    for n in range(number):
        UnitFactory(code=f"u-{n}", organisation=university, parent=Unit.objects.get(code="fak"))

    def edit(rows: Rows) -> None:
        for row in [row for row in rows if row["code"] != "fak"]:
            row |= {"name": f"Ny {row['code']}", "parent": ""}
            rows.append({"code": "", "name": f"Helt {row['code']}", "parent": "fak", "organisation_code": "eksu"})

    raw = edited(client, KIND, edit)
    with CaptureQueriesContext(connection) as told:
        assert send(client, KIND, raw).status_code == 302
    assert len(told) == 10, [one["sql"][:150] for one in told.captured_queries]
    assert faults(PartySheet.objects.latest("pk")) == []
