"""Filters that somebody has typed among words: a year, TRL 9, goal 7, a municipality or county, also by its old name.

Entries seldom hold these as words: they are facts about them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils import timezone

from samspill.core.search.norwegian import COMMON, is_place_name, is_whole, is_word, tokens
from samspill.core.search.parsing import read
from samspill.core.search.words import plain
from samspill.parties import places
from samspill.registry import words

LONGEST_RANGE = 20  # years
LONGEST_NAME = 4  # words
AHEAD = 5  # years
YEAR = re.compile(r"(?<![\w.,/–-])((?:19|20)\d\d)(?:(?:\s?[-–]\s?|\s+(?:til|to)\s+)((?:19|20)\d\d))?(?![\w/]|[-–.,]\w)")
GOAL = re.compile(
    r"(?<![\w-])(?:(?:fn|un)s?\s+)?(?:b[æe]rekraftsmål(?:et|ene|a)?|sdg|(?:sustainable\s+development\s+)?goals?)"
    r"\s*(?:nr\.?|nummer|number)?[\s:-]*(\d{1,2})(?:\.\w)?(?![\w-])",
    re.IGNORECASE,
)
LEVEL = r"(?<![\w-])({names})[\s:-]*(?:nivå|level|trinn)?[\s:-]*(\d)(?:\s?[-–]\s?(\d))?(?![\w-])"
QUOTED = re.compile(r'["“”«»][^"“”«»]*(?:["“”«»]|$)')
OF_PLACE = {"kommune", "kommunen", "kommunes", "fylke", "fylket", "fylkeskommune", "municipality", "county"}


@dataclass(frozen=True)
class Meant:
    """A filter, and from where to where it stands in the text; ``formerly``: a place was called by this name."""

    facet: str
    values: tuple[str, ...]
    start: int
    end: int
    formerly: str = ""


def meant(text: str) -> list[Meant]:
    """The filters in a text, in its order; what stands between quotation marks is words."""
    quoted = [found.span() for found in QUOTED.finditer(text)]
    taken: list[Meant] = []
    for way in (_goals, _levels, _years, _places):
        for one in way(text):
            if all(
                one.end <= start or end <= one.start for start, end in [*quoted, *((t.start, t.end) for t in taken)]
            ):
                taken.append(one)
    return sorted(taken, key=lambda one: one.start)


def without(text: str, some: Iterable[Meant]) -> str:
    """The text without these filters; empty when only such words are left that tell nothing."""
    for one in sorted(some, key=lambda one: -one.start):
        text = f"{text[: one.start]} {text[one.end :]}"
    pieces = text.split()
    while pieces and pieces[-1].casefold() in COMMON:
        pieces.pop()
    left = " ".join(pieces).strip(" ,;:-–")
    return "" if "only_common_words" in read(left).notes or not read(left).wanted else left


def _years(text: str) -> Iterator[Meant]:
    latest = timezone.localdate().year + AHEAD
    for found in YEAR.finditer(text):
        first = int(found[1])
        last = int(found[2] or first)
        if first <= last <= min(latest, first + LONGEST_RANGE):
            yield Meant("year", tuple(map(str, range(first, last + 1))), *found.span())


def _goals(text: str) -> Iterator[Meant]:
    for found in GOAL.finditer(text):
        if found[1] in words.goals():
            yield Meant("sdg", (found[1],), *found.span())


def _levels(text: str) -> Iterator[Meant]:
    if not any(letter.isdecimal() for letter in text):
        return
    codes: dict[tuple[str, int], str] = {}
    for row in words.levels().values():
        for name in (row.scale.name_nb, row.scale.name_nn, row.scale.name_en):
            for one in re.split(r"[()]", name.casefold()):
                if one.strip():
                    codes[one.strip(), row.level] = row.code
    names = "|".join(re.escape(name) for name in {name for name, _level in codes})
    for found in re.finditer(LEVEL.format(names=names), text, re.IGNORECASE) if names else ():
        levels = range(int(found[2]), int(found[3] or found[2]) + 1)
        values = tuple(codes[key] for level in levels if (key := (found[1].casefold(), level)) in codes)
        if values:
            yield Meant("level", values, *found.span())


Place = tuple[str, tuple[str, ...], str]  # facet, values, and the name when it is a former one
Names = dict[tuple[str, ...], Place]  # by the words of the name


def _places(text: str) -> Iterator[Meant]:
    found, names = [*tokens(text)], _names()
    at = 0
    while at < len(found):
        for length in range(min(LONGEST_NAME, len(found) - at), 0, -1):
            here = tuple(token.word for token in found[at : at + length])
            end = at + length
            named = end < len(found) and found[end].word in OF_PLACE
            place = _place(here, names, named=named, county=named and found[end].word.startswith(("fylke", "county")))
            start = found[at].start
            if place and text[start - 1 : start] not in ("-", "–"):
                facet, values, formerly = place
                yield Meant(facet, values, start, found[end if named else end - 1].end, formerly)
                at = end - 1
                break
        at += 1


def _place(here: tuple[str, ...], names: Names, *, named: bool, county: bool) -> Place | None:
    """The place of this name or its genitive; a name that is a word too only where it says that a place is meant.

    A former name that is any form of a word (torsken) is rather that.
    """
    own = (*here[:-1], here[-1].removesuffix("s"))
    for key in dict.fromkeys((here, own)):
        place = names.get((*key, "fylke")) if county else None
        if place := place or names.get(key):
            return place if named or len(key) > 1 or not _is_rather_a_word(key[0], place) else None
    return None


def _is_rather_a_word(name: str, place: Place) -> bool:
    return is_word(name) or bool(place[2] and is_whole(name) and not is_place_name(name))


def _names() -> Names:
    """Of municipalities and counties, worked out once while these are kept."""
    read = (places.municipalities(), places.counties(), places.former())
    if not _kept or any(one is not other for one, other in zip(_kept[0][0], read, strict=True)):
        _kept[:] = [(read, _all_names())]
    return _kept[0][1]


_kept: list[tuple[tuple[object, ...], Names]] = []


def _all_names() -> Names:
    found: dict[tuple[str, ...], tuple[str, list[str], str]] = {}

    def add(name: str, facet: str, value: str, *, last: tuple[str, ...] = (), formerly: str = "") -> None:
        key = tuple(token.word for token in tokens(name))
        for way in dict.fromkeys((key, tuple(map(plain, key)))):
            if way and (way == key or len(way) > 1 or (len(way[0]) > 3 and not is_word(way[0]))):
                known = found.setdefault((*way, *last), (facet, [], formerly))
                if (known[0], known[2]) == (facet, formerly) and value not in known[1]:
                    known[1].append(value)

    for row in places.municipalities().values():
        for name in (row.name, *re.sub(r"\(.*?\)", "", row.name_official).split(" - ")):
            add(name, "municipality", row.number)
    numbers = {county.name: county.number for county in places.counties().values()}
    for county in places.counties().values():
        for name in (county.name, *county.name_official.split(" - ")):
            add(name, "county", county.number)
            add(name, "county", county.number, last=("fylke",))
    for name, now in places.OLD_COUNTIES.items():
        for today in now:
            if today in numbers:
                add(name, "county", numbers[today], formerly=name)
    for name, municipalities in places.former().items():
        for number in municipalities:
            add(name, "municipality", number, formerly=name)
    return {key: (facet, tuple(values), formerly) for key, (facet, values, formerly) in found.items()}
