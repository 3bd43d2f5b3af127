"""Reports through the door: made, read, opened, compared, checked, published; all without scripts."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from defusedxml import ElementTree
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from samspill.core.personal_data.neutral import ERASED, erasing
from samspill.registry.models import Entry
from samspill.reports.difference import FigurePair
from samspill.reports.domain import building, editions
from samspill.reports.models import Edition
from samspill.reports.outputs.workbook import _names
from tests.reports.world import YEAR, Centre, run_jobs
from tests.scenes import client_of, page

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-REG-06")]


@pytest.fixture
def centre() -> Centre:
    return Centre()


@pytest.fixture
def curator(centre: Centre) -> Client:
    return client_of(centre.curator)


def soup(answer: Any) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def text(answer: Any) -> str:
    main = soup(answer).find("main")
    assert main
    return " ".join(main.get_text(" ").split())


def test_from_order_to_everyone(centre: Centre, curator: Client) -> None:
    list_page = page("workspace:reports", "senteret", language="en")
    answer: Any = curator.post(list_page, {"year": YEAR, "readers": "everyone"})
    edition = Edition.objects.get()
    assert answer["Location"].endswith(f"/arbeid/rapporter/{edition.public_id}/")
    assert "Waiting for its turn" in text(curator.get(answer["Location"]))
    run_jobs()
    assert "Ready." in text(curator.get(answer["Location"]))
    reading = page("website:report", edition.public_id, language="en")
    assert Client().get(reading).status_code == 403
    published = curator.post(page("workspace:edition_act", edition.public_id, "publiser", language="en"))
    assert published["Location"] == reading
    assert "Innovation report 2024" in text(Client().get(reading))
    assert "2024" in text(Client().get(page("website:register_reports", "senteret")))
    curator.post(page("workspace:edition_act", edition.public_id, "skjul"))
    assert Client().get(reading).status_code == 403


def test_every_figure_opens_exactly_what_it_counted(centre: Centre, curator: Client) -> None:
    edition = centre.edition()
    read = soup(curator.get(page("website:report", edition.public_id, language="en")))
    checked = 0
    for link in read.select(".s-report__figures a"):
        value = link.select_one(".s-figures__value")
        opened = soup(curator.get(str(link["href"])))
        assert value
        if link.find(string="Contributors"):  # people are counted, and the list is what they contributed to
            continue
        assert len(opened.select(".s-report__counted li")) == int(value.get_text())
        checked += 1
    assert checked >= 8


def test_a_list_keeps_the_old_title_and_says_the_new_one(centre: Centre, curator: Client) -> None:
    edition = centre.edition()
    Entry.objects.filter(pk=centre.lamp.pk).update(title="Lykt")
    answer = text(curator.get(page("website:report_list", edition.public_id, 1, 1, language="en")))
    assert "Lampe – now: Lykt" in answer
    address = page("website:export_counted", edition.public_id, 1, 1, "json", language="en")
    rows = json.loads(b"".join(curator.get(address).streaming_content))["rows"]  # type: ignore[attr-defined]
    assert ("Lampe", "Lykt") in {(row["title"], row["now"]) for row in rows}
    assert curator.get(next(row for row in rows if row["now"] == "Lykt")["address"], follow=True).status_code == 200
    assert f'href="{address.replace("json", "csv")}"' in curator.get(address.removesuffix("eksport.json")).text
    assert Client().get(address).status_code == 403


def test_charts_have_a_table_and_open_their_lists(centre: Centre, curator: Client) -> None:
    read = soup(curator.get(page("website:report", centre.edition().public_id, language="en")))
    charts = read.select("figure.s-chart")
    assert len(charts) >= 4
    assert all(chart.select("details table") and chart.select_one("svg desc") for chart in charts)
    assert all("/tall/" in str(link["href"]) for link in read.select("figure.s-chart svg a"))


def test_the_difference_is_shown_side_by_side(centre: Centre, curator: Client) -> None:
    centre.edition()
    Entry.objects.filter(pk=centre.lamp.pk).update(title="Lykt")
    answer = text(curator.get(page("website:report_difference", centre.edition().public_id, language="en")))
    assert "before: Lampe" in answer
    assert "Innovations Key figures 3 3 0" in answer
    assert FigurePair("key_figures", "Innovations", 3, 1).change_said == "−2", "as the report itself writes it"


def test_who_follows_the_reports_is_told_of_those_that_are_published(centre: Centre) -> None:
    edition = centre.edition()
    assert edition.public_id not in Client().get("/atom/rapporter/").text
    Edition.objects.update(published_at=edition.made_at)
    for query in ("", "?register=senteret"):
        answer = Client().get(f"/en/atom/rapporter/{query}")
        root = ElementTree.fromstring(answer.content)
        assert [one.text for one in root.iterfind("{*}entry/{*}title")] == [
            f"Innovation report {YEAR}, edition 1: {edition.subject.name}"
        ]
        assert f"/rapporter/{edition.public_id}/fil.pdf" in answer.text
    assert Client().get("/atom/rapporter/?register=finnes-ikke").status_code == 404
    shown = Client().get(page("website:register_reports", "senteret")).text
    assert shown.count('href="/atom/rapporter/?register=senteret"') == 2, "for programs, and for people"


def test_figures_that_are_the_same_do_not_hide_those_that_are_not(centre: Centre, curator: Client) -> None:
    centre.edition()
    centre.innovation("Ny", YEAR, {})
    new = centre.edition()
    shown = soup(curator.get(page("website:report_difference", new.public_id, language="en")))
    first, same = shown.select("main table")
    assert "Innovations" in first.get_text()
    assert "Stopped in the year" not in first.get_text()
    assert "Stopped in the year" in same.get_text()
    assert same.find_parent("details")


def test_one_that_is_not_published_is_not_compared_with_for_others(centre: Centre) -> None:
    centre.edition()
    second = editions.publish(edition=centre.edition(), actor=centre.curator)
    answer = text(Client().get(page("website:report_difference", second.public_id, language="en")))
    assert "no edition before this one" in answer


def test_the_check_says_when_somebody_got_around_the_guards(centre: Centre, curator: Client) -> None:
    edition = centre.edition()
    check = page("website:report_check", edition.public_id, language="en")
    assert "the same as when it was made" in text(curator.get(check))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE reports_edition SET content = replace(content, 'Lampe', 'Lykt')")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    assert "not what it was" in text(curator.get(check))


@pytest.mark.parametrize(("language", "word"), [("nb", "Nøkkeltall"), ("nn", "Nøkkeltal"), ("en", "Key figures")])
def test_one_edition_is_read_in_three_languages(centre: Centre, curator: Client, language: str, word: str) -> None:
    edition = centre.edition()
    headings = soup(curator.get(page("website:report", edition.public_id, language=language))).find_all("h2")
    assert word in [heading.get_text() for heading in headings]


def test_the_files_come_with_their_names(centre: Centre, curator: Client) -> None:
    edition = centre.edition()
    answer: Any = curator.get(page("website:report_file", edition.public_id, "xlsx", language="nn"))
    assert answer["Content-Disposition"] == 'attachment; filename="senteret-2024-1-nn.xlsx"'
    assert curator.get(page("website:report_file", edition.public_id, "doc")).status_code == 404


def test_a_pdf_that_cannot_be_set_is_said_and_the_rest_is_there(
    centre: Centre, curator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = centre.edition()
    monkeypatch.setattr("samspill.core.typesetting.fonts.REGULAR", Path("/finnes/ikke.ttf"))
    answer: Any = curator.get(page("website:report_file", edition.public_id, "pdf", language="en"))
    assert answer.status_code == 503
    assert "Nothing is lost" in text(answer)


def test_one_that_stopped_can_be_begun_anew_or_removed(
    centre: Centre, curator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> None:
        raise ValueError("x")

    curator.post(page("workspace:reports", "senteret"), {"year": YEAR, "readers": "everyone"})
    with monkeypatch.context() as patch:
        patch.setattr("samspill.reports.content.build", broken)
        with pytest.raises(ValueError, match="x"):
            run_jobs()
    edition = Edition.objects.get()
    assert "could not be made" in text(curator.get(page("workspace:edition", edition.public_id, language="en")))
    Edition.objects.update(made_at=timezone.now() - timedelta(days=2))
    curator.post(page("workspace:edition_act", edition.public_id, "igjen"))
    waiting = text(curator.get(page("workspace:edition", edition.public_id, language="en")))
    assert "Waiting for its turn" in waiting
    assert "Nobody is working on it" not in waiting  # two days ago it was another try
    run_jobs()
    edition.refresh_from_db()
    assert edition.is_ready
    curator.post(page("workspace:edition_act", edition.public_id, "fjern"))
    assert Edition.objects.filter(pk=edition.pk).exists()


def test_only_a_report_of_several_parts_has_a_list_of_them(centre: Centre, curator: Client) -> None:
    centre.innovation("Lampe", YEAR, {YEAR: 4})
    for year, is_listed in ((2015, False), (YEAR, True)):
        shown = curator.get(page("website:report", centre.edition(year).public_id)).text
        assert ('id="contents-heading"' in shown) is is_listed, year


def test_a_year_to_come_is_told_at_its_field(curator: Client) -> None:
    answer: Any = curator.post(
        page("workspace:reports", "senteret", language="en"), {"year": 2150, "readers": "everyone"}
    )
    assert answer.status_code == 422
    assert "2150 has not begun" in text(answer)


@pytest.mark.parametrize("more", [0, 2])
def test_the_same_queries_whatever_there_is(
    centre: Centre, curator: Client, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(more):
        centre.innovation(f"Nr. {number}", YEAR, {YEAR: 4})
        centre.edition()
    edition = centre.edition()
    curator.get(page("website:report", edition.public_id))  # words that the process keeps
    with django_assert_num_queries(7):
        curator.get(page("website:report", edition.public_id))
    with django_assert_num_queries(8):
        curator.get(page("website:report_list", edition.public_id, 1, 1))
    with django_assert_num_queries(8):
        curator.get(page("workspace:reports", "senteret"))


OWN = ["key_figures", "readiness", "funnel", "new_and_stopped", "partners", "not_updated"]


@pytest.mark.parametrize("more", [1, 3])
def test_building_takes_the_same_queries(
    centre: Centre, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    profile = centre.register.profile
    profile.report_sections = OWN  # and cases and stories, a query each: no report holds numbers alone
    profile.save()
    for number in range(more):
        centre.innovation(f"Nr. {number}", YEAR, {YEAR: 4})
    centre.edition()
    edition = editions.begin_edition(subject=centre.register, year=YEAR, everyone=True)
    with django_assert_num_queries(19):
        building.build(edition)


def test_no_section_asks_more_when_there_is_more(centre: Centre) -> None:
    def asked() -> int:
        edition = editions.begin_edition(subject=centre.register, year=YEAR, everyone=True)
        with CaptureQueriesContext(connection) as queries:
            building.build(edition)
        return len(queries)

    centre.edition()
    before = asked()
    for number in range(3):
        centre.innovation(f"Nr. {number}", YEAR, {YEAR: 4})
    assert asked() == before


def test_an_edition_from_which_a_name_was_taken_says_so(centre: Centre, curator: Client) -> None:
    edition = centre.edition()
    with erasing():
        Edition.objects.filter(pk=edition.pk).update(content=edition.content.replace("Lampe", ERASED))
    assert "A name was taken out" in text(curator.get(page("website:report", edition.public_id, language="en")))
    check = text(curator.get(page("website:report_check", edition.public_id, language="en")))
    assert "somebody who is named in it was erased" in check
    assert edition.checksum in check


def test_sheets_of_one_title_are_numbered() -> None:
    assert _names(["Partnere", "Partnere", "partnere", "x" * 40, "x" * 40]) == [
        "Partnere", "Partnere 2", "partnere 3", "x" * 31, f"{'x' * 28} 2"
    ]  # fmt: skip
