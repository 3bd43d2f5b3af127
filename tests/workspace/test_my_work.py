"""My work: one page with what is due now and why, across everything (R-NFR-08)."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from samspill.core import due
from samspill.core.due import Due
from samspill.parties.models import DataRequest, ProposedAffiliation, Role
from samspill.registry.choices import Status
from samspill.registry.domain.workflow import change_status
from samspill.registry.models import Confirmation
from tests.factories import (
    ContributionFactory,
    OrganisationFactory,
    ParticipationFactory,
    PersonFactory,
    RoleFactory,
    UserFactory,
)
from tests.scenes import Scene, client_of, page

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-NFR-08")]


def heading_of_first(html: str) -> str:
    found = re.search(r'id="first">([^<]*)<', html)
    return found[1] if found else ""


def data_request(days: int) -> DataRequest:
    asks = UserFactory(name="Ola Hemmelig")
    return DataRequest.objects.create(
        kind=DataRequest.Kind.COPY,
        user=asks,
        requested_by=asks,
        due_on=timezone.localdate() + timedelta(days=days),
    )


def test_late_comes_first_with_how_late_and_why() -> None:
    scene = Scene()
    scene.complete(Status.SUBMITTED)
    data_request(3)
    late = data_request(-4)
    html = client_of(scene.administrator).get("/arbeid/").text
    assert heading_of_first(html).startswith("Svar på")
    assert page("workspace:data_request", late.public_id) in html.split("</section>")[0]
    assert html.index("4 dager over fristen") < html.index("om 3 dager") < html.index(page("workspace:queue") + '">1 ')
    assert "har rett på svar innen 30 dager" in html
    assert "1 er over fristen" in html
    assert "Ola Hemmelig" not in html  # who asks stands on the request's own page


def test_each_module_tells_its_own_and_its_words_come_in_the_language_of_the_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(due, "_groups", {})
    due.register("x", "Kind", lambda user, today: [Due("x", "Do <this>", "/x/", "It is yours", by=today)])
    html = client_of(Scene().owner).get("/en/arbeid/").text
    assert "Do &lt;this&gt;" in html
    assert "It is yours" in html
    assert 'href="/x/"' in html
    assert ">today</time>" in html


def test_nothing_due_is_an_empty_page_that_says_what_to_do_next() -> None:
    scene = Scene()
    html = client_of(scene.owner).get("/arbeid/").text
    assert "Ingenting venter på deg" in html
    assert html.count(page("workspace:entry_new")) >= 1
    assert heading_of_first(html) == ""
    newcomer = client_of(scene.stranger).get("/arbeid/").text
    assert "Ingenting venter på deg" in newcomer
    assert page("website:environments") in newcomer
    assert page("website:organisation_list") in newcomer, "a municipality has no units"
    assert scene.stranger.email in newcomer


def test_without_a_role_but_with_something_to_answer_one_is_told_how_to_get_one() -> None:
    scene = Scene()
    ProposedAffiliation.objects.create(user=scene.stranger, organisation=scene.university, service="feide")
    html = client_of(scene.stranger).get("/arbeid/").text
    assert heading_of_first(html) == "Jobber du ved Eksempeluniversitetet?"
    assert page("website:environments") in html.split("<h1")[1].split("<footer")[0]


def test_what_one_may_no_longer_do_is_gone() -> None:
    scene = Scene()
    scene.complete(Status.SUBMITTED)
    assert "1 oppføring venter" in client_of(scene.curator).get("/arbeid/").text
    Role.objects.filter(user=scene.curator).update(ended_at=timezone.now() - timedelta(days=2))
    assert "1 oppføring venter" not in client_of(scene.curator).get("/arbeid/").text


def test_of_each_register_only_the_pages_that_open_are_offered() -> None:
    scene = Scene()
    year = page("workspace:register_year", scene.register.code)
    kept_for_leaders = [page(f"workspace:{name}", scene.register.code) for name in ("import_list", "register_edit")]
    for user, leads in ((scene.curator, True), (scene.owner, False)):
        html = client_of(user).get("/arbeid/").text
        assert f'href="{year}"' in html
        assert [f'href="{there}"' in html for there in kept_for_leaders] == [leads, leads]


def test_many_of_a_kind_unfold_without_scripts() -> None:
    scene = Scene()
    for number in range(11):
        scene.entry(title=f"Kladd nummer {number}")
    html = client_of(scene.owner).get("/arbeid/").text
    assert "<summary>2 til</summary>" in html
    assert all(f"Kladd nummer {number}<" in html for number in range(11))


def test_the_same_queries_with_1_and_with_3_of_each(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    scene = Scene()
    everything = scene.administrator
    RoleFactory(user=everything, kind=Role.Kind.PARTNER_REPRESENTATIVE, organisation=scene.municipality)
    RoleFactory(user=everything, kind=Role.Kind.INNOVATION_LEADER, unit=scene.centre)
    person = PersonFactory(user=everything)
    client = client_of(everything)
    for rows in (1, 2):
        for _row in range(rows):
            scene.entry(created_by=everything)
            scene.complete(Status.SUBMITTED)
            returned = scene.complete(Status.SUBMITTED, created_by=everything)
            change_status(entry=returned, action="return", actor=scene.curator, message="Mer")
            ContributionFactory(entry=scene.published(), person=person)
            disputed = ParticipationFactory(entry=scene.published(created_by=everything))
            Confirmation.objects.create(
                participation=disputed, statement="participated", answer="disputed", message="Nei", by=scene.owner
            )
            data_request(rows)
            ProposedAffiliation.objects.create(user=everything, organisation=OrganisationFactory(), service="feide")
        with django_assert_num_queries(15):
            html = client.get("/arbeid/").text
    assert html.count("<li>") > 20
