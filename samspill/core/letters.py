"""Letters that can be written in two ways are kept in one: “å” is one sign, not an “a” and a ring (Unicode's NFC).

Some systems, macOS above all, send the two signs. They look the same and are not: a name would not be found by those
who look for it, and not by an erasure either. Text is put together where it comes in (forms, addresses, programs,
sheets), and once more when a row is saved, whoever saves it.
"""

import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db.models import CharField, Model, TextField
from django.db.models.signals import pre_save


def composed(text: str) -> str:
    """The text with each letter as one sign, where there is such a sign."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def composed_in(value: Any) -> Any:
    """The same in all depths of lists and objects."""
    if isinstance(value, str):
        return composed(value)
    if isinstance(value, list):
        return [composed_in(one) for one in value]
    if isinstance(value, dict):
        return {composed(name): composed_in(one) for name, one in value.items()}
    return value


def both(words: Iterable[str]) -> list[str]:
    """Each word as it may stand in rows that are older than this rule: as given, put together, and taken apart."""
    forms = [(word, composed(word), unicodedata.normalize("NFD", word)) for word in words]
    return list(dict.fromkeys(form for three in forms for form in three))


def connect() -> None:
    """Called when Django is ready."""
    pre_save.connect(_before_saving, dispatch_uid="letters")


def _before_saving(sender: type[Model], instance: Model, raw: bool = False, **more: Any) -> None:
    values = vars(instance)
    for name in () if raw else _texts(sender):
        if isinstance(value := values.get(name), str) and not value.isascii():
            values[name] = composed(value)


@cache
def _texts(model: type[Model]) -> tuple[str, ...]:
    fields = model._meta.concrete_fields
    return tuple(field.attname for field in fields if isinstance(field, CharField | TextField))
