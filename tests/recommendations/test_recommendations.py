"""Recommendations: followed up one by one by their owners (R-CEN-04, R-SKI-04)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from samspill.accounts.models import User
from samspill.centres.models import Centre
from samspill.core.due import due_for
from samspill.parties.models import Role
from samspill.recommendations.models import Recommendation
from tests.api.helpers import Program
from tests.centres.factories import CentreFactory, InitiativeFactory, RecommendationFactory
from tests.factories import (
    AffiliationFactory,
    OrganisationFactory,
    PersonFactory,
    PublishedEntryFactory,
    RoleFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def log_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def leader() -> User:
    """Leader of the unit that the recommendation is addressed to."""
    unit = UnitFactory(code="fak", organisation=OrganisationFactory(code="uni"))
    return RoleFactory(user=UserFactory(), kind=Role.Kind.UNIT_LEADER, unit=unit).user  # type: ignore[no-any-return]


@pytest.fixture
def one(leader: User) -> Recommendation:
    unit = leader.roles.get().unit
    assert unit
    CentreFactory(code="senter", organisation=unit.organisation, unit=unit)
    return RecommendationFactory(public_id="advice22", subject_code="senter", organisation=unit.organisation, unit=unit)


def address(name: str = "workspace:recommendation", *args: object) -> str:
    return reverse(name, args=args or ("advice22",))


def step(client: Client, do: str, message: str = "") -> int:
    return client.post(address(), {"do": do, f"{do}-message": message}).status_code


@pytest.mark.requirement("R-CEN-04", "R-SKI-04")
def test_the_whole_way_from_received_to_checked(leader: User, one: Recommendation) -> None:
    browser, owner = log_in(leader), UserFactory(email="eier@eksempel.no")
    assert log_in(owner).get(address()).status_code == 403  # not theirs yet
    response = browser.post(
        address(), {"do": "hand_over", "owner-email": "eier@eksempel.no", "owner-due": "2027-01-01"}
    )
    assert response.status_code == 302
    theirs = log_in(owner)
    assert step(theirs, "accept", "Ja, fra høsten.") == 302
    assert step(theirs, "finish") == 422  # what was done is to be said
    assert step(theirs, "finish", "Partnerne velger nå.") == 302
    assert step(theirs, "check", "Ferdig") == 403  # whoever looks after it checks it
    assert step(browser, "check") == 302
    one.refresh_from_db()
    assert (one.status, one.answer) == ("checked", "Ja, fra høsten.")
    assert [row.action for row in one.steps.all()] == ["hand_over", "accept", "finish", "check"]
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM recommendations_step")


@pytest.mark.requirement("R-CEN-04")
def test_declining_takes_a_reason_and_what_was_typed_is_kept(leader: User, one: Recommendation) -> None:
    browser = log_in(leader)
    assert step(browser, "decline", "  ") == 422
    assert step(browser, "decline", "Laboratoriet kan ikke flyttes.") == 302
    late = browser.post(address(), {"do": "accept", "accept-message": "Likevel ja."})
    assert late.status_code == 409  # another had answered
    assert "Likevel ja." in late.content.decode()
    one.refresh_from_db()
    assert (one.status, one.answer) == ("declined", "Laboratoriet kan ikke flyttes.")


def test_an_unknown_address_is_told(leader: User, one: Recommendation) -> None:
    response = log_in(leader).post(address(), {"do": "hand_over", "owner-email": "ingen@eksempel.no"})
    assert response.status_code == 422
    assert "ingen@eksempel.no" in response.content.decode()


@pytest.mark.requirement("R-CEN-04")
def test_what_followed_is_tied_by_its_address(leader: User, one: Recommendation) -> None:
    entry, browser = PublishedEntryFactory(title="Verkstedet"), log_in(leader)
    pasted = f"https://samspill.eksempel.no/e/{entry.public_id}/verkstedet/"
    assert browser.post(address(), {"do": "follow", "follow-entry": pasted}).status_code == 302
    assert browser.post(address(), {"do": "follow", "follow-entry": "finnesikke"}).status_code == 422
    assert "Verkstedet" in browser.get(address()).content.decode()
    browser.post(address(), {"do": "unfollow", "followed": str(one.followed.get().pk)})
    assert not one.followed.exists()


@pytest.mark.requirement("R-CEN-04")
def test_everyone_sees_a_public_one_with_its_answer_and_without_its_owner(leader: User, one: Recommendation) -> None:
    owner = UserFactory(name="Hemmelig Eier")
    Recommendation.objects.update(is_public=True, owner_user=owner, status="accepted", answer="Ja, fra høsten.")
    html = Client().get(address("website:recommendation")).content.decode()
    assert "Ja, fra høsten." in html
    assert "Hemmelig Eier" not in html
    assert "La partnerne velge tema." in Client().get(address("website:centre", "senter")).content.decode()


@pytest.mark.requirement("R-NFR-05")
def test_what_is_about_something_that_is_not_shown_to_everyone_is_not_shown_either(
    leader: User, one: Recommendation
) -> None:
    """It names what it is about, and leads there: a centre that was taken off the public pages, too."""
    Recommendation.objects.update(is_public=True)
    initiative = InitiativeFactory(code="satsing", name_nb="En ny satsing", organisation=one.organisation)
    RecommendationFactory(
        public_id="advice33", subject_kind="initiative", subject_code="satsing", organisation=one.organisation,
        is_public=True,
    )  # fmt: skip
    places = ("/anbefalinger/advice22/", "/anbefalinger/advice33/")
    assert [Client().get(place).status_code for place in places] == [200, 200]
    for row in (Centre.objects.get(code="senter"), initiative):
        row.is_public = False
        row.save()
    assert [Client().get(place).status_code for place in places] == [403, 403]
    listed = Program().get("/recommendations")
    assert listed.json()["items"] == []
    assert Program().get("/recommendations/advice22").status_code == 403
    assert log_in(leader).get(places[0]).status_code == 200


@pytest.mark.requirement("R-CEN-04", "R-NFR-08")
def test_owners_and_those_who_look_after_it_are_told(leader: User, one: Recommendation) -> None:
    today = timezone.localdate()

    def told(user: User) -> list[str]:
        return [item.code for group, items in due_for(user, today=today) for item in items if "recomm" in group.code]

    assert told(leader) == ["recommendations-without-owner"]
    assert "Du har ansvar for det den handler om: gi den til noen" in log_in(leader).get("/arbeid/").content.decode()
    owner = UserFactory()
    Recommendation.objects.update(owner_user=owner, due=today - timedelta(days=1))
    assert told(owner) == ["recommendation-advice22"]
    assert told(leader) == []
    Recommendation.objects.update(status="done")
    assert (told(owner), told(leader)) == ([], ["recommendations-to-check"])


@pytest.mark.requirement("R-CEN-04")
def test_the_list_is_filtered_by_its_address_and_exported(leader: User, one: Recommendation) -> None:
    place: dict[str, Any] = {"organisation": one.organisation, "unit": one.unit, "subject_code": "senter"}
    RecommendationFactory(text="Sen", due=date(2024, 1, 1), source_kind="study", **place)
    RecommendationFactory(text="Min", owner_user=leader, status="done", **place)
    RecommendationFactory(text="Andres")
    browser = log_in(leader)

    def texts(query: str) -> set[str]:
        return {row.text for row, _s in browser.get(f"{reverse('workspace:recommendations')}?{query}").context["rows"]}

    assert texts("") == {one.text, "Sen", "Min"}
    assert texts("overdue=1") == texts("source=study") == {"Sen"}
    assert texts("owner=me") == texts("status=done") == {"Min"}
    assert texts("status=open&owner=none") == {one.text, "Sen"}
    assert texts("subject=centre:senter&q=sen") == {"Sen"}
    sheet = browser.get(reverse("workspace:export_recommendations", args=["csv"]) + "?overdue=1")
    content = b"".join(sheet).decode("utf-8-sig")  # type: ignore[call-overload]
    assert "Sen" in content
    assert "Min" not in content


def test_each_thing_in_the_list_is_named_where_rows_are_cards(leader: User, one: Recommendation) -> None:
    shown = BeautifulSoup(log_in(leader).get(reverse("workspace:recommendations")).content, "html.parser")
    cells = shown.select("tbody td")
    assert [cell["data-label"] for cell in cells] == [head.get_text() for head in shown.select("thead th")][1:]


@pytest.mark.parametrize("number", [1, 3])
def test_the_queries_of_the_list_are_the_same_for_one_and_three(
    leader: User, one: Recommendation, number: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    for _number in range(number - 1):
        RecommendationFactory(subject_code=CentreFactory(organisation=one.organisation).code, unit=one.unit,
                              organisation=one.organisation)  # fmt: skip
    browser = log_in(leader)
    with django_assert_num_queries(10):
        browser.get(reverse("workspace:recommendations"))


@pytest.mark.requirement("R-CEN-04")
def test_nobody_who_has_left_is_offered_as_owner(leader: User, one: Recommendation) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    before = {"valid_from": yesterday - timedelta(days=99), "valid_to": yesterday}
    place = {"unit": one.unit, "organisation": one.organisation}
    RoleFactory(user=UserFactory(name="Rolf Slutt"), kind=Role.Kind.CONTRIBUTOR, unit=one.unit, **before)
    AffiliationFactory(person=PersonFactory(name="Tone Sluttet"), **place, **before)
    AffiliationFactory(person=PersonFactory(name="Her Ennå"), **place)
    text = log_in(leader).get(address()).text
    assert "Her Ennå" in text
    assert "Rolf Slutt" not in text
    assert "Tone Sluttet" not in text


def test_nobody_takes_it_unseen_from_whom_somebody_else_has_just_given_it_to(leader: User, one: Recommendation) -> None:
    theirs, mine = UserFactory(email="deres@eksempel.no", name="Deres Eier"), UserFactory(email="min@eksempel.no")
    browser = log_in(leader)
    form = browser.get(address()).context["owner_form"]
    asked = {"do": "hand_over", "owner-seen": form["seen"].value()}
    given = asked | {"owner-email": theirs.email, "owner-due": "2027-01-01"}
    assert browser.post(address(), given).status_code == 302
    late = browser.post(address(), asked | {"owner-email": mine.email, "owner-message": "Ta denne"})
    assert late.status_code == 409
    told = late.text[late.text.index("Dette er lagret nå") :].partition("</section>")[0]
    assert "Deres Eier" in told
    assert "1. januar 2027" in told
    assert "Ta denne" in late.text, "what was typed is kept"
    one.refresh_from_db()
    assert one.owner_user == theirs
    again = {name: late.context["owner_form"][name].value() or "" for name in ("seen", "email", "message", "due")}
    assert browser.post(address(), {"do": "hand_over"} | {f"owner-{k}": v for k, v in again.items()}).status_code == 302
    one.refresh_from_db()
    assert one.owner_user == mine
