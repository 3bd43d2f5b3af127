"""Everybody's own page, its file, requests and their queue; and that nobody sees another's."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from samspill.core.search import drain, search
from samspill.parties.domain import data_requests
from samspill.parties.domain.withholding import restrict
from samspill.parties.models import DataAccess, DataRequest, Person, Role
from samspill.registry.importing.people import People
from samspill.registry.models import Confirmation, Contribution, StatusChange
from tests.core.personal_data_world import administrator, login
from tests.factories import (
    PASSWORD,
    AffiliationFactory,
    ContributionFactory,
    ContributionRoleFactory,
    PersonFactory,
    PublishedEntryFactory,
    ReadingFactory,
    RegisterFactory,
    RoleFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-NFR-06")]

MINE = "/arbeid/mine-opplysninger/"
NAME = "Sigrun Nattbris"


def sigrun(**person: Any) -> Person:
    """A contributor with an account."""
    user = UserFactory(name=NAME, email="sigrun@eksempel.no")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    values = {"name": NAME, "email": user.email, "orcid": "0000-0002-1825-0097", "user": user} | person
    made: Person = PersonFactory(**values)
    return made


def own_page(person: Person) -> Client:
    assert person.user
    return login(Client(), person.user)


def test_the_page_shows_what_is_held_and_why() -> None:
    person = sigrun()
    ContributionFactory(entry=PublishedEntryFactory(title="Nordlysvarsel"), person=person, share=100)
    text = own_page(person).get(MINE).text
    assert ">100 %<" in text, "a number as it is written everywhere else"
    for word in (NAME, "0000-0002-1825-0097", "sigrun@eksempel.no", "Nordlysvarsel"):
        assert word in text
    assert person.user
    assert person.user.password not in text


@pytest.mark.requirement("R-NFR-07")
def test_what_somebody_did_is_told_in_words_and_of_which_entry() -> None:
    person = sigrun()
    part = ContributionFactory(
        entry=PublishedEntryFactory(title="Nordlysvarsel"), person=person, roles=[ContributionRoleFactory().code]
    )
    Confirmation.objects.create(contribution=part, by=person.user, statement="contributed", answer="confirmed")
    text = own_page(person).get(MINE).text
    assert f">{ContributionRoleFactory().name_nb}<" in text
    answers = text.split("Det du har bekreftet eller bestridt")[-1].split("</table>")[0]
    assert "Nordlysvarsel" in answers
    assert "Bekreftet" in answers


def test_a_role_in_a_register_is_told_by_the_name_of_the_register() -> None:
    person = sigrun()
    assert person.user
    register = RegisterFactory(code="fyrtarn", name_nb="Fyrtårnregisteret")
    RoleFactory(user=person.user, kind=Role.Kind.READER, register_code=register.code)
    RoleFactory(user=person.user, kind=Role.Kind.READER, register_code="borte")
    RoleFactory(user=person.user, kind=Role.Kind.READER, unit=UnitFactory(name_nb="Fyrlykta"))
    roles = own_page(person).get(MINE).text.split("Rollene dine")[-1].split("</table>")[0]
    assert "registeret «Fyrtårnregisteret»" in roles
    assert ">fyrtarn<" not in roles
    assert "registeret «borte»" in roles, "of one that is gone only the code is known"
    assert "Fyrlykta, " in roles


def test_the_file_has_everything_but_secrets() -> None:
    person = sigrun()
    person.name = "Sigrun N. Nattbris"
    person.save()
    for number in range(25):
        ContributionFactory(entry=PublishedEntryFactory(title=f"Innovasjon nr. {number}"), person=person)
    PublishedEntryFactory(title="Prisen til Sigrun Nattbris")
    page = own_page(person)
    assert "5 rader til" in page.get(MINE).text
    answer = page.get(f"{MINE}opplysninger.json")
    assert answer["Content-Disposition"].startswith("attachment")
    content = answer.json()
    assert (content["format"], content["version"]) == ("samspill-personal-data", 1)
    assert set(content) == {"format", "version", "site", "made_at", "about", "holdings", "mentions"}
    by_code = {one["code"]: one for one in content["holdings"]}
    assert set(by_code["person"]) == {
        "code", "title", "what", "why", "ground", "seen_by", "kept", "then", "rows", "history",
    }  # fmt: skip
    assert len(by_code["contributions"]["rows"]) == 25
    assert by_code["person"]["rows"][0]["name"] == "Sigrun N. Nattbris"
    assert {row["name"] for row in by_code["person"]["history"]} == {NAME, "Sigrun N. Nattbris"}
    assert [one["in"] for one in content["mentions"]] == ["Prisen til Sigrun Nattbris"]
    assert person.user
    assert person.user.password not in answer.text
    assert page.session.session_key not in answer.text


def test_others_texts_are_read_through_once_each() -> None:
    person = sigrun()
    PublishedEntryFactory(title="Prisen til Sigrun Nattbris", summary="Nattbris, Sigrun fikk den.")
    PublishedEntryFactory(title="Mer om Sigrun Nattbris")
    page = own_page(person)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        content = page.get(f"{MINE}opplysninger.json").json()
    told = [(one["field"], one["text"]) for one in content["mentions"]]
    assert [field for field, _text in told] == ["title", "title", "summary"]
    assert "Nattbris, Sigrun fikk den." in told[2][1]
    searched = [one["sql"].split(" FROM ")[1].split()[0] for one in asked if " ~ " in one["sql"]]
    assert len(searched) == len(set(searched)) == 23


def queries(page: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert page.get(address).status_code == 200
    return len(found)


def test_queries_do_not_grow_with_what_is_held() -> None:
    person = sigrun()
    page = own_page(person)
    counts = []
    for _number in range(2):
        for _again in range(1 + 2 * len(counts)):
            part = ContributionFactory(entry=PublishedEntryFactory(created_by=person.user), person=person)
            Confirmation.objects.create(contribution=part, by=person.user, statement="contributed", answer="confirmed")
            StatusChange.objects.create(
                entry=part.entry, actor=person.user, action="publish", from_status="submitted", to_status="published"
            )
            ReadingFactory(entry=part.entry, recorded_by=person.user)
            AffiliationFactory(person=person)
            RoleFactory(user=person.user, kind=Role.Kind.READER, unit=UnitFactory())
            RoleFactory(user=person.user, kind=Role.Kind.READER, register_code=RegisterFactory().code)
        page.get(MINE)  # words that a process keeps are read
        counts.append(queries(page, MINE))
    assert counts[0] == counts[1]
    admin = login(Client(), administrator())
    rows = []
    for _number in range(2):
        for _again in range(1 + 2 * len(rows)):
            DataRequest.objects.create(kind="copy", person=PersonFactory(), requested_by=UserFactory())
        rows.append(queries(admin, "/arbeid/opplysninger/"))
    assert rows[0] == rows[1]


def test_restricting_withholds_everywhere_and_ends_again() -> None:
    person = sigrun()
    entry = PublishedEntryFactory(title="Nordlysvarsel")
    part = ContributionFactory(entry=entry, person=person, share=30)
    page = own_page(person)
    asked = page.post(f"{MINE}be-om/restrict/", {"reason": "Navnet er feil."})
    request = DataRequest.objects.get()
    assert request.due_on == timezone.localdate() + timedelta(days=30)
    admin = login(Client(), administrator())
    case = asked["Location"]
    assert NAME in admin.get("/arbeid/opplysninger/").text
    assert "Svar på en henvendelse" in admin.get("/arbeid/").text
    assert admin.post(case, {"action": "grant", "answer": "Det gjør vi."}).status_code == 302
    drain()
    for prefix, word in (("", "Navn holdt tilbake"), ("/en", "Name withheld")):
        shown = Client().get(f"{prefix}/e/{entry.public_id}/{entry.slug}/").text
        assert word in shown
        assert NAME not in shown
    assert Client().get(f"/personer/{person.public_id}/").status_code == 404
    for anonymous in ("/sok/?q=Sigrun+Nattbris", "/sok/forslag/?q=Nattb", "/innovasjoner/?q=Nattbris"):
        assert person.public_id not in Client().get(anonymous).text
    for machine in (
        f"/api/v1/entries/{entry.public_id}",
        "/api/v1/people",
        "/oai?verb=ListRecords&metadataPrefix=oai_dc",
        "/oai?verb=ListRecords&metadataPrefix=oai_cerif_openaire",
        "/innovasjoner/eksport.json",
        "/personer/eksport.csv",
        "/atom/",
    ):
        answer = Client().get(machine)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        assert answer.status_code == 200, machine
        for word in (NAME, "0000-0002-1825-0097", "sigrun@"):
            assert word not in content.decode(), (machine, word)
    assert not list(search("Nattbris", kinds=["person"]).hits)
    assert Contribution.objects.get(pk=part.pk).share == 30, "the count stands"
    assert NAME in page.get(MINE).text, "the person sees it"
    assert page.post(f"/arbeid/personer/{person.public_id}/", {"name": "X"}).context["form"].errors
    lifted = page.post(f"{MINE}be-om/lift/", {"reason": ""})
    assert admin.post(lifted["Location"], {"action": "grant"}).status_code == 302
    back = Person.objects.get(pk=person.pk)
    assert (back.name, back.orcid, back.is_public, back.withheld) == (NAME, "0000-0002-1825-0097", True, "")
    assert NAME in Client().get(f"/e/{entry.public_id}/{entry.slug}/").text


@pytest.mark.requirement("R-REG-07")
def test_a_sheet_does_not_bring_a_withheld_name_back() -> None:
    person, register = sigrun(), RegisterFactory()
    ContributionFactory(entry=PublishedEntryFactory(register=register), person=person)
    restrict(person=person, actor=administrator())
    people = People(register)
    people.load([NAME])
    assert [one.pk for one in people.in_scope(NAME, [])] == [person.pk], "the same person, so no new one is made"


def test_a_request_can_be_withdrawn_and_refused_with_a_reason() -> None:
    person, admin = sigrun(), login(Client(), administrator())
    page = own_page(person)
    case = page.post(f"{MINE}be-om/restrict/", {})["Location"]
    again = page.post(f"{MINE}be-om/restrict/", {})
    assert again.status_code == 422
    assert again.context["form"].non_field_errors()
    assert page.post(case, {"action": "withdraw"}).status_code == 302
    assert DataRequest.objects.get().status == "withdrawn"
    case = page.post(f"{MINE}be-om/restrict/", {})["Location"]
    silent = admin.post(case, {"action": "refuse", "answer": " "})
    assert silent.context["form"].errors["answer"]
    assert admin.post(case, {"action": "refuse", "answer": "Vitnemål må stå."}).status_code == 302
    assert "Vitnemål må stå." in page.get(case).text
    late = page.post(case, {"action": "withdraw"})
    assert late.status_code == 409
    assert late.context["form"].non_field_errors()


def test_somebody_without_an_account_is_helped_by_who_looks_after_the_place() -> None:
    unit = UnitFactory()
    person = PersonFactory(name=NAME, email="sigrun@eksempel.no")
    AffiliationFactory(person=person, organisation=unit.organisation, unit=unit)
    leader = UserFactory()
    RoleFactory(user=leader, kind=Role.Kind.UNIT_LEADER, unit=unit)
    page = login(Client(), leader)
    address = f"/arbeid/personer/{person.public_id}/be-om/"
    unsure = page.post(address, {"kind": "erase", "identity": "", "reason": "Vil ut."})
    assert unsure.context["form"].errors["identity"]
    case = page.post(address, {"kind": "erase", "identity": "Ringte.", "reason": "Vil ut."})["Location"]
    assert page.get(case).status_code == 200
    assert page.post(case, {"action": "grant"}).status_code == 403
    assert "Vil ut." in page.get(case).text
    other = UserFactory()
    RoleFactory(user=other, kind=Role.Kind.UNIT_LEADER, unit=UnitFactory())
    assert login(Client(), other).get(address).status_code == 403
    assert login(Client(), other).get(case).status_code == 403
    assert login(Client(), administrator()).post(case, {"action": "grant"}).status_code == 302
    data_requests.carry_out(DataRequest.objects.get().pk)
    assert Person.objects.get(pk=person.pk).name == "Slettet person"


def test_an_administrator_says_why_and_the_person_can_read_it() -> None:
    person = sigrun()
    user = administrator()
    admin = login(Client(), user)
    address = f"/arbeid/personer/{person.public_id}/opplysninger/"
    assert admin.post(address, {"reason": " "}).context["form"].errors
    shown = admin.post(address, {"reason": "Hun har bedt om en kopi."}, follow=True)
    assert "0000-0002-1825-0097" in shown.text
    access = DataAccess.objects.get()
    file = f"/arbeid/opplysninger/innsyn/{access.pk}/opplysninger.json"
    assert admin.get(file).json()["about"]["name"] == NAME
    access.refresh_from_db()
    assert access.took_copy_at
    mine = own_page(person).get(MINE).text
    assert "Hun har bedt om en kopi." in mine
    assert user.name in mine
    assert login(Client(), administrator()).get(file).status_code == 404, "another administrator gives an own reason"
    DataAccess.objects.update(at=timezone.now() - timedelta(hours=2))
    assert admin.get(file).status_code == 403
    for kind in (Role.Kind.INNOVATION_LEADER, Role.Kind.UNIT_LEADER):
        unit = UnitFactory()
        AffiliationFactory(person=person, organisation=unit.organisation, unit=unit)
        leader = UserFactory()
        RoleFactory(user=leader, kind=kind, unit=unit)
        assert login(Client(), leader).get(address).status_code == 403
        assert login(Client(), leader).get(file).status_code == 403


def test_another_cannot_touch_a_request() -> None:
    person = sigrun()
    case = own_page(person).post(f"{MINE}be-om/restrict/", {})["Location"]
    stranger = login(Client(), UserFactory())
    assert stranger.get(case).status_code == 403
    for action in ("withdraw", "grant", "refuse", "replace", "keep", "", "x"):
        assert stranger.post(case, {"action": action, "answer": "Nei"}).status_code == 403
    assert own_page(person).post(case, {"action": "grant"}).status_code == 403
    assert DataRequest.objects.get().status == "open"


def test_erasing_asks_for_the_password_and_then_goes_on() -> None:
    person = sigrun()
    page = own_page(person)
    asked = page.post(f"{MINE}be-om/erase/", {"reason": "Takk for meg.", "once": "the form has a mark"})
    assert asked["Location"].startswith("/konto/igjen/")
    done = page.post(asked["Location"], {"password": PASSWORD})
    request = DataRequest.objects.get()
    assert done["Location"] == f"/arbeid/opplysninger/sak/{request.public_id}/"
    assert (request.kind, request.reason, request.status) == ("erase", "Takk for meg.", "open")


def test_the_public_page_tells_all_in_three_languages() -> None:
    for prefix, words in (
        ("", ("Personvern", "Det du har bidratt til", "30 dager")),
        ("/nn", ("Personvern", "Det du har bidrege til", "30 dagar")),
        ("/en", ("Privacy", "What you have contributed to", "30 days")),
    ):
        text = Client().get(f"{prefix}/personvern/").text
        for word in words:
            assert word in text, (prefix, word)
