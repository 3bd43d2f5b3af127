"""What the register's profile makes of an entry's page: what is folded away, and the effects that it marks."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from samspill.registry import profiles, words
from samspill.registry.choices import Kind
from samspill.registry.models import Effect, EffectTag, Entry, Progress, Recipient

MARKED = "marked_effects"
"""Effects that are marked for recipients: left out where the profile does not mark them."""


@dataclass(frozen=True)
class EffectLine:
    """An effect for a recipient."""

    effect: Effect
    recipient: Recipient
    stage: str
    is_achieved: bool
    since: date | None
    note: str


@dataclass(frozen=True)
class ProgressLine:
    """What an indicator shows now, and what it showed the time before."""

    now: Progress
    before: Progress | None


def progress_lines(rows: list[Progress]) -> list[ProgressLine]:
    """One line for each indicator. ``rows`` are by indicator and date."""
    found: dict[str, ProgressLine] = {}
    for row in rows:
        last = found.get(row.indicator)
        found[row.indicator] = ProgressLine(row, last.now if last else None)
    return list(found.values())


def hidden(entry: Entry, profile_id: int | None) -> frozenset[str]:
    """Codes of `profiles.CHOSEN`, and `MARKED`, that the page folds away. No query: profiles are kept."""
    if profile_id is None or entry.kind != Kind.INNOVATION:
        return frozenset()
    profile = words.profiles.holding([profile_id]).get(profile_id)
    marked = frozenset() if profile is None or profile.has_effects else frozenset({MARKED})
    return profiles.left_out_by(profile) | marked


def effect_lines(rows: list[dict[str, Any]]) -> list[EffectLine]:
    """The tags of an entry, in words."""
    effects = words.effects.holding(row["effect"] for row in rows)
    recipients = words.recipients.holding(row["recipient"] for row in rows)
    return [
        EffectLine(
            effects[row["effect"]],
            recipients[row["recipient"]],
            str(EffectTag.Stage(row["stage"]).label),
            row["stage"] == EffectTag.Stage.ACHIEVED,
            date.fromisoformat(row["since"]) if row["since"] else None,
            row["note"],
        )
        for row in rows
        if row["effect"] in effects and row["recipient"] in recipients
    ]
