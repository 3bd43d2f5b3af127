"""Settings from the environment: what cannot be meant is told in a sentence, without what may be secret in it."""

import re
from email.utils import parseaddr
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict


def whole_numbers(name: str, given: str, *, many: int, example: str) -> list[int]:
    """So many numbers with commas between, none of them negative. Raises `ImproperlyConfigured`."""
    texts = [text.strip() for text in given.split(",")]
    if len(texts) != many or not all(re.fullmatch(r"[0-9]{1,9}", text) for text in texts):
        what = "a number" if many == 1 else f"{many} numbers with a comma between"
        raise ImproperlyConfigured(f"{name} is {what}, such as {example}.")
    return [int(text) for text in texts]


def switch(name: str, given: str) -> bool:
    """1 is on; 0 or nothing is off. Raises `ImproperlyConfigured`: who writes “true” means something."""
    if given.strip() not in ("", "0", "1"):
        raise ImproperlyConfigured(f"{name} is 1 for on, or 0 for off.")
    return given.strip() == "1"


def host_names(given: str) -> list[str]:
    """Names or numbers of hosts with commas between. Raises `ImproperlyConfigured`."""
    hosts = [host.strip() for host in given.split(",") if host.strip()]
    for host in hosts:
        if not re.fullmatch(r"\.?[\w.-]+|\[[0-9a-fA-F:.]+\]", host):
            raise ImproperlyConfigured(
                "SAMSPILL_HOSTS holds names as samspill.example.org, with commas between, without https:// and port, "
                f"not “{host[:80]}”."
            )
    return hosts


def sender(given: str) -> str:
    """SAMSPILL_EMAIL_FROM. Raises `ImproperlyConfigured`."""
    address = parseaddr(given)[1]
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", address) or not given.strip().endswith((address, f"<{address}>")):
        raise ImproperlyConfigured(
            "SAMSPILL_EMAIL_FROM is an e-mail address, such as Samspill <samspill@example.org>; a name with a comma or "
            "a dot in it stands in quotes."
        )
    return given.strip()


def contact(given: str) -> str:
    """SAMSPILL_CONTACT, which pages make a link of; empty when there is none. Raises `ImproperlyConfigured`."""
    if given.strip() and not re.fullmatch(r"[^@\s<>,]+@[^@\s<>,]+", given.strip()):
        raise ImproperlyConfigured("SAMSPILL_CONTACT is an e-mail address alone, such as post@samspill.example.org.")
    return given.strip()


def site_address(given: str) -> str:
    """SAMSPILL_URL without a slash at its end. Raises `ImproperlyConfigured`."""
    address = _parts(given.strip().rstrip("/"))
    if (
        not address
        or address.scheme not in ("http", "https")
        or not re.fullmatch(r"[\w.:-]+", address.hostname or "")
        or address.username is not None
    ):
        raise ImproperlyConfigured("SAMSPILL_URL is the address that users type, such as https://samspill.example.org.")
    if address.path or address.query or address.fragment:
        raise ImproperlyConfigured("SAMSPILL_URL ends with the host or its port: Samspill has a host to itself.")
    return address.geturl()


def mail_server(given: str) -> SplitResult:
    """The parts of SAMSPILL_EMAIL. Raises `ImproperlyConfigured`."""
    address = _parts(given.strip())
    if not address or address.scheme not in ("smtp", "smtps") or not address.hostname:
        raise ImproperlyConfigured("SAMSPILL_EMAIL is smtp://user:password@host:port, or smtps://…")
    return address


PATIENCE = {
    "connect_timeout": "5",  # for each try, and there may be two: with encryption and without
    "tcp_user_timeout": "30000",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
}
"""What libpq is told unless DATABASE_URL says otherwise. A server whose machine or network is gone says nothing:
without these each thread waits for two minutes to a quarter of an hour, and readiness with them."""


def database_parts(given: str) -> dict[str, Any]:
    """What libpq reads in DATABASE_URL. Raises `ImproperlyConfigured`."""
    try:
        return PATIENCE | conninfo_to_dict(given)
    except ProgrammingError:  # its text may hold the password
        raise ImproperlyConfigured(
            "DATABASE_URL is not understood; write postgresql://user:password@host:port/database, with signs such as "
            "@ and / in the password as %40 and %2F."
        ) from None


def _parts(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        return parts if parts.port is None or parts.port else None
    except ValueError:
        return None
