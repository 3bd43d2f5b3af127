"""The sections of an edition as the page shows them: values in words, charts drawn, figures with what they open."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from samspill.core.reporting.plain import Json, Note, numbered
from samspill.reports import drawing
from samspill.reports.facts import shown
from samspill.reports.models import Edition

CHARTS = {"bars": "bars", "columns": "columns", "funnel": "funnel", "flows": "flows"}


@dataclass(frozen=True)
class Shown:
    """A block: its ``template``, and what that shows."""

    template: str
    title: str = ""
    note: str = ""
    chart: Any = None
    items: list[Any] = field(default_factory=list)
    headings: list[Json] = field(default_factory=list)
    rows: list[Any] = field(default_factory=list)
    total: list[Any] = field(default_factory=list)
    text: str = ""
    kind: str = ""
    url: str = ""
    language: str = ""


@dataclass(frozen=True)
class SectionShown:
    """A section with its anchor."""

    code: str
    title: str
    empty: str
    blocks: list[Shown]


class Page:
    """An edition in one language."""

    def __init__(self, edition: Edition, language: str) -> None:
        self.edition, self.document = edition, edition.document
        self.said: Json = self.document["languages"][language]
        self.notes: dict[int, Note] = numbered(self.said["sections"])

    def sections(self) -> list[SectionShown]:
        """All sections, ready for the template."""
        return [
            SectionShown(
                section["code"],
                section["title"],
                section["empty"],
                [self._block(block, f"{section['code']}-{place}") for place, block in enumerate(section["blocks"])],
            )
            for section in self.said["sections"]
        ]

    def record(self, key: str) -> Json:
        """A record as it was: kind, id, title, url."""
        found: Json = self.said["records"][key]
        return found

    def address(self, one: Json) -> str:
        """The list that a figure, bar or cell counted."""
        if not one.get("records"):
            return ""
        return reverse("website:report_list", args=[self.edition.public_id, one["note_number"], one["note_line"]])

    def _block(self, block: Json, key: str) -> Shown:
        kind, title, note = block["type"], block.get("title", ""), block.get("note", "")
        if kind in ("chart", "matrix"):
            chart = drawing.draw(block, key=key, address=self.address)
            return Shown(f"core/charts/{CHARTS[block['kind']] if kind == 'chart' else 'grid'}.html", chart=chart)
        if kind == "table":
            columns = [{"text": column["heading"], "number": bool(column.get("number"))} for column in block["columns"]]
            return Shown(
                "website/reports/table.html",
                title,
                note,
                headings=columns,
                rows=[self._row(row, columns) for row in block["rows"]],
                total=self._row(block["total"], columns) if block.get("total") else [],
            )
        if kind == "narrative":
            return Shown(
                "website/reports/narrative.html",
                title,
                text=block.get("text", ""),
                items=block.get("parts", []),
                kind=block.get("kind", ""),
                url=self.record(block["record"])["url"] if block.get("record") else "",
                language=block.get("language", ""),
            )
        return Shown(f"website/reports/{kind}.html", title, note, items=self._items(block), text=block.get("text", ""))

    def _items(self, block: Json) -> list[Any]:
        if block["type"] == "figures":
            return [
                {
                    "value": shown(one["value"]) + (f" {one['unit']}" if one.get("unit") else ""),
                    "label": one["label"],
                    "note": one.get("note", ""),
                    "url": self.address(one),
                }
                for one in block["figures"]
            ]
        if block["type"] == "records":
            lines = block.get("lines", [])
            return [
                self.record(key) | {"line": lines[place] if place < len(lines) else ""}
                for place, key in enumerate(block["records"])
            ]
        return [one | {"record": self.record(one["record"])} for one in block.get("items", [])]

    def _row(self, row: Json, columns: list[Json]) -> list[Json]:
        return [
            {
                "text": shown(cell.get("value")),
                "url": self.record(cell["record"])["url"] if cell.get("record") else self.address(cell),
                "number": column["number"],
                "heading": column["text"],
            }
            for cell, column in zip(row["cells"], columns, strict=False)
        ]
