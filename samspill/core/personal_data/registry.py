"""What Samspill holds of people: one table, filled by each module from ``AppConfig.ready()`` (R-NFR-06).

A module registers its holdings, its rules for how long they are kept, and which of its fields hold nothing personal.
A field that is neither of them fails a test (`coverage`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
"""A text, most often a lazy translation."""


class Ground(TextChoices):
    """On what legal ground something is held (GDPR article 6)."""

    PUBLIC_TASK = "public_task", _("A task in the public interest")
    AGREEMENT = "agreement", _("Needed for the account that you asked for")
    LEGITIMATE = "legitimate", _("Legitimate interest: security, and being able to check what was done")
    LEGAL = "legal", _("A duty by law")


class Then(TextChoices):
    """What becomes of it when its time is up, or when the person asks to be erased."""

    DELETED = "deleted", _("Is deleted")
    ANONYMISED = "anonymised", _("The name is replaced by “erased person”")
    KEPT = "kept", _("Kept")


class Texts(TextChoices):
    """What an erasure does in texts where somebody may be named."""

    NONE = "", ""
    REPLACED = "replaced", "replaced by itself: copies that nobody can edit"
    LISTED = "listed", "listed for an administrator: somebody else's text"


@dataclass(frozen=True)
class Subject:
    """Whom it is about, and every word that tells who it is.

    ``person_ids``: the person first, then duplicates that were merged into it. ``names`` are replaced in copies;
    ``shared_names`` belong to a namesake too and are only listed.
    """

    user_id: int | None = None
    person_ids: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    shared_names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()

    @property
    def person_id(self) -> int | None:
        """The person, if it is about one."""
        return self.person_ids[0] if self.person_ids else None


@dataclass(frozen=True)
class Holding:
    """A row of the table: what is held in ``fields`` of ``model``, why, who sees it, how long, and what happens then.

    ``find``: the rows about a subject, for their page and export. ``earlier``: condition on the model's history events
    when it is not just those of the rows found (rows that are gone). On erasing, ``delete`` removes the rows,
    ``neutral`` gives fields their neutral values, in the history too, and ``erase`` does anything else and tells how
    many rows it changed. ``texts`` says what is done where the person is named in a text; ``address`` is where such a
    text is edited, and ``changed`` is called after an administrator had a name in it replaced. ``columns`` are what the
    page shows of a row, when that is not the fields themselves; ``secret`` fields (hashes, keys) are never shown nor
    exported. ``together`` reads what the columns tell of all rows in one look. ``model`` is empty for what lies outside
    the database.
    """

    code: str
    model: str
    fields: tuple[str, ...]
    title: Words
    what: Words
    why: Words
    ground: Ground
    seen_by: Words
    kept: Words
    then: Then
    because: Words = ""
    find: Callable[[Subject], "QuerySet[Any]"] | None = None
    earlier: Callable[[Subject], Q] | None = None
    neutral: Mapping[str, Any] = field(default_factory=dict)
    delete: bool = False
    erase: Callable[[Subject], int] | None = None
    texts: Texts = Texts.NONE
    address: Callable[[Any], str] | None = None
    changed: Callable[[Any], None] | None = None
    labels: Mapping[str, Words] = field(default_factory=dict)
    secret: tuple[str, ...] = ()
    columns: Sequence[tuple[Words, Callable[[Any], object]]] = ()
    together: Callable[[Sequence[Any]], None] | None = None
    order: int = 50


@dataclass(frozen=True)
class Rule:
    """A time limit that a job carries out: ``run`` gets the present time and gives the number of rows changed."""

    code: str
    what: Words
    limit: Words
    run: Callable[[datetime], int]


ALL = ("*",)

_holdings: dict[str, Holding] = {}
_rules: dict[str, Rule] = {}
_not_personal: dict[str, tuple[str, ...]] = {}
_tables: dict[str, str] = {}


def register(*entries: Holding | Rule) -> None:
    """Add rows to the table. A code that is taken is replaced, so that a module may be loaded twice."""
    for entry in entries:
        if isinstance(entry, Rule):
            _rules[entry.code] = entry
        else:
            _holdings[entry.code] = entry


def not_personal(model: str, *fields: str, why: str) -> None:
    """Say of fields that they hold nothing about a person; ``*ALL`` for a whole model of words or of machinery."""
    assert why, "say why"
    _not_personal[model] = tuple(dict.fromkeys([*_not_personal.get(model, ()), *fields]))


def not_personal_table(table: str, *, why: str) -> None:
    """Say of a table without a model why it needs no row."""
    _tables[table] = why


def holdings() -> list[Holding]:
    """All rows of the table, those that matter most first."""
    return sorted(_holdings.values(), key=lambda one: (one.order, one.code))


def rules() -> list[Rule]:
    """All time limits that jobs carry out."""
    return sorted(_rules.values(), key=lambda one: one.code)


def declared_not_personal() -> dict[str, tuple[str, ...]]:
    """Model label -> fields that hold nothing personal (or `ALL`)."""
    return dict(_not_personal)


def tables_without_model() -> dict[str, str]:
    """Tables that no model stands for -> why they need no row."""
    return dict(_tables)
