"""The words that stand where a name stood, and the setting that opens append-only tables to an erasure."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.utils.translation import gettext as _

ERASED = "Slettet person"
"""Stored in place of a name that was erased; `shown` says it in the reader's language."""

WITHHELD = "Navn holdt tilbake"
"""Stored in place of a name whose use is restricted."""

NO_ADDRESS = "erased.invalid"
"""Domain of the address that an erased account gets: one that nobody can ever own (RFC 2606)."""


def shown(name: str) -> str:
    """A stored name as the reader sees it."""
    if name == ERASED:
        return _("Erased person")
    return _("Name withheld") if name == WITHHELD else name


@contextmanager
def erasing() -> Iterator[None]:
    """Inside, and only in this transaction, guarded tables let names in their texts be replaced (docs/adr/0028)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('samspill.erasing', 'on', true)")
        yield
        cursor.execute("SELECT set_config('samspill.erasing', 'off', true)")


def erasing_changes_only(*columns: str) -> str:
    """SQL for a trigger on UPDATE: true when an erasure changes these columns of a row and nothing else of it."""
    names = ", ".join(f"'{column}'" for column in columns)
    return (
        "COALESCE(current_setting('samspill.erasing', true), '') = 'on' "
        f"AND to_jsonb(NEW) - ARRAY[{names}] = to_jsonb(OLD) - ARRAY[{names}]"
    )
