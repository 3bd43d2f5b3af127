"""Somebody with a role, in one line."""

from typing import Any

from allauth.account.models import EmailAddress
from django.test import Client

from samspill.accounts.models import User
from samspill.parties.models import Role
from tests.factories import RoleFactory, UserFactory

Kind = Role.Kind


def somebody(kind: str | None = None, **scope: Any) -> User:
    """A user with a verified address, and a role when ``kind`` is given."""
    user = UserFactory()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if kind:
        RoleFactory(user=user, kind=kind, **scope)
    return user


def browser(user: User | None = None) -> Client:
    """A browser, logged in as the user."""
    client = Client()
    if user:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def text(answer: Any) -> str:
    """The page as text."""
    return str(answer.content.decode())
