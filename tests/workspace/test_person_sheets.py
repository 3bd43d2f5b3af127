"""The list of people, exported, mended in a spreadsheet program and taken in again."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samspill.parties.domain.people import merge_persons, update_person
from samspill.parties.models import Organisation, PartySheet, Person, Role
from tests.factories import AffiliationFactory, OrganisationFactory, PersonFactory, RoleFactory, UserFactory
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
KIND = "people"


@pytest.fixture
def university() -> Organisation:
    """Two people there, one elsewhere, and one without a page."""
    made: Organisation = OrganisationFactory(code="eksu", name_nb="Eksempeluniversitetet")
    ada = PersonFactory(public_id="adaada22", name="Åda Ås", orcid="0000-0002-1825-0097")
    AffiliationFactory(person=ada, organisation=made, title="Professor")
    AffiliationFactory(person=PersonFactory(public_id="bobbob22", name="=Bob Berg"), organisation=made)
    AffiliationFactory(person=PersonFactory(public_id="carcar22", name="Carla Dal"))
    AffiliationFactory(person=PersonFactory(public_id="hidhid22", name="Hemmelig Person", is_public=False))
    return made


@pytest.fixture
def client(university: Organisation) -> Client:
    user = UserFactory(name="Astrid Administrator")
    RoleFactory(user=user, kind=Role.Kind.ADMINISTRATOR)
    return client_of(user)


def changed(rows: Rows, known: str, **values: Any) -> None:
    row_with(rows, id=known).update(values)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_a_file_that_nobody_changed_changes_nothing(client: Client, form: str, language: str) -> None:
    raw = export(client, KIND, form, language)
    sheet = sent(client, KIND, raw, f"liste.{form}")
    assert actions(sheet) == ["unchanged"] * 3
    assert not any(row["notes"] for row in sheet.rows)
    saved_by_excel = written(rows_of(raw, KIND, form, language), KIND, form, language)
    assert actions(sent(client, KIND, saved_by_excel)) == ["unchanged"] * 3


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_what_was_changed_is_taken_in_and_nothing_else(client: Client, form: str, language: str) -> None:
    def edit(rows: Rows) -> None:
        changed(rows, "adaada22", name="Åda  Ås Ny", orcid="")
        changed(rows, "bobbob22", orcid="https://orcid.org/0000 0001 5109 3700")

    raw = edited(client, KIND, edit, form, language)
    before = {one["public_id"]: one for one in Person.objects.values()}
    sheet = sent(client, KIND, raw, f"liste.{form}")
    assert sorted(actions(sheet)) == ["changed", "changed", "unchanged"], faults(sheet)
    assert {one["public_id"]: one for one in Person.objects.values()} == before
    assert take_in(client, sheet).status_code == 302
    before["adaada22"] |= {"name": "Åda Ås Ny", "orcid": ""}
    before["bobbob22"] |= {"orcid": "0000-0001-5109-3700"}
    assert {one["public_id"]: one for one in Person.objects.values()} == before
    ada = Person.objects.get(public_id="adaada22")
    event = apps.get_model("parties.PersonEvent")._default_manager.filter(pgh_obj_id=ada.pk).latest("pgh_id")
    assert event.pgh_context.metadata["reason"] == f"Fra filen liste.{form}"
    again = sent(client, KIND, export(client, KIND, form, language))
    assert actions(again) == ["unchanged"] * 3


def test_the_export_afterwards_says_what_was_taken_in(client: Client) -> None:
    raw = edited(client, KIND, lambda rows: changed(rows, "carcar22", name="Carla Dalen"))
    take_in(client, sent(client, KIND, raw))
    assert rows_of(export(client, KIND, "csv"), KIND, "csv") == rows_of(raw, KIND, "csv")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"name": ""}, ("name", "no_name")),
        ({"name": "x" * 201}, ("name", "refused")),
        ({"orcid": "0000-0002-1825-0098"}, ("orcid", "refused")),
        ({"orcid": "0000-0002-1825-0097"}, ("orcid", "same_orcid")),
        ({"orcid": "#REF!"}, ("orcid", "formula_error")),
        ({"id": "xxxxxxxx"}, ("id", "unknown_person")),
        ({"id": "adaada22"}, ("id", "twice")),
        ({"id": "", "name": "Ny Nyland"}, ("id", "new_person")),
        ({"id": ""}, ("name", "same_person")),
        ({"id": "", "orcid": "0000-0002-1825-0097"}, ("orcid", "same_orcid")),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_by_row_and_column(
    client: Client, values: dict[str, Any], expected: tuple[str, str]
) -> None:
    sheet = sent(client, KIND, edited(client, KIND, lambda rows: changed(rows, "carcar22", **values)))
    assert expected in [(column, code) for _row, column, code in faults(sheet)]
    assert "ds-validation-message" in seen(client, sheet)
    before = list(Person.objects.order_by("pk").values())
    assert take_in(client, sheet).status_code == 422
    assert list(Person.objects.order_by("pk").values()) == before


def test_somebody_who_was_merged_is_known_by_the_new_number(client: Client) -> None:
    raw = export(client, KIND, "csv")
    kept, gone = Person.objects.get(public_id="bobbob22"), Person.objects.get(public_id="carcar22")
    administrator = UserFactory()
    RoleFactory(user=administrator, kind=Role.Kind.ADMINISTRATOR)
    merge_persons(kept=kept, duplicate=gone, actor=administrator)
    sheet = sent(client, KIND, raw)
    assert [(column, code) for _row, column, code in faults(sheet)] == [("id", "merged")]
    assert "bobbob22" in seen(client, sheet)


@pytest.mark.requirement("R-NFR-06")
@pytest.mark.parametrize("number", ["", "adaada22"], ids=["a new one", "somebody here"])
def test_whoever_has_no_public_page_is_not_found_out_by_an_orcid_id(university: Organisation, number: str) -> None:
    Person.objects.filter(public_id="hidhid22").update(orcid="0000-0001-5109-3700", former_public_ids=["gongon22"])
    representative = UserFactory()
    RoleFactory(user=representative, kind=Role.Kind.PARTNER_REPRESENTATIVE, organisation=university)
    rows = [
        {"id": number, "name": "Åda Ås", "orcid": "0000-0001-5109-3700"},
        {"id": "gongon22", "name": "x", "orcid": ""},  # was merged with the one that nobody sees
    ]
    sheet = sent(client_of(representative), KIND, written(rows, KIND, "csv"))
    assert [code for _row, _column, code in faults(sheet)] == ["unnamed_orcid", "unknown_person"]
    assert not any("idhid" in str(row) or "Hemmelig" in str(row) for row in sheet.rows)
    html = seen(client_of(representative), sheet)
    assert "uten offentlig side" in html
    assert "Hemmelig" not in html


def test_where_somebody_belongs_is_not_taken_in(client: Client) -> None:
    sheet = sent(
        client, KIND, edited(client, KIND, lambda rows: changed(rows, "adaada22", belongs_to="Direktør, NTNU"))
    )
    assert [note["code"] for note in row_with(sheet.rows, key="adaada22")["notes"]] == ["belongs_to"]
    assert actions(sheet) == ["unchanged"] * 3
    assert "Ikke tatt inn" in seen(client, sheet)


def test_somebody_whose_data_is_restricted_is_not_changed(client: Client) -> None:
    raw = edited(client, KIND, lambda rows: changed(rows, "carcar22", name="Noe annet"))
    Person.objects.filter(public_id="carcar22").update(withheld=Person.Withheld.RESTRICTED)
    assert [code for _row, _column, code in faults(sent(client, KIND, raw))] == ["refused"]


def test_only_those_who_look_after_the_place_change_somebody(university: Organisation) -> None:
    representative = UserFactory()
    RoleFactory(user=representative, kind=Role.Kind.PARTNER_REPRESENTATIVE, organisation=university)
    client = client_of(representative)
    elsewhere = AffiliationFactory(person=Person.objects.get(public_id="bobbob22"))

    def edit(rows: Rows) -> None:
        changed(rows, "adaada22", name="Åda Ny")
        changed(rows, "bobbob22", orcid="0000-0001-5109-3700")  # by which he is known elsewhere too
        changed(rows, "carcar22", name="Min")
        rows.append({"id": "hidhid22", "name": "Min", "orcid": "", "belongs_to": "", "address": ""})

    sheet = sent(client, KIND, edited(client, KIND, edit))
    found = {row["key"]: [fault["code"] for fault in row["faults"]] for row in sheet.rows}
    assert found == {"adaada22": [], "bobbob22": ["refused"], "carcar22": ["refused"], "hidhid22": ["unknown_person"]}
    assert "Hemmelig" not in seen(client, sheet)
    take_in(client, sheet, leave_out=True)
    assert Person.objects.get(public_id="adaada22").name == "Åda Ny"
    assert set(Person.objects.values_list("name", flat=True)) == {
        "Åda Ny", "=Bob Berg", "Carla Dal", "Hemmelig Person",
    }  # fmt: skip
    assert elsewhere.person.orcid == ""


def test_what_somebody_else_changed_meanwhile_is_not_written_over(client: Client) -> None:
    sheet = sent(client, KIND, edited(client, KIND, lambda rows: changed(rows, "carcar22", name="Carla Ny")))
    person = Person.objects.get(public_id="carcar22")
    actor = PartySheet.objects.get().created_by
    update_person(person=person, actor=actor, values={"name": "Carla Annen"})
    assert take_in(client, sheet).status_code == 422
    assert [code for _row, _column, code in faults(sheet)] == ["meanwhile"]
    person.refresh_from_db()
    assert person.name == "Carla Annen"


def test_the_list_of_members_is_not_this_list(client: Client) -> None:
    answer = client.get(page("workspace:export_members", "eksu", "csv"))
    raw = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    refused = send(client, KIND, raw)
    assert refused.status_code == 422
    assert "hvem som hører til hvor" in refused.text


def test_the_way_to_it_stands_below_the_list(client: Client) -> None:
    html = client.get(page("workspace:organisation_people", "eksu")).text
    assert f'href="{page("workspace:party_sheet_people")}"' in html


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_rows(client: Client, number: int) -> None:
    Person.objects.all().delete()
    for _n in range(number):
        AffiliationFactory()

    def edit(rows: Rows) -> None:
        for row in list(rows):
            row["name"] = f"Ny {row['name']}"
            rows.append({"id": "", "name": f"Helt {row['name']}"})

    raw = edited(client, KIND, edit)
    with CaptureQueriesContext(connection) as told:
        assert send(client, KIND, raw).status_code == 302
    assert len(told) == 12, [one["sql"][:150] for one in told.captured_queries]
