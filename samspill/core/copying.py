"""Writes many new rows by PostgreSQL's COPY: several times faster than INSERT, with triggers and history as always."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.db import connection, models, transaction
from psycopg import sql

from samspill.core.history import tell_database
from samspill.core.search import keeping_up

M = TypeVar("M", bound=models.Model)


@transaction.atomic
def copy_new(model: type[M], rows: Iterable[M]) -> list[M]:
    """Write unsaved rows of one model and give them their keys. Returns them, in the same order.

    Like `bulk_create`: no `save` and no signals; the search is told. Raises `IntegrityError` when a constraint or
    trigger refuses one; then none is written.
    """
    new = list(rows)
    if not new:
        return new
    fields = list(model._meta.concrete_fields)
    readers = [_reader(field) for field in fields]
    table = model._meta.db_table
    with connection.cursor() as cursor:
        _give_keys(model, new)
        tell_database(cursor)
        columns = sql.SQL(", ").join(sql.Identifier(str(field.column)) for field in fields)
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), columns)
        with connection.wrap_database_errors, cursor.copy(statement) as copy:
            for row in new:
                copy.write_row([read(row) for read in readers])
    keeping_up.changed(model)
    for row in new:
        row._state.adding, row._state.db = False, connection.alias
    return new


_AS_IT_IS: dict[str, type] = {
    "CharField": str,
    "TextField": str,
    "BooleanField": bool,
    "IntegerField": int,
    "PositiveIntegerField": int,
    "PositiveSmallIntegerField": int,
    "BigAutoField": int,
    "ForeignKey": int,
}
"""What Django would hand to the database unchanged; most values are, and asking it costs more than the rest."""


def _reader(field: "models.Field[Any, Any]") -> Callable[[models.Model], Any]:
    """How to read what the database is to store in a field."""
    plain = _AS_IT_IS.get(field.get_internal_type())
    name = field.attname

    def read(row: models.Model) -> Any:
        value = getattr(row, name)
        if plain is not None and (value is None or value.__class__ is plain):
            return value
        return field.get_db_prep_save(field.pre_save(row, True), connection)

    return read


def _give_keys(model: type[models.Model], rows: list[M]) -> None:
    """Keys from the table's own sequence, for those that have none."""
    key = model._meta.pk
    without = [row for row in rows if row.pk is None]
    if not without:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [f'"{model._meta.db_table}"', key.column, len(without)],
        )
        for row, (number,) in zip(without, cursor.fetchall(), strict=True):
            row.pk = number
