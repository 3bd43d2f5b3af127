"""Parties: organisations, units and people, and who acts for whom."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "samspill.parties"
    label = "parties"

    def ready(self) -> None:
        from samspill.core import reference, search
        from samspill.parties import due, personal_data, personal_sheets
        from samspill.parties.reference import load
        from samspill.parties.search import SOURCES

        reference.register(load, order=10)
        personal_data.declare()
        personal_sheets.declare()
        due.register()
        for source in SOURCES:
            search.register(source)
        _fill_hooks_of_accounts()


def _fill_hooks_of_accounts() -> None:
    """What accounts ask: where somebody works is proposed here, and roles say who needs a second factor."""
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    from samspill.accounts import hooks
    from samspill.accounts.models import User
    from samspill.parties.domain.acting import acting_for
    from samspill.parties.domain.proposals import propose
    from samspill.parties.models import Role

    if unknown := settings.SECOND_FACTOR_ROLES - set(Role.Kind.values):
        known = ", ".join(Role.Kind.values)
        raise ImproperlyConfigured(f"SAMSPILL_SECOND_FACTOR_ROLES: unknown {', '.join(unknown)}; known: {known}")

    def needs_second_factor(user: User) -> bool:
        return bool(acting_for(user).kinds & settings.SECOND_FACTOR_ROLES)

    hooks.when_placed.append(propose)
    hooks.needs_second_factor.append(needs_second_factor)
