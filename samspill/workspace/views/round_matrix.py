"""Innovations × rounds: the level that was read, and whether the target was met; a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from samspill.core import jinja, prepared, strange
from samspill.core.kept_pieces import KeptPieces, rows_stamp
from samspill.core.policy import require
from samspill.core.prepared_rows import Keys, Prepared
from samspill.parties.domain.acting import Acting, acting_for
from samspill.registry import kept_entries, profiles, words
from samspill.registry.kept_entries import Known
from samspill.registry.models import Entry, Register
from samspill.rounds import policies
from samspill.rounds.models import RoundItem, Update, UpdateRound
from samspill.rounds.queries import STATE, State
from samspill.workspace.users import signed_in
from samspill.workspace.views.round_year import REGISTER

ROWS = 25
"""Innovations on a page of the matrix."""
MOST_ROUNDS = 20


@dataclass(frozen=True)
class Cell:
    """An innovation in one round: its level then, the answer about the target, and in words what it is."""

    state: str
    level: str
    answer: str


ASKED = Prepared(
    lambda register: (
        RoundItem.objects.filter(round__register=register).order_by().values_list("entry_id").distinct()
    ),
    int,
)  # fmt: skip
"""The innovations that have been in a round of the register."""
SHOWN = Prepared(
    lambda register: (
        UpdateRound.objects.defer("content", "intro")
        .filter(register=register)
        .exclude(state=UpdateRound.State.PLANNED)
        .order_by("-due")[:MOST_ROUNDS]
    ),
    int,
)
CELLS = Prepared(
    lambda entries, rounds: (
        RoundItem.objects.filter(entry__in=entries, round__in=rounds)
        .annotate(state=STATE)
        .order_by()
        .values_list("entry_id", "round_id", "state", "told__reading__level_id", "told__target_answer")
    ),
    *(Keys, Keys),
)
_STANDS = f"""
    SELECT (SELECT count(*) FROM rounds_rounditem i WHERE i.round_id = %s), {kept_entries.STANDS.format(register="%s")}
"""  # noqa: S608 – our own words
"""Changes when an innovation comes into the round that is open, or when one of the register's is changed."""
_STAMPS = f"""
    SELECT e.id, {rows_stamp("e", "i", "u")} FROM registry_entry e
    LEFT JOIN rounds_rounditem i ON i.entry_id = e.id AND i.round_id = %s LEFT JOIN rounds_update u ON u.item_id = i.id
    WHERE e.id = ANY(%s)
"""  # noqa: S608 – our own words
"""What a row is made of besides rounds that are closed: these never change."""
_asked = KeptPieces["frozenset[int]"](100)
_rows = KeptPieces[str](5000)


@require_safe
@login_required
def round_matrix(request: HttpRequest, code: str) -> HttpResponse:
    """The innovations of the register that the reader may see, in the rounds so far."""
    register = REGISTER.one_or_404(code)
    acting = acting_for(signed_in(request))
    require(policies.may_follow(acting, register))
    rounds = SHOWN(register.pk)[::-1]
    asked = words_asked(request.GET)
    every = _every(register, rounds)
    found = _found(register, acting, asked, list(every))
    page: Any = Paginator(found, ROWS).get_page(request.GET.get("page"))
    context = {"register": register, "page": page, "q": asked, "has_rounds": bool(rounds), "table": ""}
    context["query"] = urlencode({"q": asked}) if asked else ""
    context["problems"] = strange.told(strange.names(request.GET, ()))
    if rounds and (entries := list(page.object_list)):
        head = {
            "rounds": rounds,
            "code": register.code,
            "oversees": bool(policies.may_oversee(acting, register)),
            "rows": _rows_of([every[pk] for pk in entries], rounds, measures=profiles.measures(register.profile)),
        }
        context["table"] = jinja.render("workspace/rounds/matrix.html", head)
    return render(request, "workspace/rounds/matrix_page.html", context)


def words_asked(given: Mapping[str, str]) -> str:
    """The words that titles are narrowed by (``q``)."""
    return given.get("q", "").replace("\x00", "").strip()[:200]


def _found(register: Register, acting: Acting, text: str, found: list[int]) -> list[int]:
    """Keys in order. Who leads the register's rounds sees all its entries. One query to look for some."""
    if not text and policies.may_lead(acting, register):
        return found
    seen = Entry.objects.visible_to(acting).filter(register=register)
    if text:
        seen = seen.filter(title__icontains=text)
    wanted = set(seen.order_by().values_list("pk", flat=True))
    return [pk for pk in found if pk in wanted]


def _every(register: Register, rounds: Sequence[UpdateRound]) -> dict[int, Known]:
    """The register's innovations that have been in a round, by title. One query; one more where an entry of the
    register has changed, and one where an innovation has come into a round."""
    [(items, stands)] = prepared.fetch(_STANDS, [_opened(rounds), register.pk], once=True)
    stamp = (items, *(one.pk for one in rounds))
    asked = _asked.find(register.pk, stamp)
    if asked is None:
        asked = frozenset(pk for (pk,) in ASKED(register.pk))
        _asked.keep(register.pk, stamp, asked)
    return {pk: one for pk, one in kept_entries.entries_of(register.pk, stands).by_title.items() if pk in asked}


def _opened(rounds: Sequence[UpdateRound]) -> int:
    return next((one.pk for one in rounds if one.is_open), 0)


def _rows_of(shown: list[Known], rounds: Sequence[UpdateRound], *, measures: bool) -> SafeString:
    """Each row is kept while nothing that it shows has changed. One query, and one for new rows. ``measures``: whether
    the register asks for readiness; one that does not is not told of each update that it lacks a reading."""
    opened, entries = _opened(rounds), [one.pk for one in shown]
    made_of = (words.levels.mark(), measures, *(one.pk for one in rounds), opened)
    stamps = {entry: (stamp, made_of) for entry, stamp in prepared.fetch(_STAMPS, [opened, entries], once=True)}
    language = get_language()
    there = {entry: _rows.find((entry, language), stamps[entry]) for entry in entries}
    if missing := [entry for entry, row in there.items() if row is None]:
        cells = _cells(missing, rounds)
        said = {
            "states": {state.value: str(state.label) for state in State},
            "answers": {code: str(label) for code, label in Update.Answer.choices},
            "measures": measures,
        }
        for entry in (one for one in shown if one.pk in missing):
            of_entry = {"entry": entry, "cells": [cells.get((entry.pk, one.pk)) for one in rounds]}
            row = jinja.render("workspace/rounds/matrix_row.html", said | of_entry)
            there[entry.pk] = row
            _rows.keep((entry.pk, language), stamps[entry.pk], row)
    return SafeString("".join(row or "" for row in there.values()))


def _cells(entries: list[int], rounds: Sequence[UpdateRound]) -> dict[tuple[int, int], Cell]:
    """(entry, round) -> its cell. One query."""
    found = CELLS(entries, [one.pk for one in rounds])
    levels = {pk: words.short_level(level) for pk, level in words.levels().items()}
    return {
        (entry, one): Cell(state, levels.get(level, "") if level else "", answer or "")
        for entry, one, state, level, answer in found
    }
