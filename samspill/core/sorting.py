"""Norwegian order of names: … z æ ø å, whatever the case.

The embedded PostgreSQL has no ICU and so no Norwegian collation, and a larger one may have any; the order is therefore
part of the query: letters are mapped to characters after z and compared by code point.
"""

from django.db.models import F, Func, OrderBy, Value
from django.db.models.functions import Collate, Lower

LETTERS = "æäøöå"  # ä and ö sort as æ and ø do in Norwegian
PLACES = "{{||}"  # the characters that follow z
_PLACED = str.maketrans(LETTERS, PLACES)


def by_name(field: str) -> OrderBy:
    """Ordering expression for a field (or a path to one), for ``order_by`` and ``Meta.ordering``."""
    key = Func(Lower(F(field)), Value(LETTERS), Value(PLACES), function="translate")
    return OrderBy(Collate(key, "C"))


def name_sql(column: str) -> str:
    """The same for a statement that is written by hand; ``column`` is our own word."""
    return f"translate(lower({column}), '{LETTERS}', '{PLACES}') COLLATE \"C\""


def name_key(name: str) -> str:
    """The same order for names that are in memory already: a key for ``sorted``."""
    return name.lower().translate(_PLACED)
