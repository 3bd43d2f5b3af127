"""The items of a year's rounds, read once for an edition."""

from samspill.core.reporting import Scope
from samspill.registry.reporting import entries_of
from samspill.rounds.models import RoundItem, UpdateRound


def items_of(scope: Scope, year: int) -> list[RoundItem]:
    """Innovations of the scope in the rounds that were due in the year and have opened, in order. One query."""
    return scope.keep(f"rounds.items.{year}", lambda: _read(scope, year))


def _read(scope: Scope, year: int) -> list[RoundItem]:
    rows = RoundItem.objects.filter(round__due__year=year, entry__in=entries_of(scope)).exclude(
        round__state=UpdateRound.State.PLANNED
    )
    return list(
        rows.select_related(
            "entry", "round", "target__level__scale", "told__reading__level__scale", "told__next_target__level__scale"
        )
        .defer("round__content", "round__intro")
        .order_by("round__due", "entry__title", "entry__public_id")
    )
