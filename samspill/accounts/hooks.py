"""What accounts ask of modules above them, filled in from ``AppConfig.ready()`` there (docs/adr/0021)."""

from collections.abc import Callable, Sequence

from samspill.accounts.federated.claims import Place
from samspill.accounts.models import User

when_placed: list[Callable[[User, str, Sequence[Place]], object]] = []
"""Each is told where a login service (by its name) says that the user works. It may propose; it must not decide."""

needs_second_factor: list[Callable[[User], bool]] = []
"""Each answers whether what the user may do asks for a second factor. Asked only where the installation wants it."""


def tell_places(user: User, service: str, places: Sequence[Place]) -> None:
    """Pass on where a service says that the user works."""
    for tell in when_placed:
        tell(user, service, places)
