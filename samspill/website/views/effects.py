"""Effects by recipient, of a register or of a unit with all below it; each number opens the entries it counted."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspill.core.exporting import respond
from samspill.parties.domain.acting import Acting, acting_for
from samspill.parties.models import Unit
from samspill.registry import policies
from samspill.registry.effect_table import EffectTable, effect_table, export_table
from samspill.registry.models import Register
from samspill.registry.queries import EntryQuerySet
from samspill.website import figures, queries


@dataclass(frozen=True)
class Number:
    """A number and the list that it counted; ``achieved`` likewise."""

    total: int
    url: str
    achieved: int = 0
    achieved_url: str = ""


@dataclass(frozen=True)
class Line:
    """One effect: a number for each recipient by name (None where there is none), and all together."""

    name: str
    numbers: list[tuple[str, Number | None]]
    together: Number


@require_safe
def of_register(request: HttpRequest, code: str) -> HttpResponse:
    """The table of a register."""
    acting = acting_for(request.user)
    found = get_object_or_404(queries.registers_shown(acting).select_related("organisation", "unit"), code=code)
    curates = acting.is_known and bool(policies.curates_register(acting, found))
    more = {"register": found, "export": "website:export_register_effects", "curates": curates}
    return _page(request, acting, queries.listed(acting).filter(register=found), {"register": found.code}, more)


@require_safe
def of_unit(request: HttpRequest, code: str) -> HttpResponse:
    """The table of a unit with all units below it."""
    acting = acting_for(request.user)
    found = get_object_or_404(Unit.objects.select_related("organisation"), code=code)
    more = {"unit": found, "export": "website:export_unit_effects"}
    return _page(request, acting, queries.listed(acting).filter(queries.of_unit(found.path)), {"unit": code}, more)


@require_safe
def register_file(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """The register's table as a file."""
    acting = acting_for(request.user)
    found = get_object_or_404(queries.registers_shown(acting), code=code)
    return _file(request, form, found, queries.listed(acting).filter(register=found))


@require_safe
def unit_file(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """The unit's table as a file."""
    acting = acting_for(request.user)
    found = get_object_or_404(Unit, code=code)
    return _file(request, form, found, queries.listed(acting).filter(queries.of_unit(found.path)))


def _file(request: HttpRequest, form: str, place: Register | Unit, entries: EntryQuerySet) -> HttpResponseBase:
    return respond(
        request,
        form=form,
        title=_("Effects"),
        filters=[(_("Register") if isinstance(place, Register) else _("Unit"), place.name)],
        make=lambda: export_table(entries),
    )


def _page(
    request: HttpRequest, acting: Acting, entries: EntryQuerySet, place: dict[str, str], more: dict[str, Any]
) -> HttpResponse:
    table = effect_table(entries)
    context = {
        "section": "registers" if "register" in place else "environments",
        "place": more.get("register") or more.get("unit"),
        "table": table,
        "lines": _lines(table, place),
        "all_url": figures.entry_list_url(**place, effect_for="any"),
        "sums": [
            (row.name, Number(table.by_recipient[row.code], figures.entry_list_url(**place, recipient=row.code)))
            for row in table.recipients
        ],
    }
    return render(request, "website/effects.html", context | more)


def _lines(table: EffectTable, place: dict[str, str]) -> list[Line]:
    def number(effect: str, recipient: str) -> Number | None:
        cell = table.cells.get((effect, recipient))
        if cell is None:
            return None
        url = figures.entry_list_url(**place, effect_for=f"{effect}.{recipient}")
        achieved = figures.entry_list_url(**place, effect_for=f"{effect}.{recipient}.achieved")
        return Number(cell.total, url, cell.achieved, achieved)

    return [
        Line(
            effect.name,
            [(recipient.name, number(effect.code, recipient.code)) for recipient in table.recipients],
            Number(table.by_effect[effect.code], figures.entry_list_url(**place, effect=effect.code)),
        )
        for effect in table.effects
    ]
