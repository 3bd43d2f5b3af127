"""What an address asks of a list that the list does not know: told to the reader, who may have misspelt a filter.

Parameters that mail and advertising add to links are passed over in silence, and so are those that all lists have.
"""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

EVERYWHERE = frozenset(
    {"q", "sort", "after", "before", "all", "page", "format", "language", "lang"}
)  # page: of addresses from before there were cursors
TRACKING = ("utm_", "mc_", "pk_", "mtm_", "_ga", "_gl", "fbclid", "gclid", "msclkid", "igshid", "oc_", "trk")
LONGEST = 60
MOST = 5


def names(given: Iterable[str], known: Collection[str]) -> list[str]:
    """The parameters of an address that a list with these filters does not know."""
    return [
        name[:LONGEST]
        for name in given
        if name not in known and name not in EVERYWHERE and name.strip() and not name.startswith(TRACKING)
    ]


def told(unknown: list[str]) -> list[str]:
    """The sentence that says so; nothing when all is known."""
    if not unknown:
        return []
    shown = "; ".join(unknown[:MOST])
    if (more := len(unknown) - MOST) > 0:
        shown += "; " + ngettext("and %(more)s more", "and %(more)s more", more) % {"more": more}
    return [_("We do not know %(values)s. The list is not filtered by it.") % {"values": shown}]
