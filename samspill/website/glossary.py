"""The words of the field and what others call the same: different words are kept, and tied together (R-REC-08)."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.apps import apps
from django.utils.translation import get_language

from samspill.core.sorting import name_key


@dataclass(frozen=True)
class Term:
    """One thing: its word in three languages, and the other words that are used for nearly the same."""

    term_nb: str
    term_nn: str
    term_en: str
    also_called: tuple[str, ...]

    @property
    def term(self) -> str:
        """The word in the active language."""
        language = (get_language() or "nb")[:2]
        return str(getattr(self, f"term_{language}", "") or self.term_nb)

    @property
    def words(self) -> tuple[str, ...]:
        """Every word for it, in small letters."""
        return tuple(word.lower() for word in (self.term_nb, self.term_nn, self.term_en, *self.also_called) if word)


@cache
def terms() -> tuple[Term, ...]:
    """All terms, as the table in core gives them."""
    path = Path(apps.get_app_config("core").path) / "reference" / "glossary.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Term(
                row["term_nb"],
                row["term_nn"],
                row["term_en"],
                tuple(word.strip() for word in row["also_called"].split(";") if word.strip()),
            )
            for row in csv.DictReader(file)
        )


def find(text: str) -> list[Term]:
    """Terms of which any word contains the text, in the order of the active language; all for an empty text."""
    wanted = text.strip().lower()
    found = [term for term in terms() if not wanted or any(wanted in word for word in term.words)]
    return sorted(found, key=lambda term: name_key(term.term))
