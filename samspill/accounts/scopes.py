"""What a personal token may do, in named pieces.

Modules above name their scopes from ``AppConfig.ready()``; a module that is taken away takes its scopes with it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from samspill.accounts.models import User


def everybody(user: User) -> bool:
    """What most scopes are for."""
    return True


@dataclass(frozen=True)
class TokenScope:
    """One piece: its lasting code, what a person reads when choosing it, what it opens, and for whom it opens any."""

    code: str
    label: str | Promise
    help: str | Promise
    opens_for: Callable[[User], bool] = everybody


SCOPES: dict[str, TokenScope] = {}
"""All scopes, by code, in the order in which they are offered."""


def register_scope(scope: TokenScope) -> None:
    """Offer a scope on the page of tokens."""
    SCOPES[scope.code] = scope


def scopes_for(user: User) -> list[str]:
    """The codes of those that open something for the user just now."""
    return [code for code, scope in SCOPES.items() if scope.opens_for(user)]
