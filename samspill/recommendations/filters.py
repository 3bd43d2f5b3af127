"""The filters of the list of recommendations, for pages, files and programs alike."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone

from samspill.parties.domain.acting import Acting
from samspill.recommendations.choices import SourceKind, Status
from samspill.recommendations.queries import RecommendationQuerySet

NAMES = ("status", "owner", "source", "subject", "overdue", "q")
OPEN = "open"


@dataclass(frozen=True)
class Narrowed:
    """What the filters leave, and what was asked for."""

    rows: RecommendationQuerySet
    chosen: dict[str, str]


def narrowed(rows: RecommendationQuerySet, given: Mapping[str, str], acting: Acting) -> Narrowed:
    """What the filters leave of ``rows``, what is due first in front. Unknown values are left out, not refused."""
    chosen = {name: given.get(name, "").replace("\x00", "").strip()[:100] for name in NAMES}
    if chosen["status"] == OPEN:
        rows = rows.open()
    elif chosen["status"] in Status.values:
        rows = rows.filter(status=chosen["status"])
    if chosen["owner"] == "me":
        rows = rows.owned_by(acting)
    elif chosen["owner"] == "none":
        rows = rows.filter(owner_user=None, owner_person=None)
    if chosen["source"] in SourceKind.values:
        rows = rows.filter(source_kind=chosen["source"])
    if chosen["subject"]:
        kind, _colon, code = chosen["subject"].partition(":")
        rows = rows.about(kind, code)
    if chosen["overdue"]:
        rows = rows.overdue(timezone.localdate())
    if chosen["q"]:
        rows = rows.filter(text__icontains=chosen["q"])
    return Narrowed(rows.order_by(F("due").asc(nulls_last=True), "-source_date", "pk"), chosen)
