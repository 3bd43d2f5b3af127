"""The register's year: where a leader begins; and the matrix of all innovations over all rounds."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from samspill.core import jinja
from samspill.core.policy import require
from samspill.core.sorting import by_name
from samspill.parties.domain.acting import Acting, acting_for
from samspill.registry import words
from samspill.registry.models import Entry, Register
from samspill.rounds import policies
from samspill.rounds.domain import schedule
from samspill.rounds.models import RoundItem, Update, UpdateRound
from samspill.rounds.queries import STATE, State, counts_now, rounds
from samspill.rounds.year import lines_for
from samspill.workspace.users import signed_in

ROWS = 25
"""Innovations on a page of the matrix."""
MOST_ROUNDS = 20


def register_for_round(code: str) -> Register:
    """The register with all that its rounds need to know of it."""
    registers = Register.objects.select_related("organisation", "unit", "profile", "scale")
    return get_object_or_404(registers, code=code)


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


@dataclass(frozen=True)
class Cell:
    """An innovation in one round: its level then, the answer about the target, and in words what it is."""

    state: str
    level: str
    answer: str


@require_safe
@login_required
def round_matrix(request: HttpRequest, code: str) -> HttpResponse:
    """Innovations × rounds: the level that was read, and whether the target was met; a page at a time."""
    register = register_for_round(code)
    acting = acting_for(signed_in(request))
    require(policies.may_follow(acting, register))
    shown = list(
        UpdateRound.objects.defer("content", "intro")
        .filter(register=register)
        .exclude(state=UpdateRound.State.PLANNED)
        .order_by("-due")[:MOST_ROUNDS]
    )[::-1]
    page = Paginator(_rows(register, acting, request.GET.get("q", "")), ROWS).get_page(request.GET.get("page"))
    entries = list(page.object_list)
    context = {
        "register": register,
        "page": page,
        "q": request.GET.get("q", ""),
        "has_rounds": bool(shown),
        "table": jinja.render(
            "workspace/rounds/matrix.html",
            {
                "entries": entries,
                "rounds": shown,
                "cells": _cells([entry.pk for entry in entries], shown),
                "code": register.code,
                "oversees": bool(policies.may_oversee(acting, register)),
                "states": {state.value: str(state.label) for state in State},
                "answers": {code: str(label) for code, label in Update.Answer.choices},
            },
        )
        if entries and shown
        else "",
    }
    return render(request, "workspace/rounds/matrix_page.html", context)


def _rows(register: Register, acting: Acting, text: str) -> "QuerySet[Entry]":
    asked = Entry.objects.visible_to(acting).filter(
        Exists(RoundItem.objects.filter(entry=OuterRef("pk"), round__register=register)), register=register
    )
    if text := text.replace("\x00", "").strip()[:200]:
        asked = asked.filter(title__icontains=text)
    return asked.only("public_id", "title").order_by(by_name("title"), "pk")


def _cells(entries: list[int], shown: list[UpdateRound]) -> dict[tuple[int, int], Cell]:
    """(entry, round) -> its cell. One query."""
    items = RoundItem.objects.filter(entry__in=entries, round__in=[one.pk for one in shown]).annotate(state=STATE)
    rows = items.values_list("entry_id", "round_id", "state", "told__reading__level_id", "told__target_answer")
    levels = {pk: words.short_level(level) for pk, level in words.levels().items()}
    return {
        (entry, one): Cell(state, levels.get(level, "") if level else "", answer or "")
        for entry, one, state, level, answer in rows
    }
