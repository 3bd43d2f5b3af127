"""The register's year: where a leader begins."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from samspill.core.policy import require
from samspill.core.prepared_rows import Prepared
from samspill.parties.domain.acting import acting_for
from samspill.registry.models import Register
from samspill.rounds import policies
from samspill.rounds.domain import schedule
from samspill.rounds.models import RoundItem, Update, UpdateRound
from samspill.rounds.queries import State, counts_now, rounds
from samspill.rounds.year import lines_for
from samspill.workspace.users import signed_in

REGISTER = Prepared(
    lambda code: Register.objects.select_related("organisation", "unit", "profile", "scale").filter(code=code), str
)


def register_for_round(code: str) -> Register:
    """The register with all that its rounds need to know of it."""
    return REGISTER.one_or_404(code)


@dataclass(frozen=True)
class RoundLine:
    """A round and how many innovations in it stand where."""

    found: UpdateRound
    number: int
    updated: int
    late: int
    left: int
    reached: int
    targets: int


def round_lines(register: Register) -> list[RoundLine]:
    """All rounds of the register, the newest first. Two queries: closed rounds are not counted again."""
    found = list(rounds().filter(register=register).order_by("-due", "-pk"))
    opened = next((one.pk for one in found if one.is_open), None)
    now = counts_now(opened) if opened else {}
    return [_line(one, one.counts if one.is_closed else now if one.is_open else {}) for one in found]


def _line(found: UpdateRound, counts: dict[str, int]) -> RoundLine:
    late = counts.get(State.LATE, 0)
    return RoundLine(
        found=found,
        number=counts.get("items", 0),
        updated=counts.get(State.UPDATED, 0) + late,
        late=late,
        left=counts.get(State.NOT_UPDATED, 0) + counts.get(State.MISSING, 0),
        reached=counts.get(Update.Answer.REACHED, 0),
        targets=sum(counts.get(answer, 0) for answer in Update.Answer),
    )


@require_safe
@login_required
def register_year(request: HttpRequest, code: str) -> HttpResponse:
    """What is open now, the rounds so far, and a line from every other module that has something in the year."""
    user = signed_in(request)
    register = register_for_round(code)
    acting = acting_for(user)
    require(policies.may_follow(acting, register))
    today = timezone.localdate()
    lines = round_lines(register)
    states = UpdateRound.State
    opened = next((line for line in lines if line.found.state == states.OPEN), None)
    others = lines_for(register, acting, today=today)
    context = {
        "register": register,
        "opened": opened,
        "is_late": bool(opened and opened.found.is_late(today)),
        "own": RoundItem.objects.filter(round=opened.found, owner=user).count() if opened else 0,
        "planned": [line.found for line in lines if line.found.state == states.PLANNED],
        "closed": [line for line in lines if line.found.state == states.CLOSED],
        "now": [line for line in others if line.is_now],
        "others": [line for line in others if not line.is_now],
        "may_lead": bool(policies.may_lead(acting, register)),
        "may_oversee": bool(policies.may_oversee(acting, register)),
        "next_due": schedule.next_due(register, today=today),
    }
    return render(request, "workspace/rounds/year.html", context)
