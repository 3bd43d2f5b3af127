"""Resumption tokens: where a list goes on, signed, so that they can be neither guessed nor bent.

A token carries the arguments and the last record given (stamp and id), so that page 10,000 is found by the index as
fast as page 1, and nothing is kept on the server. ``until`` is fixed when the first page is given.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.utils import timezone

from samspill.api.oai.errors import BadResumptionToken

LIFETIME = timedelta(days=2)
_SALT = "samspill.oai"


@dataclass(frozen=True)
class Position:
    """A list and how far it has come. Moments as ISO text; ``seen`` counts the records given so far.

    ``told`` is the responseDate of the first page. All pages tell the same one: a harvester may go on from any of them.
    """

    verb: str
    prefix: str
    set: str
    start: str
    until: str
    told: str
    stamp: str
    id: int
    seen: int

    @property
    def last(self) -> tuple[datetime, int]:
        """Stamp and id of the last record that was given."""
        return datetime.fromisoformat(self.stamp), self.id


def issue(position: Position) -> tuple[str, datetime]:
    """The token, and until when it holds."""
    return signing.dumps(asdict(position), salt=_SALT, compress=True), timezone.now() + LIFETIME


def read(token: str, verb: str) -> Position:
    """The position that a token stands for. Raises `BadResumptionToken`."""
    try:
        found = signing.loads(token, salt=_SALT, max_age=LIFETIME)
        position = Position(**found) if isinstance(found, Mapping) else None
    except signing.SignatureExpired as expired:
        raise BadResumptionToken(
            f"This resumptionToken is too old: it held for {LIFETIME.days} days. Begin the list anew, with from set to "
            "the responseDate of your last complete harvest."
        ) from expired
    except (signing.BadSignature, TypeError, ValueError) as forged:
        raise BadResumptionToken(
            "This resumptionToken is not one that we gave out. Begin the list anew, without it."
        ) from forged
    if position is None or position.verb != verb:
        raise BadResumptionToken(f"This resumptionToken does not belong to {verb}. Use it with the verb that gave it.")
    return position
