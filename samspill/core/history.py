"""History kept by the database: every insert, update and delete of a tracked table becomes an event row by trigger.

`track` puts a model under history; `HistoryMiddleware` attaches who and where to every event of a request;
`acting` does the same for jobs and commands, and attaches the reason that a user gave.
"""

import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import pghistory
import pghistory.config
import pghistory.middleware
from django.db import models
from django.db.backends.utils import CursorWrapper
from pghistory import runtime

M = TypeVar("M", bound=type[models.Model])


def track(*, exclude: list[str] | None = None) -> Callable[[M], M]:
    """Keep the history of a model by trigger, all of insert, update and delete."""
    decorate: Callable[[M], M] = pghistory.track(
        pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=exclude
    )
    return decorate


class HistoryMiddleware(pghistory.middleware.HistoryMiddleware):
    """Who changed it, and on which page; changes made by GET (there should be none) are kept too."""

    def get_context(self, request: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request)
        more: dict[str, Any] = getattr(request, "history", {})  # how it came, when not by a page
        return context | {"user_name": str(request.user) if request.user.is_authenticated else ""} | more


@contextmanager
def acting(*, actor: Any = None, reason: str = "", **more: Any) -> Iterator[None]:
    """Attach actor and reason to all history events made inside; nests within a request's context."""
    context: dict[str, Any] = dict(more)
    if actor is not None and getattr(actor, "pk", None):
        context |= {"user": actor.pk, "user_name": str(actor)}
    if reason:
        context["reason"] = reason
    outer = getattr(runtime._tracker, "value", None)
    if outer is None:
        with pghistory.context(**context):
            yield
    elif context.items() <= outer.metadata.items():
        yield
    else:
        with _own_context(outer, context):
            yield


def tell_database(cursor: CursorWrapper) -> None:
    """Attach the context to what follows in this transaction.

    pghistory does it by itself for INSERT, UPDATE and DELETE, by putting a statement in front; COPY stands alone.
    The triggers' own setting is given too: where it is unknown they fall on an error and catch it, and every such
    fall makes PostgreSQL look through all foreign keys that wait to be checked, so that time grows with the square.
    """
    context = getattr(runtime._tracker, "value", None)
    cursor.execute(
        "SELECT set_config('pghistory.context_id', %s, true), set_config('pghistory.context_metadata', %s, true), "
        "set_config('pgtrigger.ignore', coalesce(nullif(current_setting('pgtrigger.ignore', true), ''), '{}'), true)",
        [str(context.id), _json(context.metadata)] if context else ["", ""],
    )


def _json(metadata: Any) -> str:
    return json.dumps(metadata, cls=pghistory.config.json_encoder())


@contextmanager
def _own_context(outer: Any, context: dict[str, Any]) -> Iterator[None]:
    """A context of its own inside another.

    pghistory gives all nested contexts one row, so that the last act's reason would stand on every act of a request.
    """
    runtime._tracker.value = runtime.Context(id=uuid.uuid4(), metadata=outer.metadata | context)
    try:
        yield
    finally:
        runtime._tracker.value = outer
