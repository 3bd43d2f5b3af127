"""Municipalities, counties and regions by number or code; kept by the process (`core.kept`).

Beside them the names of municipalities that are no more, and which took their place.
"""

from collections.abc import Iterable, Sequence

from samspill.core.kept import Kept, KeptRows
from samspill.core.search import Term
from samspill.core.search.highlighting import matching
from samspill.core.search.norwegian import COMMON, tokens
from samspill.core.sorting import by_name
from samspill.parties.models import County, Municipality, MunicipalityChange, Region

municipalities = KeptRows(
    lambda: {
        row.number: row
        for row in Municipality.objects.select_related("county__region")
        .order_by(by_name("name"))
        .defer("reference_values")
    },
    Municipality,
    County,
)
counties = KeptRows(
    lambda: {row.number: row for row in County.objects.select_related("region").order_by(by_name("name"))}, County
)
regions = KeptRows(lambda: {row.code: row for row in Region.objects.all()}, Region)


def former_names(numbers: Iterable[str] | None = None) -> dict[str, list[str]]:
    """Names that municipalities bore before they became part of others -> the numbers of these; of all, or of some.

    A name that a municipality of today bears means that one. One query.
    """
    gone = MunicipalityChange.objects.filter(kind__in=(MunicipalityChange.Kind.MERGED, MunicipalityChange.Kind.SPLIT))
    gone = gone.exclude(old_name__in=Municipality.objects.values("name")).order_by(by_name("old_name"))
    found: dict[str, list[str]] = {}
    for name, number in (gone if numbers is None else gone.filter(municipality__in=numbers)).values_list(
        "old_name", "municipality_id"
    ):
        found.setdefault(name, []).append(number)
    return found


former = Kept(former_names, MunicipalityChange, Municipality)


def forget() -> None:
    """All of them are read anew the next time: one may have changed in another process."""
    for held in (municipalities, counties, regions, former):
        held.forget()


def searched_for(number: str, terms: Sequence[Term]) -> list[str]:
    """Those of the former names of a municipality that a search has named: for these alone it may have been found."""
    own = [name for name, numbers in former().items() if number in numbers]
    return [name for name in own if _words(name) <= {token.word for token in matching(name, terms)}]


def _words(name: str) -> set[str]:
    return {token.word for token in tokens(name) if token.word not in COMMON}
