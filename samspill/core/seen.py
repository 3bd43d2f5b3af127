"""Whether a row says by now something else than the form that is sent began from, for rows without a version number.

The form carries a mark of what it showed. The domain function compares it with the row that it has locked, so that
nobody's words are written over unseen, whoever is faster.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from samspill.core.errors import Meanwhile

Row = TypeVar("Row", bound=Model)


class Stale(Meanwhile):
    """Somebody else saved meanwhile. ``current`` is the row as it is now, ``names`` what the form showed of it."""

    def __init__(self, current: Any, names: Iterable[str] = ()) -> None:
        super().__init__(
            _(
                "Somebody else saved this while you wrote, and nothing of yours is saved yet. Above the form stands "
                "what is saved now. Take over what you want to keep of it, and save once more."
            )
        )
        self.current, self.names = current, tuple(names)


class TakenAway(Http404):
    """Somebody else took the row away meanwhile: answered as a form of what was gone before, with what was typed."""


def still_there(rows: "QuerySet[Row]", row: Row) -> Row:
    """The row as it is now. Raises `TakenAway`; ask when nobody else can change it any more, under a lock."""
    if (found := rows.filter(pk=row.pk).first()) is None:
        raise TakenAway
    return found


def mark(row: Any, names: Iterable[str]) -> str:
    """Stands for what these fields say: the same as long as they say the same."""
    said = [str(getattr(row, f"{name}_id", None) or getattr(row, name)) for name in names]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:16]


def check(current: Any, names: Iterable[str], seen: str, values: Mapping[str, Any] | None = None) -> None:
    """Raises `Stale` when the row does not say what the sender saw; an empty ``seen`` is not asked about.

    ``values``: what is to be saved. Where all of it stands there already, as when a button is pressed twice, nothing
    is written over, and nobody is told of somebody else.
    """
    if not seen or seen == mark(current, names):
        return
    if values is None or any(getattr(current, name) != value for name, value in values.items()):
        raise Stale(current, names)
