"""Texts as they can be printed: signs that the typeface lacks are told by name, and endless words may break."""

import re
import unicodedata
from functools import cache
from typing import Any

from samspill.core.typesetting import fonts

LONGEST = 24
"""Letters of a word after which it may break anywhere, where there is no room."""
ADDRESSES, PICTURES = {"href", "url"}, {"svg"}
"""Keys of values that are opened, not read; and of those in which words stand between marks, and never break."""
BREAK = "\u200b"
_LONG_WORD = re.compile(rf"\S{{{LONGEST},}}")
_MAY_BREAK = re.compile(r"(?<=[/_.,;:=&?@-])(?=\w)|(?<=\w{12})(?=\w{4})")
KEPT = {"\n", "\t", BREAK, "\u00ad"}
DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me"}
"""Kinds of signs without a look of their own; left out when the typeface lacks them."""


def printable(value: Any, key: str = "") -> Any:
    """The value with every text in it made printable; keys and addresses stay."""
    if isinstance(value, str):
        return value if key in ADDRESSES else _signs(value) if key in PICTURES else _breaking(_signs(value))
    if isinstance(value, list | tuple):
        return [printable(one, key) for one in value]
    if isinstance(value, dict):
        return {name: printable(one, name) for name, one in value.items()}
    return value


def _breaking(text: str) -> str:
    return _LONG_WORD.sub(lambda word: _MAY_BREAK.sub(BREAK, word[0]), text)


def _signs(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text)
    return "".join([letter if letter in KEPT or " " <= letter <= "~" else _sign(letter) for letter in text])


@cache
def _sign(letter: str) -> str:
    if ord(letter) in fonts.signs() and unicodedata.category(letter) not in ("Cc", "Cf"):
        return letter
    if unicodedata.category(letter) in DROPPED:
        return ""
    if unicodedata.category(letter) == "Zs":
        return " "
    name = unicodedata.name(letter, "")
    return f"[{name.lower()}]" if name and not letter.isalpha() else f"[U+{ord(letter):04X}]"
