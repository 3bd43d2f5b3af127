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

OLD_COUNTIES = {
    "Oppland": ["Innlandet"], "Hedmark": ["Innlandet"], "Hordaland": ["Vestland"], "Sogn og Fjordane": ["Vestland"],
    "Sør-Trøndelag": ["Trøndelag"], "Nord-Trøndelag": ["Trøndelag"], "Aust-Agder": ["Agder"], "Vest-Agder": ["Agder"],
    "Viken": ["Østfold", "Akershus", "Buskerud"], "Vestfold og Telemark": ["Vestfold", "Telemark"],
    "Troms og Finnmark": ["Troms", "Finnmark"],
}  # fmt: skip
"""Counties of before 2018, 2020 and 2024, and those of today that have most of them."""

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


def former_names_of(county: str) -> list[str]:
    """Names of the counties that a county of today has most of."""
    return [name for name, now in OLD_COUNTIES.items() if county in now]


def searched_for(number: str, terms: Sequence[Term]) -> list[str]:
    """Those of the former names of a municipality or county that a search has named: it may have been found by these
    alone."""
    county = counties().get(number)
    own = former_names_of(county.name) if county else [name for name, now in former().items() if number in now]
    return [name for name in own if _words(name) <= {token.word for token in matching(name, terms)}]


def _words(name: str) -> set[str]:
    return {token.word for token in tokens(name) if token.word not in COMMON}
