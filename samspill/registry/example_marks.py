"""What the example says of its innovations with codes and numbers: effects and for whom, and progress."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from samspill.accounts.models import User
from samspill.registry.domain import effects, progress
from samspill.registry.models import Effect, EffectTag, Entry, Recipient, Register

Data = dict[str, Any]


def mark(rows: Sequence[Data], made: Mapping[str, Entry], *, actor: User) -> None:
    """Mark the entries with the effects and the progress of their rows."""
    words: dict[str, Effect] = {one.code: one for one in Effect.objects.all()}
    recipients: dict[str, Recipient] = {one.code: one for one in Recipient.objects.all()}
    for row in rows:
        entry = made[row["key"]]
        for tag in row.get("effect_tags", []):
            since = date.fromisoformat(tag["since"]) if "since" in tag else None
            for code in tag["for_whom"]:
                effects.set_effect(
                    entry=entry,
                    actor=actor,
                    effect=words.get(tag["code"]) or _own(words, tag["code"], entry.register, actor),
                    recipient=recipients[code],
                    stage=EffectTag.Stage.ACHIEVED if since else EffectTag.Stage.EXPECTED,
                    note=tag["effect"],
                    since=since,
                )
        for seen in row.get("progress", []):
            progress.report_progress(
                entry=entry,
                actor=actor,
                indicator=seen["indicator"],
                value=Decimal(str(seen["value"])),
                on=date.fromisoformat(seen["date"]),
                measured_in=seen.get("in", ""),
                note=seen.get("note", ""),
            )


def _own(words: dict[str, Effect], name: str, register: Register | None, actor: User) -> Effect:
    """A word that only this register has; it is written out where a code of everybody's would stand."""
    assert register is not None
    words[name] = effects.add_word(model=Effect, register=register, actor=actor, name_nb=name)
    return words[name]
