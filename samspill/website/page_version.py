"""What all pages are made with, as one short text: the software, its settings, and the words of the vocabularies."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db.models import Model

import samspill
from samspill.cases import counting
from samspill.registry import words
from samspill.registry.models import ReadinessLevel

WORDS = (
    words.types,
    words.contribution_roles,
    words.participation_roles,
    words.disciplines,
    words.service_areas,
    words.goals,
    words.effects,
    words.recipients,
    words.profiles,
    words.levels,
    counting.parts,
)
"""The vocabularies whose words stand on an entry's page, and the profiles that say what stands there."""
MADE_BY = {".py", ".html", ".po", ".mo"}
LIBRARIES = ("django", "jinja2", "markdown-it-py", "nh3")


@dataclass
class _Last:
    held: tuple[object, ...] = ()
    version: str = ""


_last = _Last()


def version() -> str:
    """The same in all processes that would make the same page of the same rows.

    The words are those that this process keeps, which is what its pages are made of, not what the database holds by
    now: an older word then never passes for a newer.
    """
    held = tuple(kept() for kept in WORDS)
    if len(_last.held) != len(held) or any(one is not other for one, other in zip(_last.held, held, strict=True)):
        text = "\n".join(_text(row) for rows in held for row in _rows(rows))
        made_with = hashlib.blake2b((software() + text).encode(), digest_size=16)
        _last.held, _last.version = held, made_with.hexdigest()
    return _last.version


@cache
def software() -> str:
    """A mark of the code, templates, texts, style sheets, libraries and settings, read once in the process's life."""
    mark = hashlib.blake2b(digest_size=16)
    for file in sorted(Path(samspill.__file__).parent.rglob("*")):
        if file.suffix in MADE_BY:
            mark.update(file.read_bytes())
    facts = [
        getattr(staticfiles_storage, "manifest_hash", ""),
        settings.SITE_URL,
        str(settings.SITE_NAME),
        settings.SITE_CONTACT,
        settings.TIME_ZONE,
        *(installed(name) for name in LIBRARIES),
    ]
    mark.update("\n".join(facts).encode())
    return mark.hexdigest()


def _rows(held: Mapping[Any, Model]) -> Iterable[Model]:
    for row in held.values():
        yield row
        if isinstance(row, ReadinessLevel):
            yield row.scale


def _text(row: Model) -> str:
    return repr(sorted((name, value) for name, value in row.__dict__.items() if name != "_state"))
