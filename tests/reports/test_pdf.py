"""The PDF as a screen reader meets it, and with texts that want to be more than text."""

import io
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pypdf
import pytest
from pypdf.generic import DictionaryObject

from samspill.core.typesetting import printable
from samspill.reports import outputs
from samspill.reports.models import Edition
from tests.reports.world import Centre

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-REG-06")]
HOSTILE = (
    r'#panic("x") $ \ <script>alert(1)</script> *b* _i_ @ref <label> `raw` // /* Čálliidlágádus 🚀 漢字 ' + "x" * 300
)


def reader(edition: Edition, language: str = "nb") -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(outputs.write(edition, "pdf", language)))


def elements(pdf: pypdf.PdfReader) -> Iterator[DictionaryObject]:
    """All structure elements, in the order of reading."""

    def below(node: Any) -> Iterator[DictionaryObject]:
        node = node.get_object()
        if isinstance(node, list):
            for one in node:
                yield from below(one)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                yield node
            if "/K" in node:
                yield from below(node["/K"])

    yield from below(pdf.trailer["/Root"]["/StructTreeRoot"]["/K"])  # type: ignore[index]


def test_it_is_tagged_named_and_in_its_language() -> None:
    edition = Centre().edition()
    pdf = reader(edition, "nn")
    root: Any = pdf.trailer["/Root"]
    assert root["/Lang"] == "nn"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert pdf.metadata
    assert "2024" in str(pdf.metadata.title)
    kinds = [str(one["/S"]) for one in elements(pdf)]
    assert {"/Table", "/TH", "/Figure", "/L", "/Link"} <= set(kinds)


def test_headings_go_down_one_step_at_a_time_and_charts_are_told() -> None:
    centre = Centre()
    centre.case("Lys", "# Helt\n\n### Dypt\n\nDet lyser.")
    pdf = reader(centre.edition())
    found = list(elements(pdf))
    levels = [int(str(one["/S"])[2:]) for one in found if str(one["/S"])[1:2] == "H" and str(one["/S"])[2:].isdigit()]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    pictures = [one for one in found if str(one["/S"]) == "/Figure"]
    assert len(pictures) >= 4
    assert all(str(one.get("/Alt", "")).strip() for one in pictures)
    headers = [one for one in found if str(one["/S"]) == "/TH"]
    assert headers


def test_the_cover_says_which_edition_and_the_notes_what_was_counted() -> None:
    edition = Centre().edition()
    pages = [page.extract_text() for page in reader(edition, "en").pages]
    cover = "".join(pages[0].split())
    assert edition.checksum in cover
    text = " ".join(pages)
    assert "Lampe" in text
    assert "what the figures counted" in text


def test_the_same_edition_gives_the_same_bytes() -> None:
    edition = Centre().edition()
    for form in ("pdf", "xlsx", "json"):
        assert outputs.write(edition, form, "nb") == outputs.write(edition, form, "nb")


def test_hostile_texts_are_text() -> None:
    centre = Centre()
    title = HOSTILE[:290]
    centre.innovation(title, 2024, {2024: 4})
    centre.case("Sak", HOSTILE + "\n\n- $x$\n- [lenke](javascript:alert(1))\n\n| #a | b |\n|--|--|\n| $ | \\ |")
    centre.register.name_nb = "Senter #1 *for* $alt$"
    centre.register.save()
    text = " ".join(page.extract_text() for page in reader(centre.edition()).pages).replace("\u200b", "")
    together = "".join(text.split())
    assert '#panic("x")' in together
    assert "<script>alert(1)</script>" in together
    assert "Čálliidlágádus" in together
    assert "[rocket]" in together
    assert "Senter#1*for*$alt$" in together


def test_signs_without_a_look_are_told_or_left_out() -> None:
    assert printable("a\u0000b\u200d🚀 漢") == "ab[rocket] [U+6F22]"
    assert printable({"url": "https://x/" + "y" * 40}) == {"url": "https://x/" + "y" * 40}
    assert len(max(printable("x" * 100).split("\u200b"), key=len)) < 20


def test_a_year_without_data_is_a_whole_document() -> None:
    pages = reader(Centre().edition(2015), "en").pages
    text = " ".join(page.extract_text() for page in pages)
    assert len(pages) == 2  # the cover, and one page that says so
    assert text.count("Nothing from 2015") == 1
    assert text.count("Self-check") == 1
    assert not [one for one in elements(reader(Centre().edition(2015))) if str(one["/S"]) == "/Figure"]
