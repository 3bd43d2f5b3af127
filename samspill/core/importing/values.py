"""What a single cell means: dates, levels, numbers, lists. Pure functions; faults are raised as `CellError`."""

import calendar
import re
from datetime import date, timedelta
from urllib.parse import urlsplit

from samspill.core.importing.cell_errors import CellError, Suggestion, plain_suggestions
from samspill.core.importing.reading import Value
from samspill.core.importing.words import one_line

NOTHING = {"", "-", "–", "—", "n/a", "na", "ingen", "ikke relevant", "ikkje relevant", "none", "?"}
ERRORS = re.compile(
    r"#(REF|N/A|I/T|VALUE|VERDI|DIV/0|NAME|NAVN|NAMN|NULL|NUM|TALL|SPILL|OVERFLYT|CALC|BEREGN|GETTING_DATA)[!?]?",
    re.IGNORECASE,
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar january jan", "februar february feb", "mars march mar", "april apr", "mai may", "juni june jun",
            "juli july jul", "august aug", "september sept sep", "oktober october okt oct", "november nov",
            "desember december des dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_TIME = re.compile(r"[t ]\d{1,2}[:.]\d{2}([:.]\d{2})?([.,]\d+)?( ?[ap]m)?(z|[+-]\d\d:?\d\d)?$", re.IGNORECASE)
_LEVELS = re.compile(
    r"(?P<words>[^\d]*?)[\s:.–-]*"
    r"(?P<numbers>\d+(?:\.\d+)?(?:\s*(?:-|–|/|til|to|og|and|or)\s*\d+)*)"
)
_EXCEL_ZERO = date(1899, 12, 30)


def text_of(value: Value) -> str:
    """A cell as text; "" when it says nothing. Raises for a formula error."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():  # infinity is not
        value = int(value)
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").strip()
    if text.startswith("#") and ERRORS.fullmatch(text):
        raise CellError("not_computed" if text == "#CALC!" else "formula_error")
    return "" if text.casefold() in NOTHING else text


def line_of(value: Value, limit: int) -> str:
    """One line of text with a limit of characters."""
    text = one_line(text_of(value))
    if len(text) > limit:
        raise CellError("too_long", length=len(text), limit=limit)
    return text


def list_of(value: Value, separators: str = r"[;,\n|]") -> list[str]:
    """The pieces of a cell that lists things, without empty ones and repetitions."""
    pieces = (one_line(piece) for piece in re.split(separators, text_of(value)))
    return list(dict.fromkeys(piece for piece in pieces if piece))


def date_of(value: Value, *, end: bool = False) -> str:
    """An ISO date from text in many forms, a serial number or a year ("" for an empty cell).

    Just a year or month means its first day, or with ``end`` its last.
    """
    text = text_of(value).casefold()
    if not text:
        return ""
    if found := _date(text, end=end):
        return found.isoformat()
    raise CellError("date", suggestions=_date_suggestions(text, end=end))


def _date(text: str, *, end: bool) -> date | None:
    text = _TIME.sub("", text).strip()
    number = r"(\d{1,2})"
    if m := re.fullmatch(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})", text):
        return _day(int(m[1]), int(m[2]), int(m[3]))
    if m := re.fullmatch(rf"{number}\s*[./ -]\s*{number}\s*[./ -]\s*(\d{{4}}|\d{{2}})", text):
        year = int(m[3]) + (2000 if len(m[3]) == 2 else 0)
        day, month = int(m[1]), int(m[2])
        return _day(year, month, day) or (_day(year, day, month) if "/" in text else None)
    if m := re.fullmatch(rf"(?:den )?{number}\.?\s*([a-z]+)\.?,?\s+(\d{{4}})", text):
        return _day(int(m[3]), _MONTHS.get(m[2], 0), int(m[1]))
    if m := re.fullmatch(rf"([a-z]+)\.?\s+{number}(?:st|nd|rd|th)?,?\s+(\d{{4}})", text):
        return _day(int(m[3]), _MONTHS.get(m[1], 0), int(m[2]))
    if m := re.fullmatch(r"([a-z]+)\.?,?\s+(\d{4})", text):
        return _month(int(m[2]), _MONTHS.get(m[1], 0), end=end)
    if m := re.fullmatch(r"(\d{4})[-./](\d{1,2})", text) or re.fullmatch(r"(?P<m>\d{1,2})[./](?P<y>\d{4})", text):
        groups = m.groupdict()
        return _month(int(groups.get("y") or m[1]), int(groups.get("m") or m[2]), end=end)
    if re.fullmatch(r"\d{1,10}(\.0+)?", text):
        return _from_number(int(float(text)), end=end)
    return None


def _from_number(number: int, *, end: bool) -> date | None:
    """A year, a serial number of a spreadsheet, or yyyymmdd."""
    if 1900 <= number <= 2100:
        return date(number, 12, 31) if end else date(number, 1, 1)
    if 20_000 <= number <= 75_000:
        return _EXCEL_ZERO + timedelta(days=number)
    if 19_000_000 <= number <= 21_001_231:
        return _day(number // 10000, number // 100 % 100, number % 100)
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year <= 2100 else None
    except ValueError:
        return None


def _month(year: int, month: int, *, end: bool) -> date | None:
    if not 1 <= month <= 12:
        return None
    return _day(year, month, calendar.monthrange(year, month)[1] if end else 1)


def _date_suggestions(text: str, *, end: bool) -> tuple[Suggestion, ...]:
    """A month and year, or a year, that the text mentions."""
    if m := re.search(r"\b([a-z]{3,9})\.?\s+(\d{4})\b", text):
        found = _month(int(m[2]), _MONTHS.get(m[1], 0), end=end)
        if found:
            return plain_suggestions([found.strftime("%d.%m.%Y")])
    if m := re.search(r"(?<!\d)((?:19|20)\d\d)(?!\d)", text):
        return plain_suggestions([m[1]])
    return ()


def year_number(value: Value) -> int | None:
    """A year, also out of a date or a school year's first part."""
    text = text_of(value)
    if not text:
        return None
    if m := re.fullmatch(r"((?:19|20)\d\d)(?:\s*[/-]\s*(?:20)?\d\d)?", text):
        return int(m[1])
    found = _date(text.casefold(), end=False)
    if found is None:
        raise CellError("year")
    return found.year


def whole_number(value: Value) -> int | None:
    """A whole number of 0 or more; decimals are rounded, kr and thousands separators are understood."""
    return None if text_of(value) == "" else round(decimal_number(value))


def decimal_number(value: Value) -> float:
    """A number of 0 or more, with its decimals; 0 for an empty cell."""
    text = re.sub(r"(?i)\b(kr|nok|eur|euro)\b|€|,-", "", text_of(value)).strip()
    if not text:
        return 0
    bare = re.sub(r"[\s']", "", text)
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", bare):
        bare = bare.replace(".", "")
    elif re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", bare):
        bare = bare.replace(",", "")
    if not re.fullmatch(r"\d{1,15}([.,]\d+)?", bare):
        raise CellError("number")
    return float(bare.replace(",", "."))


def levels_in(text: str) -> tuple[str, list[int]]:
    """The words before the level, and the level or levels that the text names: "TRL 4-5" → ("TRL", [4, 5])."""
    text = re.sub(r"\s+(av|of)\s+\d+$|\s*/\s*9$", "", one_line(text).replace(",", "."), flags=re.I)
    m = _LEVELS.fullmatch(text)
    if not m or len(m["numbers"]) > 40:  # no level, and more digits than a float holds
        return "", []
    numbers = [float(part) for part in re.findall(r"\d+(?:\.\d+)?", m["numbers"])]
    if any(number != int(number) for number in numbers):
        number = numbers[0]
        return m["words"], [int(number), int(number) + 1]
    return m["words"], list(dict.fromkeys(int(number) for number in numbers))


def links_of(value: Value) -> list[str]:
    """Web addresses, one or several; one without https:// gets it."""
    found = []
    for piece in list_of(value, r"[;\s|]+"):
        address = piece if "://" in piece else f"https://{piece}"
        try:
            parts = urlsplit(address)
        except ValueError:  # brackets that hold no IP address
            raise CellError("link") from None
        if parts.scheme not in ("http", "https") or "." not in (parts.hostname or "") or len(address) > 1000:
            raise CellError("link")
        found.append(address)
    return found
