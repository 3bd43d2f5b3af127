"""The usual ways to find somebody's rows. Without a user or person there are none: a null key is nobody."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, Q, QuerySet

from samspill.core.personal_data.registry import Subject

Find = Callable[[Subject], "QuerySet[Any]"]


def of_user(model: type[Model], *keys: str) -> Find:
    """Rows that point at the user by any of the keys."""

    def find(subject: Subject) -> "QuerySet[Any]":
        condition = Q(pk__in=[])
        for key in keys if subject.user_id is not None else ():
            condition |= Q(**{key: subject.user_id})
        return model._default_manager.filter(condition)

    return find


def of_person(model: type[Model], key: str) -> Find:
    """Rows that point at the person."""
    return lambda subject: model._default_manager.filter(**{f"{key}__in": subject.person_ids})
