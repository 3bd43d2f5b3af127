"""The files that rows name. Which rows: every FileField of every model, so that a new module's files are found too."""

import hashlib
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import Any

import psycopg
from django.apps import apps
from django.core.files.base import File
from django.core.files.storage import Storage, default_storage
from django.db.models import FileField
from psycopg import sql


def columns() -> list[tuple[str, str, str]]:
    """Table, column of the file's name, and column of its SHA-256 (empty where the model keeps none).

    Histories are left out: they tell of files that are gone on purpose.
    """
    import pghistory.models

    found = []
    for model in apps.get_models():
        if issubclass(model, pghistory.models.Event) or model._meta.proxy:
            continue
        names = {field.column for field in model._meta.concrete_fields}
        for field in model._meta.concrete_fields:
            if isinstance(field, FileField):
                digest = f"{str(field.column).removesuffix('file')}sha256"  # file → sha256, report_file → report_sha256
                found.append((model._meta.db_table, str(field.column), digest if digest in names else ""))
    return found


def named(connection: "psycopg.Connection[Any]") -> dict[str, str]:
    """Names in the storage, with the SHA-256 that the row keeps (may be empty), as the connection sees the rows."""
    found: dict[str, str] = {}
    for table, column, digest in columns():
        if connection.execute("SELECT to_regclass(%s)", [f"public.{table}"]).fetchone() == (None,):
            continue
        query = sql.SQL("SELECT {name}, {digest} FROM public.{table} WHERE {name} <> '' ORDER BY 1").format(
            name=sql.Identifier(column),
            digest=sql.Identifier(digest) if digest else sql.Literal(""),
            table=sql.Identifier(table),
        )
        found |= {str(name): str(value or "") for name, value in connection.execute(query)}
    return found


def storage() -> Storage:
    """Where the attachments lie. Asked for each time: tests and settings may change it."""
    return default_storage


def digest_of(name: str) -> str | None:
    """The SHA-256 of what lies in the storage, in hex; None when nothing does."""
    try:
        with storage().open(name, "rb") as file:
            digest = hashlib.sha256()
            for chunk in file.chunks():
                digest.update(chunk)
            return digest.hexdigest()
    except FileNotFoundError:
        return None


def keep(name: str, chunks: Iterator[bytes]) -> str:
    """Puts a file into the storage under exactly this name, in place of what lay there. Returns its SHA-256."""
    digest = hashlib.sha256()
    with TemporaryFile() as spool:
        for chunk in chunks:
            digest.update(chunk)
            spool.write(chunk)
        spool.seek(0)
        if storage().exists(name):
            storage().delete(name)
        given = storage().save(name, File(spool))
        if given != name:
            storage().delete(given)
            raise OSError(f"the storage calls {name} {given}")
    return digest.hexdigest()
