"""Reads a backup and says what is wrong with it. Nothing of the installation is touched here."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samspill.ops.backup.container import Damaged, Reader
from samspill.ops.backup.making import FORMAT
from samspill.ops.backup.sealing import Keys, unsealed
from samspill.ops.backup.snapshot import Table
from samspill.ops.backup.strangers import stranger, stranger_inside
from samspill.ops.errors import OperatorError

MANIFEST, END, FILES, DUMP = "manifest.json", "end.json", "files/", "database.sql.gz."
LIMIT = 256 << 20  # bytes; manifests are some kilobytes, and a hundred for each thousand attachments
UNTOUCHED = "Nothing was changed."


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. `files`: name and the SHA-256 that the row keeps, or nothing."""

    samspill: str
    made_at: str
    postgresql: str
    migrations: list[str]
    tables: dict[str, Table]
    sequences: dict[str, int]
    files: dict[str, str]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())


@dataclass(frozen=True)
class Backup:
    """A backup that was read from end to end and is whole. `digest`: of all that is in it. `stored`: its files."""

    path: Path
    keys: Keys
    manifest: Manifest
    digest: str
    stored: dict[str, str]

    @contextmanager
    def opened(self) -> Iterator[Reader]:
        """The members once more."""
        with reading(self.path, self.keys) as reader:
            yield reader


def check(path: Path, keys: Keys) -> Backup:
    """Reads all of it. Errors: OperatorError for another kind of file, damage, a key that does not fit, or a backup of
    a newer Samspill: each has its own words, since something else is to be done.
    """
    if not path.is_file():
        raise OperatorError(f"There is no file {path}.")
    if what := stranger(path):
        raise OperatorError(f"{path} is no backup of Samspill: {what}. {UNTOUCHED}")
    with _told_of_damage(path):
        what = stranger_inside(path, keys)
    if what:
        raise OperatorError(f"{path} is no backup of Samspill: {what}. {UNTOUCHED}")
    manifest, stored, dumped = None, None, False
    with reading(path, keys) as reader:
        for member in reader.members():
            if manifest is None:
                if member.name != MANIFEST:
                    raise OperatorError(f"{path} is no backup of Samspill, or its beginning is damaged. {UNTOUCHED}")
                manifest = _manifest(path, member.content(LIMIT))
            elif member.name == END:
                listed = json.loads(member.content(LIMIT))["files"]
                stored = {str(entry["name"]): str(entry["sha256"]) for entry in listed}
            dumped = dumped or member.name.startswith(DUMP)
        if manifest is None or stored is None or not dumped:
            raise Damaged("a part is missing")
    _must_know(manifest)
    return Backup(path, keys, manifest, reader.digest, stored)


@contextmanager
def reading(path: Path, keys: Keys) -> Iterator[Reader]:
    """The backup's members. Errors: every kind of damage becomes one sentence, an OperatorError."""
    with _told_of_damage(path), path.open("rb") as file, unsealed(file, keys) as content:
        yield Reader(content)


@contextmanager
def _told_of_damage(path: Path) -> Iterator[None]:
    try:
        yield
    except (Damaged, EOFError, ValueError, KeyError, TypeError) as error:
        raise OperatorError(f"The backup {path} is damaged or cut off ({error}). {UNTOUCHED}") from error
    except OSError as error:
        if error.errno is not None:
            raise
        raise OperatorError(f"The backup {path} is damaged or cut off (decryption failed). {UNTOUCHED}") from error


def _manifest(path: Path, content: bytes) -> Manifest:
    data: dict[str, Any] = json.loads(content)
    if not isinstance(data["format"], int) or data["format"] < 1:
        raise Damaged("its form cannot be read")
    if data["format"] > FORMAT:
        raise OperatorError(
            f"{path} was made by a newer Samspill ({str(data.get('samspill'))[:20]}, form {str(data['format'])[:9]}); "
            f"restore it with that one. {UNTOUCHED}"
        )
    return Manifest(
        samspill=str(data["samspill"]),
        made_at=str(data["made_at"]),
        postgresql=str(data["postgresql"]),
        migrations=[str(name) for name in data["migrations"]],
        tables={name: Table(rows=table["rows"], checksum=table["checksum"]) for name, table in data["tables"].items()},
        sequences={name: int(value) for name, value in data["sequences"].items()},
        files={str(name): str(digest) for name, digest in data["files"].items()},
    )


def _must_know(manifest: Manifest) -> None:
    """Errors: OperatorError when the backup's tables are of a Samspill newer than this one."""
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    ours = {f"{app}.{name}" for app, name in loader.disk_migrations}
    ours |= {f"{app}.{name}" for migration in loader.disk_migrations.values() for app, name in migration.replaces}
    if unknown := [name for name in manifest.migrations if name not in ours]:
        raise OperatorError(
            f"The backup was made by a newer Samspill ({manifest.samspill}): it has {unknown[0]}, which this one does "
            f"not know. Restore it with that one. {UNTOUCHED}"
        )
