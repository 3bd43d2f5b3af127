"""Key figures: each is a number and the address of the exact list that it counted (the first promise)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samspill.core.jinja import url
from samspill.core.search import Result, search
from samspill.parties.domain.acting import Acting
from samspill.registry.choices import Kind
from samspill.website import beside
from samspill.website.rows import Seen


@dataclass(frozen=True)
class Figure:
    """A number, what it counts, and the list it opens."""

    label: str
    value: int
    url: str
    is_exact: bool = True


def entry_list_url(**filters: object) -> str:
    """The list of entries with these filters."""
    return f"{url('website:entry_list')}?{urlencode({name: str(value) for name, value in filters.items()})}"


def organisation_list_url(**filters: object) -> str:
    """The list of organisations with these filters."""
    return f"{url('website:organisation_list')}?{urlencode({name: str(value) for name, value in filters.items()})}"


def newest(
    acting: Acting, most: int, seen: Seen | None = None, *, facets: Sequence[str] = ("kind",), **filters: object
) -> Result:
    """The newest entries that the filters leave, with the counts that figures are made of; ``seen`` of `rows.Seen`.

    From the search, as the lists that the figures open: the two cannot differ, and cost the same for any number.
    """
    return search(
        kinds=["entry"],
        filters=_values(filters),
        facets=facets,
        audience=acting,
        per_page=most,
        explained=most,
        visible=seen,
    )


def of_entries(result: Result, acting: Acting, **filters: object) -> list[Figure]:
    """How many of each kind there are among what `newest` found with these filters; zeros are left out."""
    kinds = {one.value: one for one in result.facets["kind"]}
    in_use = search(
        kinds=["entry"],
        filters=_values({"kind": Kind.INNOVATION, "in_use": 1, **filters}),
        audience=acting,
        per_page=1,
        explained=0,
    )
    figures = [
        Figure(
            _kind_name(kind, kinds[kind].count),
            kinds[kind].count,
            entry_list_url(**{"kind": kind.value, **filters}),
            kinds[kind].exact,
        )
        for kind in Kind
        if kind in kinds and kinds[kind].count
    ]
    if in_use.total:
        url = entry_list_url(**{"kind": Kind.INNOVATION.value, "in_use": 1, **filters})
        figures.insert(1, Figure(_("of them taken into use"), in_use.total, url, in_use.total_is_exact))
    return figures


def _kind_name(kind: Kind, number: int) -> str:
    return {
        Kind.INNOVATION: ngettext("innovation", "innovations", number),
        Kind.ACTIVITY: ngettext("activity", "activities", number),
        Kind.RESULT: ngettext("result", "results", number),
        Kind.IMPACT_CASE: ngettext("impact case", "impact cases", number),
    }[kind]


def of_all(result: Result, **filters: object) -> Figure:
    """How many there are in all, with the list of them."""
    return Figure("", result.total, entry_list_url(**filters), result.total_is_exact)


def _values(filters: Mapping[str, object]) -> dict[str, list[str]]:
    return {name: [str(value)] for name, value in filters.items()}


def of_site(result: Result, acting: Acting) -> list[Figure]:
    """The front page's figures, from what `newest` found."""
    partners = beside.number_taking_part(acting)
    return [
        *of_entries(result, acting),
        Figure(_("organisations taking part"), partners, organisation_list_url(taking_part=1)),
    ]
