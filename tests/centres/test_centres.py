"""Centres: made with their midterm evaluation, changed, counted, and read (R-CEN-01..06)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from samspill.accounts.models import User
from samspill.centres import reporting
from samspill.centres.models import Centre, Milestone, PublicMoney, SelfCheckScore
from samspill.parties.models import Role
from samspill.recommendations.models import Recommendation
from samspill.registry.reporting import scope_of
from tests.centres.factories import (
    AdviceFactory,
    CentreFactory,
    CentrePartnerFactory,
    InitiativeFactory,
    MilestoneFactory,
    RecommendationFactory,
    SchemeFactory,
    StudyFactory,
)
from tests.factories import (
    EntryTypeFactory,
    OrganisationFactory,
    PersonFactory,
    PublishedEntryFactory,
    RegisterFactory,
    RoleFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader() -> User:
    """Innovation leader of the unit `fak` at the university `uni`."""
    unit = UnitFactory(code="fak", organisation=OrganisationFactory(code="uni", name_nb="Universitetet"))
    return RoleFactory(user=UserFactory(), kind=Role.Kind.INNOVATION_LEADER, unit=unit).user  # type: ignore[no-any-return]


@pytest.fixture
def browser(leader: User) -> Client:
    client = Client()
    client.force_login(leader, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def centre(leader: User) -> Centre:
    unit = leader.roles.get().unit
    assert unit
    return CentreFactory(code="senter", name_nb="Senteret", organisation=unit.organisation, unit=unit)


def facts(**more: str) -> dict[str, str]:
    return {"name_nb": "Nytt senter", "code": "nytt", "start": "2021-01-01", "is_public": "on"} | more


def page(name: str, *args: object) -> str:
    return reverse(name, args=args)


@pytest.mark.requirement("R-CEN-01", "R-CEN-03")
def test_a_centre_gets_its_terms_and_its_midterm_evaluation_from_the_scheme(browser: Client, leader: User) -> None:
    unit, scheme = leader.roles.get().unit, SchemeFactory()
    assert unit
    response = browser.post(page("workspace:centre_new"), facts(scheme=str(scheme.pk), place=f"unit:{unit.pk}"))
    assert response.status_code == 302
    made = Centre.objects.get(code="nytt")
    assert (made.split, made.end) == (date(2026, 1, 1), date(2028, 12, 31))
    milestone = made.milestones.get()
    assert (milestone.kind, milestone.due, milestone.is_compulsory) == ("midterm", date(2025, 1, 1), True)
    values = facts(scheme=str(scheme.pk), split="2026-07-01", end="2028-12-31")
    browser.post(page("workspace:centre_edit", "nytt"), values)
    assert made.milestones.get().due == date(2025, 7, 1)  # it follows the terms


@pytest.mark.requirement("R-CEN-01")
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"end": "2020-01-01"}, "kan ikke slutte før det begynner"),
        ({"split": "2030-01-01", "end": "2028-12-31"}, "Andre periode begynner etter"),
        ({"end": "2031-01-01"}, "varer høyst 8 år: siste dag er da 31. desember 2028"),
        ({"start": ""}, "start"),
        ({"code": "ny"}, "bruker Samspill selv"),
    ],
)
def test_terms_that_cannot_be_are_told_at_the_field(
    browser: Client, leader: User, given: dict[str, str], said: str
) -> None:
    unit = leader.roles.get().unit
    assert unit
    values = facts(scheme=str(SchemeFactory().pk), place=f"unit:{unit.pk}") | given
    response = browser.post(page("workspace:centre_new"), values)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert 'value="Nytt senter"' in response.content.decode()  # what was typed is kept
    assert not Centre.objects.exists()


@pytest.mark.requirement("R-CEN-03")
def test_a_compulsory_milestone_stays_and_is_not_held_tomorrow(browser: Client, centre: Centre) -> None:
    one = Milestone.objects.create(centre=centre, kind="midterm", due=date(2025, 1, 1), is_compulsory=True)
    address = page("workspace:milestone", one.public_id)
    browser.post(address, {"do": "remove"})
    assert centre.milestones.exists()
    values = {"kind": "midterm", "due": "2025-01-01", "held": "2999-01-01"}
    assert browser.post(address, values).status_code == 422
    assert browser.post(address, values | {"held": "2024-11-14", "evaluator": "Tre eksperter"}).status_code == 302
    one.refresh_from_db()
    assert one.held == date(2024, 11, 14)
    assert "Tre eksperter" in Client().get(page("website:centre", "senter")).content.decode()


@pytest.mark.requirement("R-CEN-03", "R-CEN-04")
def test_an_evaluation_with_findings_stays_when_the_second_term_goes(browser: Client, centre: Centre) -> None:
    one = Milestone.objects.create(centre=centre, kind="midterm", due=date(2025, 1, 1), is_compulsory=True)
    RecommendationFactory(subject_code="senter", source_code=one.source_code)
    values = facts(scheme=str(centre.scheme_id)) | {"split": ""}
    assert browser.post(page("workspace:centre_edit", "senter"), values).status_code == 302
    centre.refresh_from_db()
    assert centre.split is None
    assert browser.get(page("workspace:milestone", one.public_id)).status_code == 200


@pytest.mark.requirement("R-CEN-03", "R-NFR-09")
def test_a_report_that_nothing_names_any_more_is_not_kept(
    browser: Client, centre: Centre, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    def send(one: Milestone, **more: object) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            answer = browser.post(page("workspace:milestone", one.public_id), more)
        assert answer.status_code == 302

    def report(text: str) -> SimpleUploadedFile:
        return SimpleUploadedFile("rapport.txt", text.encode(), "text/plain")

    one = MilestoneFactory(centre=centre, kind="evaluation")
    facts = {"kind": "evaluation", "due": "2025-01-01"}
    send(one, file=report("Første"), **facts)
    one.refresh_from_db()
    storage, first = one.report_file.storage, one.report_file.name
    twin = MilestoneFactory(centre=centre, kind="closing", report_file=first, report_name="rapport.txt")
    send(one, file=report("Andre"), **facts)
    assert storage.exists(first)  # another milestone has it too
    one.refresh_from_db()
    second = one.report_file.name
    send(one, do="remove")
    assert not storage.exists(second)
    send(twin, do="remove")
    assert not storage.exists(first)


@pytest.mark.requirement("R-CEN-03", "R-CEN-04")
def test_a_finding_becomes_a_recommendation_of_the_evaluation(browser: Client, centre: Centre) -> None:
    one = Milestone.objects.create(
        centre=centre, kind="midterm", due=date(2025, 1, 1), held=date(2024, 11, 14), report_title="Midtveis 2024"
    )
    address = f"{page('workspace:recommendation_new')}?source={one.source_code}"
    html = browser.get(address).content.decode()
    assert 'value="Midtveis 2024"' in html
    values = {
        "subject": "centre:senter",
        "text": "La partnerne velge tema.",
        "source_kind": "midterm",
        "source_title": "Midtveis 2024",
        "source_date": "2024-11-14",
    }
    assert browser.post(address, values).status_code == 302
    made = Recommendation.objects.get()
    assert (made.source_code, made.subject_code, made.status) == (one.source_code, "senter", "received")
    assert "La partnerne velge tema." in browser.get(page("workspace:milestone", one.public_id)).content.decode()


@pytest.mark.requirement("R-CEN-03", "R-CEN-04")
def test_nobody_else_reads_or_adds_to_the_findings_of_an_evaluation(browser: Client, centre: Centre) -> None:
    hidden = CentreFactory(code="hemmelig", name_nb="Hemmelig senter", is_public=False)
    theirs = Milestone.objects.create(centre=hidden, kind="other", title="Indre strid", due=date(2025, 1, 1))
    study = StudyFactory(title="Utrykt studie", is_public=False)
    for code, secret in ((theirs.source_code, "Indre strid"), (f"study-{study.public_id}", "Utrykt studie")):
        address = f"{page('workspace:recommendation_new')}?source={code}"
        assert secret not in browser.get(address).content.decode()
        values = {"subject": "centre:senter", "text": "Plantet.", "source_kind": "other", "source_title": "Noe annet"}
        assert browser.post(address, values).status_code == 302
    assert set(Recommendation.objects.values_list("source_code", flat=True)) == {""}


@pytest.mark.requirement("R-CEN-02")
def test_host_and_partner_are_counted_by_scheme_and_open_their_lists(client: Client) -> None:
    uni = OrganisationFactory(code="uni", name_nb="Universitetet")
    sfi, fme = SchemeFactory(), SchemeFactory(code="fme", name_nb="FME", years=None, has_midterm=False)
    CentreFactory(name_nb="Egen SFI", scheme=sfi, organisation=uni)
    CentreFactory(name_nb="Egen FME", scheme=fme, organisation=uni)
    CentrePartnerFactory(centre=CentreFactory(name_nb="Andres SFI", scheme=sfi), organisation=uni)
    ended = CentreFactory(name_nb="Slutt", scheme=sfi, start=date(2010, 1, 1), split=None, end=date(2018, 1, 1))
    CentrePartnerFactory(centre=ended, organisation=uni)
    former = CentrePartnerFactory(centre=CentreFactory(name_nb="Før", scheme=sfi), organisation=uni)
    former.end = date(2022, 1, 1)
    former.save()
    html = client.get(page("website:centre_list") + "?organisation=uni").content.decode()
    assert "?organisation=uni&amp;role=host&amp;state=running&amp;scheme=sfi" in html
    for query, names in (
        ("role=host&state=running", {"Egen SFI", "Egen FME"}),
        ("role=host&state=running&scheme=sfi", {"Egen SFI"}),
        ("role=partner&state=running", {"Andres SFI"}),
    ):
        listed = client.get(page("website:centre_list") + f"?organisation=uni&{query}")
        assert {one.name for one in listed.context["centres"]} == names, query
        total = {
            "role=host&state=running": 2,
            "role=host&state=running&scheme=sfi": 1,
            "role=partner&state=running": 1,
        }[query]
        assert len(listed.context["centres"]) == total
    roles = client.get(page("website:centre_list") + "?organisation=uni").context["roles"]
    assert [(one.name, one.host.value, one.partner.value) for one in roles][-1][1:] == (2, 1)


@pytest.mark.requirement("R-CEN-01")
def test_partners_are_added_changed_and_taken_away(browser: Client, centre: Centre) -> None:
    partner = OrganisationFactory(name_nb="Partneren")
    address = page("workspace:centre_parts", "senter", "partnere")
    values = {"do": "add", "new-organisation": str(partner.pk), "new-role": "user", "new-start": "2022-01-01"}
    assert browser.post(address, values).status_code == 302
    row = centre.partners.get()
    assert browser.post(address, values).status_code == 422  # the same again
    change = {"do": "change", "row": str(row.pk), f"row{row.pk}-organisation": str(partner.pk)}
    change |= {f"row{row.pk}-role": "public", f"row{row.pk}-end": "2021-01-01", f"row{row.pk}-start": "2022-01-01"}
    assert browser.post(address, change).status_code == 422
    assert browser.post(address, change | {f"row{row.pk}-end": ""}).status_code == 302
    row.refresh_from_db()
    assert row.role == "public"
    host = {"do": "add", "new-organisation": str(centre.organisation_id), "new-role": "user"}
    assert "er vert" in browser.post(address, host).content.decode()
    assert browser.post(address, {"do": "remove", "row": str(row.pk)}).status_code == 302
    assert not centre.partners.exists()


@pytest.mark.requirement("R-CEN-05", "R-CEN-06")
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
    values = {"do": "add", "new-unit": str(unit.pk), "new-focus": "service", "new-start": "2020-09-01"}
    assert browser.post(address, values | {"new-who": "ukjent@eksempel.no"}).status_code == 422
    assert browser.post(address, values | {"new-who": "kari@eksempel.no"}).status_code == 302
    assert initiative.appointments.get().focus == "service"
    html = Client().get(page("website:initiative", "loftet")).content.decode()
    for words in ("Fase I", "Kompetansesamlinger", "Kari Eksempel"):
        assert words in html


@pytest.mark.parametrize("number", [1, 3])
def test_the_queries_are_the_same_for_one_and_three(
    number: int, django_assert_num_queries: Callable[..., Any], client: Client
) -> None:
    centre = CentreFactory(code="senter")
    for _number in range(number):
        other = CentreFactory()
        CentrePartnerFactory(centre=centre)
        StudyFactory().centre_links.create(centre=centre)
        RecommendationFactory(subject_code="senter", is_public=True, organisation=centre.organisation)
        Centre.objects.filter(pk=other.pk).update(predecessor=centre)
        initiative = InitiativeFactory(code=f"loftet{_number}", organisation=centre.organisation)
        initiative.milestones.create(kind="evaluation", due=date(2025, 1, 1))
    client.get(page("website:centre_list"))
    with django_assert_num_queries(3):
        client.get(page("website:centre_list"))
    with django_assert_num_queries(9):
        client.get(page("website:centre", "senter"))
    with django_assert_num_queries(7):
        client.get(page("website:initiative", "loftet0"))


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
    assert "held 3 February 2025" in said(2025)
    assert "to be held by 1 January 2025" in said(2024)
    assert partner not in said(2020)  # before it began
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
