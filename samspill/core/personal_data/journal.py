"""Who was erased and when, by number alone, in a file that no backup holds: so that restoring an older backup, which
brings them back, can erase them again.

A line of JSON for each erasure, in ``erasures.jsonl`` in SAMSPILL_HOME of the machine whose worker carried it out.
"""

import json
import logging
import os
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from samspill.core.personal_data.registry import Subject

NAME = "erasures.jsonl"
MARGIN = timedelta(hours=1)
"""A backup's moment is a little before the time that it states."""
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Erasure:
    """Numbers of the person and the account in this installation; None for what was not erased."""

    at: str
    person: int | None
    user: int | None


def path() -> Path:
    """Where this machine's journal lies."""
    return Path(settings.HOME) / NAME


def note(subject: Subject) -> None:
    """Write down that somebody is erased, once it is so. Stops nothing when it cannot be written; the log tells."""
    line = asdict(Erasure(timezone.now().isoformat(timespec="seconds"), subject.person_id, subject.user_id))
    try:
        descriptor = os.open(path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "a", encoding="ascii") as file:
            file.write(json.dumps(line) + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        log.exception("an erasure could not be written to %s", path())


def since(moment: str, *files: Path) -> list[Erasure]:
    """The erasures after a backup of ``moment`` (ISO), each once, oldest first; files that are not there say nothing.

    Raises `ValueError` for a line that is none.
    """
    first = datetime.fromisoformat(moment) - MARGIN
    found: dict[tuple[int | None, int | None], Erasure] = {}
    for file in files:
        if file.exists():
            for line in file.read_text(encoding="ascii").splitlines():
                one = Erasure(**json.loads(line))
                if datetime.fromisoformat(one.at) >= first:
                    found.setdefault((one.person, one.user), one)
    return sorted(found.values(), key=lambda one: one.at)
