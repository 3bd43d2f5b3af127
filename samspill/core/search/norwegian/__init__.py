"""Norwegian words for the search: how they are cut, what is the same word, and what a compound is made of."""

from samspill.core.search.norwegian.analysis import Analysis, analyse, is_word, near
from samspill.core.search.norwegian.common import COMMON
from samspill.core.search.norwegian.tokens import JOINING, WORD, Token, tokens
from samspill.core.search.norwegian.written_out import shortened, written_out

__all__ = [
    "COMMON",
    "JOINING",
    "WORD",
    "Analysis",
    "Token",
    "analyse",
    "is_word",
    "near",
    "shortened",
    "tokens",
    "written_out",
]
