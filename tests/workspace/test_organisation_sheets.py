"""The list of organisations, exported, mended in a spreadsheet program and taken in again."""

from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samspill.accounts.models import User
from samspill.parties.domain.organisations import update_organisation
from samspill.parties.importing import acts
from samspill.parties.importing.found import Found
from samspill.parties.models import Organisation, PartySheet, Role
from tests.factories import (
    MunicipalityFactory,
    MunicipalOrganisationFactory,
    OrganisationFactory,
    RoleFactory,
    UserFactory,
)
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
KIND = "organisations"


@pytest.fixture
def administrator() -> User:
    user: User = UserFactory(name="Astrid Administrator")
    RoleFactory(user=user, kind=Role.Kind.ADMINISTRATOR)
    return user


@pytest.fixture
def client(administrator: User) -> Client:
    return client_of(administrator)


@pytest.fixture
def fjord() -> Organisation:
    """Two organisations; one with much that a spreadsheet could spoil."""
    OrganisationFactory(code="eksu", name_nb="Eksempeluniversitetet", name_en="The Example University")
    made: Organisation = MunicipalOrganisationFactory(
        code="fjord", name_nb="=Fjord & fjell, «kommune»", name_nn="@Fjord kommune", short_name="-", ror="05xg72x27",
        number="974767880", website="https://fjord.eksempel.no", contact_email="post@fjord.eksempel.no",
        municipality=MunicipalityFactory(number="0999", name="Fjord"),
    )  # fmt: skip
    return made


def changed(rows: Rows, known: str, **values: Any) -> None:
    row_with(rows, code=known).update(values)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_a_file_that_nobody_changed_changes_nothing(
    client: Client, fjord: Organisation, form: str, language: str
) -> None:
    raw = export(client, KIND, form, language)
    sheet = sent(client, KIND, raw, f"liste.{form}")
    assert actions(sheet) == ["unchanged"] * 2
    assert not any(row["notes"] for row in sheet.rows)
    assert "ingenting å endre" in seen(client, sheet).lower()
    saved_by_excel = written(rows_of(raw, KIND, form, language), KIND, form, language)
    assert actions(sent(client, KIND, saved_by_excel)) == ["unchanged"] * 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_what_was_changed_is_taken_in_and_nothing_else(
    client: Client, fjord: Organisation, form: str, language: str
) -> None:
    MunicipalityFactory(number="9902", name="Dalen")

    def edit(rows: Rows) -> None:
        changed(
            rows, "fjord", name="+Nye Fjord", short_name="NF", number="958 935 420", municipality_number=9902,
            municipality="Dalen", website="nyfjord.eksempel.no", contact="", is_active="Nei", kind="company",
        )  # fmt: skip

    raw = edited(client, KIND, edit, form, language)
    before = Organisation.objects.values().get(code="fjord")
    other = Organisation.objects.values().get(code="eksu")
    sheet = sent(client, KIND, raw, f"liste.{form}")
    assert sorted(actions(sheet)) == ["changed", "unchanged"]
    assert not any(row["notes"] for row in sheet.rows)
    html = seen(client, sheet)
    assert "+Nye Fjord" in html
    assert "Tømmes" in html
    assert Organisation.objects.values().get(code="fjord") == before  # nothing before the button
    assert take_in(client, sheet).status_code == 302
    now = Organisation.objects.values().get(code="fjord")
    field = {"nb": "name_nb", "nn": "name_nn", "en": "name_en"}[language]
    wanted = {
        field: "+Nye Fjord", "short_name": "NF", "number": "958935420", "municipality_id": "9902", "kind": "company",
        "website": "https://nyfjord.eksempel.no", "contact_email": "", "is_active": False,
    }  # fmt: skip
    assert {name: now[name] for name in now if now[name] != before[name]} == wanted
    assert Organisation.objects.values().get(code="eksu") == other
    event = apps.get_model("parties.OrganisationEvent")._default_manager.filter(pgh_obj_id=fjord.pk).latest("pgh_id")
    assert event.pgh_context.metadata["reason"] == f"Fra filen liste.{form}"
    assert event.pgh_context.metadata["user_name"] == "Astrid Administrator"
    again = sent(client, KIND, export(client, KIND, form, language))
    assert actions(again) == ["unchanged"]  # that of what still exists


def test_the_export_afterwards_says_what_was_taken_in(client: Client, fjord: Organisation) -> None:
    raw = edited(client, KIND, lambda rows: changed(rows, "fjord", name="Aurland og Fjord", contact="ny@fjord.no"))
    take_in(client, sent(client, KIND, raw))
    assert rows_of(export(client, KIND, "csv"), KIND, "csv") == rows_of(raw, KIND, "csv")


def test_a_row_without_a_code_is_a_new_one(client: Client, fjord: Organisation) -> None:
    new = {"code": "", "name": "Ny bedrift AS", "kind": "Bedrift", "number": "923609016", "country": "", "contact": ""}
    sheet = sent(client, KIND, written([new], KIND, "xlsx"))
    assert actions(sheet) == ["new"], sheet.rows
    take_in(client, sheet)
    made = Organisation.objects.get(number="923609016")
    assert (made.name_nb, made.kind, made.country, made.code) == ("Ny bedrift AS", "company", "NO", "ny-bedrift-as")


def test_a_missing_column_leaves_its_field_alone(client: Client, fjord: Organisation) -> None:
    rows = [{"code": "fjord", "short_name": "Fj"}]
    take_in(client, sent(client, KIND, written(rows, KIND, "csv")))
    fjord.refresh_from_db()
    assert (fjord.short_name, fjord.number) == ("Fj", "974767880")


def test_columns_that_follow_from_others_are_not_taken_in(client: Client, fjord: Organisation) -> None:
    def edit(rows: Rows) -> None:
        changed(rows, "fjord", municipality="Bergen", county="Vestland", address="https://nett.no/", short_name="Fj")

    sheet = sent(client, KIND, edited(client, KIND, edit))
    row = row_with(sheet.rows, key="fjord")
    assert [note["code"] for note in row["notes"]] == ["municipality", "county", "address"]
    assert [change["column"] for change in row["changes"]] == ["short_name"]
    html = seen(client, sheet)
    assert "“Bergen”" in html or "«Bergen»" in html
    assert "kommunenummeret" in html


FAULTS: list[tuple[dict[str, Any], tuple[str, str]]] = [
    ({"name": ""}, ("name", "no_name")),
    ({"name": "x" * 251}, ("name", "refused")),
    ({"kind": "Romvesen"}, ("kind", "kind_unknown")),
    ({"kind": ""}, ("kind", "kind_unknown")),
    ({"number": "974767881"}, ("number", "refused")),
    ({"number": "=1+1"}, ("number", "refused")),
    ({"number": "958935420"}, ("number", "same_number")),
    ({"country": "SE"}, ("number", "refused")),
    ({"country": ""}, ("country", "refused")),
    ({"country": "Norge"}, ("country", "country")),
    ({"country": "N1"}, ("country", "country")),
    ({"ror": "https://ror.org/05xg72x28"}, ("ror", "refused")),
    ({"ror": "https://ror.org/01xtthb56"}, ("ror", "same_ror")),
    ({"municipality_number": "8888"}, ("municipality_number", "municipality_unknown")),
    ({"website": "javascript:alert(1)"}, ("website", "refused")),
    ({"website": "#REF!"}, ("website", "formula_error")),
    ({"contact": "ikke en adresse"}, ("contact", "refused")),
    ({"is_active": "kanskje"}, ("is_active", "yes_or_no")),
    ({"code": "finnes-ikke"}, ("code", "unknown_organisation")),
    ({"code": "eksu"}, ("code", "twice")),
    ({"code": "", "number": "", "ror": "", "name": "eksempelUNIVERSITETET"}, ("name", "same_name")),
    ({"code": "", "ror": "", "name": "Ny"}, ("number", "same_number")),
]


@pytest.mark.parametrize(("values", "expected"), FAULTS, ids=str)
def test_what_is_wrong_is_said_by_row_and_column(
    client: Client, fjord: Organisation, values: dict[str, Any], expected: tuple[str, str]
) -> None:
    OrganisationFactory(code="annen", name_nb="En annen", number="958935420", ror="01xtthb56")
    sheet = sent(client, KIND, edited(client, KIND, lambda rows: changed(rows, "fjord", **values)))
    row = next(row for row in sheet.rows if row["faults"] and row["faults"][-1]["code"] == expected[1])
    assert expected in [(fault["column"], fault["code"]) for fault in row["faults"]]
    html = seen(client, sheet)
    assert "ds-validation-message" in html
    before = list(Organisation.objects.order_by("pk").values())
    assert take_in(client, sheet).status_code == 422
    assert list(Organisation.objects.order_by("pk").values()) == before


def test_rows_with_faults_are_left_out_only_when_that_is_ticked(client: Client, fjord: Organisation) -> None:
    def edit(rows: Rows) -> None:
        changed(rows, "fjord", short_name="Fj")
        changed(rows, "eksu", kind="Romvesen")

    sheet = sent(client, KIND, edited(client, KIND, edit))
    answer = take_in(client, sheet)
    assert answer.status_code == 422
    assert "kryss av" in answer.text
    fjord.refresh_from_db()
    assert fjord.short_name == "-"
    assert take_in(client, sheet, leave_out=True).status_code == 302
    fjord.refresh_from_db()
    assert fjord.short_name == "Fj"
    assert Organisation.objects.get(code="eksu").kind == "university"
    assert [row["taken_in"] for row in sheet.rows] == [True, False]
    assert "Utelatt" in seen(client, sheet)
    assert take_in(client, sheet).status_code == 302  # once more does nothing
    assert client.get(page("workspace:party_sheet_organisations")).status_code == 200


def test_what_somebody_else_changed_meanwhile_is_not_written_over(
    client: Client, fjord: Organisation, administrator: User
) -> None:
    def edit(rows: Rows) -> None:
        changed(rows, "fjord", short_name="Fj")
        changed(rows, "eksu", short_name="EksU")

    sheet = sent(client, KIND, edited(client, KIND, edit))
    update_organisation(organisation=fjord, actor=administrator, values={"short_name": "Annet"})
    assert take_in(client, sheet).status_code == 422
    assert faults(sheet) == [(2, "", "meanwhile")]
    assert Organisation.objects.get(code="eksu").short_name == ""
    take_in(client, sheet, leave_out=True)
    assert Organisation.objects.get(code="eksu").short_name == "EksU"
    fjord.refresh_from_db()
    assert fjord.short_name == "Annet"


def test_what_went_away_while_the_rows_are_written_is_a_fault(
    client: Client, fjord: Organisation, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def edit(rows: Rows) -> None:
        changed(rows, "eksu", short_name="EksU")
        changed(rows, "fjord", short_name="Fj")
        rows.append({"code": "", "name": "Ny", "kind": "Bedrift", "number": "923609016"})

    sheet = sent(client, KIND, edited(client, KIND, edit))
    update = acts.OrganisationList.write

    def slow(self: acts.OrganisationList, row: Found, reason: str) -> None:
        if row.key == "fjord":
            Organisation.objects.filter(code="fjord").delete()
        elif not row.key:  # the check of the act has passed, and another is saved before it
            raise IntegrityError
        update(self, row, reason)

    monkeypatch.setattr(acts.OrganisationList, "write", slow)
    assert take_in(client, sheet).status_code == 422
    assert sorted(faults(sheet)) == [(row["number"], "", "meanwhile") for row in sheet.rows if row["key"] != "eksu"]
    assert Organisation.objects.get(code="eksu").short_name == ""


def test_a_window_that_was_slower_does_not_write_over_what_was_taken_in(
    client: Client, fjord: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = sent(client, KIND, edited(client, KIND, lambda rows: changed(rows, "fjord", kind="Romvesen")))
    stored = Found.stored

    def slow(row: Found) -> dict[str, Any]:
        taken = [one | {"taken_in": True} for one in sheet.rows]
        PartySheet.objects.filter(pk=sheet.pk).update(taken_in_at=sheet.created_at, rows=taken)
        return stored(row)

    monkeypatch.setattr(Found, "stored", slow)
    assert take_in(client, sheet).status_code == 422
    assert all(row["taken_in"] for row in sheet.rows)


def test_looked_through_again_it_says_what_is_saved_now(
    client: Client, fjord: Organisation, administrator: User
) -> None:
    sheet = sent(client, KIND, edited(client, KIND, lambda rows: changed(rows, "fjord", short_name="Fj")))
    update_organisation(organisation=fjord, actor=administrator, values={"short_name": "Annet"})
    take_in(client, sheet)
    client.post(page("workspace:party_sheet_look_again", sheet.public_id))
    sheet.refresh_from_db()
    assert faults(sheet) == []
    assert row_with(sheet.rows, key="fjord")["changes"] == [{"column": "short_name", "old": "Annet", "new": "Fj"}]
    take_in(client, sheet)
    fjord.refresh_from_db()
    assert fjord.short_name == "Fj"


def test_only_those_who_look_after_an_organisation_change_it(fjord: Organisation) -> None:
    representative = UserFactory()
    RoleFactory(user=representative, kind=Role.Kind.PARTNER_REPRESENTATIVE, organisation=fjord)
    client = client_of(representative)

    def edit(rows: Rows) -> None:
        changed(rows, "fjord", short_name="Fj")
        changed(rows, "eksu", short_name="Mitt")
        rows.append({"code": "", "name": "Ny", "kind": "Bedrift"})

    sheet = sent(client, KIND, edited(client, KIND, edit))
    assert faults(sheet) == [(3, "", "refused"), (4, "", "refused")]
    assert "Bare" in seen(client, sheet)
    take_in(client, sheet, leave_out=True)
    assert set(Organisation.objects.values_list("code", "short_name")) == {("eksu", ""), ("fjord", "Fj")}


def test_a_file_is_seen_by_whoever_sent_it_alone(client: Client, fjord: Organisation) -> None:
    sheet = sent(client, KIND, export(client, KIND, "csv"))
    other = UserFactory()
    RoleFactory(user=other, kind=Role.Kind.ADMINISTRATOR)
    for name in ("party_sheet", "party_sheet_take_in", "party_sheet_look_again", "party_sheet_put_away"):
        ask = client_of(other).get if name == "party_sheet" else client_of(other).post
        assert ask(page(f"workspace:{name}", sheet.public_id)).status_code == 403
    assert client_of(UserFactory()).get(page("workspace:party_sheet_organisations")).status_code == 403
    client.post(page("workspace:party_sheet_put_away", sheet.public_id))
    assert not PartySheet.objects.exists()


@pytest.mark.requirement("R-NFR-06")
def test_a_file_is_deleted_after_thirty_days(client: Client, fjord: Organisation) -> None:
    sheet = sent(client, KIND, export(client, KIND, "csv"))
    assert acts.forget() == 0
    PartySheet.objects.filter(pk=sheet.pk).update(created_at=sheet.created_at - acts.KEPT)
    assert acts.forget() == 1


def test_hostile_texts_are_texts(client: Client, fjord: Organisation) -> None:
    name = "<script>alert(1)</script>%(x)s {{ x }} \u202e𝔘"
    sheet = sent(client, KIND, edited(client, KIND, lambda rows: changed(rows, "fjord", name=name, short_name="'=1")))
    html = seen(client, sheet)
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html
    take_in(client, sheet)
    fjord.refresh_from_db()
    assert fjord.name_nb == "<script>alert(1)</script>%(x)s {{ x }} \u202e𝔘"
    assert fjord.short_name == "'=1"


def test_the_way_to_it_stands_below_the_list(client: Client, fjord: Organisation) -> None:
    assert f'href="{page("workspace:party_sheet_organisations")}"' in client.get(page("workspace:parties")).text


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_rows(client: Client, number: int) -> None:
    for n in range(number):
        MunicipalOrganisationFactory(code=f"k-{n}")

    def edit(rows: Rows) -> None:
        for row in list(rows):
            row |= {"short_name": "Ny", "website": "ny.no"}
            rows.append({"code": "", "name": f"Ny {row['code']}", "kind": "Bedrift"})

    raw = edited(client, KIND, edit)
    with CaptureQueriesContext(
        connection,
    ) as told:
        assert send(client, KIND, raw).status_code == 302
    assert len(told) == 10, [one["sql"][:120] for one in told.captured_queries]
    sheet = PartySheet.objects.latest("pk")
    with CaptureQueriesContext(connection) as told:
        seen(client, sheet)
    assert len(told) == 5, [one["sql"][:120] for one in told.captured_queries]


def test_what_is_to_be_looked_at_comes_first(client: Client, fjord: Organisation) -> None:
    sheet = sent(client, KIND, edited(client, KIND, lambda rows: changed(rows, rows[1]["code"], short_name="Ny")))
    html = seen(client, sheet)
    assert html.index('id="row-3"') < html.index('id="row-2"')
