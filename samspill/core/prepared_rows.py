"""Django's querysets as prepared statements: put together once, planned once, and read as the same objects.

Putting a queryset's SQL together and planning it take longer than most look-ups by key. Here both happen the first
time (`core.prepared` keeps the plan); afterwards only the values travel. For the questions that every page of a kind
asks; a page asked for now and then needs none.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import ModelIterable, get_related_populators
from django.http import Http404
from psycopg import sql

from samspill.core import prepared

Row = TypeVar("Row")


class Small(int):
    """For a field of small numbers, such as a year."""


class Keys(list[int]):
    """Keys of which a row has one: ``filter(pk__in=keys)``."""


MARKS: dict[type, Callable[[int], Any]] = {
    str: lambda place: f"\x02place {place}\x03",
    int: lambda place: -(2**62) + place,
    Small: lambda place: 2**15 - 1 - place,
    date: lambda place: date(1, 1, 1 + place),
    Keys: lambda place: Keys([-(2**61) + place]),
}
"""Values that nobody asks for: where they come to stand in the statement, the given ones will."""


class Prepared(Generic[Row]):
    """Asks ``make(*values)``, a queryset of model instances or of ``values_list``; ``kinds`` are the values' types.

    What stands in the queryset itself becomes part of the statement, so it must be the same each time: nothing of the
    user, the day or the language. No ``prefetch_related``, no lists but `Keys`, no ``None``. ``once`` as in `fetch`.
    """

    def __init__(self, make: Callable[..., "QuerySet[Any, Row]"], *kinds: type, once: bool | None = True) -> None:
        self._make, self._kinds, self._once = make, kinds, once
        self._compiled: tuple[str, list[int], Callable[[Sequence[Any]], list[Row]]] | None = None

    def __call__(self, *values: Any) -> list[Row]:
        """The rows. One query."""
        if self._compiled is None:
            self._compiled = self._compile()
        statement, places, read = self._compiled
        return read(prepared.fetch(statement, [values[place] for place in places], once=self._once))

    def one_or_404(self, *values: Any) -> Row:
        """The only row. Raises `Http404` when there is none."""
        found = self(*values)
        if not found:
            raise Http404
        return found[0]

    def _compile(self) -> tuple[str, list[int], Callable[[Sequence[Any]], list[Row]]]:
        connection.ensure_connection()
        marks = [MARKS[kind](place) for place, kind in enumerate(self._kinds)]
        queryset = self._make(*marks)
        compiler = queryset.query.get_compiler(connection=connection)
        text, given = compiler.as_sql()
        flat = [mark[0] if isinstance(mark, Keys) else mark for mark in marks]
        values, places, made = iter(given), list[int](), ""
        for piece in re.split(r"(IN \(%s\)|%s)", text):
            value = next(values) if "%s" in piece else None
            if value is None:
                made += piece
            elif value in flat:
                places.append(flat.index(value))
                made += "= ANY(%s)" if self._kinds[places[-1]] is Keys else piece
            else:
                literal = sql.Literal(value).as_string(connection.connection).replace("%", "%%")
                made += piece.replace("%s", literal)
        is_model = issubclass(queryset._iterable_class, ModelIterable)
        return made, places, _instances(compiler) if is_model else _tuples(compiler)


def _tuples(compiler: Any) -> Callable[[Sequence[Any]], list[Any]]:
    converted = _converted(compiler)

    def read(rows: Sequence[Any]) -> list[Any]:
        return [tuple(row) for row in converted(rows)]

    return read


def _instances(compiler: Any) -> Callable[[Sequence[Any]], list[Any]]:
    """As Django's `ModelIterable` makes them."""
    info, select, added = compiler.klass_info, compiler.select, list(compiler.annotation_col_map.items())
    first, last = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [one[0].target.attname for one in select[first:last]]
    others = get_related_populators(info, select, "default")  # type: ignore[call-arg]  # of a later Django
    converted, model = _converted(compiler), info["model"]

    def read(rows: Sequence[Any]) -> list[Any]:
        found = []
        for row in converted(rows):
            one = model.from_db("default", names, row[first:last])
            for other in others:
                other.populate(row, one)
            for name, place in added:
                setattr(one, name, row[place])
            found.append(one)
        return found

    return read


def _converted(compiler: Any) -> Callable[[Sequence[Any]], Iterable[Any]]:
    converters = compiler.get_converters([one[0] for one in compiler.select[: compiler.col_count]])
    return lambda rows: compiler.apply_converters(rows, converters) if converters else rows
