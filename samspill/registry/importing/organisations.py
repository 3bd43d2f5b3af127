"""Finds the organisation a sheet means: by organisation number first, then by its exact name in any language."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from samspill.core.checksums import organisation_number_is_valid
from samspill.core.importing.cell_errors import CellError, Suggestion
from samspill.core.importing.words import Nearest, one_line, plain
from samspill.parties import places
from samspill.parties.models import MunicipalityChange, Organisation

_FORMS = re.compile(r"\b(as|asa|sf|hf|sa|ba|da|ans|nuf|kf|iks|ltd|inc|gmbh|stiftelsen|stiftinga|ab)\b")
_MUNICIPAL = re.compile(r"\b(kommune|municipality|herad|suohkan|tjielte|komuuni|kommuvdna)\b")


@dataclass(frozen=True)
class Known:
    """An organisation that is here."""

    pk: int
    code: str
    name: str
    number: str
    municipality: str
    place: str  # what tells namesakes apart

    def suggestion(self, before: str = "", after: str = "") -> Suggestion:
        """Written so that the next check finds exactly this one."""
        return Suggestion(f"{before}{self.name} [{self.number or self.code}]{after}", f"{self.name} ({self.place})")


@dataclass(frozen=True)
class New:
    """An organisation that is to be made."""

    name: str
    number: str
    municipality: str

    @property
    def key(self) -> str:
        """The same for all rows that mean it."""
        return f"new:{self.number or plain(self.name)}"


class Organisations:
    """Every active organisation, by number, code, municipality and name."""

    def __init__(self) -> None:
        self.by_code: dict[str, Known] = {}
        self.by_pk: dict[int, Known] = {}
        self._numbers: dict[str, Known] = {}
        self._municipal: dict[str, Known] = {}
        self._names: dict[str, set[str]] = defaultdict(set)
        self._loose: dict[str, set[str]] = defaultdict(set)
        self._institutions: dict[str, Known] = {}
        self._labels: list[tuple[str, str]] = []
        self._nearest: Nearest | None = None
        rows = Organisation.objects.filter(is_active=True).select_related("municipality__county", "county")
        for row in rows.iterator(chunk_size=500):
            self.add(row)
        changes = defaultdict(set)
        for old, new in MunicipalityChange.objects.values_list("old_number", "municipality_id"):
            changes[old].add(new)
        self._changes = dict(changes)
        self._former: dict[str, list[str]] = defaultdict(list)
        for name, numbers in places.former().items():
            self._former[_without_kommune(name)] += numbers

    def add(self, row: Organisation) -> Known:
        """Take one more into account."""
        place = ", ".join(
            part
            for part in (
                row.municipality_id if row.kind == Organisation.Kind.MUNICIPALITY else row.number,
                row.municipality.county.name if row.municipality else (row.county.name if row.county else ""),
            )
            if part
        )
        known = Known(row.pk, row.code, row.name_nb, row.number, row.municipality_id or "", place or row.code)
        self.by_code[row.code] = self.by_pk[row.pk] = known
        if row.number:
            self._numbers[row.number] = known
        names = [row.name_nb, row.name_nn, row.name_en, row.short_name]
        if row.municipality and row.kind == Organisation.Kind.MUNICIPALITY:
            here = row.municipality
            self._municipal[here.number] = known
            names += [
                here.name_south_sami,
                here.name_lule_sami,
                here.name_north_sami,
                here.name_kven,
                here.name_official,
            ]
        if row.kind in (Organisation.Kind.UNIVERSITY, Organisation.Kind.UNIVERSITY_COLLEGE):
            self._institutions |= {plain(name): known for name in names if len(name) > 2}
        for name in filter(None, names):
            self._names[plain(name)].add(row.code)
            self._loose[_loose(name)].add(row.code)
            self._labels.append((name, row.code))
        self._nearest = None
        return known

    def numbered(self, number: str) -> Known | None:
        """By organisation number."""
        return self._numbers.get(number)

    def municipality(self, number: str) -> Known:
        """The municipality with a number of today or of 2020; raises when it is none or is now several."""
        number = number.strip().zfill(4)
        if number in self._municipal:
            return self._municipal[number]
        today = [self._municipal[new] for new in sorted(self._changes.get(number, ())) if new in self._municipal]
        if len(today) == 1:
            return today[0]
        if today:
            raise CellError(
                "municipality_split", value=number,
                suggestions=tuple(Suggestion(one.municipality, f"{one.name} ({one.place})") for one in today),
            )  # fmt: skip
        raise CellError("municipality_number", value=number)

    def lies_in(self, number: str) -> str:
        """The municipality number of today, or "" when it cannot be told."""
        try:
            return self.municipality(number).municipality if number else ""
        except CellError:
            return ""

    def named(self, text: str, *, municipality: str = "") -> list[Known]:
        """Those that are called exactly this: the full name first, then without "kommune", "AS" and the like."""
        text = one_line(text)
        if m := re.search(r"\[([\w-]+)\]$", text):
            one = self._numbers.get(m[1]) or self.by_code.get(m[1])
            return [one] if one else []
        if (m := re.search(r"(?<!\d)(\d{3} ?\d{3} ?\d{3})(?!\d)", text)) and (
            one := self._numbers.get(m[1].replace(" ", ""))
        ):
            return [one]
        if (m := re.search(r"\((\d{4})\)$", text)) and (one := self._municipal.get(m[1])):
            return [one]
        for candidate in _alternatives(text):
            codes = self._names.get(plain(candidate)) or self._loose.get(_loose(candidate)) or set()
            found = [self.by_code[code] for code in sorted(codes)]
            if len(found) > 1 and municipality:
                found = [one for one in found if one.municipality == municipality] or found
            if found:
                return found
        return []

    def is_called(self, text: str) -> bool:
        """Whether any has exactly this name, brackets and all."""
        return plain(text) in self._names

    def nearest(self, text: str) -> list[Known]:
        """Those whose names are most like the text."""
        if self._nearest is None:
            self._nearest = Nearest(self._labels)
        return [self.by_code[code] for code in self._nearest.to(text)]

    def get(self, text: str, *, before: str = "", after: str = "", municipality: str = "") -> Known | None:
        """The one with this name, None when it is unknown; raises when several have it.

        ``before`` and ``after`` are the rest of the cell, so that a suggestion replaces just this piece.
        """
        found = self.named(text, municipality=municipality)
        if len(found) > 1:
            raise CellError("partner_ambiguous", suggestions=tuple(one.suggestion(before, after) for one in found[:6]))
        return found[0] if found else None

    def whole_of(self, text: str) -> Known | None:
        """The university that the text names a part of: "NTNU Det humanistiske fakultet"."""
        words = plain(text)
        return next((one for name, one in self._institutions.items() if words.startswith(f"{name} ")), None)

    def formerly(self, text: str) -> list[Known]:
        """The municipalities of today that took the place of one with this name, as far as they are here."""
        numbers = next(filter(None, (self._former.get(_without_kommune(one)) for one in _alternatives(text))), [])
        return [self._municipal[number] for number in sorted(set(numbers)) if number in self._municipal]

    def may_be_new(self, text: str, *, has_number: bool = False) -> bool:
        """Whether an organisation that nobody has made may have this name: it is no part of a university that is here,
        and no municipality that is no more. What has a number of its own may bear the name of such a place."""
        if self.whole_of(text):
            return False
        return not self.formerly(text) or (has_number and not _MUNICIPAL.search(plain(text)))

    def unknown(self, text: str, *, before: str = "", after: str = "") -> CellError:
        """The fault of a name that nobody has, with the nearest ones."""
        if whole := self.whole_of(text):
            return CellError("partner_part", name=whole.name, suggestions=(whole.suggestion(before, after),))
        if today := self.formerly(text):
            return CellError(
                "partner_former", value=text, suggestions=tuple(one.suggestion(before, after) for one in today)
            )
        near = self.nearest(text)
        return CellError("partner_unknown", suggestions=tuple(one.suggestion(before, after) for one in near))


def number_in(text: str) -> str:
    """An organisation number written in any usual way, checked; "" for an empty text. Raises when it is wrong."""
    bare = re.sub(r"(?i)^(no|org\.?\s*nr\.?:?)|mva$|[\s.]", "", text)
    if not bare:
        return ""
    if not organisation_number_is_valid(bare):
        raise CellError("org_number", value=text)
    return bare


def _loose(name: str) -> str:
    """The name without its legal form and without "kommune"."""
    words = _MUNICIPAL.sub(" ", _FORMS.sub(" ", plain(name)))
    return " ".join(words.split()) or plain(name)


def _without_kommune(name: str) -> str:
    return " ".join(_MUNICIPAL.sub(" ", plain(name)).split())


def _alternatives(text: str) -> Iterable[str]:
    """The text, then its halves when it gives the name in two languages: "Harstad kommune / Hárstták suohkan"."""
    yield text
    if " / " in text:
        yield from (part for part in text.split(" / ") if part)
    if m := re.fullmatch(r"(.+?)\s*\([^)]*\)", text):
        yield m[1]
