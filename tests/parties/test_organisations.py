"""New and changed organisations, duplicates, and size figures that keep what was said before."""

from decimal import Decimal

import pytest

from samspill.parties.models import Organisation, SizeFigure
from tests.factories import MunicipalOrganisationFactory, OrganisationFactory, UnitFactory
from tests.parties.helpers import Kind, browser, somebody, text

pytestmark = pytest.mark.django_db

NEW = {"kind": "company", "name_nb": "Eksempelbedriften AS", "country": "no"}


def test_a_new_organisation_gets_a_lasting_address() -> None:
    page = browser(somebody(Kind.INNOVATION_LEADER, unit=UnitFactory()))
    page.post("/arbeid/parter/ny/", NEW | {"number": "974 760 673", "website": "eksempel.no"})
    organisation = Organisation.objects.get(name_nb="Eksempelbedriften AS")
    assert (organisation.code, organisation.number, organisation.country) == ("eksempelbedriften-as", "974760673", "NO")
    assert organisation.website == "https://eksempel.no"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", "974760674"),
        ("number", "12345"),
        ("ror", "05xg72x28"),
        ("name_nb", ""),
        ("country", "Norge"),
        ("country", "N1"),
        ("contact_email", "x"),
    ],
)
def test_wrong_answers_are_told_at_their_field_and_kept(field: str, value: str) -> None:
    answer = browser(somebody(Kind.ADMINISTRATOR)).post("/arbeid/parter/ny/", NEW | {field: value})
    assert answer.context["form"].errors[field]
    assert not Organisation.objects.filter(kind="company").exists()
    assert f'value="{value}"' in text(answer) or not value


def test_identifiers_are_understood_as_people_paste_them() -> None:
    OrganisationFactory(code="x")
    page = browser(somebody(Kind.ADMINISTRATOR))
    page.post(
        "/arbeid/parter/x/",
        {"kind": "university", "name_nb": "X", "country": "NO", "is_active": "on", "ror": "https://ror.org/05xg72x27"},
    )
    assert Organisation.objects.get(code="x").ror == "05xg72x27"


def test_those_that_look_alike_are_shown_first() -> None:
    MunicipalOrganisationFactory(name_nb="Eksempelvik kommune", code="eksempelvik", number="974760673")
    page = browser(somebody(Kind.ADMINISTRATOR))
    asked = page.post("/arbeid/parter/ny/", NEW | {"name_nb": "Eksempelvik komune"})
    assert "Eksempelvik kommune" in text(asked)
    assert Organisation.objects.count() == 1
    again = page.post("/arbeid/parter/ny/", NEW | {"name_nb": "Eksempelvik komune", "asked": "1"})
    assert again.status_code == 200, "asked again until it is answered"
    page.post("/arbeid/parter/ny/", NEW | {"name_nb": "Eksempelvik komune", "asked": "1", "is_new_party": "on"})
    assert Organisation.objects.count() == 2
    same = page.post("/arbeid/parter/ny/", NEW | {"number": "974760673", "asked": "1", "is_new_party": "on"})
    assert "Eksempelvik kommune" in str(same.context["form"].errors["number"]), "one number is one organisation"


def test_who_may_change_it() -> None:
    organisation = MunicipalOrganisationFactory(code="eksempelvik")
    facts = {"kind": "municipality", "name_nb": "Nytt navn", "country": "NO", "is_active": "on"}
    allowed = [
        somebody(Kind.ADMINISTRATOR),
        somebody(Kind.PARTNER_REPRESENTATIVE, organisation=organisation),
        somebody(Kind.INNOVATION_LEADER, organisation=organisation),
    ]
    refused = [
        somebody(),
        somebody(Kind.READER, organisation=organisation),
        somebody(Kind.PARTNER_REPRESENTATIVE, organisation=OrganisationFactory()),
        somebody(Kind.UNIT_LEADER, unit=UnitFactory(organisation=organisation)),
    ]
    for user in refused:
        answer = browser(user).post("/arbeid/parter/eksempelvik/", facts)
        assert answer.status_code == 403
        assert answer.context["reason"]
    organisation.refresh_from_db()
    assert organisation.name_nb != "Nytt navn"
    for user in allowed:
        assert browser(user).post("/arbeid/parter/eksempelvik/", facts).status_code == 302


@pytest.mark.requirement("R-PAR-03")
def test_size_figures_keep_old_values() -> None:
    organisation = MunicipalOrganisationFactory(code="gjovik-eksempel")
    page = browser(somebody(Kind.PARTNER_REPRESENTATIVE, organisation=organisation))
    address = "/arbeid/parter/gjovik-eksempel/storrelse/"
    figure = {
        "measure": "inhabitants",
        "value": "30 560",
        "is_approximate": "on",
        "on": "2023-01-01",
        "source": "Nettsiden (eksempel)",
    }
    assert page.post(address, figure).status_code == 302
    assert page.post(address, figure | {"value": "30700", "on": "2024-01-01", "is_approximate": ""}).status_code == 302
    rows = list(SizeFigure.objects.order_by("date").values_list("value", "is_approximate", "replaced_at"))
    assert rows == [(Decimal(30560), True, None), (Decimal(30700), True, None)] or rows == [
        (Decimal(30560), True, None),
        (Decimal(30700), False, None),
    ]
    shown = text(page.get(address)).replace("\xa0", " ").replace("&nbsp;", " ")
    assert "30 560" in shown
    assert "30 700" in shown
    assert "ca." in shown


@pytest.mark.requirement("R-PAR-03")
def test_a_correction_of_the_same_date_keeps_what_was_said() -> None:
    organisation = MunicipalOrganisationFactory(code="e")
    page = browser(somebody(Kind.ADMINISTRATOR))
    for value in ("3000", "3100", "3100"):
        page.post(
            "/arbeid/parter/e/storrelse/",
            {"measure": "employees", "value": value, "on": "2024-01-01", "source": "Årsrapport"},
        )
    rows = SizeFigure.objects.filter(organisation=organisation).order_by("pk")
    assert [(int(row.value), row.replaced_at is None) for row in rows] == [(3000, False), (3100, True)]
    assert "rettet senere" in text(page.get("/arbeid/parter/e/storrelse/"))


@pytest.mark.parametrize(
    ("field", "value"),
    [("value", "-1"), ("value", "mange"), ("on", "2999-01-01"), ("source", ""), ("on", "31.02.2024")],
)
def test_wrong_figures_are_told(field: str, value: str) -> None:
    MunicipalOrganisationFactory(code="e")
    data = {"measure": "employees", "value": "3000", "on": "2024-01-01", "source": "Årsrapport"} | {field: value}
    answer = browser(somebody(Kind.ADMINISTRATOR)).post("/arbeid/parter/e/storrelse/", data)
    assert answer.context["form"].errors[field]
    assert not SizeFigure.objects.exists()
