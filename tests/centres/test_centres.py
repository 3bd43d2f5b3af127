"""Centres: made with their midterm evaluation, changed, counted, and read (R-CEN-01..04)."""

import re
from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from samspill.accounts.models import User
from samspill.centres.models import Centre, Milestone
from samspill.recommendations.models import Recommendation
from tests.centres.factories import (
    CentreFactory,
    CentrePartnerFactory,
    MilestoneFactory,
    RecommendationFactory,
    SchemeFactory,
    StudyFactory,
)
from tests.centres.helpers import facts, page
from tests.factories import (
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db


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


@pytest.mark.requirement("R-CEN-03", "R-NFR-06")
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


@pytest.mark.requirement("R-CEN-03", "R-NFR-06")
def test_nothing_of_the_users_file_name_gets_into_the_path(browser: Client, centre: Centre) -> None:
    one = MilestoneFactory(centre=centre, kind="evaluation")
    file = SimpleUploadedFile("../Notat om Åse Børdalen.txt", b"Ordet", "text/plain")
    sent = {"kind": "evaluation", "due": "2025-01-01", "file": file}
    assert browser.post(page("workspace:milestone", one.public_id), sent).status_code == 302
    one.refresh_from_db()
    assert re.fullmatch(rf"milestones/{one.public_id[:2]}/{one.public_id}-[0-9a-f]{{8}}", one.report_file.name)
    assert one.report_name == "Notat om Åse Børdalen.txt"
    answer: Any = browser.get(page("website:milestone_report", one.public_id))
    assert b"".join(answer) == b"Ordet"
    assert "Notat%20om%20%C3%85se%20B%C3%B8rdalen.txt" in answer["Content-Disposition"]


@pytest.mark.requirement("R-CEN-03", "R-NFR-06")
def test_files_of_before_are_moved_and_open_as_before(
    browser: Client, centre: Centre, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    old = default_storage.save("milestones/2026/Rapport_Åse_Børdalen.txt", ContentFile(b"Ordet"))
    first, twin, own, lost = (
        MilestoneFactory(centre=centre, kind="other", title=title, report_file=path, report_name="rapport.txt")
        for title, path in (
            ("En", old), ("To", old), ("Tre", "milestones/ab/abcd2345-0123abcd"), ("Fire", "milestones/2026/borte.pdf"),
        )
    )  # fmt: skip
    migration = import_module("samspill.centres.migrations.0003_report_paths")
    with django_capture_on_commit_callbacks(execute=True):
        migration.move(apps, None)
    for one in (first, twin, own, lost):
        one.refresh_from_db()
    assert migration.OWN.fullmatch(first.report_file.name)
    assert twin.report_file.name == first.report_file.name
    assert own.report_file.name == "milestones/ab/abcd2345-0123abcd"
    assert lost.report_file.name == "milestones/2026/borte.pdf"
    assert not default_storage.exists(old)
    answer: Any = browser.get(page("website:milestone_report", twin.public_id))
    assert b"".join(answer) == b"Ordet"
    events = apps.get_model("centres.MilestoneEvent").objects.filter(pgh_obj_id=first.pk)
    assert {event.report_file.name for event in events} == {first.report_file.name}
    migration.move(apps, None)
    assert Milestone.objects.get(pk=first.pk).report_file.name == first.report_file.name


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
    first = client.get(page("website:centre_list") + "?organisation=uni")
    html, roles = first.content.decode(), first.context["roles"]
    assert "?organisation=uni&amp;role=host&amp;state=running&amp;scheme=sfi" in html
    for query, names in (
        ("role=host&state=running", {"Egen SFI", "Egen FME"}),
        ("role=host&state=running&scheme=sfi", {"Egen SFI"}),
        ("role=partner&state=running", {"Andres SFI"}),
    ):
        listed = client.get(page("website:centre_list") + f"?organisation=uni&{query}")
        assert sorted(one.name for one in listed.context["centres"]) == sorted(names), query
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
    shown = browser.get(address).content.decode()
    assert "fra 1. januar 2022" in shown
    assert "2022 – …" not in shown
    host = {"do": "add", "new-organisation": str(centre.organisation_id), "new-role": "user"}
    assert "er vert" in browser.post(address, host).content.decode()
    assert browser.post(address, {"do": "remove", "row": str(row.pk)}).status_code == 302
    assert not centre.partners.exists()


def test_a_filter_that_nobody_knows_is_told_and_not_used() -> None:
    CentreFactory(name_nb="Senter for prøving")
    html = Client().get("/sentre/", {"scheme": "tull", "register": "intet", "organisation": "ingen"}).text
    assert "Ordning: tull; Organisasjon: ingen; Register: intet" in html
    assert "Senter for prøving" in html  # an empty list would be an answer to another question
    assert Client().get("/sentre/eksport.csv", {"scheme": "tull"}).status_code == 400
