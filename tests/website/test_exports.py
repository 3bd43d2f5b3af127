"""Every list as a file: what is filtered, what this reader may see, while it is made, and from one moment."""

import csv
import gc
import io
import json
import threading
import tracemalloc
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest
from django.db import connection, transaction
from django.http import HttpRequest
from django.test import Client

from samspill.core.exporting import Column, Table, csv_file, json_file, respond, snapshot, workbook
from samspill.core.exporting.cells import guarded, unguarded
from samspill.core.search import drain
from samspill.parties.domain.acting import NOBODY
from samspill.parties.models import Role
from samspill.registry.choices import Status, Visibility
from samspill.registry.exporting.entries import entry_table
from samspill.registry.models import Entry
from tests.factories import (
    ContributionFactory,
    EvidenceFactory,
    ParticipationFactory,
    PersonFactory,
    PublishedEntryFactory,
    ReadingFactory,
    RelationFactory,
    RoleFactory,
    SizeFigureFactory,
)
from tests.scenes import Scene, client_of, page
from tests.website.helpers import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-NFR-07"), pytest.mark.requirement("R-PAR-28")]


def body(client: Client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def rows(client: Client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(client, address).decode("utf-8-sig")), delimiter=";"))


def test_a_list_is_exported_as_it_is_filtered_and_as_its_reader_sees_it(client: Client) -> None:
    scene = Scene()
    scene.published(title="Varmelager")
    scene.published(title="For enheten", visibility=Visibility.UNIT)
    scene.published(title="Verksted", kind="activity", types=["workshop"])
    scene.entry(title="Kladd")
    list_ = "/innovasjoner/eksport.csv"
    assert {row["Tittel"] for row in rows(client, list_)} == {"Varmelager", "Verksted"}
    assert {row["Tittel"] for row in rows(client, f"{list_}?kind=activity")} == {"Verksted"}
    assert {row["Tittel"] for row in rows(client, f"{list_}?q=varmelager")} == {"Varmelager"}
    assert {row["Tittel"] for row in rows(client_of(scene.curator), list_)} == {"Varmelager", "Verksted", "For enheten"}
    mine = rows(client_of(scene.owner), "/arbeid/oppforinger/eksport.csv?status=draft")
    assert {row["Tittel"] for row in mine} == {"Kladd"}


def test_the_queue_is_for_those_who_decide(client: Client) -> None:
    scene = Scene()
    scene.complete(Status.SUBMITTED, title="Venter")
    assert [row["Tittel"] for row in rows(client_of(scene.curator), "/arbeid/ko/eksport.csv")] == ["Venter"]
    assert client_of(scene.owner).get("/arbeid/ko/eksport.csv").status_code == 403
    assert client.get("/arbeid/ko/eksport.csv").status_code == 302


@pytest.mark.requirement("R-NFR-01")
def test_figures_carry_their_source_and_date(client: Client) -> None:
    figure = SizeFigureFactory(source="Årsrapporten 2024, s. 7")
    found = rows(client, f"/partnere/storrelse/eksport.csv?code={figure.organisation.code}")
    assert [(row["Kilde"], row["Verdi"]) for row in found] == [("Årsrapporten 2024, s. 7", "1000")]
    assert "2024-01-01" in found[0].values()


def test_each_file_tells_what_it_is_of(client: Client) -> None:
    scene = Scene()
    scene.published(title="Varmelager")
    response = client.get("/innovasjoner/eksport.xlsx?kind=innovation")
    assert 'filename="samspill-oppforinger-innovasjon-20' in response["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined]
    assert book.sheetnames == ["Oppføringer", "Om"]
    said = {row[0].value: row[1].value for row in book["Om"].rows}
    assert said["Rader"] == "1"
    assert said["Filter"] == "Slag: Innovasjon"
    assert "/innovasjoner/?kind=innovation" in str(said["Fra"])
    about = json.loads(body(client, "/innovasjoner/eksport.json?kind=innovation"))["about"]
    assert (about["count"], about["made_for"]) == (1, "alle")
    assert about["filters"] == [{"name": "Slag", "value": "Innovasjon"}]
    assert json.loads(body(client_of(scene.owner), "/innovasjoner/eksport.json"))["about"]["made_for"] == "Eva Eier"


def test_each_file_tells_of_a_page_that_is_there(client: Client) -> None:
    for list_ in ("partnere/storrelse", "ord/koder", "personer", "kanaler/vist", "miljoer"):
        about = json.loads(body(client, f"/en/{list_}/eksport.json"))["about"]
        assert client.get(about["address"]).status_code == 200, about["address"]


@pytest.mark.parametrize(
    ("address", "form", "asked", "said", "left"),
    [
        ("/innovasjoner", "csv", "?type=tull&kind=innovation&q=varm", "Type: tull", "?q=varm&amp;kind=innovation"),
        ("/innovasjoner", "xlsx", "?farge=x", "farge", ""),
        ("/innovasjoner", "json", "?farge=x", "farge", ""),
        ("/partnere", "csv", "?kind=tull&q=firma", "Slag: tull", "?q=firma"),
        ("/partnere/storrelse", "csv", "?farge=x&code=a", "farge", "?code=a"),
        ("/sentre", "xlsx", "?farge=x&state=ended", "farge", "?state=ended"),
        ("/kanaler/vist", "json", "?channel=tull", "Kanal: tull", ""),
        ("/miljoer", "csv", "?farge=x", "farge", ""),
        ("/fortellinger", "csv", "?farge=x", "farge", ""),
        ("/kanaler", "xlsx", "?farge=x", "farge", ""),
        ("/satsinger", "json", "?farge=x", "farge", ""),
    ],
)
def test_no_file_is_made_that_would_hold_other_rows_than_its_address_says(
    client: Client, address: str, form: str, asked: str, said: str, left: str
) -> None:
    response = client.get(f"{address}/eksport.{form}{asked}")
    assert response.status_code == 400
    html = response.content.decode()
    assert f"Vi kjenner ikke til {said}. Listen er ikke avgrenset av det." in html
    assert f'href="{address}/eksport.{form}{left}"' in html
    assert client.head(f"{address}/eksport.{form}?utm_source=brev").status_code == 200
    page = client.get(f"{address}/{asked}").content.decode()
    if 'class="s-export"' in page:  # who is told on the page gets there what the page shows
        assert f'href="{address}/eksport.{form}{left}"' in page


@pytest.mark.parametrize("list_", ["registre", "miljoer", "personer", "partnere", "ord", "ord/koder"])
@pytest.mark.parametrize("language", ["", "nn/", "en/"])
def test_the_other_lists(client: Client, list_: str, language: str) -> None:
    Scene()
    PersonFactory(name="=Ola", email="ola@eksempel.no")
    PersonFactory(name="Hemmelig", is_public=False)
    found = body(client, f"/{language}{list_}/eksport.csv").decode()
    assert len(found.splitlines()) > 1
    assert "ola@eksempel.no" not in found
    assert "Hemmelig" not in found
    assert "\r\n=" not in found
    assert json.loads(body(client, f"/{language}{list_}/eksport.json"))["about"]["count"] > 0


def test_lists_of_the_workspace(client: Client) -> None:
    scene = Scene()
    admin = client_of(scene.administrator)
    RoleFactory(user=scene.stranger, kind=Role.Kind.READER, organisation=scene.municipality)
    assert "Frode Fremmed" in body(admin, "/arbeid/roller/eksport.csv").decode()
    assert scene.municipality.name in body(admin, "/arbeid/parter/eksport.csv").decode()
    assert body(admin, f"/arbeid/parter/{scene.university.code}/personer/eksport.csv")


def test_the_way_to_the_files_stands_at_the_list(client: Client) -> None:
    scene = Scene()
    scene.published(title="Varmelager")
    for address, file in (
        ("/innovasjoner/?kind=innovation", "/innovasjoner/eksport.xlsx?kind=innovation"),
        (f"/registre/{scene.register.code}/", f"/innovasjoner/eksport.csv?register={scene.register.code}"),
        (f"/miljoer/{scene.centre.code}/", f"/innovasjoner/eksport.json?unit={scene.centre.code}"),
        (f"/personer/{scene.owner_person.public_id}/", f"eksport.json?person={scene.owner_person.public_id}"),
        (f"/partnere/{scene.municipality.code}/", f"/innovasjoner/eksport.csv?partner={scene.municipality.code}"),
        ("/en/partnere/?kind=municipality", "/en/partnere/eksport.csv?kind=municipality"),
    ):
        assert f'{file}"' in text_of(client, address), address


def test_head_and_unknown_forms(client: Client) -> None:
    head = client.head("/innovasjoner/eksport.xlsx")
    assert (head.status_code, head.content) == (200, b"")
    assert "attachment" in head["Content-Disposition"]
    assert client.get("/innovasjoner/eksport.pdf").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_is_the_same_for_one_and_three(number: int, django_assert_num_queries: Any) -> None:
    for _number in range(number):
        entry = PublishedEntryFactory()
        ParticipationFactory(entry=entry)
        ContributionFactory(entry=entry)
        ReadingFactory(entry=entry)
        EvidenceFactory(entry=entry)
        RelationFactory(source=entry, target=PublishedEntryFactory())
    ids = list(Entry.objects.values_list("pk", flat=True))
    body_of(ids)  # vocabularies are kept by the process
    with django_assert_num_queries(21):
        body_of(ids)


def body_of(ids: list[int]) -> bytes:
    return b"".join(csv_file.write(entry_table(ids, NOBODY), None))  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_long_list_is_never_in_memory_as_a_list() -> None:
    def peak(rows: int) -> int:
        tracemalloc.start()
        entry_table(range(10_000_000, 10_000_000 + rows), NOBODY)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(5_000)  # what the process keeps is kept
    assert peak(200_000) - peak(5_000) < 200_000 * 32  # a list of numbers takes 40 each, and its text more


@pytest.mark.django_db
def test_what_has_been_sent_does_not_stay_in_memory(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where Python seldom looks for objects that hold each other, as in web processes."""
    monkeypatch.setattr("samspill.registry.exporting.entries.CHUNK", 2)
    for _number in range(7):
        ContributionFactory(entry=PublishedEntryFactory())
    drain()
    gc.collect()
    gc.disable()
    try:
        before = sum(type(one) is Entry for one in gc.get_objects())
        assert len(body(client, "/innovasjoner/eksport.csv")) > 500
        after = sum(type(one) is Entry for one in gc.get_objects())
    finally:
        gc.enable()
    assert after - before <= 2


def test_bytes_leave_before_all_rows_are_read() -> None:
    taken: list[int] = []

    def objects() -> Any:
        for number in range(20_000):
            taken.append(number)
            yield number

    table = Table([Column("a", "A")], 20_000, objects, lambda number: [f"tekst {number} " * 20])
    for write in (csv_file.write, workbook.write):
        taken.clear()
        blocks = write(table, about())
        assert next(blocks)
        assert len(taken) < 2000
        blocks.close()


def about() -> Any:
    from samspill.core.exporting.tables import About

    return About("Prøve", "Samspill", "http://x/", datetime(2026, 1, 1), "alle")  # noqa: DTZ001


@pytest.mark.django_db(transaction=True)
def test_all_of_it_is_of_one_moment_and_nothing_is_left_open(client: Client) -> None:
    """Somebody saves while the file is being sent: the file is as it was when it began."""
    for number in range(2):
        PublishedEntryFactory(title=f"Nummer {number}")
    ids = list(Entry.objects.order_by("pk").values_list("pk", flat=True))

    def make() -> Table:
        table = entry_table(ids, NOBODY)
        Other().run(lambda: Entry.objects.update(title="Endret"))
        return table

    stream = snapshot.Stream(lambda: csv_file.write(make(), about()))
    said = b"".join(stream).decode()
    stream.close()
    assert "Nummer 0" in said
    assert "Endret" not in said
    assert Entry.objects.filter(title="Endret").count() == 2
    assert not connection.in_atomic_block


class Other:
    """Somebody else, on a connection of their own."""

    def run(self, act: Any) -> None:
        def work() -> None:
            try:
                with transaction.atomic():
                    act()
            finally:
                connection.close()

        thread = threading.Thread(target=work)
        thread.start()
        thread.join(20)


def test_a_reader_who_goes_away_frees_the_place_and_too_many_are_told_to_wait(rf: Any) -> None:
    table = Table([Column("a", "A")], 3, lambda: iter(range(3)), lambda number: [number])
    request: HttpRequest = rf.get("/innovasjoner/eksport.csv")
    from django.contrib.auth.models import AnonymousUser

    request.user = AnonymousUser()
    held = [respond(request, form="csv", title="x", make=lambda: table) for _number in range(snapshot.AT_ONCE)]
    assert {one.status_code for one in held} == {200}
    refused = respond(request, form="csv", title="x", make=lambda: table)
    assert (refused.status_code, refused["Retry-After"]) == (503, "60")
    for one in held:
        one.close()
    again = respond(request, form="csv", title="x", make=lambda: table)
    assert b"".join(again.streaming_content)  # type: ignore[attr-defined]
    again.close()


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\tx", " =1", "'=1", "''=1", "＝1", "a=1", "", "'", "'a"])
def test_guarding_is_undone(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).lstrip(" ").startswith(("=", "+", "-", "@", "\t"))


def test_control_characters_and_long_texts_make_no_broken_workbook() -> None:
    table = Table([Column("a", "A\x00")], 1, lambda: iter([0]), lambda _one: ["a\x0bb\ud800\x00" + "x" * 40_000])
    raw = b"".join(workbook.write(table, about()))
    value = openpyxl.load_workbook(io.BytesIO(raw)).worksheets[0]["A2"].value
    assert len(value) == 32_767
    assert value.startswith("abx")


@pytest.mark.parametrize("month", [1, 7])
def test_a_moment_is_told_as_clocks_here_show_it(month: int) -> None:
    at = datetime(2026, month, 31, 23, 30, tzinfo=UTC)
    table = Table([Column("a", "A")], 1, lambda: iter([at]), lambda one: [one])
    here = {1: datetime(2026, 2, 1, 0, 30), 7: datetime(2026, 8, 1, 1, 30)}[month]  # noqa: DTZ001
    assert f"{here:%Y-%m-%d %H:%M}\r\n" in b"".join(csv_file.write(table, about())).decode()
    found = openpyxl.load_workbook(io.BytesIO(b"".join(workbook.write(table, about())))).worksheets[0]["A2"]
    assert (found.value, found.is_date) == (here, True)
    assert json.loads(b"".join(json_file.write(table, about())))["rows"] == [{"a": f"2026-0{month}-31T23:30:00Z"}]


def test_pages_of_the_logged_in_are_kept_by_nobody_else(client: Client) -> None:
    scene = Scene()
    entry = scene.published(title="Varmelager")
    address = page("website:entry", entry.public_id, entry.slug)
    assert "private" in client_of(scene.owner).get(address)["Cache-Control"]
    response = client.get(address)
    assert response["Cache-Control"] == "no-cache"
    assert "Cookie" in response["Vary"]
    assert client.get(address, headers={"if-none-match": response["ETag"]}).status_code == 304
    assert "no-store" in client.get("/innovasjoner/eksport.csv")["Cache-Control"]
