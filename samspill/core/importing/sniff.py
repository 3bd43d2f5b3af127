"""What kind of file it is, told by its content and never by its name. Everything that is refused is refused here."""

import re
import zipfile
from enum import StrEnum
from typing import IO

from django.conf import settings

from samspill.core.importing.errors import SheetError

MAX_UNPACKED = 200 * 1024 * 1024  # bytes, of all parts of a workbook together
RATIO_COUNTS_FROM = 20 * 1024 * 1024  # below this many unpacked bytes any ratio is harmless
MAX_RATIO = 150
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_JSON = re.compile(rb"(\xef\xbb\xbf)?\s*(\{|\[\s*\{)")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"II*\x00", b"MM\x00*", b"BM")


class Form(StrEnum):
    """The forms that are read."""

    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"


def sniff(file: IO[bytes]) -> Form:
    """Tell the form of the file, or raise `SheetError` saying what it is instead. The file is left at its start."""
    size = file.seek(0, 2)
    file.seek(0)
    if not size:
        raise SheetError("empty_file")
    if size > settings.FILE_UPLOAD_MAX_SIZE:
        raise SheetError("too_large", limit=settings.FILE_UPLOAD_MAX_SIZE // 1024 // 1024)
    start = file.read(4096)
    if start.startswith(_OLE):
        file.seek(0)
        encrypted = "EncryptedPackage".encode("utf-16-le") in file.read()
        raise SheetError("password" if encrypted else "old_excel")
    if start.startswith(_PICTURES) or (start[:4] == b"RIFF" and start[8:12] == b"WEBP"):
        raise SheetError("picture")
    file.seek(0)
    if start.startswith(b"PK"):
        _check_workbook(file)
        file.seek(0)
        return Form.XLSX
    if not start.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\x00" in start:
        raise SheetError("not_a_sheet")
    if start.lstrip()[:5].lower() in (b"<html", b"<!doc", b"<?xml", b"{\\rtf"):
        raise SheetError("not_a_sheet")
    return Form.JSON if _JSON.match(start) else Form.CSV


def _check_workbook(file: IO[bytes]) -> None:
    """Judge a zip by its directory alone, before anything of it is unpacked."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            _check_size(parts)
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                kind = archive.read("mimetype")
                raise SheetError("ods" if b"spreadsheet" in kind else "other_office")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise SheetError("damaged") from error
    if "xl/workbook.bin" in names:
        raise SheetError("binary_excel")
    if any(name.casefold().endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in names):
        raise SheetError("macros")
    if not any(name.startswith("xl/") for name in names):
        office = any(name.startswith(("word/", "ppt/")) for name in names)
        raise SheetError("other_office" if office else "not_a_sheet")


def _check_size(parts: list[zipfile.ZipInfo]) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise SheetError("password")
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if unpacked > MAX_UNPACKED or len(parts) > 5000:
        raise SheetError("bomb")
    if unpacked > RATIO_COUNTS_FROM and unpacked > MAX_RATIO * max(packed, 1):
        raise SheetError("bomb")
