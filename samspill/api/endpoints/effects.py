"""Effects by recipient, of a register or of a unit with all below it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router

from samspill.api import answers
from samspill.api.routing import reader, reads
from samspill.api.schemas.effects import EffectTableOut
from samspill.parties.models import Unit
from samspill.registry import shown
from samspill.registry.effect_table import effect_table

router = Router(tags=["effects"])


@reads(router, "/registers/{code}/effects", EffectTableOut, summary="Effects of a register, by recipient", one=True)
def register_effects(request: HttpRequest, code: str) -> HttpResponse:
    """Counted over the entries that you may see."""
    acting = reader(request)
    found = get_object_or_404(shown.registers_shown(acting), code=code)
    table = effect_table(shown.listed(acting).filter(register=found))
    return answers.one(request, EffectTableOut.of(table, f"register:{code}"), state=answers.state_of(found))


@reads(router, "/units/{code}/effects", EffectTableOut, summary="Effects of a unit, by recipient", one=True)
def unit_effects(request: HttpRequest, code: str) -> HttpResponse:
    """With all units below it, counted over the entries that you may see."""
    found = get_object_or_404(Unit.objects, code=code)
    table = effect_table(shown.listed(reader(request)).filter(shown.of_unit(found.path)))
    return answers.one(request, EffectTableOut.of(table, f"unit:{code}"), state=answers.state_of(found))
