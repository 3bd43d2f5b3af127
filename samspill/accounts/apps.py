"""Accounts: users and login."""

from typing import Any

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "samspill.accounts"
    label = "accounts"

    def ready(self) -> None:
        from allauth.account.signals import password_reset
        from allauth.socialaccount.signals import social_account_added, social_account_updated

        from samspill.accounts import personal_data

        social_account_added.connect(_tell_places, dispatch_uid="samspill.accounts")
        social_account_updated.connect(_tell_places, dispatch_uid="samspill.accounts")
        password_reset.connect(_taken_over, dispatch_uid="samspill.accounts")
        personal_data.declare()


def _tell_places(sociallogin: Any, **kwargs: Any) -> None:
    """At every login with a service, and when one is connected."""
    from samspill.accounts.federated.adapter import tell_places_of

    tell_places_of(sociallogin.account)


def _taken_over(user: Any, **kwargs: Any) -> None:
    """Whoever chooses a password by mail before any address was verified, may not be whoever made the account."""
    from samspill.accounts.domain.users import forget_unproved_logins

    forget_unproved_logins(user)
