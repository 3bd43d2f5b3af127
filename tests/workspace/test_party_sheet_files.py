"""Files that are no list of organisations, or not quite: each is told apart, and nothing is passed over in silence."""

import csv
import io

import pytest
from django.test import Client, override_settings

from samspill.accounts.models import User
from samspill.parties.importing import acts
from samspill.parties.models import Organisation, PartySheet, Role
from tests.factories import (
    OrganisationFactory,
    PersonFactory,
    PublishedEntryFactory,
    RoleFactory,
    UnitFactory,
    UserFactory,
)
from tests.registry.exports import export as export_entries
from tests.registry.sheets import as_texts, workbook
from tests.scenes import client_of
from tests.workspace.party_sheets import FORMS, actions, export, faults, seen, send, sent, take_in, written

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
    made: Organisation = OrganisationFactory(
        code="fjord", name_nb="Fjord", name_nn="Aa fjord", name_en="Zz fjord", contact_email="a@b.no"
    )
    return made


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "Filen er tom"),
        (b"%PDF-1.7", "bilde eller en PDF"),
        (b"\x89PNG\r\n\x1a\n", "bilde eller en PDF"),
        (b'{"rows": [', "JSON"),
        (b"Navn;Beskrivelse\nA;B\n", "Kolonnene"),
        (b"Kode\nfjord\n", "Kolonnene"),
        (b"Kode;Navn\n", "rad"),
        (workbook(("Kode", "Navn", "Overordnet enhets kode", "Fra", "Til"), ("a", "b")), "liste"),
    ],
)
def test_a_file_that_is_no_such_list_is_refused_with_the_reason(client: Client, raw: bytes, said: str) -> None:
    answer = send(client, KIND, raw)
    assert answer.status_code == 422
    assert said in answer.text
    assert not PartySheet.objects.exists()


@pytest.mark.parametrize("form", FORMS)
def test_a_list_of_entries_is_sent_to_its_register(client: Client, administrator: User, form: str) -> None:

    PublishedEntryFactory()
    answer = send(client, KIND, export_entries(administrator, form), f"liste.{form}")
    assert answer.status_code == 422
    assert "oppføringer" in answer.text


@pytest.mark.parametrize("form", FORMS)
def test_names_that_look_like_headings_of_entries_are_names(client: Client, form: str) -> None:
    for name in ("Prøve [samspill]", "samspill_id"):
        OrganisationFactory(name_nb=name)
    assert actions(sent(client, KIND, export(client, KIND, form), f"liste.{form}")) == ["unchanged"] * 2


@pytest.mark.parametrize(("kind", "name"), [("units", "enheter"), ("people", "personer")])
def test_another_list_is_sent_where_it_belongs(client: Client, fjord: Organisation, kind: str, name: str) -> None:

    UnitFactory(organisation=fjord)
    PersonFactory(is_public=True)
    for form in FORMS:
        answer = send(client, KIND, export(client, kind, form), f"liste.{form}")
        assert answer.status_code == 422
        assert f"liste over {name}" in answer.text


@override_settings(FILE_UPLOAD_MAX_SIZE=1000)
def test_a_file_that_is_too_large_is_refused(client: Client) -> None:
    assert "større enn" in send(client, KIND, b"Kode;Navn\n" + b"a;b\n" * 500).text


def test_a_list_that_is_too_long_is_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "MAX_ROWS", 3)
    answer = send(client, KIND, b"Kode;Navn\n" + b"a;b\n" * 4)
    assert answer.status_code == 422
    assert "3" in answer.text
    assert send(client, KIND, b"Kode;Navn\n" + b"a;b\n" * 3).status_code == 302


def test_a_column_that_is_not_known_is_never_passed_over_in_silence(client: Client, fjord: Organisation) -> None:
    rows = [{"code": "fjord", "short_name": "Fj", "Telefon": "12 34 56 78", "Notat": ""}]
    sheet = sent(client, KIND, written(rows, KIND, "csv"))
    assert [heading for _n, heading, _code in acts.unread(sheet)] == ["Telefon", "Notat"]
    assert "Telefon" in seen(client, sheet)
    assert take_in(client, sheet).status_code == 422
    assert take_in(client, sheet, leave_out=True).status_code == 302
    fjord.refresh_from_db()
    assert fjord.short_name == "Fj"


def test_an_empty_value_in_json_empties_the_field(client: Client, fjord: Organisation) -> None:
    take_in(client, sent(client, KIND, b'[{"code": "fjord", "contact": null, "short_name": "Fj"}]', "liste.json"))
    fjord.refresh_from_db()
    assert (fjord.contact_email, fjord.short_name) == ("", "Fj")


def test_json_that_does_not_say_its_language_changes_the_name_in_bokmal(client: Client, fjord: Organisation) -> None:
    unchanged = b'[{"code": "fjord", "name": "Aa fjord", "kind": "University", "is_active": "Ja"}]'
    assert actions(sent(client, KIND, unchanged, "liste.json")) == ["unchanged"]
    sheet = sent(client, KIND, '[{"code": "fjord", "name": "Bø", "kind": "company"}]'.encode(), "liste.json")
    assert [(one["column"], one["new"]) for one in sheet.rows[0]["changes"]] == [("name", "Bø"), ("kind", "Bedrift")]
    take_in(client, sheet)
    fjord.refresh_from_db()
    assert (fjord.name_nb, fjord.name_nn, fjord.name_en, fjord.kind) == ("Bø", "Aa fjord", "Zz fjord", "company")


def test_a_column_that_stands_twice_is_told_of(client: Client, fjord: Organisation) -> None:
    sheet = sent(client, KIND, b"Kode;Kortnavn;Kortnavn\nfjord;Fj;Fjo\n")
    assert [code for _n, _heading, code in acts.unread(sheet)] == ["twice_column"]
    assert "to ganger" in seen(client, sheet)
    assert faults(sheet) == []
    assert take_in(client, sheet).status_code == 422


@pytest.mark.parametrize("name", ["=1+1", "+Pluss", "-Minus", "@krøll", "'=1+1", "＝1"])
def test_a_workbook_made_of_the_csv_keeps_its_apostrophes_and_changes_nothing(client: Client, name: str) -> None:
    """A spreadsheet program shows them, and they are texts to it: so they stand in the workbook that it saves."""
    OrganisationFactory(name_nb=name, short_name=name)
    text = export(client, KIND, "csv").decode("utf-8-sig")
    sheet = sent(client, KIND, workbook(*csv.reader(io.StringIO(text), delimiter=";"), change=as_texts), "liste.xlsx")
    assert actions(sheet) == ["unchanged"], sheet.rows[0]["changes"]
    assert not sheet.rows[0]["notes"]
