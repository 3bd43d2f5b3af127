"""The cards of an owner's page in a round: one for each innovation, with all that is asked and all that is known."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from samspill.core import jinja
from samspill.core.not_taken import Text
from samspill.registry import words
from samspill.registry.models import ReadinessReading, Register
from samspill.rounds import measured
from samspill.rounds.models import RoundItem, Target, Update, UpdateRound
from samspill.rounds.queries import State, state_of, told_of


@dataclass
class Card:
    """An innovation in a round. ``values``: field -> what stands in it; ``errors``: field -> what is wrong there."""

    item: RoundItem
    state: State
    scales: list[int]
    reading: ReadinessReading | None
    told: Update | None
    values: dict[str, str]
    version: int
    began: str
    tab: str
    is_form: bool
    errors: dict[str, str] = field(default_factory=dict)
    conflict: Update | None = None
    onward: str = ""
    """A link to the next card, as safe HTML."""
    unsent: list[Text] = field(default_factory=list)
    """What was typed and can be sent no more: it stands there for copying."""

    @property
    def next_target(self) -> Target | None:
        """What was sent as the next target."""
        return getattr(self.told, "next_target", None)

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do here."""
        return self.state in (State.UPDATED, State.LATE, State.STOPPED)

    @property
    def was_sent(self) -> bool:
        """Whether this is a change of what was sent already."""
        return self.told is not None

    def now(self) -> str:
        """The level now, in words."""
        return words.short_level(words.levels()[self.reading.level_id]) if self.reading else ""


def cards_of(found: UpdateRound, items: Iterable[RoundItem], *, changing: int | None = None) -> list[Card]:
    """Items (of `queries.full_items`) as cards, in order. One query. ``changing``: an answered item to open again."""
    rows = list(items)
    standing = measured.standing(item.entry_id for item in rows)
    made = []
    for item in rows:
        scales = measured.scale_ids(item.entry, found.register)
        state, kept = state_of(item), getattr(item, "told", None)
        told = told_of(item)
        is_open = found.is_open and state is not State.STOPPED
        made.append(
            Card(
                item=item,
                state=state,
                scales=scales,
                reading=measured.present(item.entry, scales, standing),
                told=told,
                values=values_of(kept),
                version=kept.version if kept else 0,
                began=kept.tab if kept else "",
                tab=secrets.token_hex(6),
                is_form=is_open and (told is None or item.pk == changing or bool(kept and kept.typed)),
                unsent=[] if is_open or kept is None else texts_of(kept.typed),
            )
        )
    return made


def texts_of(typed: Mapping[str, str]) -> list[Text]:
    """What is typed on a card, by the names of its fields, without what stands there by itself."""
    names = {
        "target_answer": _("Was the target reached?"),
        "target_reason": _("Why?"),
        "level": _("Level now"),
        "no_reading_reason": _("Why is there no new reading?"),
        "correction_reason": _("If the level or the day was wrong: why?"),
        "progress": _("What has happened since last time?"),
        "target_level": _("Level aimed at until the next round"),
        "below_reason": _("Why is the target below the level now?"),
        "reaches": _("How will it reach users as something useful to society?"),
    }
    levels = {str(pk): words.short_level(level) for pk, level in words.levels().items()}
    in_words: dict[str, dict[str, Any]] = {
        "target_answer": dict(Update.Answer.choices),
        "level": levels,
        "target_level": levels,
    }
    return [
        Text(label, str(in_words.get(name, {}).get(typed[name], typed[name])))
        for name, label in names.items()
        if typed.get(name)
    ]


def values_of(kept: Update | None) -> dict[str, str]:
    """What stands in the fields: what is typed, else what was sent, else today as the day of the reading."""
    today = timezone.localdate().isoformat()
    if kept is not None and kept.typed:
        return {"on": today, **kept.typed}
    if kept is None or not kept.answered_at:
        return {"on": today}
    target: Target | None = getattr(kept, "next_target", None)
    return {
        "target_answer": kept.target_answer,
        "target_reason": kept.target_reason,
        "progress": kept.progress,
        "level": str(kept.reading.level_id) if kept.reading else "",
        "on": kept.read_on.isoformat() if kept.read_on else today,
        "no_reading_reason": kept.no_reading_reason,
        "target_level": str(target.level_id or "") if target else "",
        "below_reason": target.below_reason if target else "",
        "reaches": target.reaches if target else "",
    }


def html_of(card: Card, found: UpdateRound, *, csrf: str, query: str) -> SafeString:
    """One card. ``query``: what the address of its page says."""
    return jinja.render("workspace/rounds/card.html", _context(found, csrf) | {"card": card, "query": query})


def _context(found: UpdateRound, csrf: str) -> dict[str, object]:
    register: Register = found.register
    levels = {
        scale: [(str(level.pk), f"{level.level} – {level.name}") for level in measured.levels_of([scale])]
        for scale in {level.scale_id for level in words.levels().values()}
    }
    return {
        "found": found,
        "register": register,
        "csrf": csrf,
        "levels": levels,
        "scales": {level.scale_id: level.scale.name for level in words.levels().values()},
        "answers": [(code, str(label)) for code, label in Update.Answer.choices],
        "answer_names": {code: str(label) for code, label in Update.Answer.choices},
        "short": words.short_level,
        "today": timezone.localdate().isoformat(),
    }
