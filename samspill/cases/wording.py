"""The words of an impact case: the original, put together from entry and case, and its other languages."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from samspill.cases.models import CaseText, ImpactCase
from samspill.registry.models import Entry

PARTS = ("title", "summary", "knowledge", "details", "effects", "beneficiaries")
"""Texts of a case in the order in which they are read; the first is one line."""
OF_ENTRY = ("title", "summary", "effects", "beneficiaries")
"""Those that the entry itself holds in the original language, so that search, exports and lists have them already."""
OF_CASE = ("knowledge", "details")
LANGUAGES = ("nb", "nn", "en")
NEAREST = {"nb": ("nb", "nn"), "nn": ("nn", "nb"), "en": ("en",)}
"""For a reader of a language, which others are read before the original is."""


@dataclass(frozen=True)
class Version:
    """The case in one language. ``lacking``: parts not translated yet; ``older``: those whose original has changed
    since ``followed_at``, when the translation was said to say the same."""

    language: str
    texts: Mapping[str, str]
    is_original: bool = True
    lacking: tuple[str, ...] = ()
    older: tuple[str, ...] = ()
    followed_at: datetime | None = None

    @property
    def is_older(self) -> bool:
        """Whether the original says something else by now. What was never translated is ``lacking``."""
        return bool(self.older)


def original_of(entry: Entry, case: ImpactCase | None) -> Version:
    """The case as it was written first."""
    texts = {name: str(getattr(entry, name)) for name in OF_ENTRY}
    texts |= {name: str(getattr(case, name)) if case else "" for name in OF_CASE}
    return Version(entry.language, {name: texts[name] for name in PARTS})


def translation_of(original: Version, text: CaseText) -> Version:
    """A translation, and how it stands to the original."""
    texts = {name: str(getattr(text, name)) for name in PARTS}
    now = checksums(original.texts)
    return Version(
        text.language,
        texts,
        is_original=False,
        lacking=tuple(name for name in PARTS if original.texts[name].strip() and not texts[name].strip()),
        older=tuple(name for name in PARTS if texts[name].strip() and text.follows.get(name) != now[name]),
        followed_at=text.followed_at,
    )


def versions_of(entry: Entry, case: ImpactCase | None, texts: Iterable[CaseText]) -> dict[str, Version]:
    """All versions by language, the original first. A translation into the original's own language is not shown."""
    original = original_of(entry, case)
    found = {original.language: original}
    for text in texts:
        if text.language not in found and any(getattr(text, name).strip() for name in PARTS):
            found[text.language] = translation_of(original, text)
    return found


def read_versions(entry: Entry) -> dict[str, Version]:
    """The same from the database. Two queries."""
    return versions_of(entry, ImpactCase.objects.filter(entry=entry).first(), CaseText.objects.filter(entry=entry))


def best_for(versions: Mapping[str, Version], language: str) -> Version:
    """What a reader of the language gets: that language or its sister, else the original."""
    original = next(iter(versions.values()))
    return next((versions[code] for code in NEAREST.get(language, ()) if code in versions), original)


def checksums(texts: Mapping[str, str]) -> dict[str, str]:
    """A short checksum of each part; white space at the ends does not count."""
    return {name: hashlib.sha256(texts[name].strip().encode()).hexdigest()[:16] for name in PARTS}


def checksum(versions: Sequence[Version]) -> str:
    """One checksum of all that the versions say."""
    return hashlib.sha256(repr([(one.language, checksums(one.texts)) for one in versions]).encode()).hexdigest()
