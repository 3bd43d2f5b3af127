"""Is every field accounted for? Asked by a test, so that a new field fails until somebody has thought about it."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model

from samspill.core.personal_data.registry import ALL, declared_not_personal, holdings, tables_without_model


def models() -> list[type[Model]]:
    """Every model with a table, also those that many-to-many fields make."""
    return [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]


def event_model_of(model: type[Model]) -> Any:
    """The table of history events of a model, None if it is not tracked."""
    return _event_models().get(model)


@cache
def _event_models() -> dict[Any, type[Model]]:
    tracked = {other: getattr(other, "pgh_tracked_model", None) for other in apps.get_models()}
    return {model: other for other, model in tracked.items() if model is not None}


def undeclared() -> Iterator[str]:
    """Fields that are neither in the table nor declared as not personal, as ``app.Model.field``.

    A history table repeats the fields of its model, and what is done to the model's is done to them.
    """
    personal = _personal()
    innocent = declared_not_personal()
    for model in models():
        label = model._meta.label
        if innocent.get(label) == ALL or getattr(model, "pgh_tracked_model", None) is not None:
            continue
        for field in model._meta.local_fields:
            if field.name not in personal.get(label, set()) | set(innocent.get(label, ())):
                yield f"{label}.{field.name}"


def mistaken() -> Iterator[str]:
    """Declarations of what is not there, and of fields that are said to be both."""
    personal, innocent = _personal(), declared_not_personal()
    there = {model._meta.label: {field.name for field in model._meta.local_fields} for model in models()}
    for label in (*personal, *innocent):
        if label not in there:
            yield f"{label}: no such model"
            continue
        named = personal.get(label, set()) | set(innocent.get(label, ())) - set(ALL)
        yield from (f"{label}.{name}: no such field" for name in sorted(named - there[label]))
        both = personal.get(label, set()) & set(innocent.get(label, ()))
        yield from (f"{label}.{name}: declared as personal and as not" for name in sorted(both))


def unknown_tables() -> list[str]:
    """Tables in the database that neither a model nor a declaration stands for."""
    with connection.cursor() as cursor:
        found = set(connection.introspection.table_names(cursor))
    known = {model._meta.db_table for model in models()} | set(tables_without_model())
    return sorted(found - known)


def _personal() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in (one for one in holdings() if one.model):
        found.setdefault(one.model, set()).update(one.fields)
    return found
