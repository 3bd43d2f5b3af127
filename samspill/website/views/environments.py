"""Environments: organisations with their unit trees, a unit's page, and a person's page."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspill.core import strange
from samspill.core.enumerating import in_a_row
from samspill.core.exporting import respond
from samspill.core.prepared_rows import Keys, Prepared
from samspill.core.sorting import by_name
from samspill.parties.domain.acting import acting_for
from samspill.parties.exporting import people_table
from samspill.parties.models import Affiliation, Organisation, Unit, UnitSuccession
from samspill.parties.queries import affiliations_on, find_person, units_on
from samspill.registry import words
from samspill.registry.models import Contribution, Register
from samspill.website import beside, figures, queries
from samspill.website.kept_lists import page_kept_for_strangers
from samspill.website.linked_data import person_data, unit_data
from samspill.website.people import may_see_person
from samspill.website.rows import Seen, rows, rows_of
from samspill.website.trees import trees

NEWEST = 10
MOST = 50
UNITS = Prepared(lambda day: units_on(day).order_by(by_name("organisation__name_nb"), "path"), date)
UNIT = Prepared(lambda code: Unit.objects.select_related("organisation").filter(code=code), str)
ABOVE = Prepared(lambda keys: Unit.objects.filter(pk__in=keys).order_by("path"), Keys)
SUCCESSIONS = Prepared(lambda pk: UnitSuccession.objects.filter(unit_id=pk).select_related("successor"), int)
PREDECESSIONS = Prepared(lambda pk: UnitSuccession.objects.filter(successor_id=pk).select_related("unit"), int)
ROLES = Prepared(lambda pk: Contribution.objects.filter(person_id=pk).values_list("entry_id", "roles"), int)
AFFILIATIONS = Prepared(
    lambda pk: Affiliation.objects.filter(person_id=pk).select_related("organisation", "unit"), int
)  # fmt: skip


@require_safe
@page_kept_for_strangers()
def environments(request: HttpRequest) -> HttpResponse:
    """Organisations that have units, each with its tree of today."""
    by_organisation: dict[Organisation, list[Unit]] = {}
    for unit in UNITS(timezone.localdate()):
        by_organisation.setdefault(unit.organisation, []).append(unit)
    context = {
        "section": "environments",
        "organisations": [(organisation, trees(found)) for organisation, found in by_organisation.items()],
    }
    return render(request, "website/environments.html", context)


@require_safe
@page_kept_for_strangers("date")
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """A unit: where it stands in the tree, what became of it, its people at a date and its entries."""
    found = UNIT.one_or_404(code)
    acting = acting_for(request.user)
    today = timezone.localdate()
    day, misread = _day(request.GET.get("date", ""), default=min(found.valid_to or today, today))
    below = list(Unit.objects.filter(path__startswith=found.path).exclude(pk=found.pk).order_by("path"))
    newest = figures.newest(acting, NEWEST, seen := Seen(acting), unit=found.code)
    ancestors = ABOVE(found.ancestor_ids()[:-1])
    registers = beside.registers_of_unit(acting, found)
    context = {
        "section": "environments",
        "unit": found,
        "linked": unit_data(found, ancestors, below),
        "ancestors": ancestors,
        "trees": trees([one for one in below if _stands(one, day)]),
        "gone": [one for one in below if not _stands(one, day)],
        "is_gone": not _stands(found, today),
        "successions": SUCCESSIONS(found.pk),
        "predecessions": PREDECESSIONS(found.pk),
        "day": day,
        "misread": misread,
        "people": beside.people_at([found, *below], day),
        "registers": registers,
        "contact": _contact_of(found, registers, ancestors),
        "centres": beside.centres_of_unit(acting, found),
        "rows": rows_of(newest, seen=seen),
        "all": figures.of_all(newest, unit=found.code),
    }
    return render(request, "website/unit.html", context)


def _people(unit: Unit, day: date) -> QuerySet[Affiliation]:
    """Who belonged to the unit or one below it on a day, of those with a public page."""
    rows = affiliations_on(day).filter(unit__path__startswith=unit.path, person__is_public=True)
    return rows.order_by(by_name("person__name"), "pk")


@require_safe
def unit_people_file(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """The people of a unit on the day of ``?date=`` as a file."""
    found = UNIT.one_or_404(code)
    today = timezone.localdate()
    day, misread = _day(request.GET.get("date", ""), default=min(found.valid_to or today, today))
    unknown = strange.names(request.GET, ["date"]) + ([f"{_('Date')}: {misread}"] if misread else [])
    return respond(
        request,
        form=form,
        title=_("People"),
        filters=[(_("Unit"), found.name), (_("Date"), day.isoformat())],
        problems=strange.told(unknown),
        page=reverse("website:unit", args=[code]),
        make=lambda: people_table(_people(found, day)),
    )


@require_safe
@page_kept_for_strangers()
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    """A person: where they belong and belonged, and what they contributed to. The e-mail is never shown."""
    found = find_person(public_id)
    acting = acting_for(request.user)
    if found is None or not may_see_person(acting, found):
        raise Http404
    if found.public_id != public_id:  # a duplicate that was merged: its address goes on working
        return redirect("website:person", public_id=found.public_id, permanent=True)
    roles = words.contribution_roles()
    notes = {
        entry: ", ".join(in_a_row(roles[code].name if code in roles else code for code in codes))
        for entry, codes in ROLES(found.pk)
    }
    affiliations = AFFILIATIONS(found.pk)
    context = {
        "section": "environments",
        "person": found,
        "linked": person_data(found, affiliations),
        "affiliations": affiliations,
        "contacts": _contacts_at(affiliations, timezone.localdate()) if found.is_public else [],
    }
    if found.is_public:
        newest = figures.newest(acting, MOST, seen := Seen(acting), person=found.public_id)
        context |= {
            "rows": rows_of(newest, notes=notes, seen=seen),
            "all": figures.of_all(newest, person=found.public_id),
            "figures": figures.of_entries(newest, acting, person=found.public_id),
        }
    else:  # no list may name them, so that none is linked to
        context["rows"] = rows(queries.listed(acting).filter(queries.by_person(found))[:MOST], notes)
    return render(request, "website/person.html", context)


def _contact_of(unit: Unit, registers: Sequence[Register], ancestors: Sequence[Unit]) -> str:
    """The unit's address, that of its newest register, of the nearest unit above, or of the organisation."""
    by_age = sorted(registers, key=lambda one: one.pk, reverse=True)
    near = [unit.contact_email, *(one.contact_email for one in by_age if one.is_public)]
    above = [one.contact_email for one in reversed(ancestors)]
    return next(filter(None, [*near, *above, unit.organisation.contact_email]), "")


def _contacts_at(affiliations: Sequence[Affiliation], day: date) -> list[tuple[str, str]]:
    """Whom one writes to about a person, whose own address is never shown: the places of that day, by name."""
    found: dict[str, str] = {}
    for one in affiliations:
        if _stands(one, day):
            place = one.unit if one.unit and one.unit.contact_email else one.organisation
            if place.contact_email:
                found.setdefault(place.contact_email, str(place.name))
    return [(name, address) for address, name in found.items()]


def _stands(unit: Unit | Affiliation, day: date) -> bool:
    return (unit.valid_from is None or unit.valid_from <= day) and (unit.valid_to is None or unit.valid_to >= day)


def _day(given: str, *, default: date) -> tuple[date, str]:
    """The day asked for; the default, and what was written, when it cannot be read."""
    try:
        return (date.fromisoformat(given), "") if given else (default, "")
    except ValueError:
        return default, given[:40]
