"""What is held of somebody, for their page and for the file they can take with them (R-NFR-06, R-NFR-07).

The shape of the file is documented in docs/howto/personal-data.md; `VERSION` rises when it changes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _

from samspill.core.personal_data.coverage import event_model_of
from samspill.core.personal_data.registry import Holding, Subject, holdings
from samspill.core.personal_data.words import label_of, mentions

FORMAT, VERSION = "samspill-personal-data", 1
SHOWN = 20
"""Rows of a holding that the page shows; the file has them all."""


@dataclass
class Section:
    """One holding as the page shows it: column names, and rows of readable values."""

    holding: Holding
    count: int
    labels: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    @property
    def named_rows(self) -> list[list[tuple[str, str]]]:
        """Each value with the name of its column: on a narrow screen a row is a card."""
        return [list(zip(self.labels, row, strict=True)) for row in self.rows]

    @property
    def more(self) -> int:
        """Rows that only the file has."""
        return self.count - len(self.rows)


def sections(subject: Subject) -> list[Section]:
    """What is held, for the page: at most two queries for each holding, and what it reads together."""
    found = []
    for holding in holdings():
        if holding.find is None:
            continue
        rows = list(_with_names(holding, subject)[: SHOWN + 1])
        count = len(rows) if len(rows) <= SHOWN else holding.find(subject).count()
        found.append(_section(holding, count, rows[:SHOWN]))
    return found


def _section(holding: Holding, count: int, rows: list[Any]) -> Section:
    if holding.together:
        holding.together(rows)
    if holding.columns:
        labels = [str(label) for label, _value in holding.columns]
        values = [[_words(value(row)) for _label, value in holding.columns] for row in rows]
    else:
        labels = [label_of(holding, name) for name in _open(holding)]
        values = [[_readable(row, name) for name in _open(holding)] for row in rows]
    return Section(holding, count, labels, values)


def export(subject: Subject, *, about: dict[str, Any]) -> dict[str, Any]:
    """Everything that is held, as plain values for JSON."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "site": settings.SITE_URL,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "about": about,
        "holdings": [_exported(holding, subject) for holding in holdings() if holding.find is not None],
        "mentions": [
            {"where": one.holding.code, "in": one.row, "field": one.field, "text": one.excerpt}
            for one in mentions(subject)
        ],
    }


def _exported(holding: Holding, subject: Subject) -> dict[str, Any]:
    assert holding.find is not None
    rows = [{name: _plain(row, name) for name in _open(holding)} for row in _with_names(holding, subject)]
    return {
        "code": holding.code,
        "title": str(holding.title),
        "what": str(holding.what),
        "why": str(holding.why),
        "ground": {"code": holding.ground.value, "text": str(holding.ground.label)},
        "seen_by": str(holding.seen_by),
        "kept": str(holding.kept),
        "then": {"code": holding.then.value, "text": str(holding.then.label), "because": str(holding.because)},
        "rows": rows,
        "history": list(_history(holding, subject)),
    }


def _open(holding: Holding) -> list[str]:
    return [name for name in holding.fields if name not in holding.secret]


def _history(holding: Holding, subject: Subject) -> Iterator[dict[str, Any]]:
    """Earlier values, as the database kept them."""
    events = event_model_of(apps.get_model(holding.model))
    if events is None or holding.find is None or not holding.neutral:
        return
    which = holding.earlier(subject) if holding.earlier else Q(pgh_obj_id__in=holding.find(subject).values("pk"))
    kept = [name for name in _open(holding) if name in {field.name for field in events._meta.local_fields}]
    for row in events._default_manager.filter(which).order_by("pk"):
        yield {"at": row.pgh_created_at.isoformat(), "what": row.pgh_label} | {name: _plain(row, name) for name in kept}


def _with_names(holding: Holding, subject: Subject) -> Any:
    """The rows with what their foreign keys point at, in a stable order."""
    assert holding.find is not None
    model = apps.get_model(holding.model)
    keys = [name for name in holding.fields if model._meta.get_field(name).many_to_one]
    found = holding.find(subject).order_by("pk")
    return found.select_related(*keys) if keys else found


def _plain(row: Any, name: str) -> Any:
    field = row._meta.get_field(name)
    if field.is_relation:
        return str(getattr(row, name)) if getattr(row, field.attname) is not None else None
    value = getattr(row, name)
    if value is None or isinstance(value, str | int | float | bool | list | dict):
        return value
    try:
        return DjangoJSONEncoder().default(value)
    except TypeError:
        return str(value)


def _readable(row: Any, name: str) -> str:
    field = row._meta.get_field(name)
    if field.choices and not field.is_relation:
        return str(getattr(row, f"get_{name}_display")())
    if field.is_relation:
        return str(getattr(row, name)) if getattr(row, field.attname) is not None else ""
    return _words(getattr(row, name))


def _words(value: Any) -> str:
    """A value as the reader's language says it."""
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if hasattr(value, "hour"):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if isinstance(value, dict):
        return _("%(number)d values") % {"number": len(value)}
    return str(localize(value))
