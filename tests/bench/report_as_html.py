"""The print data of a report as one HTML page for WeasyPrint: the same words, tables, pictures and notes."""

from html import escape
from typing import Any

STYLE = """
@page { size: A4; margin: 24mm; @bottom-right { content: counter(page) " / " counter(pages); font-size: 8pt } }
body { font: 9.5pt/1.45 Inter, sans-serif; color: #1f2428 }
h1, h2 { color: #0b5a5e } h1 { font-size: 19pt; break-before: page } h2 { font-size: 13pt; break-after: avoid }
table { width: 100%; border-collapse: collapse; font-size: 8pt } thead { display: table-header-group }
th, td { border-bottom: 0.4pt solid #c9d1d6; padding: 3pt; text-align: left; vertical-align: top }
.n { text-align: right } img { width: 100% } .figures td { background: #eef4f4; width: 33% }
a { color: #0b5a5e; text-decoration: none } .index { columns: 2; font-size: 8pt }
"""


def page(data: dict[str, Any]) -> str:
    """The whole document."""
    body = [f"<h1>{escape(data['title'])}</h1><p>{escape(data['subtitle'])}</p>"]
    body += [f"<p>{escape(row['label'])}: {escape(row['value'])}</p>" for row in data["about"]]
    for section in data["sections"]:
        body.append(f"<h1>{escape(section['title'])}</h1><p>{escape(section['empty'])}</p>")
        body += [_block(block) for block in section["blocks"]]
    body.append(f"<h1>{escape(data['words']['notes'])}</h1>")
    for note in data["notes"]:
        rows = "".join(_row([line["label"], line["value"], line["records"]]) for line in note["lines"])
        body.append(
            f"<h2 id='note-{note['number']}'>{note['number']} {escape(note['title'])}</h2><table>{rows}</table>"
        )
    items = "".join(f"<li>{_link(one['url'], one['title'])}</li>" for one in data["index"])
    body.append(f"<h1>{escape(data['words']['index'])}</h1><ol class='index'>{items}</ol>")
    language, title = data["language"], escape(data["title"])
    return f"<!doctype html><html lang='{language}'><title>{title}</title><style>{STYLE}</style>{''.join(body)}"


def _block(block: dict[str, Any]) -> str:
    title = f"<h2>{escape(block['title'])}</h2>" if block["title"] else ""
    if block["type"] == "figures":
        cells = [f"<td><b>{escape(one['value'])}</b><br>{escape(one['label'])}</td>" for one in block["items"]]
        rows = "".join(f"<tr>{''.join(cells[place : place + 3])}</tr>" for place in range(0, len(cells), 3))
        return f"<table class='figures'>{rows}</table>"
    if block["type"] in ("chart", "matrix"):
        return f"{title}<div role='img' aria-label='{escape(block['alt'])}'>{block['svg']}</div>"
    if block["type"] in ("table", "not_updated"):
        heads = "".join(f"<th scope='col'>{escape(one['heading'])}</th>" for one in block["columns"])
        lines = [*block["rows"], *([block["total"]] if block["total"] else [])]
        rows = "".join(f"<tr>{''.join(map(_cell, line))}</tr>" for line in lines)
        return f"{title}<table><thead><tr>{heads}</tr></thead>{rows}</table>"
    return title


def _row(cells: list[str]) -> str:
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


def _cell(cell: dict[str, str]) -> str:
    return f"<td>{_link(cell['url'], cell['text'])}</td>"


def _link(url: str, text: str) -> str:
    return f"<a href='{escape(url)}'>{escape(text)}</a>" if url else escape(text)
