"""How often one may ask: counted in the database, so that the limit holds whichever process answers."""

import ipaddress
import time

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from samspill.accounts.models import ApiToken
from samspill.api.models import RateCount
from samspill.api.problems import Problem

WINDOW = 60  # seconds

COUNT = """
    INSERT INTO api_ratecount AS c (key, minute, count) VALUES (%s, %s, 1)
    ON CONFLICT (key) DO UPDATE
        SET count = CASE WHEN c.minute = EXCLUDED.minute THEN c.count + 1 ELSE 1 END, minute = EXCLUDED.minute
    RETURNING count
"""


class Allowance:
    """What is left of this minute for whoever asks; taking from it costs one statement."""

    def __init__(self, *, limit: int, count: int, now: float) -> None:
        self.limit = limit
        self.left = max(limit - count, 0)
        self.is_over = count > limit
        self.seconds = WINDOW - int(now) % WINDOW

    def put_on(self, response: HttpResponse) -> None:
        """As headers (draft-ietf-httpapi-ratelimit-headers)."""
        response["RateLimit-Policy"] = f'"minute";q={self.limit};w={WINDOW}'
        response["RateLimit"] = f'"minute";r={self.left};t={self.seconds}'

    def problem(self) -> Problem:
        """429, and when to come back."""
        return Problem(
            "too-many",
            _("At most %(limit)s requests a minute. Wait %(seconds)s seconds, and ask for more rows in each request.")
            % {"limit": self.limit, "seconds": self.seconds},
            headers={"Retry-After": str(self.seconds)},
        )


def take(request: HttpRequest, token: ApiToken | None) -> Allowance:
    """Count this request: by user for all of their tokens together, by address for those without one that works."""
    now = time.time()
    anonymous, user = settings.API_REQUESTS_PER_MINUTE
    key = f"user:{token.user_id}" if token else f"ip:{_address(request)}"
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [key, int(now) // WINDOW])
        row = cursor.fetchone()
    return Allowance(limit=user if token else anonymous, count=row[0], now=now)


def forget_quiet() -> int:
    """Delete the rows of those who have not asked for an hour; how many."""
    return RateCount.objects.filter(minute__lt=int(time.time()) // WINDOW - 60).delete()[0]


def _address(request: HttpRequest) -> str:
    """The caller's address; of IPv6 the network, of which one caller has more addresses than we have rows."""
    try:
        address = ipaddress.ip_address(get_adapter(request).get_client_ip(request))
    except (ValueError, PermissionDenied, ImproperlyConfigured):
        return "unknown"
    if address.version == 6 and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
