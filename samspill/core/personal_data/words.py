"""Finding and replacing what tells who somebody is, in texts and in values of JSON and arrays."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, Field, JSONField, Model, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.text import capfirst

from samspill.core.letters import both
from samspill.core.personal_data.coverage import event_model_of
from samspill.core.personal_data.neutral import ERASED
from samspill.core.personal_data.registry import Holding, Subject, Texts, holdings

AROUND = 60
"""Characters shown on each side of a name that was found."""


@dataclass(frozen=True)
class Mention:
    """A place where somebody is named in a text that others wrote."""

    holding: Holding
    pk: Any
    field: str
    row: str
    excerpt: str
    address: str

    @property
    def key(self) -> str:
        """What the form sends back."""
        return f"{self.holding.model}:{self.pk}:{self.field}"

    @property
    def label(self) -> str:
        """The field's name as people see it."""
        return label_of(self.holding, self.field)


def label_of(holding: Holding, name: str) -> str:
    """What a field is called on pages."""
    given = holding.labels.get(name)
    return str(given or capfirst(str(apps.get_model(holding.model)._meta.get_field(name).verbose_name)))


def pattern_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """Matches any of the words as a whole, whatever the case, and a name also with the family name first."""
    written = [form for word in words for form in _forms(word)]
    if not written:
        return None
    written.sort(key=len, reverse=True)
    return re.compile(rf"(?<![\w.+-])(?:{'|'.join(written)})(?!\w)", re.IGNORECASE)


def _forms(word: str) -> list[str]:
    parts = [re.escape(part) for part in word.split()]
    if not parts:
        return []
    forms = [r"\s+".join(parts)]
    if len(parts) > 1:
        forms.append(rf"{parts[-1]}\s*,\s*" + r"\s+".join(parts[:-1]))
    return forms


def replaceable(subject: Subject) -> list[str]:
    """What is replaced without asking: addresses, identifiers and full names that nobody else bears.

    A single word such as a first name is too common for that. Each as one sign a letter and as several: rows may be
    older than `core.letters`.
    """
    names = [name for name in subject.names if " " in name.strip() and name not in subject.shared_names]
    return both([*names, *subject.addresses, *subject.identifiers])


def all_words(subject: Subject) -> list[str]:
    """What is looked for in others' texts."""
    names = [name for name in (*subject.names, *subject.shared_names) if " " in name.strip()]
    return both([*names, *subject.addresses, *subject.identifiers])


def holds_text(model: type[Model], name: str) -> bool:
    """Whether a field can hold words: text, JSON or an array."""
    field = model._meta.get_field(name)
    return isinstance(field, CharField | TextField | JSONField | ArrayField)


def rows_with(model: type[Model], names: Iterable[str], words: Iterable[str]) -> "QuerySet[Any]":
    """Rows of which one of the fields may hold one of the words, read through once. The database's answer is a little
    too wide: check it by pattern."""
    patterns = []
    for word in words:
        patterns.append(r".{0,3}".join(_either_case(part) for part in word.split()))
        if len(parts := word.split()) > 1:
            patterns.append(_either_case(parts[-1]) + r",\s*" + _either_case(parts[0]))
    texts = {f"_text_{name}": Cast(name, TextField()) for name in names}
    condition = Q(pk__in=[])
    for text in texts:
        for pattern in patterns:
            condition |= Q((f"{text}__regex", pattern))
    rows: QuerySet[Any] = model._default_manager.alias(**texts).filter(condition)
    return rows


def _either_case(part: str) -> str:
    """A database in the C locale does not know that Ø is ø: say both."""
    return "".join(
        f"[{letter.lower()}{letter.upper()}]" if letter.isalpha() and len(letter.upper()) == 1 else re.escape(letter)
        for letter in part
    )


def replaced(value: Any, pattern: re.Pattern[str]) -> Any:
    """The value with every match replaced, in all depths of lists and objects."""
    if isinstance(value, str):
        return pattern.sub(ERASED, value)
    if isinstance(value, list):
        return [replaced(one, pattern) for one in value]
    if isinstance(value, dict):
        return {replaced(key, pattern): replaced(one, pattern) for key, one in value.items()}
    return value


def replace_in(model: type[Model], name: str, words: list[str], *, but: Q | None = None) -> int:
    """Replace the words in one field of all rows (except ``but``); gives the number of rows changed."""
    pattern = pattern_of(words)
    if pattern is None:
        return 0
    found = rows_with(model, [name], words)
    count = 0
    field = model._meta.get_field(name)
    for pk, value in list((found.exclude(but) if but else found).values_list("pk", name)):
        new = fitted(field, replaced(value, pattern))
        if new != value:
            model._default_manager.filter(pk=pk).update(**{name: new})
            count += 1
    return count


def fitted(field: Any, value: Any) -> Any:
    """Not longer than the column."""
    length = getattr(field, "max_length", None)
    return value[:length] if isinstance(field, Field) and isinstance(value, str) and length else value


def replace_copies(subject: Subject) -> int:
    """Replace the words in copies that nobody can edit, and in the history of texts that no longer hold them."""
    words, count = replaceable(subject), 0
    live = {(one.holding.model, one.field, one.pk) for one in mentions(subject)}
    for holding in (one for one in holdings() if one.texts):
        model = apps.get_model(holding.model)
        events = event_model_of(model)
        for name in holding.fields:
            if not holds_text(model, name):
                continue
            if holding.texts == Texts.REPLACED:
                count += replace_in(model, name, words)
            if events is not None and name in {field.name for field in events._meta.local_fields}:
                stands = [pk for label, field, pk in live if (label, field) == (holding.model, name)]
                count += replace_in(events, name, words, but=Q(pgh_obj_id__in=stands))
    return count


def mentions(subject: Subject) -> list[Mention]:
    """Where others' texts name somebody, with a little around it."""
    words = all_words(subject)
    pattern = pattern_of(words)
    if pattern is None:
        return []
    found = []
    for holding in (one for one in holdings() if one.texts == Texts.LISTED):
        model = apps.get_model(holding.model)
        rows = list(rows_with(model, holding.fields, words).order_by("pk"))
        for name in holding.fields:
            for row in rows:
                if place := pattern.search(_as_text(getattr(row, name))):
                    address = holding.address(row) if holding.address else ""
                    found.append(Mention(holding, row.pk, name, str(row), _excerpt(place), address))
    return found


def replace_mention(mention: Mention, subject: Subject) -> None:
    """Replace the words in one text and in its history, as an administrator decided."""
    words = all_words(subject)
    pattern = pattern_of(words)
    model = apps.get_model(mention.holding.model)
    row = model._default_manager.get(pk=mention.pk)
    assert pattern is not None
    field = model._meta.get_field(mention.field)
    new = fitted(field, replaced(getattr(row, mention.field), pattern))
    model._default_manager.filter(pk=mention.pk).update(**{mention.field: new})
    if events := event_model_of(model):
        for pk, value in list(events._default_manager.filter(pgh_obj_id=mention.pk).values_list("pk", mention.field)):
            events._default_manager.filter(pk=pk).update(**{mention.field: fitted(field, replaced(value, pattern))})
    if mention.holding.changed:
        mention.holding.changed(model._default_manager.get(pk=mention.pk))


def _as_text(value: Any) -> str:
    if isinstance(value, dict):
        return " · ".join(_as_text(one) for one in value.values())
    if isinstance(value, list | tuple):
        return " · ".join(_as_text(one) for one in value)
    return "" if value is None else str(value)


def _excerpt(place: re.Match[str]) -> str:
    text, start, end = place.string, max(0, place.start() - AROUND), place.end() + AROUND
    return ("… " if start else "") + " ".join(text[start:end].split()) + (" …" if end < len(text) else "")
