"""The numbers of a round, and the innovations that each of them counts.

Made of all its items in one query, and kept by the process while none of them has changed (ADR 0041): a round of a
thousand innovations is otherwise counted and sorted for each look at twenty-five of them.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils.translation import gettext_lazy

from samspill.accounts.models import User
from samspill.core import prepared
from samspill.core.kept_pieces import KeptPieces, rows_stamp
from samspill.core.prepared_rows import Prepared
from samspill.core.sorting import by_name
from samspill.registry.choices import Kind
from samspill.rounds.models import RoundItem, Update, UpdateRound
from samspill.rounds.queries import ALIVE, State, state_case

Answer = Update.Answer
SENT = frozenset({State.UPDATED, State.LATE})
LISTS: dict[str, tuple[Any, frozenset[str]]] = {
    "all": (gettext_lazy("All innovations"), frozenset(State)),
    "answered": (gettext_lazy("Updated"), SENT),
    "late": (gettext_lazy("Updated late"), frozenset({State.LATE})),
    "not_updated": (gettext_lazy("Not updated"), frozenset({State.MISSING, State.NOT_UPDATED})),
    "stopped": (gettext_lazy("Stopped meanwhile"), frozenset({State.STOPPED})),
    "reached": (gettext_lazy("Targets reached"), frozenset({Answer.REACHED})),
    "partly": (gettext_lazy("Targets partly reached"), frozenset({Answer.PARTLY})),
    "not": (gettext_lazy("Targets not reached"), frozenset({Answer.NOT})),
    "changed": (gettext_lazy("Targets changed"), frozenset({Answer.CHANGED})),
}
"""What can be counted in a round: those in one of these states, or with this answer about their target."""


@dataclass(frozen=True)
class Missing:
    """An owner with innovations that are not updated."""

    owner: User | None
    left: int
    number: int


@dataclass(frozen=True)
class Numbers:
    """The items of each list, by title; whose are not updated, those with most left first; how many there are of each
    owner; and how many of all are living innovations of the register now."""

    lists: dict[str, list[int]]
    missing: list[Missing]
    owned: dict[int | None, int]
    living: int


def _items(is_closed: bool) -> "Prepared[Any]":
    """All items of a round by title: key, owner with name and address, state, answer, whether it is a living one."""

    def rows(register: int, found: int) -> "QuerySet[RoundItem, Any]":
        is_living = Q(entry__register=register, entry__kind=Kind.INNOVATION, entry__status__in=ALIVE)
        return (
            RoundItem.objects.filter(round=found)
            .annotate(
                state=state_case(is_closed=is_closed),
                is_living=ExpressionWrapper(is_living, output_field=BooleanField()),
            )
            .order_by(by_name("entry__title"), "pk")
            .values_list(
                "pk", "owner_id", "owner__name", "owner__email", "state", "told__target_answer", "is_living"
            )
        )  # fmt: skip

    return Prepared(rows, int, int)


ITEMS = {is_closed: _items(is_closed) for is_closed in (True, False)}
_STANDS = f"""
    SELECT * FROM (
    WITH i AS MATERIALIZED (SELECT id, entry_id, owner_id, ctid, xmin FROM rounds_rounditem WHERE round_id = %s)
    SELECT
        (SELECT concat(count(*), '|', bit_xor(hashtextextended({rows_stamp("i")}, 0))) FROM i),
        (SELECT bit_xor(hashtextextended({rows_stamp("e")}, 0)) FROM registry_entry e
         WHERE e.id IN (SELECT entry_id FROM i)),
        (SELECT concat(count(*), '|', bit_xor(hashtextextended({rows_stamp("u")}, 0))) FROM rounds_update u
         WHERE u.item_id BETWEEN (SELECT min(id) FROM i) AND (SELECT max(id) FROM i)),
        (SELECT bit_xor(hashtextextended(concat_ws('|', o.id, o.name, o.email), 0)) FROM accounts_user o
         WHERE o.id IN (SELECT owner_id FROM i))
    ) stands (items, entries, told, owners)
"""  # noqa: S608 – our own words
"""Changes when an item, its innovation, what was told of it or an owner's name does. Items of a round are made at one
time, so the first and the last enclose few others: they are found without looking through all that was ever told."""
_kept = KeptPieces[Numbers](100)
"""Some 100 kB each for a round of a thousand."""


def numbers_of(found: UpdateRound) -> Numbers:
    """One query, and one where something has changed. It is kept: never change it."""
    stamp = (found.is_closed, found.register_id, *prepared.fetch(_STANDS, [found.pk], once=True)[0])
    numbers = _kept.find(found.pk, stamp)
    if numbers is None:
        numbers = _made(ITEMS[found.is_closed](found.register_id, found.pk))
        _kept.keep(found.pk, stamp, numbers)
    return numbers


def _made(rows: list[Any]) -> Numbers:
    by_mark = defaultdict[str, list[int]](list)
    left, every = Counter[int | None](), Counter[int | None]()
    owners: dict[int | None, User | None] = {None: None}
    not_updated, lists = LISTS["not_updated"][1], {code: list[int]() for code in LISTS}
    for pk, owner, name, email, state, answer, _is_living in rows:
        by_mark[state].append(pk)
        if answer:
            by_mark[answer].append(pk)
        every[owner] += 1
        if state in not_updated:
            left[owner] += 1
            if owner not in owners:
                owners[owner] = User(pk=owner, name=name, email=email)
    place = {row[0]: number for number, row in enumerate(rows)}
    for code, (_label, marks) in LISTS.items():
        lists[code] = sorted((pk for mark in marks for pk in by_mark[mark]), key=place.__getitem__)
    missing = [Missing(owners[owner], number, every[owner]) for owner, number in left.items()]
    missing.sort(key=lambda one: (-one.left, one.owner is None, one.owner.pk if one.owner else 0))
    return Numbers(lists, missing, dict(every), sum(row[6] for row in rows))
