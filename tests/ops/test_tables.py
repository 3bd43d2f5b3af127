"""The tables that the migrations make are those that the models tell of: columns, indexes, constraints and triggers."""

import re
from typing import Any

import pgtrigger
import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model

pytestmark = pytest.mark.django_db

COLUMNS = """
    SELECT attrelid::regclass::text, attname, format_type(atttypid, atttypmod), NOT attnotnull
    FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
    WHERE attnum > 0 AND NOT attisdropped AND relkind = 'r' AND relnamespace = 'public'::regnamespace
"""


def models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model._meta.managed and not model._meta.proxy]


def rows(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def kind(said: str) -> str:
    """The name of a type in one of its spellings."""
    said = said.lower()
    for long, short in (("character varying", "varchar"), (", ", ",")):
        said = said.replace(long, short)
    return re.sub(r"^(big|small)?serial$", lambda found: f"{found[1] or ''}int", said).replace("integer", "int")


def test_columns() -> None:
    tables = {model._meta.db_table for model in models()}
    there = {(table, name, kind(of), null) for table, name, of, null in rows(COLUMNS) if table in tables}
    assert there == {
        (model._meta.db_table, field.column, kind(field.db_type(connection) or ""), field.null)
        for model in models()
        for field in model._meta.local_concrete_fields
    }


def test_indexes_and_constraints() -> None:
    there = {name for (name,) in rows("SELECT conname FROM pg_constraint UNION SELECT relname FROM pg_class")}
    named = {one.name for model in models() for one in (*model._meta.indexes, *model._meta.constraints)}
    assert named - there == set()
    keys = {
        (table, column)
        for table, column in rows(
            "SELECT conrelid::regclass::text, attname FROM pg_constraint JOIN pg_attribute "
            "ON attrelid = conrelid AND attnum = conkey[1] WHERE contype = 'f' AND cardinality(conkey) = 1"
        )
    }
    assert keys >= {
        (model._meta.db_table, field.column)
        for model in models()
        for field in model._meta.local_concrete_fields
        if field.is_relation and getattr(field, "db_constraint", False)
    }


def test_triggers() -> None:
    wrong = {
        (model._meta.label, str(trigger.name)): status
        for model, trigger in pgtrigger.registered()
        if (status := trigger.get_installation_status(model)) != (pgtrigger.core.INSTALLED, True)
    }
    assert wrong == {}
