"""Files of every kind that a user may send, good and bad."""

import io
import struct
import zipfile
from datetime import date
from typing import Any

import pytest
from django.test import override_settings

from samspill.core.importing.errors import SheetError
from samspill.core.importing.reading import Row
from samspill.registry.importing.json_file import open_source
from tests.registry.sheets import csv_bytes, workbook

HEADINGS = ("Innovasjon", "Beskrivelse", "TRL 2024")
ROWS = (HEADINGS, ("Ærlig måler", "Måler støy på gården", 4))
EXPECTED: list[Row] = [(1, list(HEADINGS)), (2, ["Ærlig måler", "Måler støy på gården", 4])]


def rows_of(content: bytes, sheet: str = "") -> list[Row]:
    with open_source(io.BytesIO(content)) as source:
        return list(source.rows(sheet or source.names[0]))


def as_text(rows: list[Row]) -> list[Row]:
    return [(number, [None if value is None else str(value) for value in values]) for number, values in rows]


def refusal(content: bytes) -> str:
    with pytest.raises(SheetError) as caught, open_source(io.BytesIO(content)) as source:
        list(source.rows(source.names[0]))
    assert len(caught.value.message) > 20
    return caught.value.code


def repacked(content: bytes, add: dict[str, bytes] | None = None, drop: str = "", **replace: Any) -> bytes:
    """A workbook with parts added, dropped or changed."""
    raw = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if not drop or not part.startswith(drop):
                data = old.read(part)
                for before, after in replace.get("text", {}).items():
                    data = data.replace(before, after)
                new.writestr(part, data)
        for name, data in (add or {}).items():
            new.writestr(name, data)
    return raw.getvalue()


@pytest.mark.requirement("R-REG-07")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_of_every_kind(encoding: str, delimiter: str) -> None:
    assert rows_of(csv_bytes(ROWS, delimiter=delimiter, encoding=encoding)) == as_text(EXPECTED)


def test_csv_keeps_commas_and_line_breaks_in_quotes() -> None:
    content = csv_bytes([("Navn", "Omtale"), ("A", "Første, linje\nandre linje; slutt")], delimiter=",")
    assert rows_of(content)[1] == (2, ["A", "Første, linje\nandre linje; slutt"])


def test_csv_with_the_line_ends_of_an_old_macintosh() -> None:
    content = csv_bytes(ROWS, delimiter=";").replace(b"\r\n", b"\n").replace(b"\n", b"\r")
    assert rows_of(content) == as_text(EXPECTED)


def test_csv_tells_its_delimiter_on_the_first_line() -> None:
    assert rows_of(b"sep=;\nNavn;Omtale\nA, B;C\n") == [(1, ["Navn", "Omtale"]), (2, ["A, B", "C"])]


def test_csv_with_a_quote_that_is_never_closed() -> None:
    assert refusal(b'Navn;Omtale\nA;"' + b"x;y\n" * 20_000) == "open_quote"


def test_workbook_with_dates_numbers_and_empty_rows() -> None:
    rows = [("Navn", "Dato", "Tall"), (), ("A", date(2024, 5, 1), 4.0), (None, "", None), ("B", "2023", 1.5)]
    assert rows_of(workbook(*rows)) == [
        (1, ["Navn", "Dato", "Tall"]),
        (3, ["A", "2024-05-01", 4]),
        (5, ["B", "2023", 1.5]),
    ]


def test_the_content_decides_and_not_the_name() -> None:
    with open_source(io.BytesIO(workbook(*ROWS))) as source:
        assert source.names == ["Ark"]
    with open_source(io.BytesIO(csv_bytes(ROWS))) as source:
        assert source.names == [""]


def test_merged_cells_count_for_the_whole_area() -> None:
    def merge(book: Any) -> None:
        book.worksheets[0].merge_cells("B2:B4")
        book.worksheets[0].merge_cells("C2:D2")

    content = workbook(("N", "P", "X", "Y"), ("a", "Felles", 1, None), ("b",), ("c",), ("d",), change=merge)
    with open_source(io.BytesIO(content)) as source:
        rows = list(source.rows("Ark"))
        assert [note["code"] for note in source.notices("Ark")] == ["merged"]
    assert rows[1:] == [(2, ["a", "Felles", 1, 1]), (3, ["b", "Felles"]), (4, ["c", "Felles"]), (5, ["d"])]


def test_a_formula_without_a_value_is_not_lost() -> None:
    rows = rows_of(workbook(("Navn", "TRL"), ("A", "=1+2"), ("B", 5)))
    assert rows[1:] == [(2, ["A", "#CALC!"]), (3, ["B", 5])]


def test_values_from_other_workbooks_are_read_as_last_seen() -> None:
    content = repacked(workbook(*ROWS), add={"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})
    with open_source(io.BytesIO(content)) as source:
        assert len(list(source.rows("Ark"))) == 2
        assert [note["code"] for note in source.notices("Ark")] == ["external_links"]


def test_a_sheet_that_states_a_wrong_size_is_read_whole() -> None:
    content = repacked(workbook(*ROWS), text={b'<dimension ref="A1:C2"': b'<dimension ref="A1"'})
    assert rows_of(content) == EXPECTED


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def zipped(parts: dict[str, bytes]) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return raw.getvalue()


@pytest.mark.requirement("R-REG-07")
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"   \n\n", "no_rows"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "picture"),
        (b"%PDF-1.7 ...", "picture"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 50, "picture"),
        (OLE + b"\x00" * 600, "old_excel"),
        (OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "password"),
        (zipped({"mimetype": ODS.encode(), "content.xml": b"<x/>"}), "ods"),
        (zipped({"word/document.xml": b"<x/>"}), "other_office"),
        (zipped({"xl/workbook.bin": b""}), "binary_excel"),
        (zipped({"notes.txt": b"hello"}), "not_a_sheet"),
        (b"PK\x03\x04" + b"rubbish" * 30, "damaged"),
        (b"<html><body>Log in</body></html>", "not_a_sheet"),
        (b"a\x00\x01\x02b" * 40, "not_a_sheet"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bad_files_are_answered_clearly(content: bytes, code: str) -> None:
    if code == "no_rows":
        assert rows_of(content) == []
    else:
        assert refusal(content) == code


def test_macros_are_refused_with_advice() -> None:
    content = repacked(workbook(*ROWS), add={"xl/vbaProject.bin": b"macro"})
    assert refusal(content) == "macros"


def test_a_zip_bomb_is_not_opened() -> None:
    bomb = zipped({"xl/workbook.xml": b"<x/>", "xl/sharedStrings.xml": b"\x00" * 30 * 1024 * 1024})
    assert len(bomb) < 100_000
    assert refusal(bomb) == "bomb"


def test_a_zip_that_lies_about_its_size_is_damaged() -> None:
    """The directory says 10 bytes; unpacking stops there and the checksum does not fit."""
    content = workbook(("Navn",), *[(f"Rad {n}",) for n in range(3000)])
    name = b"xl/worksheets/sheet1.xml"
    entry = content.index(name, content.index(b"PK\x01\x02"))
    lying = bytearray(content)
    lying[entry - 46 + 24 : entry - 46 + 28] = struct.pack("<I", 10)
    assert refusal(bytes(lying)) == "damaged"


def test_an_encrypted_zip_is_told_of() -> None:
    content = bytearray(zipped({"xl/workbook.xml": b"<x/>"}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(content)) == "password"


def test_entities_in_xml_are_never_expanded() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    content = repacked(
        workbook(*ROWS), text={b"<worksheet ": bomb + b"<worksheet ", b"<sheetData>": b"<sheetData><!-- &b; -->"}
    )
    assert refusal(content) == "damaged"


@override_settings(FILE_UPLOAD_MAX_SIZE=1000)
def test_the_size_has_a_limit() -> None:
    assert refusal(b"Navn\n" + b"x\n" * 1000) == "too_large"


def test_half_a_workbook_is_damaged() -> None:
    assert refusal(workbook(*ROWS)[:-300]) == "damaged"
