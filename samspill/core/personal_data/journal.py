"""Who was erased and when, by number alone, where no backup holds it: so that restoring an older backup, which brings
them back, can erase them again.

A line of JSON for each erasure, in ``erasures.jsonl`` in SAMSPILL_HOME of the machine whose worker carried it out; and
a file of its own beside the attachments, since on several machines that folder may be lost or be another.
"""

import json
import logging
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from samspill.core.personal_data.registry import Subject

NAME = "erasures.jsonl"
FOLDER = "erasures"
"""In the storage of attachments. Backups hold only files that rows name, so never these."""
MARGIN = timedelta(hours=1)
"""A backup's moment is a little before the time that it states."""
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Erasure:
    """Numbers of the person and the account; None for what was not erased. ``site``: of the `installation` in which
    they have these numbers; empty in lines of before it was noted."""

    at: str
    person: int | None
    user: int | None
    site: str = ""


KEYS = tuple(field.name for field in fields(Erasure))


def installation() -> str:
    """Stands for this database: the moment at which its first migration was run. A backup brings it along."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(applied) FROM django_migrations")
        (made,) = cursor.fetchone()
    return str(made.astimezone(UTC).isoformat(timespec="microseconds"))


def path() -> Path:
    """Where this machine's journal lies."""
    return Path(settings.HOME) / NAME


def note(subject: Subject) -> None:
    """Write down that somebody is erased, once it is so. Stops nothing when it cannot be written; the log tells."""
    at = timezone.now().isoformat(timespec="seconds")
    line = json.dumps(asdict(Erasure(at, subject.person_id, subject.user_id, _installation_if_known())))
    try:
        default_storage.save(f"{FOLDER}/{uuid4().hex}.json", ContentFile(line.encode("ascii")))
    except Exception:  # whatever a bucket's client raises
        log.exception("an erasure could not be written beside the attachments")
    try:
        descriptor = os.open(path(), os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "a+b") as file:
            if size := file.tell():
                file.seek(size - 1)
                line = line if file.read(1) == b"\n" else f"\n{line}"  # after a line that a power cut left half
            file.write(f"{line}\n".encode("ascii"))
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        log.exception("an erasure could not be written to %s", path())


def _installation_if_known() -> str:
    """Empty when the database has gone since: a line that holds for any installation is better than none."""
    try:
        return installation()
    except Exception:  # whatever a connection that is gone raises
        log.exception("an erasure is written without its installation")
        return ""


def since(moment: str, *files: Path) -> list[Erasure]:
    """The erasures after a backup of ``moment`` (ISO), each once, oldest first, of the storage and the files.

    Files that are not there say nothing, nor do keys that a newer Samspill writes. Raises `ValueError` with file and
    number of a line that is none, as a power cut may leave: whom it named is for a person to find out, not for us to
    pass over.
    """
    first = datetime.fromisoformat(moment) - MARGIN
    found: dict[tuple[str, int | None, int | None], Erasure] = {}
    for where, content in (*_stored(), *((str(file), file.read_bytes()) for file in files if file.exists())):
        for number, line in enumerate(content.splitlines(), start=1):
            try:
                given = json.loads(line)
                one = Erasure(**{name: given[name] for name in KEYS if name in given})
                is_after = datetime.fromisoformat(one.at) >= first
            except (ValueError, TypeError) as error:
                raise ValueError(f"{where}, line {number}") from error
            if is_after:
                found.setdefault((one.site, one.person, one.user), one)
    return sorted(found.values(), key=lambda one: one.at)


def _stored() -> Iterator[tuple[str, bytes]]:
    """Name and content of what lies beside the attachments."""
    try:
        _folders, names = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return
    for name in names:
        with default_storage.open(f"{FOLDER}/{name}") as file:
            yield f"{FOLDER}/{name}", file.read()
