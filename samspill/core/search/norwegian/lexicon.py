"""The tables of words: what is known before anything has been read.

``lexicon.txt``: common words, mostly of public life, in their base form (bokmål). ``pairs.csv``: words whose nynorsk
form differs by more than the rules of `simple` see. ``irregular.csv``: forms such as bøker. ``synonyms.csv``: words
that often mean the same; looked for beside what was typed, never instead of it. ``english.csv``: English words of
public life, which find the Norwegian ones too, never the other way round. ``abbreviations.csv``: what is also written
out, in as many words; ``both``: these words are so seldom anything else that they find the abbreviation too.
``places.txt``: the words of names of places, those of the tables of municipalities and counties.
All others are our own lists of common Norwegian vocabulary.
"""

import csv
from functools import cache
from pathlib import Path

from samspill.core.search.norwegian.common import COMMON
from samspill.core.search.norwegian.tokens import normal

TABLES = Path(__file__).parent / "tables"
WORDS_TOO = frozenset(
    "dale dalen eiker fjordane hvaler innbygda kirkebygda kirkebygden kyrkjebygda leka marker midtbygda myra reine "
    "røyken sola stranda straumen torsken øyer".split()
)
"""Names of places that are met more often as forms of words than as these."""


@cache
def words() -> frozenset[str]:
    """Base forms that are known, those of the table of pairs included."""
    listed = (TABLES / "lexicon.txt").read_text(encoding="utf-8").split()
    return frozenset(map(normal, listed)) | {nb for nb, _nn in pairs()}


@cache
def base_forms() -> frozenset[str]:
    """Base forms in bokmål and nynorsk."""
    return words() | {nn for _nb, nn in pairs()}


@cache
def place_names() -> frozenset[str]:
    """Words that are names of places and nothing else, as far as the tables know: they have no parts and no forms."""
    return all_place_names() - base_forms() - WORDS_TOO - COMMON


@cache
def all_place_names() -> frozenset[str]:
    """Those that are ordinary words too among them."""
    return frozenset(map(normal, (TABLES / "places.txt").read_text(encoding="utf-8").split()))


@cache
def pairs() -> tuple[tuple[str, str], ...]:
    """(bokmål, nynorsk) of the same word."""
    return tuple((normal(row["nb"]), normal(row["nn"])) for row in _rows("pairs.csv"))


@cache
def irregular() -> tuple[tuple[str, str], ...]:
    """(base form, a form that the rules of inflection do not lead back to it)."""
    return tuple((normal(row["word"]), normal(row["form"])) for row in _rows("irregular.csv"))


@cache
def synonyms() -> tuple[tuple[str, str], ...]:
    """Two words that often mean the same."""
    return tuple((normal(row["word"]), normal(row["means"])) for row in _rows("synonyms.csv"))


@cache
def english() -> tuple[tuple[str, str], ...]:
    """(an English word as it is typed, what it is in Norwegian)."""
    return tuple((normal(row["en"]), normal(row["nb"])) for row in _rows("english.csv"))


@cache
def abbreviations() -> tuple[tuple[str, tuple[str, ...], bool], ...]:
    """(an abbreviation, the words it stands for, whether these find it)."""
    return tuple(
        (normal(row["short"]), tuple(map(normal, row["words"].split())), row["both"] == "yes")
        for row in _rows("abbreviations.csv")
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
