"""A spreadsheet through the door: sent, matched, looked through, mended, taken in; all without scripts."""

import io
import re
from html import unescape
from typing import Any

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from samspill.registry.domain.entries import update_entry
from samspill.registry.importing import acts, work
from samspill.registry.models import Entry, ImportJob
from tests.factories import RoleFactory, UserFactory
from tests.registry.sheets import Centre, csv_bytes, run_jobs, workbook
from tests.scenes import client_of, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabularies"), pytest.mark.requirement("R-REG-07")]
HEADINGS = ("Nr", "Innovasjon", "Type", "Omtale", "Partnere", "TRL 2022")
LAMP = ("1", "Lampe", "Produkt", "Lyser", "Fjordvik", "4")
FAULTY = ("2", "Stol", "Produkt", "=1+1", "Fjordvik", "TRL 11")


@pytest.fixture
def centre() -> Centre:
    return Centre()


@pytest.fixture
def browser(centre: Centre) -> Client:
    return client_of(centre.curator)


def send(browser: Client, content: bytes, name: str = "register.csv") -> HttpResponse:
    file = SimpleUploadedFile(name, content)
    return browser.post(page("workspace:import_new", "senteret"), {"file": file})  # type: ignore[return-value]


def text_of(response: Any) -> str:
    main = BeautifulSoup(response.content, "html.parser").find("main")
    assert main is not None
    return " ".join(unescape(main.get_text(" ")).split())


def form_of(response: Any, action: str) -> dict[str, str]:
    """The values that the form with this address would send as it stands."""
    soup = BeautifulSoup(response.content, "html.parser")
    form = soup.find("form", attrs={"method": "post", "action": re.compile(action)})
    assert form is not None, action
    data: dict[str, str] = {}
    for field in form.find_all(["input", "select", "textarea"]):
        name = field.get("name")
        if not name or name == "csrfmiddlewaretoken":
            continue
        if field.name == "select":
            chosen = field.find("option", selected=True) or field.find("option")
            data[name] = chosen["value"]
        elif field.get("type") != "checkbox" or field.has_attr("checked"):
            empty = "on" if field.get("type") == "checkbox" else ""
            data[name] = field.get("value", empty) if field.name == "input" else field.text
    return data


def checked(browser: Client, *rows: tuple[str, ...], **changes: str) -> ImportJob:
    """Sent, matched as suggested (with changes), and checked by the worker."""
    response = send(browser, csv_bytes([HEADINGS, *rows]))
    job = ImportJob.objects.latest("pk")
    assert response["Location"] == page("workspace:import_match", job.public_id)
    data = form_of(browser.get(response["Location"]), "kolonner") | changes
    response = browser.post(page("workspace:import_match", job.public_id), data)  # type: ignore[assignment]
    assert response["Location"] == page("workspace:import_job", job.public_id)
    run_jobs()
    job.refresh_from_db()
    assert job.status == ImportJob.Status.CHECKED
    return job


def preview(browser: Client, job: ImportJob, query: str = "") -> Any:
    return browser.get(page("workspace:import_job", job.public_id) + query)


@pytest.mark.requirement("R-REG-01", "R-REG-02")
def test_from_file_to_published_entries(browser: Client, centre: Centre) -> None:
    job = checked(browser, LAMP, FAULTY)
    response = preview(browser, job)
    assert "TRL 11" in response.content.decode()
    assert "TRL 2022" in text_of(response)
    fault = form_of(response, "rett")
    assert (fault["row"], fault["column"], fault["value"]) == ("3", "5", "TRL 11")
    response = browser.post(page("workspace:import_mend", job.public_id), fault | {"value": "trl 7"}, follow=True)
    assert job.rows.filter(action="faulty").count() == 0
    browser.post(page("workspace:import_confirm", job.public_id))
    browser.post(page("workspace:import_confirm", job.public_id))
    run_jobs()
    assert centre.entry("Stol").readings.get().level.code == "trl-7"
    assert centre.entry("Lampe").status == "published"
    assert Entry.objects.count() == 2
    assert "2" in text_of(preview(browser, job))
    listing = browser.get(page("workspace:import_list", "senteret"))
    assert "register.csv" in text_of(listing)


def test_what_a_new_record_will_say_can_be_read_before_it_is_taken_in(browser: Client) -> None:
    job = checked(browser, ("1", "Lampe", "Produkt", "Lyser i mørket", "Nordlys Varme AS (eksempel)", "TRL 4"))
    facts = BeautifulSoup(preview(browser, job).content, "html.parser").find("dl")
    assert facts is not None
    said = {str(one.dt.string): str(one.dd.string) for one in facts.find_all("div") if one.dt and one.dd}
    assert said["Beskrivelse"] == "Lyser i mørket"
    assert said["Partnere"] == "Nordlys Varme AS (eksempel)"
    assert said["Modenhetsnivå 2022"].endswith(" 4")
    browser.post(page("workspace:import_confirm", job.public_id))
    run_jobs()
    assert BeautifulSoup(preview(browser, job).content, "html.parser").find("dl") is None  # it has a page by now


def test_a_suggestion_is_one_press(browser: Client) -> None:
    job = checked(browser, ("1", "Lampe", "Produkt", "Lyser", "Nordlys Vrame AS (eksempel)", ""))
    soup = BeautifulSoup(preview(browser, job).content, "html.parser")
    button = soup.find("button", attrs={"name": "suggestion"})
    assert button is not None
    data = form_of(preview(browser, job), "rett") | {"suggestion": str(button["value"])}
    browser.post(page("workspace:import_mend", job.public_id), data)
    assert job.rows.get().values["partners"] == ["nordlys-varme|"]


def test_the_rest_is_taken_in_and_the_faulty_come_as_a_sheet(browser: Client, centre: Centre) -> None:
    job = checked(browser, LAMP, FAULTY)
    browser.post(page("workspace:import_confirm", job.public_id))
    run_jobs()
    assert [entry.title for entry in Entry.objects.all()] == ["Lampe"]
    response = browser.get(page("workspace:import_faulty", job.public_id))
    assert "attachment" in response["Content-Disposition"]
    rows = list(openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0].iter_rows())
    assert [cell.value for cell in rows[0]] == [*HEADINGS, "⚠ TRL 2022"]
    assert [cell.value for cell in rows[1]][:6] == list(FAULTY)
    assert [cell.data_type for cell in rows[1]] == ["s"] * 7  # also "=1+1": never a formula
    assert "9" in str(rows[1][6].value)
    rows[1][5].value = 5
    book = rows[1][5].parent.parent
    raw = io.BytesIO()
    book.save(raw)
    send(browser, raw.getvalue(), "mended.xlsx")
    mended = ImportJob.objects.latest("pk")
    assert mended.mapping["6"] == ""
    data = form_of(browser.get(page("workspace:import_match", mended.public_id)), "kolonner")
    browser.post(page("workspace:import_match", mended.public_id), data)
    run_jobs()
    assert mended.rows.get().action == "create"
    browser.post(page("workspace:import_confirm", mended.public_id))
    run_jobs()
    assert centre.entry("Stol").summary == "=1+1"


def test_a_conflict_is_shown_with_all_three_and_answered(browser: Client, centre: Centre) -> None:
    job = checked(browser, LAMP)
    browser.post(page("workspace:import_confirm", job.public_id))
    run_jobs()
    lamp = centre.entry("Lampe")
    update_entry(entry=lamp, actor=centre.curator, seen_version=1, values={"summary": "Skrevet her"}, reason="Ny")
    job = checked(browser, ("1", "Lampe", "Produkt", "Ny i arket", "Fjordvik", "4"))
    shown = text_of(preview(browser, job))
    assert all(text in shown for text in ("Lyser", "Skrevet her", "Ny i arket"))
    browser.post(page("workspace:import_decide", job.public_id), {"row": "2", "choice": "sheet"})
    browser.post(page("workspace:import_confirm", job.public_id))
    run_jobs()
    assert centre.entry("Lampe").summary == "Ny i arket"


def test_filters_and_pages_of_the_preview(browser: Client) -> None:
    rows = [(str(n), f"Ting {n}", "Produkt", "x", "", "TRL 11" if n == 40 else "3") for n in range(1, 61)]
    job = checked(browser, *rows)
    assert len(BeautifulSoup(preview(browser, job).content, "html.parser").find_all("article")) == 25
    faulty = BeautifulSoup(preview(browser, job, "?vis=faulty").content, "html.parser").find_all("article")
    assert [article["id"] for article in faulty] == ["row-41"]


def test_the_preview_asks_the_database_equally_often_for_one_row_and_for_twenty(
    browser: Client, centre: Centre, django_assert_max_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in (1, 20):
        job = checked(browser, *[(str(n), f"Ting {n}", "Produkt", "x", "Fjordvik", "TRL 11") for n in range(number)])
        with CaptureQueriesContext(
            connection,
        ) as queries:
            preview(browser, job)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("content", [b"", b"\x89PNG....", b"PK\x03\x04rubbish"])
def test_bad_files_are_answered_on_the_form(browser: Client, content: bytes) -> None:
    response = send(browser, content, "innovasjoner.xlsx")
    assert response.status_code == 422
    assert ImportJob.objects.count() == 0
    soup = BeautifulSoup(response.content, "html.parser")
    assert soup.find("ds-error-summary") is not None
    field = soup.find("input", attrs={"type": "file"})
    assert field is not None
    assert field["aria-invalid"] == "true"


def test_no_file_chosen(browser: Client) -> None:
    assert browser.post(page("workspace:import_new", "senteret"), {}).status_code == 422


def test_two_columns_on_one_field_is_told_at_the_column(browser: Client) -> None:
    send(browser, csv_bytes([("Tittel", "Omtale", "Mer"), ("A", "B", "C")]))
    job = ImportJob.objects.get()
    data = form_of(browser.get(page("workspace:import_match", job.public_id)), "kolonner") | {"column_2": "summary"}
    response = browser.post(page("workspace:import_match", job.public_id), data)
    assert response.status_code == 422
    assert "Omtale" in text_of(response)
    assert form_of(response, "kolonner")["column_2"] == "summary"  # what was chosen is kept


def test_another_sheet_and_another_row_of_headings(browser: Client) -> None:
    def more(book: Any) -> None:
        book.create_sheet("Andre")
        for row in (("Tull", "Tøys"), ("Tittel", "TRL"), ("A", 3)):
            book["Andre"].append(row)

    send(browser, workbook(HEADINGS, LAMP, change=more), "to ark.xlsx")
    job = ImportJob.objects.get()
    browser.post(page("workspace:import_sheet", job.public_id), {"sheet": "Andre", "header_row": "2"})
    job.refresh_from_db()
    assert (job.sheet, job.header_row, job.mapping) == ("Andre", 2, {"0": "title", "1": "trl"})
    browser.post(page("workspace:import_sheet", job.public_id), {"sheet": "Andre", "header_row": "0"})
    job.refresh_from_db()
    assert (job.header_row, job.headings) == (None, ["A", "B"])


def test_progress_is_told_and_a_stopped_job_says_so(browser: Client, centre: Centre) -> None:
    job = centre.check(csv_bytes([HEADINGS, LAMP]))
    acts.confirm(job=job, actor=centre.curator)
    ImportJob.objects.update(rows_done=3, rows_total=12)
    response = preview(browser, job)
    bar = BeautifulSoup(response.content, "html.parser").find("progress")
    assert bar is not None
    assert (bar["value"], bar["max"]) == ("3", "12")
    assert "igjen" not in response.content.decode()
    ImportJob.objects.update(progressed_at=None)
    response = preview(browser, job)
    form_of(response, "igjen")
    browser.post(page("workspace:import_retry", job.public_id))
    run_jobs()
    assert Entry.objects.count() == 1
    part = browser.get(page("workspace:import_progress", job.public_id))
    assert part["HX-Redirect"] == page("workspace:import_job", job.public_id)


def test_put_away(browser: Client) -> None:
    job = checked(browser, LAMP)
    browser.post(page("workspace:import_cancel", job.public_id))
    job.refresh_from_db()
    assert (job.status, job.rows.count(), job.lines.count()) == (ImportJob.Status.CANCELLED, 0, 0)
    browser.post(page("workspace:import_confirm", job.public_id))
    run_jobs()
    assert Entry.objects.count() == 0
    assert preview(browser, job).status_code == 200


def test_a_sheet_whose_file_is_gone_fails_with_a_sentence(browser: Client, centre: Centre) -> None:
    send(browser, csv_bytes([HEADINGS, LAMP]))
    job = ImportJob.objects.get()
    data = form_of(browser.get(page("workspace:import_match", job.public_id)), "kolonner")
    job.file.storage.delete(job.file.name)
    browser.post(page("workspace:import_match", job.public_id), data)
    run_jobs()
    job.refresh_from_db()
    assert job.status == ImportJob.Status.FAILED
    response = browser.get(page("workspace:import_match", job.public_id))
    assert BeautifulSoup(response.content, "html.parser").find(attrs={"role": "alert"}) is not None


@pytest.mark.parametrize("kind", ["contributor", "reader", "unit_leader", None])
def test_only_curators_get_in(centre: Centre, kind: str | None) -> None:
    job = centre.check(csv_bytes([HEADINGS, LAMP]))
    user = UserFactory()
    if kind:
        RoleFactory(user=user, kind=kind, organisation=centre.university)
    client = client_of(user)
    for name in ("import_job", "import_match", "import_progress", "import_faulty"):
        assert client.get(page(f"workspace:{name}", job.public_id)).status_code == 403
    for name in ("import_mend", "import_decide", "import_confirm", "import_cancel", "import_retry", "import_sheet"):
        assert client.post(page(f"workspace:{name}", job.public_id)).status_code == 403
    for name in ("import_list", "import_new"):
        assert client.get(page(f"workspace:{name}", "senteret")).status_code == 403
    assert work.stopped().count() == 0
    assert Client().get(page("workspace:import_job", job.public_id)).status_code == 302


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_page_in_every_language(browser: Client, centre: Centre, language: str) -> None:
    job = checked(browser, LAMP, FAULTY)
    for name, argument in (
        ("import_list", "senteret"), ("import_new", "senteret"), ("import_job", job.public_id),
        ("import_match", job.public_id),
    ):  # fmt: skip
        response = browser.get(page(f"workspace:{name}", argument, language=language))
        assert response.status_code == 200
        html = response.content.decode()
        assert f'lang="{language}"' in html
        assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=", html)
