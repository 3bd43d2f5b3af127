"""The arguments of a request, each checked, and dates read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.http import QueryDict

from samspill.api.oai.errors import BadArgument, BadVerb

LISTING = {"metadataPrefix", "from", "until", "set"}
ALLOWED: Mapping[str, tuple[set[str], set[str]]] = {
    "Identify": (set(), set()),
    "ListMetadataFormats": (set(), {"identifier"}),
    "ListSets": (set(), {"resumptionToken"}),
    "GetRecord": ({"identifier", "metadataPrefix"}, set()),
    "ListIdentifiers": ({"metadataPrefix"}, LISTING | {"resumptionToken"}),
    "ListRecords": ({"metadataPrefix"}, LISTING | {"resumptionToken"}),
}
"""Verb -> required arguments, optional arguments."""

DAY = re.compile(r"\d{4}-\d\d-\d\d")
SECOND = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@dataclass(frozen=True)
class Request:
    """A verb with its arguments, all well formed."""

    verb: str
    arguments: Mapping[str, str]

    def get(self, name: str) -> str:
        """An argument; empty when it was not given."""
        return self.arguments.get(name, "")


def read(given: QueryDict) -> Request:
    """The request. Raises `BadVerb` or `BadArgument`."""
    verbs = given.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in ALLOWED:
        raise BadVerb(f"Give the argument verb once, as one of {', '.join(ALLOWED)}.")
    verb = verbs[0]
    required, optional = ALLOWED[verb]
    arguments = {name: values for name, values in given.lists() if name != "verb"}
    if unknown := sorted(set(arguments) - required - optional):
        raise BadArgument(f"{verb} does not take {', '.join(unknown)[:200]}.")
    if repeated := sorted(name for name, values in arguments.items() if len(values) != 1):
        raise BadArgument(f"Given more than once: {', '.join(repeated)}.")
    single = {name: values[0] for name, values in arguments.items()}
    for name in ("from", "until"):
        if single.get(name) == "":
            raise _no_date(name)
    if "resumptionToken" in single:
        if len(single) > 1:
            raise BadArgument("A resumptionToken stands alone: leave out the other arguments.")
    elif missing := sorted(required - set(single)):
        raise BadArgument(f"{verb} needs {', '.join(missing)}.")
    return Request(verb, single)


def period(request: Request) -> tuple[datetime | None, datetime | None]:
    """From and until, both included, as moments in UTC. Raises `BadArgument`."""
    start, end = request.get("from"), request.get("until")
    if start and end and len(start) != len(end):
        raise BadArgument("Give from and until in the same form: both as days or both to the second.")
    first, last = _moment("from", start), _moment("until", end)
    if last is not None and DAY.fullmatch(end):
        last += timedelta(days=1, seconds=-1)
    if first is not None and last is not None and first > last:
        raise BadArgument("from is later than until.")
    return first, last


def stamp(moment: datetime) -> str:
    """A moment as the protocol writes it."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _moment(name: str, text: str) -> datetime | None:
    if not text:  # read() has refused one that was given and is empty
        return None
    form = "%Y-%m-%d" if DAY.fullmatch(text) else "%Y-%m-%dT%H:%M:%SZ" if SECOND.fullmatch(text) else ""
    try:
        if form and text.isascii():
            return datetime.strptime(text, form).replace(tzinfo=UTC)
    except ValueError:
        pass
    raise _no_date(name)


def _no_date(name: str) -> BadArgument:
    return BadArgument(f"{name} is not a UTC date: write it as 2026-01-31 or 2026-01-31T12:00:00Z.")
