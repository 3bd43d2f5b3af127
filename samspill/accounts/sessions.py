"""Sessions, read by a prepared statement: once for every page of somebody who is logged in.

Nothing is kept: a session that is ended is gone with the next request.
"""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from samspill.core.prepared_rows import Prepared


def _with_key(key: str) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key)


_found = Prepared(_with_key, str, once=None)


class SessionStore(db.SessionStore):
    """Django's own, but for how a session is found."""

    def _get_session_from_db(self) -> Session | None:
        now = timezone.now()
        for found in _found(self.session_key):
            if found.expire_date > now:
                return found
        self._session_key = None
        return None
