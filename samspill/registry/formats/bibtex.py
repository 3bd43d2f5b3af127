"""BibTeX, as “Add works – Add BibTeX” in ORCID reads it, and reference managers.

Text is UTF-8. What BibTeX or LaTeX would take for a command is escaped; braces are written as words, since BibTeX
counts them even when they are escaped.
"""

from collections.abc import Iterable
from urllib.parse import quote

from samspill.core.markdown import to_plain
from samspill.core.xml_tree import clean
from samspill.registry.formats.records import EntryRecord
from samspill.registry.formats.words import address, family_and_given, happened

CONTENT_TYPE = "application/x-bibtex; charset=utf-8"

ESCAPES = str.maketrans(
    {
        "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\textbraceleft ",
        "}": r"\textbraceright ", "~": r"\textasciitilde ", "^": r"\textasciicircum ", "\\": r"\textbackslash ",
    }
)  # fmt: skip

ARTICLE, REPORT, THESIS, OTHER = "article", "techreport", "mastersthesis", "misc"
KINDS = {"article": ARTICLE, "report": REPORT, "standard": REPORT, "master_thesis": THESIS}


def of_entries(records: Iterable[EntryRecord]) -> str:
    """A whole .bib file."""
    return "\n".join(of_entry(record) for record in records)


def of_entry(record: EntryRecord) -> str:
    """One entry."""
    entry = record.entry
    kind = next((KINDS[row.code] for row in record.types if row.code in KINDS), OTHER)
    if kind == ARTICLE and not record.detail("outlet"):
        kind = OTHER  # an article must name its journal
    day = happened(entry)
    owner = entry.organisation.name_nb
    fields = {
        "author": " and ".join(_author(one.name, one.unit is not None) for one in record.creators) or _group(owner),
        "title": escape(entry.title),
        "journal": escape(record.detail("outlet")) if kind == ARTICLE else "",
        "institution": escape(owner) if kind == REPORT else "",
        "school": escape(owner) if kind == THESIS else "",
        "publisher": escape(owner) if kind == OTHER else "",
        "howpublished": escape(record.detail("outlet")) if kind == OTHER else "",
        "year": str(day.year) if day else "",
        "month": str(day.month) if day else "",
        "note": escape(", ".join(row.name_nb for row in record.types)) if kind == OTHER else "",
        "doi": _verbatim(record.first_of("doi")),
        "isbn": record.first_of("isbn"),
        "url": _verbatim(next((one.url for one in record.identifiers if one.url), address("entry", entry.public_id))),
        "abstract": escape(to_plain(entry.summary)),
        "keywords": escape(", ".join(entry.keywords)),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@{kind}{{samspill-{entry.public_id},\n" + ",\n".join(lines) + "\n}\n"


def escape(text: str) -> str:
    """The text on one line, with nothing in it that is a command."""
    return " ".join(clean(text).split()).translate(ESCAPES)


def _author(name: str, is_group: bool) -> str:
    if is_group:
        return _group(name)
    family, given = family_and_given(name)
    return f"{escape(family)}, {escape(given)}" if given else _group(name)


def _group(name: str) -> str:
    """A name that is not a person's: braces keep it whole, also when it has “and” in it."""
    return f"{{{escape(name)}}}"


def _verbatim(value: str) -> str:
    """An address, which is not escaped but must not hold braces, spaces or backslashes."""
    return quote(clean(value), safe="/:?&=#%+,;@!$'()*[]~-._")
