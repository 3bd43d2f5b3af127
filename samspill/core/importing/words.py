"""Text made comparable: letter case, spaces, punctuation and the ways of writing æ, ø and å do not count."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable
from difflib import SequenceMatcher
from functools import lru_cache

from samspill.core.exporting.cells import Value as ExportedValue
from samspill.core.exporting.cells import guarded, plain_text
from samspill.core.importing.reading import Value, kept

_FOLD = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ä": "ae", "ö": "o", "đ": "d", "ŧ": "t", "ŋ": "n", "ß": "ss"})


def plain(text: object) -> str:
    """Lower case, one space between words, no punctuation, æøå folded; aa and å are the same."""
    string = str(text)
    return _plain(string) if len(string) <= 200 else _plain.__wrapped__(string)


@lru_cache(maxsize=2_000)
def _plain(text: str) -> str:
    """A sheet says the same names again and again; titles, which it says once, pass through."""
    folded = unicodedata.normalize("NFC", text).casefold().translate(_FOLD)
    bare = folded if folded.isascii() else _without_accents(folded)
    return re.sub(r"[\W_]+", " ", bare.replace("aa", "a")).strip()


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def one_line(value: object) -> str:
    """The text with single spaces, also instead of line breaks and no-break spaces."""
    return " ".join(str(value).split())


class Nearest:
    """Finds the labels most like a text. Trigrams choose a few candidates, so 10,000 labels are searched quickly."""

    def __init__(self, labels: Iterable[tuple[str, str]]) -> None:
        """``labels``: pairs of (text to search in, label to return); a label may have several texts."""
        self._texts: list[tuple[str, str]] = [(plain(text), label) for text, label in labels if plain(text)]
        self._index: dict[str, list[int]] = defaultdict(list)
        for number, (text, _label) in enumerate(self._texts):
            for part in _trigrams(text):
                self._index[part].append(number)
        self._memory: dict[str, list[str]] = {}

    def to(self, text: str, *, limit: int = 3, at_least: float = 0.6) -> list[str]:
        """Up to ``limit`` labels, the most alike first; ``at_least`` is a ratio from 0 to 1."""
        wanted = plain(text)[:120]
        if wanted not in self._memory:
            if len(self._memory) > 5000:
                self._memory.clear()
            self._memory[wanted] = self._search(wanted, at_least)
        return self._memory[wanted][:limit]

    def _search(self, wanted: str, at_least: float) -> list[str]:
        shared: dict[int, int] = defaultdict(int)
        for part in _trigrams(wanted):
            for number in self._index.get(part, ()):
                shared[number] += 1
        scores: dict[str, float] = {}
        closest = sorted(shared, key=lambda n: -shared[n] / (len(self._texts[n][0]) + len(wanted)))[:25]
        matcher = SequenceMatcher(b=wanted, autojunk=False)
        for number in closest:
            text, label = self._texts[number]
            matcher.set_seq1(text)
            score = matcher.ratio()
            if len(wanted) > 3 and (text.startswith(wanted) or (wanted.startswith(text) and len(text) > 3)):
                score = max(score, 0.75)
            if score >= at_least:
                scores[label] = max(score, scores.get(label, 0))
        return sorted(scores, key=lambda label: (-scores[label], label))[:10]


def _trigrams(text: str) -> set[str]:
    padded = f"  {text} "
    return {padded[i : i + 3] for i in range(len(padded) - 2)}


def as_written(value: Value | ExportedValue) -> str:
    """A cell as an export writes it and a file gives it back: for telling whether somebody has changed it."""
    text = str(kept(plain_text(value)))
    return "\n".join(line.rstrip() for line in text.replace("\r", "").replace("\u00a0", " ").strip().split("\n"))


def says(cell: Value, texts: Collection[str]) -> bool:
    """Whether a cell says what an export wrote there (``texts``: in several languages); also with the apostrophe of our
    CSV, which a workbook that a spreadsheet program makes of it keeps."""
    written = as_written(cell)
    return written in texts or (written[:1] == "'" and any(written == as_written(guarded(text)) for text in texts))
