"""Which innovations a page of a round shows, in order, and of each a stamp of all that its card or row is made of.

One prepared query (`core.prepared`), so that a page whose cards the process keeps (`core.kept_pieces`) asks no more.
"""

from dataclasses import dataclass

from samspill.core import prepared
from samspill.core.kept_pieces import rows_stamp
from samspill.core.sorting import name_sql
from samspill.rounds.models import UpdateRound
from samspill.rounds.queries import ALIVE


@dataclass(frozen=True)
class Line:
    """An item (its key), whether nothing is left to do for it, and what its card is made of."""

    item: int
    is_done: bool
    stamp: str


# Readings are never changed, so their number tells of a new one. A user's row changes with each login: its words tell.
_STAMP = f"""
    {rows_stamp("i", "e", "u", "n", "t")} || concat_ws('|', own.name, own.email, '', former.name, former.email, '',
        told.name, told.email, '',
        (SELECT count(*) FROM registry_readinessreading r WHERE r.entry_id = e.id))
"""  # noqa: S608 – our own words
_ROWS = """
    FROM rounds_rounditem i JOIN registry_entry e ON e.id = i.entry_id
    LEFT JOIN rounds_update u ON u.item_id = i.id LEFT JOIN rounds_target n ON n.update_id = u.id
    LEFT JOIN rounds_target t ON t.id = i.target_id
    LEFT JOIN accounts_user own ON own.id = i.owner_id LEFT JOIN accounts_user former ON former.id = i.former_id
    LEFT JOIN accounts_user told ON told.id = u.answered_by_id
"""
_BY = {
    test: f"""
        SELECT i.id, u.answered_at IS NOT NULL OR CASE WHEN %s THEN i.was_stopped ELSE NOT e.status = ANY(%s) END,
            {_STAMP} {_ROWS}
        WHERE i.round_id = %s AND i.{test} ORDER BY {name_sql("e.title")}, i.id
    """
    for test in ("owner_id = %s", "id = ANY(%s)")
}


def of_owner(found: UpdateRound, owner: int) -> list[Line]:
    """An owner's innovations in a round, by title."""
    return _lines("owner_id = %s", found, owner)


def of_items(found: UpdateRound, items: list[int]) -> list[Line]:
    """Innovations of a round, by title."""
    return _lines("id = ANY(%s)", found, items)


def _lines(test: str, found: UpdateRound, value: int | list[int]) -> list[Line]:
    rows = prepared.fetch(_BY[test], [found.is_closed, list(ALIVE), found.pk, value], once=True)
    return [Line(*row) for row in rows]
