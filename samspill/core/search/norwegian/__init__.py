"""Norwegian words for the search: how they are cut, what is the same word, and what a compound is made of."""

from samspill.core.search.norwegian.analysis import Analysis, analyse, as_name, is_place_name, is_word, near
from samspill.core.search.norwegian.common import ASKING, COMMON
from samspill.core.search.norwegian.compounds import apart, begun, is_whole, split
from samspill.core.search.norwegian.tokens import JOINING, WORD, Token, tokens
from samspill.core.search.norwegian.written_out import shortened, written_out

__all__ = [
    "ASKING",
    "COMMON",
    "JOINING",
    "WORD",
    "Analysis",
    "Token",
    "analyse",
    "apart",
    "as_name",
    "begun",
    "is_place_name",
    "is_whole",
    "is_word",
    "near",
    "shortened",
    "split",
    "tokens",
    "written_out",
]
