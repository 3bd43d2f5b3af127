"""A list of parties that is taken in while others change some of the same: one waits, and nobody is stopped."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from samspill.accounts.models import User
from samspill.parties.importing import acts
from samspill.parties.models import Organisation, PartySheet, Person, Role, Unit
from tests.factories import (
    AffiliationFactory,
    OrganisationFactory,
    PersonFactory,
    RoleFactory,
    UnitFactory,
    UserFactory,
)
from tests.scenes import client_of, page
from tests.workspace.party_sheets import faults, sent, written
from tests.workspace.test_parts_at_once import is_waited_for, send_during

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("R-NFR-07")]


@pytest.fixture
def administrator() -> User:
    user: User = UserFactory()
    RoleFactory(user=user, kind=Role.Kind.ADMINISTRATOR)
    return user


def take_in_during(sheet: PartySheet, user: User, first: Callable[[], object], second: Callable[[], object]) -> Any:
    """The answer to a file that is taken in while another connection does one thing, and then, waited for, another."""
    answers: list[Any] = []

    def send() -> None:
        try:
            answers.append(client_of(user).post(page("workspace:party_sheet_take_in", sheet.public_id)))
        finally:
            connection.close()

    thread = threading.Thread(target=send)
    try:
        with transaction.atomic():
            first()
            thread.start()
            waited = any(is_waited_for() for _turn in range(200))
            second()  # without waiting: the file holds nothing yet
    finally:
        thread.join(20)
    assert waited, "the file never waited for the other"
    return answers[0]


def locking(rows: Any) -> Callable[[], object]:
    return lambda: list(rows.select_for_update(nowait=True).values_list("pk"))


def test_organisations_are_taken_in_the_same_order_whatever_the_file_has(administrator: User) -> None:
    for code in ("fyrst", "sist"):
        OrganisationFactory(code=code)
    rows = [{"code": code, "short_name": "Ny"} for code in ("sist", "fyrst")]
    sheet = sent(client_of(administrator), "organisations", written(rows, "organisations", "csv"))
    first, last = (locking(Organisation.objects.filter(code=code)) for code in ("fyrst", "sist"))
    assert take_in_during(sheet, administrator, first, last).status_code == 302
    assert set(Organisation.objects.values_list("short_name", flat=True)) == {"Ny"}


def test_people_are_taken_in_the_same_order_whatever_the_file_has(administrator: User) -> None:
    people = [AffiliationFactory(person=PersonFactory()).person for _ in range(2)]
    rows = [{"id": one.public_id, "name": "Ny"} for one in reversed(people)]
    sheet = sent(client_of(administrator), "people", written(rows, "people", "csv"))
    first, last = (locking(Person.objects.filter(pk=one.pk)) for one in people)
    assert take_in_during(sheet, administrator, first, last).status_code == 302
    assert set(Person.objects.values_list("name", flat=True)) == {"Ny"}


def test_units_wait_for_who_moves_one_of_the_same_organisation(administrator: User) -> None:
    university = OrganisationFactory(code="eksu")
    for code in ("fak", "lab"):
        UnitFactory(code=code, organisation=university)
    rows = [{"code": "fak", "name": "Ny", "parent": ""}, {"code": "lab", "name": "Ny lab", "parent": "fak"}]
    sheet = sent(client_of(administrator), "units", written(rows, "units", "csv"))
    tree, unit = locking(Organisation.objects.filter(code="eksu")), locking(Unit.objects.filter(code="fak"))
    assert take_in_during(sheet, administrator, tree, unit).status_code == 302
    assert dict(Unit.objects.values_list("name_nb", "parent__code")) == {"Ny": None, "Ny lab": "fak"}


def test_a_new_party_of_two_files_is_made_once(administrator: User) -> None:
    OrganisationFactory(code="fyrst")
    rows = [{"code": "fyrst", "name": "Fyrst", "kind": "Bedrift"}, {"code": "", "name": "Ny AS", "kind": "Bedrift"}]
    raw = written(rows, "organisations", "csv")
    one, other = (sent(client_of(administrator), "organisations", raw) for _ in range(2))
    taking = lambda: acts.take_in(sheet=one, actor=administrator, leave_out=False)  # noqa: E731
    answer = send_during(taking, administrator, page("workspace:party_sheet_take_in", other.public_id), {})
    assert Organisation.objects.filter(name_nb="Ny AS").count() == 1
    assert answer.status_code == 422
    other.refresh_from_db()
    assert [code for _row, _column, code in faults(other)] == ["same_name"]


def test_a_file_that_is_put_away_while_it_waits_is_gone(administrator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    OrganisationFactory(code="fyrst")
    client = client_of(administrator)
    rows = [{"code": "fyrst", "kind": "Romvesen"}]
    sheet = sent(client, "organisations", written(rows, "organisations", "csv"))
    take_in = acts.take_in

    def slow(**values: Any) -> PartySheet:
        try:
            return take_in(**values)
        finally:
            PartySheet.objects.all().delete()

    monkeypatch.setattr(acts, "take_in", slow)
    assert client.post(page("workspace:party_sheet_take_in", sheet.public_id)).status_code == 404
