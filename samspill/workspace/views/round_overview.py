"""How far a round has come: numbers that open their lists, who has not answered, and all of it as a file (R-REG-03)."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspill.core import jinja, strange
from samspill.core.exporting import respond
from samspill.core.kept_pieces import KeptPieces
from samspill.core.policy import require
from samspill.core.prepared_rows import Prepared
from samspill.parties.domain.acting import acting_for
from samspill.registry import words
from samspill.rounds import exporting, lines, policies
from samspill.rounds.domain.opening import opening_of
from samspill.rounds.models import UpdateRound
from samspill.rounds.queries import SOME_ITEMS, full_items, living, rounds, state_of
from samspill.workspace.round_numbers import LISTS, numbers_of
from samspill.workspace.users import signed_in

ROWS = 25


@dataclass(frozen=True)
class Counted:
    """A number on the page, with the list that it counts."""

    code: str
    label: str
    number: int


FOUND = Prepared(lambda public_id, code: rounds().filter(public_id=public_id, register__code=code), str, str)
LIVING = Prepared(
    lambda register: living(register).order_by().values("register").annotate(n=Count("pk")).values_list("n"), int
)
_rows = KeptPieces[str](3000)


@require_safe
@login_required
def round_overview(request: HttpRequest, code: str, public_id: str) -> HttpResponse:
    """Numbers, who is missing, and a list a page at a time."""
    found = FOUND.one_or_404(public_id, code)
    acting = acting_for(signed_in(request))
    require(policies.may_oversee(acting, found.register))
    may_lead = bool(policies.may_lead(acting, found.register))
    numbers = numbers_of(found)
    chosen = request.GET.get("state", "")
    if chosen not in LISTS:
        chosen = "not_updated" if numbers.lists["not_updated"] else "all"
    page: Page[int] = Paginator(numbers.lists[chosen], ROWS).get_page(request.GET.get("page"))
    context = {
        "found": found,
        "register": found.register,
        "counted": [
            Counted(code, str(label), len(numbers.lists[code]))
            for code, (label, _marks) in LISTS.items()
            if numbers.lists[code] or code in ("all", "answered", "not_updated")
        ],
        "chosen": chosen,
        "chosen_label": LISTS[chosen][0],
        "page": page,
        "rows": _rows_of(found, list(page), may_answer=found.is_open and may_lead) if numbers.lists[chosen] else "",
        "missing": numbers.missing,
        "number": len(numbers.lists["all"]),
        "updated": len(numbers.lists["answered"]),
        "left": len(numbers.lists["not_updated"]),
        "may_lead": may_lead,
        "is_late": found.is_open and found.is_late(timezone.localdate()),
        "opening": opening_of(found, today=timezone.localdate()) if may_lead and found.state == "planned" else None,
        "next_from": found.due + timedelta(days=1) if found.is_open and timezone.localdate() <= found.due else None,
        "new": _living(found) - numbers.living if found.is_open and may_lead else 0,
    }
    return render(request, "workspace/rounds/overview.html", context)


@require_safe
@login_required
def round_export(request: HttpRequest, code: str, public_id: str, form: str) -> HttpResponseBase:
    """The round as a file: all of it, or the list of ``?state=``."""
    found = FOUND.one_or_404(public_id, code)
    require(policies.may_oversee(acting_for(signed_in(request)), found.register))
    chosen = request.GET.get("state", "") or "all"
    unknown = strange.names(request.GET, ["state"])
    if chosen not in LISTS:
        unknown.append(f"{_('Status')}: {chosen[: strange.LONGEST]}")
        chosen = "all"
    rows = full_items(found).filter(pk__in=numbers_of(found).lists[chosen]).order_by("entry__title", "pk")
    return respond(
        request,
        form=form,
        title=found.name,
        filters=[(_("Register"), found.register.name), (_("Status"), str(LISTS[chosen][0]))],
        problems=strange.told(unknown),
        make=lambda: exporting.round_table(rows),
    )


def _living(found: UpdateRound) -> int:
    """How many innovations a round of the register would ask about now."""
    counted = LIVING(found.register_id)
    return int(counted[0][0]) if counted else 0


def _rows_of(found: UpdateRound, items: list[int], *, may_answer: bool) -> SafeString:
    """The rows of a page; each is kept while nothing that it shows has changed. One query, and one for new rows."""
    made_of = (found.state, words.levels.mark())
    there: dict[int, str | None] = {}
    stamps = {}
    for line in lines.of_items(found, items):
        stamps[line.item] = (line.stamp, made_of)
        there[line.item] = _rows.find((line.item, get_language(), may_answer), stamps[line.item])
    if missing := [item for item, row in there.items() if row is None]:
        for item in SOME_ITEMS(found.pk, missing):
            context = {"item": item, "state": state_of(item), "may_answer": may_answer, "code": found.public_id}
            row = jinja.render("workspace/rounds/overview_row.html", context)
            there[item.pk] = row
            _rows.keep((item.pk, get_language(), may_answer), stamps[item.pk], row)
    return SafeString("".join(row or "" for row in there.values()))
