"""Parts of the labelled example, each loaded by the module that it belongs to, in the order of the layers."""

from collections.abc import Callable

from django.db import transaction

Loader = Callable[[], int]
_parts: dict[str, tuple[int, Loader]] = {}


def register(code: str, loader: Loader, *, order: int) -> None:
    """Add a part; it is loaded after all with a lower ``order`` and returns how many things it made."""
    _parts[code] = (order, loader)


@transaction.atomic
def load_all() -> dict[str, int]:
    """Load every part, all or nothing. Returns what each made."""
    return {code: loader() for code, (_order, loader) in sorted(_parts.items(), key=lambda one: (one[1][0], one[0]))}
