"""What a personal token may do, in named pieces.

Modules above name their scopes from ``AppConfig.ready()``; a module that is taken away takes its scopes with it.
"""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class TokenScope:
    """One piece: its lasting code, what a person reads when choosing it, and what it opens."""

    code: str
    label: str | Promise
    help: str | Promise


SCOPES: dict[str, TokenScope] = {}
"""All scopes, by code, in the order in which they are offered."""


def register_scope(scope: TokenScope) -> None:
    """Offer a scope on the page of tokens."""
    SCOPES[scope.code] = scope
