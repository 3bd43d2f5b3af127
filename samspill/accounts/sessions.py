"""Sessions, read by a prepared statement: once for every page of somebody who is logged in.

Nothing is kept: a session that is ended is gone with the next request. Each says whose it is in a column of its own.
"""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.db.models import QuerySet
from django.utils import timezone

from samspill.accounts.models import LoginSession
from samspill.core.prepared_rows import Prepared


def _with_key(key: str) -> QuerySet[LoginSession]:
    return LoginSession.objects.filter(session_key=key)


_found = Prepared(_with_key, str, once=None)


class SessionStore(db.SessionStore):
    """Django's own, but for the table and how a session is found in it.

    The class keeps its name: sessions are signed with it, and those of Django's own table were taken over.
    """

    @classmethod
    def get_model_class(cls) -> type[LoginSession]:
        """The table."""
        return LoginSession

    def create_model_instance(self, data: dict[str, Any]) -> LoginSession:
        """The row, with its user."""
        row: LoginSession = super().create_model_instance(data)  # type: ignore[assignment]
        user_id = str(data.get(SESSION_KEY, ""))
        row.user_id = int(user_id) if user_id.isdecimal() else None
        return row

    def _get_session_from_db(self) -> LoginSession | None:
        now = timezone.now()
        for found in _found(self.session_key):
            if found.expire_date > now:
                return found
        self._session_key = None
        return None
