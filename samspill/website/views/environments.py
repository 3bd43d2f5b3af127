"""Environments: organisations with their unit trees, a unit's page, and a person's page."""

from datetime import date
from typing import TypeVar

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from samspill.parties.domain.acting import acting_for
from samspill.parties.models import Affiliation, Organisation, Person, Unit
from samspill.registry.models import Contribution, ContributionRole
from samspill.website import figures, queries
from samspill.website.people import may_see_person
from samspill.website.rows import rows
from samspill.website.trees import trees

NEWEST = 10
M = TypeVar("M", Unit, Affiliation)


@require_safe
def environments(request: HttpRequest) -> HttpResponse:
    """Organisations that have units, each with its tree of today."""
    today = timezone.localdate()
    units = _standing(Unit.objects.all(), today).select_related("organisation")
    by_organisation: dict[Organisation, list[Unit]] = {}
    for unit in units.order_by("organisation__name_nb", "path"):
        by_organisation.setdefault(unit.organisation, []).append(unit)
    context = {
        "section": "environments",
        "organisations": [(organisation, trees(found)) for organisation, found in by_organisation.items()],
    }
    return render(request, "website/environments.html", context)


@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """A unit: where it stands in the tree, what became of it, its people at a date and its entries."""
    found = get_object_or_404(Unit.objects.select_related("organisation"), code=code)
    acting = acting_for(request.user)
    day, misread = _day(request.GET.get("date", ""))
    below = list(Unit.objects.filter(path__startswith=found.path).exclude(pk=found.pk).order_by("path"))
    affiliations = _standing(Affiliation.objects.all(), day).filter(unit__path__startswith=found.path)
    entries = queries.listed(acting).filter(queries.of_unit(found.path))
    ancestors = Unit.objects.filter(pk__in=found.ancestor_ids()[:-1]).order_by("path")
    context = {
        "section": "environments",
        "unit": found,
        "ancestors": ancestors,
        "trees": trees([one for one in below if _stands(one, day)]),
        "gone": [one for one in below if not _stands(one, day)],
        "is_gone": not _stands(found, timezone.localdate()),
        "successions": found.successions.select_related("successor"),
        "predecessions": found.predecessions.select_related("unit"),
        "day": day,
        "misread": misread,
        "people": affiliations.filter(person__is_public=True)
        .select_related("person", "unit")
        .order_by("person__name", "pk"),
        "registers": queries.registers_shown(acting).filter(unit=found),
        "rows": rows(queries.with_list_parts(entries)[:NEWEST]),
        "all": figures.Figure("", entries.count(), figures.entry_list_url(unit=found.code)),
    }
    return render(request, "website/unit.html", context)


@require_safe
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    """A person: where they belong and belonged, and what they contributed to. The e-mail is never shown."""
    found = get_object_or_404(Person, public_id=public_id)
    acting = acting_for(request.user)
    if not may_see_person(acting, found):
        raise Http404
    entries = queries.listed(acting).filter(queries.by_person(found))
    roles = {row.code: row.name for row in ContributionRole.objects.all()}
    notes = {
        part.entry_id: ", ".join(roles.get(code, code) for code in part.roles)
        for part in Contribution.objects.filter(person=found)
    }
    context = {
        "section": "environments",
        "person": found,
        "affiliations": found.affiliations.select_related("organisation", "unit"),
        "rows": rows(queries.with_list_parts(entries), notes),
        "figures": figures.of_entries(entries, person=found.public_id) if found.is_public else [],
    }
    return render(request, "website/person.html", context)


def _standing(rows: QuerySet[M], day: date) -> QuerySet[M]:
    """Rows that hold on a day."""
    return rows.filter(
        Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day)
    )  # fmt: skip


def _stands(unit: Unit, day: date) -> bool:
    return (unit.valid_from is None or unit.valid_from <= day) and (unit.valid_to is None or unit.valid_to >= day)


def _day(given: str) -> tuple[date, str]:
    """The day asked for; today, and what was written, when it cannot be read."""
    try:
        return (date.fromisoformat(given), "") if given else (timezone.localdate(), "")
    except ValueError:
        return timezone.localdate(), given[:40]
