"""Texts as they can be printed: signs that the typeface lacks are told by name, and endless words may break."""

import re
import unicodedata
from functools import cache
from typing import Any

from samspill.core.typesetting import fonts

LONGEST = 24
"""Letters of a word after which it may break anywhere, where there is no room."""
ADDRESSES = {"href", "url"}
"""Keys of values that are opened, not read."""
BREAK = "\u200b"
_LONG_WORD = re.compile(rf"\S{{{LONGEST},}}")
_MAY_BREAK = re.compile(r"(?<=[/_.,;:=&?@-])(?=\w)|(?<=\w{12})(?=\w{4})")
KEPT = {"\n", "\t", BREAK, "\u00ad"}
DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me"}
"""Kinds of signs without a look of their own; left out when the typeface lacks them."""


def printable(value: Any) -> Any:
    """The value with every text in it made printable; keys and addresses stay."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list | tuple):
        return [printable(one) for one in value]
    if isinstance(value, dict):
        return {key: one if key in ADDRESSES else printable(one) for key, one in value.items()}
    return value


def _text(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    text = "".join([letter if letter in KEPT or " " <= letter <= "~" else _sign(letter) for letter in text])
    return _LONG_WORD.sub(lambda word: _MAY_BREAK.sub(BREAK, word[0]), text)


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
