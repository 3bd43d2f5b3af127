"""Finding rounds and their items."""

from collections import Counter

from django.db.models import Case, CharField, Count, Q, QuerySet, TextChoices, Value, When
from django.utils.translation import gettext_lazy as _

from samspill.core.prepared_rows import Keys, Prepared
from samspill.parties.domain.acting import Acting
from samspill.registry.choices import Kind, Status
from samspill.registry.models import Entry, Register
from samspill.rounds import policies
from samspill.rounds.models import RoundItem, Target, Update, UpdateRound

ALIVE = (Status.SUBMITTED, Status.PUBLISHED)
"""Innovations that others rely on and that nobody has stopped. Drafts are their owners' until they submit them."""


class State(TextChoices):
    """How an innovation stands in a round."""

    MISSING = "missing", _("Not updated yet")
    UPDATED = "updated", _("Updated")
    LATE = "late", _("Updated late")
    NOT_UPDATED = "not_updated", _("Not updated")  # and the round is closed
    STOPPED = "stopped", _("Stopped meanwhile")


def rounds() -> QuerySet[UpdateRound]:
    """With what pages need; without the frozen content, which may be large."""
    return UpdateRound.objects.select_related(
        "register__unit", "register__organisation", "register__profile", "register__scale"
    ).defer("content")


def living(register: Register) -> QuerySet[Entry]:
    """The innovations that a round of the register asks about."""
    return Entry.objects.filter(register=register, kind=Kind.INNOVATION, status__in=ALIVE).order_by("pk")


def items(found: UpdateRound | int) -> QuerySet[RoundItem]:
    """The items of a round with what a list shows."""
    return RoundItem.objects.filter(round=found).select_related("entry", "owner", "former", "told", "round")


LONG = ("summary", "market_potential", "potential_effect", "effects", "beneficiaries", "details", "keywords")
"""Of entries: what no page of rounds shows."""


def full_items(found: UpdateRound | int) -> QuerySet[RoundItem]:
    """The items of a round, or of the one with that key, with all that was told, and without the long texts of entry
    and round."""
    rows = items(found).select_related(
        "target__level__scale", "told__reading__level__scale", "told__next_target__level__scale", "told__answered_by"
    )
    return rows.defer("round__content", *(f"entry__{name}" for name in LONG))


SOME_ITEMS = Prepared(lambda found, some: full_items(found).filter(pk__in=some), int, Keys)
"""The same of a few: for what a page makes anew."""


ANSWERED = Q(told__answered_at__isnull=False)
_CLOSED = Q(round__state=UpdateRound.State.CLOSED)
_STOPPED = {True: Q(was_stopped=True), False: ~Q(entry__status__in=ALIVE)}
"""Whether the round is closed -> what is stopped. Once it is, what stops later changes nothing in it."""
STOPPED = (_CLOSED & _STOPPED[True]) | (~_CLOSED & _STOPPED[False])


def waiting(rows: QuerySet[RoundItem]) -> QuerySet[RoundItem]:
    """Items of open rounds that nobody has answered, of innovations that nobody has stopped."""
    return rows.filter(~ANSWERED, entry__status__in=ALIVE, round__state=UpdateRound.State.OPEN)


def state_case(*, is_closed: bool | None = None) -> Case:
    """The same that `state_of` says of one item, asked of the database. ``is_closed``: of the round, where that is
    known, so that it is not asked of each item."""
    return Case(
        When(ANSWERED & Q(told__is_late=True), then=Value(State.LATE.value)),
        When(ANSWERED, then=Value(State.UPDATED.value)),
        When(STOPPED if is_closed is None else _STOPPED[is_closed], then=Value(State.STOPPED.value)),
        *((When(_CLOSED, then=Value(State.NOT_UPDATED.value)),) if is_closed is None else ()),
        default=Value(State.NOT_UPDATED.value if is_closed else State.MISSING.value),
        output_field=CharField(),
    )


STATE = state_case()
"""Of items of rounds in any state."""


def counts_now(found: int) -> dict[str, int]:
    """What a round keeps of itself when it is closed, for one that is not. One query."""
    rows = RoundItem.objects.filter(round=found).annotate(state=STATE).values_list("state", "told__target_answer")
    counts = Counter({"items": 0})
    for state, answer, number in rows.annotate(number=Count("pk")).order_by("state"):
        counts["items"] += number
        counts[state] += number
        if answer and state in (State.UPDATED, State.LATE):
            counts[answer] += number
    return counts


def told_of(item: RoundItem) -> Update | None:
    """What was sent; None while there is nothing or just typing."""
    told = getattr(item, "told", None)
    return told if told is not None and told.answered_at else None


def state_of(item: RoundItem) -> State:
    """How the innovation stands in the round."""
    if told := told_of(item):
        return State.LATE if told.is_late else State.UPDATED
    if item.was_stopped if item.round.is_closed else item.entry.status not in ALIVE:
        return State.STOPPED
    return State.NOT_UPDATED if item.round.is_closed else State.MISSING


def targets_before(found: UpdateRound, entries: list[int]) -> dict[int, int]:
    """Entry -> the newest target that was set in an earlier round. One query."""
    rows = (
        Target.objects.filter(entry__in=entries, update__answered_at__isnull=False)
        .filter(update__item__round__register=found.register_id, update__item__round__due__lt=found.due)
        .order_by("entry_id", "-update__item__round__due")
        .distinct("entry_id")
        .values_list("entry_id", "pk")
    )
    return dict(rows)


def owns_in_open_round(user_id: int, entry: Entry) -> bool:
    """Whether it is the user's turn to update the entry now."""
    return RoundItem.objects.filter(entry=entry, owner=user_id, round__state=UpdateRound.State.OPEN).exists()


def items_shown(found: UpdateRound, acting: Acting) -> QuerySet[RoundItem]:
    """The items of which a user may see all that was told: for those who oversee the round, all; for those who follow
    the register, its innovations that they may see; for others those that they update or have a part in."""
    rows = full_items(found)
    if policies.may_oversee(acting, found.register):
        return rows
    shown = Q(entry__in=Entry.objects.mine(acting))
    if acting.is_known:
        shown |= Q(owner=acting.user_id)
    if policies.may_follow(acting, found.register):
        shown |= Q(entry__register=found.register_id, entry__in=Entry.objects.visible_to(acting))
    return rows.filter(shown)


def story_of(entry: Entry) -> QuerySet[RoundItem]:
    """An entry's rounds, the newest first, with all that was told. Also those of a register that it has left."""
    return (
        RoundItem.objects.filter(entry=entry)
        .select_related(
            "entry", "owner", "round__register__unit", "target__level__scale", "told__reading__level__scale",
            "told__next_target__level__scale", "told__answered_by",
        )
        .defer("round__content")
        .order_by("-round__due", "-pk")
    )  # fmt: skip
