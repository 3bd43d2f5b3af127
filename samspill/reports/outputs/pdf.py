"""An edition as PDF: everything of its document in one language, with a cover, contents, notes and an index."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from samspill.core.charts import GridChart
from samspill.core.charts.print_svg import Chart, svg
from samspill.core.reporting.plain import Json, Note, numbered
from samspill.core.typesetting import make_pdf, tree
from samspill.reports import drawing
from samspill.reports.facts import about, description, shown
from samspill.reports.models import Edition

NARROW, WIDE = 11, 40
"""Letters by which a column of words is at least and at most as wide, against the others."""
WHOLE, WHOLE_TOGETHER = 22, 44
"""Letters that stand on one line in a column, and in all such columns of a table together."""
TEMPLATE = Path(__file__).resolve().parent.parent / "typst" / "report.typ"


def write(edition: Edition, language: str) -> bytes:
    """The bytes, the same each time. Raises `TypesettingError`."""
    with translation.override(language):
        data, made_at = print_data(edition.document, edition.checksum, language)
    return make_pdf(TEMPLATE, data, made_at=made_at)


def print_data(document: Json, checksum: str, language: str) -> tuple[Json, Any]:
    """What the template gets, in the active language, and the moment the edition was made."""
    said = document["languages"][language]
    notes = numbered(said["sections"])
    index = {key: place for place, key in enumerate(_used(notes.values()), 1)}
    site = document["site"]["url"]
    made_at = parse_datetime(document["made_at"])
    assert made_at is not None
    writer = _Writer(said["records"], index, site)
    data = {
        "language": language,
        "title": said["title"],
        "subtitle": said["subtitle"],
        "description": description(document, language),
        "about": [
            {"label": label, "value": value} for label, value in about(document, checksum, localtime(made_at), language)
        ],
        "sections": [
            {
                "title": section["title"],
                "empty": section["empty"],
                "blocks": [writer.block(block, f"c{place}-{number}") for number, block in enumerate(section["blocks"])],
            }
            for place, section in enumerate(said["sections"])
        ],
        "notes": [writer.note(note) for note in notes.values()],
        "index": [
            {"number": place, "title": said["records"][key]["title"], "url": _url(said["records"][key], site)}
            for key, place in index.items()
        ],
        "words": {
            "page": _("Page"),
            "note": _("Footnote"),
            "contents": _("Contents"),
            "notes": _("Notes: what the figures counted"),
            "notes_lead": _(
                "Where a figure, chart or table names a note, it stands here. It says what was counted, "
                "by the numbers in the list of records behind the notes."
            ),
            "index": _("Records"),
            "index_lead": _(
                "The titles as they were when this edition was made. Each opens the record as it is today."
            ),
            "what": _("What"),
            "count": _("Number"),
            "records": _("Records"),
            "none": _("none"),
        },
    }
    return data, made_at


def _used(notes: Iterable[Note]) -> list[str]:
    return list(dict.fromkeys(key for note in notes for line in note.lines for key in line.records))


def _url(record: Json, site: str) -> str:
    return f"{site}{record['url']}" if record.get("url") else ""


class _Writer:
    """Blocks as the template takes them."""

    def __init__(self, records: Json, index: dict[str, int], site: str) -> None:
        self._named, self._index, self._site = records, index, site

    def block(self, block: Json, key: str) -> Json:
        """One block; ``note`` is the number of its note, if it has one."""
        kind = block["type"]
        made: Json = getattr(self, f"_{kind}")(block, key)
        return {"type": kind, "title": block.get("title", ""), "note": block.get("note_number", 0), **made}

    def note(self, note: Note) -> Json:
        """A note with its lines, the records as runs of numbers in the index."""
        return {
            "number": note.number,
            "section": note.section,
            "title": note.title,
            "lines": [
                {
                    "label": line.label,
                    "value": shown(line.value),
                    "records": _runs([self._index[key] for key in line.records]),
                }
                for line in note.lines
            ],
        }

    def _text(self, block: Json, key: str) -> Json:
        return {"tree": tree(block["text"], top_heading=2)}

    def _figures(self, block: Json, key: str) -> Json:
        return {
            "items": [
                {
                    "value": shown(figure["value"]) + (f" {figure['unit']}" if figure.get("unit") else ""),
                    "label": figure["label"],
                    "said": figure.get("note", ""),
                    "note": figure.get("note_number", 0),
                }
                for figure in block["figures"]
            ]
        }

    def _table(self, block: Json, key: str) -> Json:
        total = block.get("total")
        return _set(
            [(column["heading"], bool(column.get("number"))) for column in block["columns"]],
            [self._row(row) for row in block["rows"]],
            total=self._row(total) if total else [],
            said=block.get("note", ""),
        )

    def _row(self, row: Json) -> list[Json]:
        return [
            {"text": shown(cell.get("value")), "url": self._link(cell["record"]) if cell.get("record") else ""}
            for cell in row["cells"]
        ]

    def _chart(self, block: Json, key: str) -> Json:
        chart = drawing.draw(block, key=key)
        said = [_legend(chart), block.get("marked_means", ""), block.get("note", "")]
        return {
            "svg": svg(chart),
            "alt": f"{block['title']}. {block['description']}",
            "said": " ".join(filter(None, said)),
        }

    _matrix = _chart

    def _records(self, block: Json, key: str) -> Json:
        lines: Sequence[str] = block.get("lines", [])
        return {
            "items": [
                {"title": self._name(one), "url": self._link(one), "line": lines[place] if place < len(lines) else ""}
                for place, one in enumerate(block["records"])
            ]
        }

    def _narrative(self, block: Json, key: str) -> Json:
        return {
            "kind": block.get("kind", ""),
            "url": self._link(block["record"]) if block.get("record") else "",
            "language": block.get("language", ""),
            "tree": tree(block.get("text", ""), top_heading=3),
            "parts": [
                {"heading": heading, "tree": tree(text, top_heading=4)} for heading, text in block.get("parts", [])
            ],
        }

    def _not_updated(self, block: Json, key: str) -> Json:
        """A table; without the column of places where none is known."""
        rows = [
            [
                {"text": self._name(one["record"]), "url": self._link(one["record"])},
                {"text": one["last"], "url": ""},
                {"text": one.get("whose", ""), "url": ""},
            ]
            for one in block["items"]
        ]
        most = 3 if any(row[2]["text"] for row in rows) else 2
        headings = [(_("Title"), False), (_("Last time"), False), (_("Where"), False)]
        return _set(headings[:most], [row[:most] for row in rows])

    def _name(self, key: str) -> str:
        return str(self._named[key]["title"])

    def _link(self, key: str) -> str:
        return _url(self._named[key], self._site)


def _set(
    headings: Sequence[tuple[str, bool]], rows: list[list[Json]], *, total: Sequence[Json] = (), said: str = ""
) -> Json:
    """A table as the template takes it: columns of words are as wide as what stands in them asks for."""
    columns = []
    whole = _whole(
        {
            place: max([len(heading), *(len(row[place]["text"]) for row in rows)])
            for place, (heading, is_number) in enumerate(headings)
            if not is_number
        }
    )
    for place, (heading, is_number) in enumerate(headings):
        lengths = [len(row[place]["text"]) for row in rows] or [0]
        weight = min(max(len(heading), sum(lengths) / len(lengths), max(lengths) / 3, NARROW), WIDE)
        columns.append({"heading": heading, "number": is_number, "whole": place in whole, "weight": round(weight, 1)})
    return {"columns": columns, "rows": rows, "total": list(total), "said": said}


def _whole(most: Mapping[int, int]) -> set[int]:
    """Columns of words that are never broken, of place -> most letters: the shortest; the longest always gives way."""
    found: set[int] = set()
    for place in sorted(most, key=lambda one: most[one])[:-1]:
        if most[place] <= WHOLE and sum(most[one] for one in found) + most[place] <= WHOLE_TOGETHER:
            found.add(place)
    return found


def _legend(chart: Chart) -> str:
    """What the numbers of columns mean, where there are too many for names."""
    if not isinstance(chart, GridChart) or not chart.legend:
        return ""
    names = ", ".join(f"{place} {name}" for place, name in enumerate(chart.legend, 1))
    return f"{chart.x_heading}: {names}."


def _runs(numbers: Sequence[int]) -> str:
    """ "1–4, 7, 9–12": numbers in order, runs drawn together."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and runs[-1][-1] == number - 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join("–".join(str(number) for number in run) for run in runs)
