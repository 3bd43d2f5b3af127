"""Partners: the list of organisations, and an organisation's page."""

from itertools import groupby

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from samspill.core.prepared_rows import Prepared
from samspill.core.sorting import by_name
from samspill.parties.domain.acting import acting_for
from samspill.parties.models import MunicipalityChange, Organisation, SizeFigure, Unit
from samspill.parties.places import counties
from samspill.parties.queries import representatives_on
from samspill.registry.places import may_register_somewhere
from samspill.website import beside, figures
from samspill.website.kept_lists import page_kept_for_strangers
from samspill.website.linked_data import organisation_data
from samspill.website.organisations import NAMES, chosen_organisations
from samspill.website.rows import Seen, rows_of

PAGE_SIZE = 50
NEWEST = 20
PLACED = Organisation.objects.select_related("county__region", "municipality__county__region")
ORGANISATION = Prepared(lambda code: PLACED.filter(code=code), str)
SIZES = Prepared(
    lambda pk: SizeFigure.objects.filter(organisation_id=pk).select_related("unit").order_by("-date", "-pk"), int
)
ORIGINS = Prepared(lambda number: MunicipalityChange.objects.filter(municipality_id=number), str)
HAS_UNITS = Prepared(lambda pk: Unit.objects.filter(organisation_id=pk).order_by().values_list("pk")[:1], int)


@require_safe
@page_kept_for_strangers(*NAMES, "page")
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Organisations by name, kind and county; ``taking_part=1`` leaves those with an entry."""
    acting = acting_for(request.user)
    chosen = chosen_organisations(request.GET, acting)
    page = Paginator(
        chosen.rows.select_related("county", "municipality__county").order_by(by_name("name_nb"), "pk"), PAGE_SIZE
    ).get_page(request.GET.get("page"))
    context = {
        "section": "partners",
        "page": page,
        "total": page.paginator.count,
        "chosen": chosen.values,
        "problems": chosen.problems,
        "query": chosen.query,
        "kinds": Organisation.Kind.choices,
        "counties": counties().values(),
    }
    return render(request, "website/organisation_list.html", context)


@require_safe
@page_kept_for_strangers()
def organisation(request: HttpRequest, code: str) -> HttpResponse:
    """An organisation: facts with their sources, all it takes part in, its registers, units and representatives."""
    found = ORGANISATION.one_or_404(code)
    acting = acting_for(request.user)
    newest = figures.newest(acting, NEWEST, seen := Seen(acting), partner=found.code)
    order = {measure: place for place, measure in enumerate(SizeFigure.Measure.values)}
    sizes = sorted(
        SIZES(found.pk),
        key=lambda one: (one.unit_id or 0, order.get(one.measure, 0)),
    )
    is_municipality = found.kind == Organisation.Kind.MUNICIPALITY
    origins = ORIGINS(found.municipality_id) if is_municipality and found.municipality_id else []
    context = {
        "section": "partners",
        "organisation": found,
        "linked": organisation_data(found),
        "facts": found.municipality if is_municipality else None,
        "origins": [one for one in origins if one.kind != MunicipalityChange.Kind.UNCHANGED],
        "sizes": [list(group) for _measure, group in groupby(sizes, key=lambda one: (one.measure, one.unit_id))],
        "figures": figures.of_entries(newest, acting, partner=found.code),
        "rows": rows_of(newest, seen=seen),
        "all": figures.of_all(newest, partner=found.code),
        "registers": beside.registers_of_organisation(acting, found),
        "has_units": bool(HAS_UNITS(found.pk)),
        "may_register": may_register_somewhere(acting),
        "representatives": representatives_on(timezone.localdate(), found),
    }
    return render(request, "website/organisation.html", context)
