"""Studies, public money, the self-check, forums, initiatives, and what reports tell of centres (R-CEN-05, R-CEN-06)."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import translation

from samspill.accounts.models import User
from samspill.centres import reporting
from samspill.centres.models import Appointment, Centre, LeaderTask, PublicMoney, SelfCheckScore
from samspill.registry.reporting import scope_of
from tests.centres.factories import (
    AdviceFactory,
    CentreFactory,
    CentrePartnerFactory,
    InitiativeFactory,
    MilestoneFactory,
    RecommendationFactory,
    StudyFactory,
)
from tests.centres.helpers import page
from tests.factories import (
    EntryTypeFactory,
    PersonFactory,
    PublishedEntryFactory,
    RegisterFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("R-CEN-05", "R-CEN-06", "R-NFR-01")
def test_a_study_stands_with_its_centres_their_results_and_the_public_money(browser: Client, centre: Centre) -> None:
    register = RegisterFactory(code="reg", name_nb="Registeret")
    centre.register_links.create(register=register)
    PublishedEntryFactory(kind="innovation", register=register)
    values = {"kind": "effect", "title": "Effektstudie", "year": "2024", "centres": ["senter"], "is_public": "on"}
    assert browser.post(page("workspace:study_new"), values).status_code == 302
    study = centre.study_links.get().study
    money = {
        "do": "add", "new-field": "energiforskning", "new-amount": "4000000000", "new-is_at_least": "on",
        "new-first_year": "2011", "new-last_year": "2020", "new-source": "",
    }  # fmt: skip
    address = page("workspace:study", study.public_id)
    assert browser.post(address, money).status_code == 422  # no amount without its source
    assert browser.post(address, money | {"new-source": "Årsrapporten"}).status_code == 302
    assert PublicMoney.objects.get().study_id == study.pk
    PublicMoney.objects.update(source="Menon, Impello og Forskningsrådet, 2018")
    listed = browser.get(address).content.decode().replace("\xa0", " ")
    assert "4 000 000 000 kr, 2011–2020. Menon, Impello og Forskningsrådet, 2018" in listed
    html = Client().get(page("website:study", study.public_id)).content.decode()
    assert "Mer enn 4 000 000 000 kroner" in html.replace("\xa0", " ")
    assert f"{page('website:entry_list')}?kind=innovation&amp;register=reg" in html
    register.name_en = "The register"
    register.save()
    with translation.override("en"):
        assert "The register" in Client().get(page("website:study", study.public_id)).text
    assert "Effektstudie" in Client().get(page("website:centre", "senter")).content.decode()


@pytest.mark.requirement("R-CEN-05")
def test_a_study_keeps_the_centres_that_whoever_saves_it_may_not_see(browser: Client, centre: Centre) -> None:
    other, study = CentreFactory(code="skjult", is_public=False), StudyFactory(organisation=centre.organisation)
    for one in (centre, other):
        study.centre_links.create(centre=one)
    values = {"kind": "effect", "title": "Nytt navn", "year": "2024", "centres": ["senter"], "is_public": "on"}
    assert browser.post(page("workspace:study", study.public_id), values).status_code == 302
    assert set(study.centre_links.values_list("centre__code", flat=True)) == {"senter", "skjult"}


@pytest.mark.requirement("R-REG-20")
def test_the_self_check_keeps_what_was_said_and_suggests_what_to_do(browser: Client, centre: Centre) -> None:
    AdviceFactory()
    address = page("workspace:self_check", "senter") + "?year=2025"
    assert browser.post(address, {"score-leadership": "2"}).status_code == 422  # a score takes a reason
    assert browser.post(address, {"reason-leadership": "Fordi"}).status_code == 422
    assert browser.post(address, {"score-leadership": "2", "reason-leadership": "To styremøter."}).status_code == 302
    browser.post(address, {"score-leadership": "2", "reason-leadership": "To styremøter."})
    assert SelfCheckScore.objects.count() == 1  # the same again is not written again
    browser.post(address, {"score-leadership": "3", "reason-leadership": "Alle styremøter."})
    assert SelfCheckScore.objects.count() == 2
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE centres_selfcheckscore SET score = 5")
    html = browser.get(page("website:centre", "senter")).content.decode()
    assert "Alle styremøter." in html
    assert "Sett innovasjon som fast sak." in html
    assert "Alle styremøter." not in Client().get(page("website:centre", "senter")).content.decode()
    Centre.objects.update(shows_check=True)
    assert "Alle styremøter." in Client().get(page("website:centre", "senter")).content.decode()
    assert browser.post(page("workspace:self_check", "senter") + "?year=2019", {
        "score-leadership": "3", "reason-leadership": "Før senteret fantes.",
    }).status_code == 422  # fmt: skip


@pytest.mark.requirement("R-REG-20")
def test_two_who_score_at_once_do_not_write_over_each_other_unseen(browser: Client, centre: Centre) -> None:
    AdviceFactory()
    AdviceFactory(code="culture", name_nb="Kultur")
    address = page("workspace:self_check", "senter") + "?year=2025"

    def given(leadership: str, culture: str, seen: str) -> dict[str, str]:
        return {
            "score-leadership": leadership, "reason-leadership": f"Ledelsen har {leadership}.",
            "score-culture": culture, "reason-culture": f"Kulturen har {culture}.", "seen": seen,
        }  # fmt: skip

    def standing() -> dict[str, int]:
        return {one.advice.code: one.score for one in SelfCheckScore.objects.order_by("pk")}

    assert browser.post(address, given("2", "2", seen_on(browser, address))).status_code == 302
    seen = seen_on(browser, address)
    assert browser.post(address, given("4", "2", seen)).status_code == 302
    assert browser.post(address, given("2", "5", seen)).status_code == 302  # who had left leadership as it was
    assert standing() == {"leadership": 4, "culture": 5}
    refused = browser.post(address, given("1", "2", seen))  # and who says another thing of it
    assert refused.status_code == 409
    assert standing() == {"leadership": 4, "culture": 5}
    now = refused.text[refused.text.index('id="now-saved"') :]
    assert re.search(r"<dd>4 – .+<br>Ledelsen har 4\.</dd>", now)
    assert "Kulturen har 5" not in now[: now.index("</section>")]  # of which both say the same
    assert re.search(r'name="score-culture" value="5"[^>]*checked', refused.text)  # theirs, not the old one
    assert re.search(r'name="score-leadership" value="1"[^>]*checked', refused.text)
    found = re.search(r'name="seen" value="(\d+)"', refused.text)
    assert found is not None
    assert browser.post(address, given("1", "5", found[1])).status_code == 302
    assert standing() == {"leadership": 1, "culture": 5}


def seen_on(browser: Client, address: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', browser.get(address).text)
    assert found is not None
    return found[1]


@pytest.mark.requirement("R-WHL-11")
def test_forums_stand_with_what_they_moved_forward(client: Client, centre: Centre) -> None:
    register = RegisterFactory()
    centre.register_links.create(register=register)
    EntryTypeFactory(code="industry_forum", kind="activity")
    forum = PublishedEntryFactory(kind="activity", title="Bransjeforum i mai", types=["industry_forum"])
    moved = PublishedEntryFactory(kind="innovation", title="Flyttet fram", register=register)
    forum.relations_out.create(target=moved, kind="led_to")
    html = client.get(page("website:centre", "senter")).content.decode()
    assert html.index("Bransjeforum i mai") < html.rindex("Flyttet fram")


@pytest.mark.requirement("R-REG-15")
def test_a_centre_that_ends_leads_to_its_closing_study_and_successor(browser: Client, centre: Centre) -> None:
    Centre.objects.update(end=date(2026, 12, 31))
    CentreFactory(code="neste", name_nb="Neste senter", predecessor=centre)
    html = browser.get(page("workspace:centre_edit", "senter")).content.decode()
    assert f"{page('workspace:study_new')}?centre=senter&amp;kind=closing" in html
    assert "Neste senter" in Client().get(page("website:centre", "senter")).content.decode()


@pytest.mark.requirement("R-SKI-01", "R-SKI-02", "R-SKI-03")
def test_an_initiative_has_instruments_phases_and_innovation_leaders(browser: Client, leader: User) -> None:
    unit = leader.roles.get().unit
    assert unit
    initiative = InitiativeFactory(code="loftet", organisation=unit.organisation, unit=unit)
    for part, values in (
        ("faser", {"new-name": "Fase I", "new-start": "2018-08-01", "new-end": "2021-12-31"}),
        ("virkemidler", {"new-name": "Kompetansesamlinger"}),
    ):
        response = browser.post(page("workspace:initiative_parts", "loftet", part), values | {"do": "add"})
        assert response.status_code == 302
    PersonFactory(name="Kari Eksempel", email="kari@eksempel.no")
    address = page("workspace:initiative_parts", "loftet", "ledere")
    LeaderTask.objects.create(code="contracts", name_nb="Leder arbeidet med avtaler")
    values = {"do": "add", "new-unit": str(unit.pk), "new-focus": "service", "new-start": "2020-09-01"}
    values["new-tasks"] = "contracts"
    assert browser.post(address, values | {"new-who": "ukjent@eksempel.no"}).status_code == 422
    assert browser.post(address, values | {"new-who": "kari@eksempel.no"}).status_code == 302
    assert initiative.appointments.get().focus == "service"
    html = Client().get(page("website:initiative", "loftet")).content.decode()
    for words in ("Fase I", "Kompetansesamlinger", "Kari Eksempel", "Tjenester", "Leder arbeidet med avtaler"):
        assert words in html


@pytest.mark.parametrize("number", [1, 3])
def test_the_queries_are_the_same_for_one_and_three(
    number: int, django_assert_num_queries: Callable[..., Any], client: Client
) -> None:
    centre = CentreFactory(code="senter")
    lift = InitiativeFactory(code="loftet", organisation=centre.organisation)
    for year in range(2025, 2025 + number):
        other = CentreFactory()
        CentrePartnerFactory(centre=centre)
        MilestoneFactory(centre=centre, due=date(year, 1, 1))
        centre.register_links.create(register=RegisterFactory())
        StudyFactory().centre_links.create(centre=centre)
        RecommendationFactory(subject_code="senter", is_public=True, organisation=centre.organisation)
        Centre.objects.filter(pk=other.pk).update(predecessor=centre)
        InitiativeFactory(organisation=centre.organisation)
        lift.milestones.create(kind="evaluation", due=date(year, 1, 1))
        Appointment.objects.create(
            initiative=lift, person=PersonFactory(is_public=True), unit=UnitFactory(organisation=centre.organisation),
            start=date(2025, 1, 1), focus="broad",
        )  # fmt: skip
        RecommendationFactory(
            subject_kind="initiative", subject_code="loftet", is_public=True, organisation=centre.organisation
        )
    client.get(page("website:entry_list"))  # what was made above is indexed when it is first looked for
    for address, first in ((page("website:centre_list"), 4), (page("website:centre", "senter"), 16)):
        for queries in (first, 1):  # asked again: whether it holds
            with django_assert_num_queries(queries):
                client.get(address)
    with django_assert_num_queries(7):
        client.get(page("website:initiative", "loftet"))


@pytest.mark.requirement("R-CEN-01", "R-CEN-04", "R-REG-20")
def test_the_annual_report_tells_of_the_centre_to_those_who_may_see_it(centre: Centre) -> None:
    register = RegisterFactory(code="reg")
    centre.register_links.create(register=register)
    CentrePartnerFactory(centre=centre)
    RecommendationFactory(text="Åpent råd", subject_code="senter", organisation=centre.organisation, is_public=True)
    RecommendationFactory(text="Internt råd", subject_code="senter", organisation=centre.organisation)
    SelfCheckScore.objects.create(centre=centre, year=2025, advice=AdviceFactory(), score=3, reason="Fire møter.")

    def words(build: Any, *, everyone: bool) -> str:
        return str(build(scope_of(register, everyone=everyone), 2025).shown())

    assert "Senteret" in words(reporting.facts, everyone=True)
    assert "Åpent råd" in words(reporting.advised, everyone=True)
    assert "Internt råd" not in words(reporting.advised, everyone=True)
    assert "Internt råd" in words(reporting.advised, everyone=False)
    assert "Fire møter." in words(reporting.self_check, everyone=False)
    assert words(reporting.self_check, everyone=True) == "[]"  # the centre does not show it
    Centre.objects.update(shows_check=True)
    assert "Fire møter." in words(reporting.self_check, everyone=True)


@pytest.mark.requirement("R-CEN-01", "R-REG-06")
def test_a_report_says_of_the_centre_what_was_so_in_its_year(centre: Centre) -> None:
    register = RegisterFactory(code="reg")
    centre.register_links.create(register=register)
    Centre.objects.filter(pk=centre.pk).update(start=date(2021, 1, 1), split=date(2026, 1, 1), end=date(2028, 12, 31))
    partner = CentrePartnerFactory(centre=centre).organisation.name
    centre.milestones.all().delete()
    MilestoneFactory(centre=centre, title="Halvveis", due=date(2025, 1, 1), held=date(2025, 2, 3))

    def said(year: int) -> str:
        with translation.override("en"):
            return str(reporting.facts(scope_of(register, everyone=True), year).shown())

    assert "1 January 2021 – 31 December 2028; second term from 1 January 2026" in said(2025)
    assert partner in said(2025)
    assert "done 3 February 2025" in said(2025)
    assert "due 1 January 2025" in said(2024)
    assert said(2020) == "[]"  # before it began
    assert partner not in said(2029)


@pytest.mark.requirement("R-CEN-04")
def test_a_recommendation_stands_whole_in_the_report(centre: Centre) -> None:
    centre.register_links.create(register=RegisterFactory(code="reg"))
    long = "La partnerne velge tema for doktorgradene, og la hver stipendiat være minst tre måneder ute hos en av dem."
    RecommendationFactory(text=long, subject_code="senter", organisation=centre.organisation, is_public=True)
    scope = scope_of(centre.register_links.get().register, everyone=True)
    assert long in str(reporting.advised(scope, 2025).shown())


@pytest.mark.parametrize("number", [1, 3])
def test_the_partners_page_takes_the_same_queries_for_one_and_three(
    browser: Client, centre: Centre, number: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    rows = [CentrePartnerFactory(centre=centre) for _number in range(number)]
    address = page("workspace:centre_parts", "senter", "partnere")
    browser.get(address)
    with django_assert_num_queries(9):
        browser.get(address)
    assert f'id="row-{rows[0].pk}"' in browser.get(f"{address}?row={rows[0].pk}").content.decode()


@pytest.mark.requirement("R-CEN-01", "R-REG-20")
@pytest.mark.parametrize("number", [1, 3])
def test_a_report_asks_as_often_for_one_centre_and_three(
    number: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    register, advice = RegisterFactory(code="reg"), AdviceFactory()
    for _number in range(number):
        one = CentreFactory(shows_check=True)
        one.register_links.create(register=register)
        CentrePartnerFactory(centre=one)
        MilestoneFactory(centre=one)
        RecommendationFactory(subject_code=one.code, organisation=one.organisation, is_public=True)
        SelfCheckScore.objects.create(centre=one, year=2025, advice=advice, score=3, reason=f"Møter hos {one.code}.")
    scope = scope_of(register, everyone=True)
    for build, queries in ((reporting.facts, 3), (reporting.advised, 2), (reporting.self_check, 3)):
        with django_assert_num_queries(queries):
            section = str(build(scope, 2025).shown())
    assert all(f"Møter hos {one.code}." in section for one in Centre.objects.all())
