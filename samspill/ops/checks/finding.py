"""What a look finds, and how closely it is asked to look."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "warning", "error"]


@dataclass(frozen=True)
class Finding:
    """`name` is for programs and does not change; `text` says what is, and how to mend it."""

    name: str
    level: Level
    text: str


@dataclass(frozen=True)
class Options:
    """`deep`: read every attachment instead of some. `mail_to`: send a mail there."""

    deep: bool = False
    mail_to: str = ""
