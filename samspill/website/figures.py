"""Key figures: each is a number and the address of the exact list that it counted (the first promise)."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from samspill.parties.domain.acting import Acting
from samspill.registry.choices import Kind
from samspill.registry.queries import EntryQuerySet
from samspill.website import queries


@dataclass(frozen=True)
class Figure:
    """A number, what it counts, and the list it opens."""

    label: str
    value: int
    url: str


def entry_list_url(**filters: object) -> str:
    """The list of entries with these filters."""
    return f"{reverse('website:entry_list')}?{urlencode({name: str(value) for name, value in filters.items()})}"


def organisation_list_url(**filters: object) -> str:
    """The list of organisations with these filters."""
    return f"{reverse('website:organisation_list')}?{urlencode({name: str(value) for name, value in filters.items()})}"


def of_entries(entries: EntryQuerySet, **filters: object) -> list[Figure]:
    """How many of each kind there are among the entries that ``filters`` leave; zeros are left out. One query."""
    innovation = Q(kind=Kind.INNOVATION)
    counted = entries.order_by().aggregate(
        innovations=Count("pk", filter=innovation),
        in_use=Count("pk", filter=innovation & queries.in_use()),
        activities=Count("pk", filter=Q(kind=Kind.ACTIVITY)),
        results=Count("pk", filter=Q(kind=Kind.RESULT)),
        cases=Count("pk", filter=Q(kind=Kind.IMPACT_CASE)),
    )
    figures = [
        Figure(_("innovations"), counted["innovations"], entry_list_url(kind=Kind.INNOVATION, **filters)),
        Figure(
            _("of them taken into use"), counted["in_use"], entry_list_url(kind=Kind.INNOVATION, in_use=1, **filters)
        ),
        Figure(_("activities"), counted["activities"], entry_list_url(kind=Kind.ACTIVITY, **filters)),
        Figure(_("results"), counted["results"], entry_list_url(kind=Kind.RESULT, **filters)),
        Figure(_("impact cases"), counted["cases"], entry_list_url(kind=Kind.IMPACT_CASE, **filters)),
    ]
    return [figure for figure in figures if figure.value]


def of_site(acting: Acting) -> list[Figure]:
    """The front page's figures. Two queries."""
    partners = queries.taking_part(acting).count()
    return [
        *of_entries(queries.listed(acting)),
        Figure(_("organisations taking part"), partners, organisation_list_url(taking_part=1)),
    ]
