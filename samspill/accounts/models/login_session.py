"""A session that says whose it is."""

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class LoginSession(AbstractBaseSession):
    """Django's session with its user beside it, so that all of one user's are found without opening everybody's.

    ``user`` is written from the session itself whenever that is saved (`accounts.sessions`); none before somebody has
    logged in.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        """What writes these rows."""
        from samspill.accounts.sessions import SessionStore  # noqa: PLC0415  # it needs the model

        return SessionStore
