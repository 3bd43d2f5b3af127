"""Words in the cells of lists: choices, yes and no, days."""

from datetime import date
from typing import Any

from django.utils import translation

from samspill.core.importing.cell_errors import CellError
from samspill.core.importing.words import plain
from samspill.parties.importing.columns import LANGUAGES


def chosen(choices: Any, text: str, fault: str) -> str:
    """The code of a choice that is written by its name in any of the languages, or by its code."""
    for language in LANGUAGES:
        with translation.override(language):
            for code, label in choices.choices:
                if plain(text) in (plain(label), plain(code)):
                    return str(code)
    raise CellError(fault, known=", ".join(str(label) for _code, label in choices.choices))


def yes_or_no(text: str) -> bool:
    """In any of the languages."""
    word = plain(text)
    if word in ("ja", "yes", "true", "sann"):
        return True
    if word in ("nei", "no", "false", "usann"):
        return False
    raise CellError("yes_or_no")


def day(iso: str) -> date | None:
    """A day that was read, or none."""
    return date.fromisoformat(iso) if iso else None
