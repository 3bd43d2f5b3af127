"""The filters of the list of recommendations, for pages, files and programs alike."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.core import strange
from samspill.parties.domain.acting import Acting
from samspill.recommendations.choices import SourceKind, Status
from samspill.recommendations.queries import RecommendationQuerySet

NAMES = ("status", "owner", "source", "subject", "overdue", "q")
OPEN = "open"
OWNERS = ("me", "none")


@dataclass(frozen=True)
class Narrowed:
    """What the filters leave, what was asked for, and values that nobody knows."""

    rows: RecommendationQuerySet
    chosen: dict[str, str]
    unknown: list[str]


def narrowed(rows: RecommendationQuerySet, given: Mapping[str, str], acting: Acting) -> Narrowed:
    """What the filters leave of ``rows``, what is due first in front. Unknown values are left out and told of."""
    chosen = {name: given.get(name, "").replace("\x00", "").strip()[:100] for name in NAMES}
    known = {
        "status": (_("Status"), (OPEN, *Status.values)),
        "owner": (_("Responsible"), OWNERS),
        "source": (_("Kind of source"), SourceKind.values),
    }
    unknown = []
    for name, (label, values) in known.items():
        if chosen[name] and chosen[name] not in values:
            unknown.append(f"{label}: {chosen[name][: strange.LONGEST]}")
            chosen[name] = ""
    if chosen["status"] == OPEN:
        rows = rows.open()
    elif chosen["status"]:
        rows = rows.filter(status=chosen["status"])
    if chosen["owner"] == "me":
        rows = rows.owned_by(acting)
    elif chosen["owner"] == "none":
        rows = rows.filter(owner_user=None, owner_person=None)
    if chosen["source"]:
        rows = rows.filter(source_kind=chosen["source"])
    if chosen["subject"]:
        kind, _colon, code = chosen["subject"].partition(":")
        rows = rows.about(kind, code)
    if chosen["overdue"]:
        rows = rows.overdue(timezone.localdate())
    if chosen["q"]:
        rows = rows.filter(text__icontains=chosen["q"])
    return Narrowed(rows.order_by(F("due").asc(nulls_last=True), "-source_date", "pk"), chosen, unknown)
