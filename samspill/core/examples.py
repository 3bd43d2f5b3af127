"""Parts of the labelled example, each loaded by the module that it belongs to, in the order of the layers."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.postgres.functions import TransactionNow
from django.db import transaction
from django.utils import timezone

Loader = Callable[[], int]
_parts: dict[str, tuple[int, Loader]] = {}


def register(code: str, loader: Loader, *, order: int) -> None:
    """Add a part; it is loaded after all with a lower ``order`` and returns how many things it made."""
    _parts[code] = (order, loader)


@transaction.atomic
def load_all() -> dict[str, int]:
    """Load every part, all or nothing. Returns what each made."""
    return {code: loader() for code, (_order, loader) in sorted(_parts.items(), key=lambda one: (one[1][0], one[0]))}


def happened(model: Any, keys: Iterable[int], at: datetime) -> datetime:
    """Let the history of the example's own rows bear the day of the story, which is never to come.

    Only events of the transaction that loads them are moved; triggers stamp these with the moment of loading.
    """
    at = min(at, timezone.now())
    events = apps.get_model(model._meta.app_label, f"{model.__name__}Event")
    events.objects.filter(pgh_obj_id__in=list(keys), pgh_created_at=TransactionNow()).update(pgh_created_at=at)
    return at
