"""How far a round has come: numbers that open their lists, and who has not answered (R-REG-03)."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.http import require_safe

from samspill.accounts.models import User
from samspill.core import jinja
from samspill.core.kept_pieces import KeptPieces
from samspill.core.policy import require
from samspill.core.prepared_rows import Offset, Prepared
from samspill.core.sorting import by_name
from samspill.parties.domain.acting import acting_for
from samspill.registry import words
from samspill.registry.choices import Kind
from samspill.rounds import lines, policies
from samspill.rounds.models import RoundItem, Update, UpdateRound
from samspill.rounds.queries import ALIVE, ANSWERED, STOPPED, full_items, living, rounds, state_of
from samspill.workspace.users import signed_in

ROWS = 25
Answer = Update.Answer
LISTS: dict[str, tuple[Any, Q]] = {
    "all": (gettext_lazy("All innovations"), Q()),
    "answered": (gettext_lazy("Updated"), ANSWERED),
    "late": (gettext_lazy("Updated late"), ANSWERED & Q(told__is_late=True)),
    "not_updated": (gettext_lazy("Not updated"), ~ANSWERED & ~STOPPED),
    "stopped": (gettext_lazy("Stopped meanwhile"), ~ANSWERED & STOPPED),
    "reached": (gettext_lazy("Targets reached"), Q(told__target_answer=Answer.REACHED)),
    "partly": (gettext_lazy("Targets partly reached"), Q(told__target_answer=Answer.PARTLY)),
    "not": (gettext_lazy("Targets not reached"), Q(told__target_answer=Answer.NOT)),
    "changed": (gettext_lazy("Targets changed"), Q(told__target_answer=Answer.CHANGED)),
}
"""What can be counted in a round, and listed by the same condition."""


@dataclass(frozen=True)
class Counted:
    """A number on the page, with the list that it counts."""

    code: str
    label: str
    number: int


@dataclass(frozen=True)
class Missing:
    """An owner with innovations that are not updated."""

    owner: User | None
    left: int
    number: int


@dataclass(frozen=True)
class Numbers:
    """All numbers of a round: of each list, of each owner, and of those that are living innovations of its register."""

    lists: dict[str, int]
    missing: list[Missing]
    living: int


def _of_owners(found: int) -> "QuerySet[RoundItem, Any]":
    """A row for each owner: key, name, address, the number in each list, the number of living ones."""
    is_living = Q(entry__register=F("round__register"), entry__kind=Kind.INNOVATION, entry__status__in=ALIVE)
    numbers = {f"n_{code}": Count("pk", filter=test) if test else Count("pk") for code, (_label, test) in LISTS.items()}
    rows = RoundItem.objects.filter(round=found).order_by().values("owner_id", "owner__name", "owner__email")
    return rows.annotate(**numbers, living=Count("pk", filter=is_living)).values_list(
        "owner_id", "owner__name", "owner__email", *numbers, "living"
    )


def _listed(code: str) -> "Prepared[Any]":
    """The items of a page of a list, by title."""

    def rows(found: int, first: int) -> "QuerySet[RoundItem, Any]":
        listed = RoundItem.objects.filter(LISTS[code][1], round=found).order_by(by_name("entry__title"), "pk")
        return listed.values_list("pk")[first : first + ROWS]

    return Prepared(rows, int, Offset)


FOUND = Prepared(lambda public_id, code: rounds().filter(public_id=public_id, register__code=code), str, str)
OF_OWNERS = Prepared(_of_owners, int)
LISTED = {code: _listed(code) for code in LISTS}
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
    numbers = _numbers(found)
    chosen = request.GET.get("state", "")
    if chosen not in LISTS:
        chosen = "not_updated" if numbers.lists["not_updated"] else "all"
    page: Page[int] = Paginator(range(numbers.lists[chosen]), ROWS).get_page(request.GET.get("page"))
    context = {
        "found": found,
        "register": found.register,
        "counted": [
            Counted(code, str(label), numbers.lists[code])
            for code, (label, _test) in LISTS.items()
            if numbers.lists[code] or code in ("all", "answered", "not_updated")
        ],
        "chosen": chosen,
        "chosen_label": LISTS[chosen][0],
        "page": page,
        "rows": _rows_of(found, chosen, page, may_answer=found.is_open and may_lead) if numbers.lists[chosen] else "",
        "missing": numbers.missing,
        "number": numbers.lists["all"],
        "updated": numbers.lists["answered"],
        "may_lead": may_lead,
        "is_late": found.is_open and found.is_late(timezone.localdate()),
        "new": _living(found) - numbers.living if found.is_open and may_lead else 0,
    }
    return render(request, "workspace/rounds/overview.html", context)


def _numbers(found: UpdateRound) -> Numbers:
    """One query for all; owners with most left come first."""
    lists, missing, alive = dict.fromkeys(LISTS, 0), [], 0
    for pk, name, email, *numbers, of_register in OF_OWNERS(found.pk):
        own = dict(zip(LISTS, numbers, strict=True))
        lists = {code: lists[code] + number for code, number in own.items()}
        alive += of_register
        if own["not_updated"]:
            owner = User(pk=pk, name=name, email=email) if pk else None
            missing.append(Missing(owner, own["not_updated"], own["all"]))
    missing.sort(key=lambda one: (-one.left, one.owner is None, one.owner.pk if one.owner else 0))
    return Numbers(lists, missing, alive)


def _living(found: UpdateRound) -> int:
    """How many innovations a round of the register would ask about now."""
    counted = LIVING(found.register_id)
    return int(counted[0][0]) if counted else 0


def _rows_of(found: UpdateRound, chosen: str, page: "Page[int]", *, may_answer: bool) -> SafeString:
    """The rows of a page; each is kept while nothing that it shows has changed. Two queries, and one for new rows."""
    items = [pk for (pk,) in LISTED[chosen](found.pk, page.start_index() - 1)]
    made_of = (found.state, words.levels.mark())
    there: dict[int, str | None] = {}
    stamps = {}
    for line in lines.of_items(found, items):
        stamps[line.item] = (line.stamp, made_of)
        there[line.item] = _rows.find((line.item, get_language(), may_answer), stamps[line.item])
    if missing := [item for item, row in there.items() if row is None]:
        for item in full_items(found).filter(pk__in=missing):
            context = {"item": item, "state": state_of(item), "may_answer": may_answer, "code": found.public_id}
            row = jinja.render("workspace/rounds/overview_row.html", context)
            there[item.pk] = row
            _rows.keep((item.pk, get_language(), may_answer), stamps[item.pk], row)
    return SafeString("".join(row or "" for row in there.values()))
