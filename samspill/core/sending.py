"""Prepared statements over PostgreSQL's own protocol: what of psycopg's cursors is needed for them, and nothing else.

A cursor reads its statement anew, looks whether it is worth preparing, and can do much that a SELECT by prepared
statement needs not: that took as long in Python as a look-up takes in PostgreSQL. Values are adapted and rows are
loaded by psycopg as ever. And who has sent a statement may do something else until its rows are there.
"""

from collections import OrderedDict
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, count
from typing import Any

import psycopg
from psycopg import errors, generators, pq
from psycopg.adapt import PyFormat, Transformer

Raw = psycopg.Connection[Any]
Rows = list[tuple[Any, ...]]
MOST = 200
"""Statements that are kept prepared on a connection; those that nobody has asked for the longest go."""
NAMES = "samspill_statements"
COMING = "samspill_coming"
ENCODING = "utf-8"  # as Django asks PostgreSQL for it on each connection


def may_send(raw: Raw) -> bool:
    """Whether nothing has to be begun first: the first statement of a transaction is left to psycopg's cursors."""
    return raw.autocommit or raw.pgconn.transaction_status != pq.TransactionStatus.IDLE


class Sent:
    """A statement on its way. `rows` waits for them; whatever is sent next on the connection waits for them first."""

    def __init__(self, raw: Raw, statement: str, values: Sequence[Any]) -> None:
        settle(raw)
        self._raw = raw
        self._transformer = Transformer(raw)
        self._found: Rows = []
        self._fault: psycopg.Error | None = None
        given = self._transformer.dump_sequence(values, [PyFormat.AUTO] * len(values))
        name = _names(raw).name(raw, statement, self._transformer.types or ())
        raw.pgconn.send_query_prepared(name, given, self._transformer.formats)
        setattr(raw, COMING, self)

    def rows(self) -> Rows:
        """The rows. Raises what the cursors of psycopg raise."""
        self.settle()
        if self._fault is not None:
            raise self._fault
        return self._found

    def settle(self) -> None:
        """Read what has come, or what went wrong."""
        if getattr(self._raw, COMING, None) is not self:
            return
        setattr(self._raw, COMING, None)
        try:
            result = _answer(self._raw, pq.ExecStatus.TUPLES_OK)
            self._transformer.set_pgresult(result)
            self._found = self._transformer.load_rows(0, result.ntuples, tuple)
        except psycopg.Error as fault:
            self._fault = fault


def settle(raw: Raw) -> None:
    """Read what is on its way on the connection, if anything is, so that something else may be asked."""
    coming: Sent | None = getattr(raw, COMING, None)
    if coming is not None:
        coming.settle()


class _Names:
    """What the statements are called that a connection keeps prepared, by their text and the types of their values."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, tuple[int, ...]], bytes] = OrderedDict()
        self._numbers = count(1)

    def name(self, raw: Raw, statement: str, types: tuple[int, ...]) -> bytes:
        """The name; prepared the first time."""
        key = statement, types
        known = self._known.get(key)
        if known is not None:
            self._known.move_to_end(key)
            return known
        name = b"samspill_%d" % next(self._numbers)
        raw.pgconn.send_prepare(name, _numbered(statement), types)
        _answer(raw, pq.ExecStatus.COMMAND_OK)
        self._known[key] = name
        if len(self._known) > MOST:
            raw.pgconn.send_query(b"DEALLOCATE " + self._known.popitem(last=False)[1])
            _answer(raw, pq.ExecStatus.COMMAND_OK)
        return name


def _names(raw: Raw) -> _Names:
    names: _Names | None = getattr(raw, NAMES, None)
    if names is None:
        names = _Names()
        setattr(raw, NAMES, names)
    return names


def _answer(raw: Raw, wanted: pq.ExecStatus) -> pq.abc.PGresult:
    """What PostgreSQL says to what was sent. Raises its fault, and `psycopg.OperationalError` where it is gone."""
    results: Sequence[pq.abc.PGresult] = raw.wait(generators.execute(raw.pgconn))
    result = results[-1]
    if result.status == wanted:
        return result
    fault = errors.error_from_result(result, encoding=ENCODING)
    if raw.pgconn.status == pq.ConnStatus.BAD:
        raise psycopg.OperationalError(str(fault)) from fault
    raise fault


@lru_cache(maxsize=500)
def _numbered(statement: str) -> bytes:
    """With $1 and so on for its values, as PostgreSQL wants it, in place of %s."""
    first, *rest = statement.split("%s")
    numbered = chain([first], *((f"${number}", piece) for number, piece in enumerate(rest, 1)))
    return "".join(numbered).replace("%%", "%").encode(ENCODING)
