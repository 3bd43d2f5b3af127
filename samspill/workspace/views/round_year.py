"""The register's year: where a leader begins."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from samspill.core import jinja
from samspill.core.kept_pieces import KeptPieces
from samspill.core.policy import require
from samspill.core.prepared_rows import Prepared
from samspill.parties.domain.acting import acting_for
from samspill.registry.models import Register
from samspill.rounds import policies
from samspill.rounds.domain import schedule
from samspill.rounds.models import Update, UpdateRound
from samspill.rounds.queries import State
from samspill.rounds.year import lines_for
from samspill.workspace.round_numbers import Numbers, numbers_of
from samspill.workspace.users import signed_in

REGISTER = Prepared(
    lambda code: Register.objects.select_related("organisation", "unit", "profile", "scale").filter(code=code), str
)


def register_for_round(code: str) -> Register:
    """The register with all that its rounds need to know of it."""
    return REGISTER.one_or_404(code)


ROUNDS = Prepared(
    lambda register: (
        UpdateRound.objects.filter(register=register).defer("content", "intro").order_by("-due", "-pk")
    ),
    int,
)  # fmt: skip
_tables = KeptPieces[SafeString](200)


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


def round_lines(register: Register) -> tuple[list[RoundLine], dict[int | None, int]]:
    """All rounds of the register, the newest first, and how many innovations of the open one are whose. Two queries,
    and one where something of the open one has changed: closed rounds are not counted again."""
    lines, owned = list[RoundLine](), dict[int | None, int]()
    for one in ROUNDS(register.pk):
        one.register = register
        if one.is_open:
            numbers = numbers_of(one)
            owned = numbers.owned
            lines.append(_open_line(one, numbers))
        else:
            lines.append(_line(one, one.counts if one.is_closed else {}))
    return lines, owned


def _open_line(found: UpdateRound, numbers: Numbers) -> RoundLine:
    of = {code: len(items) for code, items in numbers.lists.items()}
    return RoundLine(
        found=found,
        number=of["all"],
        updated=of["answered"],
        late=of["late"],
        left=of["not_updated"],
        reached=of["reached"],
        targets=sum(of[answer] for answer in Update.Answer),
    )


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
    lines, owned = round_lines(register)
    states = UpdateRound.State
    opened = next((line for line in lines if line.found.state == states.OPEN), None)
    oversees = bool(policies.may_oversee(acting, register))
    others = lines_for(register, acting, today=today)
    context = {
        "register": register,
        "opened": opened,
        "is_late": bool(opened and opened.found.is_late(today)),
        "own": owned.get(user.pk, 0),
        "planned": [line.found for line in lines if line.found.state == states.PLANNED],
        "closed": _closed(register, [line for line in lines if line.found.state == states.CLOSED], oversees=oversees),
        "now": [line for line in others if line.is_now],
        "others": [line for line in others if not line.is_now],
        "may_lead": bool(policies.may_lead(acting, register)),
        "may_oversee": oversees,
        "next_due": schedule.next_due(register, today=today),
    }
    return render(request, "workspace/rounds/year.html", context)


def _closed(register: Register, lines: list[RoundLine], *, oversees: bool) -> SafeString | str:
    """Their table. Once closed, a round is never changed, but for its name: a person's may be taken out of it."""
    if not lines:
        return ""
    name = (register.pk, get_language(), oversees)
    stamp = (register.code, *((line.found.pk, line.found.label) for line in lines))
    found = _tables.find(name, stamp)
    if found is None:
        context = {"lines": lines, "code": register.code, "may_oversee": oversees}
        found = jinja.render("workspace/rounds/year_rounds.html", context)
        _tables.keep(name, stamp, found)
    return found
