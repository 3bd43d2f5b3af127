"""The files that an edition can be: each made of its frozen content alone, the same bytes each time."""

from django.utils.text import slugify

from samspill.reports.models import Edition
from samspill.reports.outputs import pdf, workbook

TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
"""Ending -> type."""


def write(edition: Edition, form: str, language: str) -> bytes:
    """The file in a language; JSON holds all, and is exactly what the checksum was taken of."""
    if form == "json":
        return edition.content.encode()
    return {"pdf": pdf.write, "xlsx": workbook.write}[form](edition, language)


def file_name(edition: Edition, form: str, language: str) -> str:
    """ "fme-zen-2025-2-nn.pdf"."""
    tail = "" if form == "json" else f"-{language}"
    return f"{slugify(edition.subject.code)}-{edition.year}-{edition.number}{tail}.{form}"
