"""What may be uploaded: decided by content, never by the name alone."""

import hashlib
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from pathlib import PurePosixPath

import puremagic
from django.conf import settings
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from samspill.core.errors import RuleError


@dataclass(frozen=True)
class FileFacts:
    """What a file is. ``name`` is safe to show; ``size`` in bytes; ``sha256`` in hex."""

    name: str
    content_type: str
    size: int
    sha256: str


Check = Callable[["File[bytes]", bytes], bool]


def _signature(extension: str) -> Check:
    """The first bytes are those of this format."""

    def check(file: "File[bytes]", head: bytes) -> bool:
        try:
            return any(match.extension == extension for match in puremagic.magic_string(head))
        except (puremagic.PureError, ValueError):
            return False

    return check


def _office(part: str) -> Check:
    """Office Open XML with this main part, and no macros."""

    def check(file: "File[bytes]", head: bytes) -> bool:
        names = _names_in_zip(file)
        return "[Content_Types].xml" in names and part in names and not any("vba" in name.lower() for name in names)

    return check


def _open_document(content_type: str) -> Check:
    """OpenDocument says what it is in its first member, stored as it is."""

    def check(file: "File[bytes]", head: bytes) -> bool:
        return "content.xml" in _names_in_zip(file) and head[30:].startswith(b"mimetype" + content_type.encode())

    return check


def _text(file: "File[bytes]", head: bytes) -> bool:
    """Text without markup: no control characters, and not a page, a drawing or a script in disguise."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:64].lower()
    if start.startswith((b"<", b"#!")) or b"<script" in head.lower():
        return False
    return not any(byte < 32 and byte not in b"\t\r\n\f" for byte in head)


_OFFICE = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
DOCUMENTS: dict[str, tuple[str, Check]] = {
    ".pdf": ("application/pdf", _signature(".pdf")),
    ".png": ("image/png", _signature(".png")),
    ".jpg": ("image/jpeg", _signature(".jpg")),
    ".jpeg": ("image/jpeg", _signature(".jpg")),
    ".webp": ("image/webp", _signature(".webp")),
    ".docx": (f"{_OFFICE}.wordprocessingml.document", _office("word/document.xml")),
    ".xlsx": (f"{_OFFICE}.spreadsheetml.sheet", _office("xl/workbook.xml")),
    ".pptx": (f"{_OFFICE}.presentationml.presentation", _office("ppt/presentation.xml")),
    ".odt": (f"{_ODF}.text", _open_document(f"{_ODF}.text")),
    ".ods": (f"{_ODF}.spreadsheet", _open_document(f"{_ODF}.spreadsheet")),
    ".odp": (f"{_ODF}.presentation", _open_document(f"{_ODF}.presentation")),
    ".csv": ("text/csv", _text),
    ".txt": ("text/plain", _text),
}
"""Ending -> (type, check of the content). No HTML, SVG, archives or programs: a browser or a reader could run them."""


def _rounded_up(size: int) -> str:
    """In kilobytes or megabytes, to the next tenth: a file just beyond the limit is told to be larger than it."""
    tenth = (1024**2 if size >= 1024**2 else 1024) / 10
    return filesizeformat(ceil(size / tenth) * tenth)


def check_upload(file: "File[bytes]") -> FileFacts:
    """Accept a document or say why not (`RuleError` on the field ``file``)."""
    name = PurePosixPath((file.name or "").replace("\\", "/")).name[-200:]
    ending = PurePosixPath(name).suffix.lower()
    if ending not in DOCUMENTS:
        raise RuleError(
            _("“%(name)s” is of a kind that cannot be taken in. Use one of: %(endings)s.")
            % {"name": name, "endings": ", ".join(DOCUMENTS)},
            field="file",
        )
    if not file.size:
        raise RuleError(_("“%(name)s” is empty. Check that the right file was chosen.") % {"name": name}, field="file")
    if file.size > settings.FILE_UPLOAD_MAX_SIZE:
        raise RuleError(
            _("“%(name)s” is %(size)s; the limit is %(limit)s. Make it smaller, or add a link to it instead.")
            % {
                "name": name,
                "size": _rounded_up(file.size),
                "limit": filesizeformat(settings.FILE_UPLOAD_MAX_SIZE),
            },
            field="file",
        )
    content_type, check = DOCUMENTS[ending]
    file.seek(0)
    head = file.read(8192)
    if not check(file, head):
        raise RuleError(
            _("“%(name)s” is called %(ending)s, but its content is something else. Save it anew as %(ending)s.")
            % {"name": name, "ending": ending},
            field="file",
        )
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return FileFacts(name=name, content_type=content_type, size=file.size, sha256=digest.hexdigest())


def _names_in_zip(file: "File[bytes]") -> set[str]:
    """Names of the members, without unpacking any; empty when it is no zip."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            return set(archive.namelist()[:20_000])
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return set()
