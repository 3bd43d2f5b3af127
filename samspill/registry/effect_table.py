"""Effects by recipient: how many entries have each effect for each recipient (R-REG-13)."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from samspill.core.exporting import Column, Table, Value
from samspill.registry import words
from samspill.registry.models import Effect, EffectTag, Recipient
from samspill.registry.queries import EntryQuerySet

ACHIEVED = Q(stage=EffectTag.Stage.ACHIEVED)


@dataclass(frozen=True)
class Tagged:
    """Entries with an effect for a recipient, and those of them where it is achieved."""

    total: int
    achieved: int


@dataclass(frozen=True)
class EffectTable:
    """``cells`` by the codes of effect and recipient. An entry counts once in each sum, however many tags it has."""

    effects: list[Effect]
    recipients: list[Recipient]
    cells: dict[tuple[str, str], Tagged]
    by_effect: dict[str, int]
    by_recipient: dict[str, int]
    entries: int
    all: int


def effect_table(entries: EntryQuerySet) -> EffectTable:
    """The table of these entries; only effects and recipients that occur. Five queries, and the kept words."""
    tags = EffectTag.objects.filter(entry__in=entries.order_by()).order_by()
    pairs = tags.values_list("effect__code", "recipient__code").annotate(
        total=Count("pk"), achieved=Count("pk", filter=ACHIEVED)
    )
    cells = {(effect, recipient): Tagged(total, achieved) for effect, recipient, total, achieved in pairs}
    by_effect = dict(tags.values_list("effect__code").annotate(n=Count("entry", distinct=True)))
    by_recipient = dict(tags.values_list("recipient__code").annotate(n=Count("entry", distinct=True)))
    effects, recipients = words.effects.holding(by_effect), words.recipients.holding(by_recipient)
    return EffectTable(
        effects=[row for code, row in effects.items() if code in by_effect],
        recipients=[row for code, row in recipients.items() if code in by_recipient],
        cells=cells,
        by_effect=by_effect,
        by_recipient=by_recipient,
        entries=tags.aggregate(n=Count("entry", distinct=True))["n"],
        all=entries.count(),
    )


def export_table(entries: EntryQuerySet) -> Table:
    """The same as a file: a row for each effect and recipient that occur together."""
    found = effect_table(entries)

    def objects() -> Iterator[tuple[Effect, Recipient, Tagged]]:
        for effect in found.effects:
            for recipient in found.recipients:
                if cell := found.cells.get((effect.code, recipient.code)):
                    yield effect, recipient, cell

    def cells(row: tuple[Effect, Recipient, Tagged]) -> list[Value]:
        effect, recipient, cell = row
        return [effect.code, effect.name, recipient.code, recipient.name, cell.total, cell.achieved]

    return Table(
        columns=[
            Column("effect", _("Effect (code)")), Column("effect_name", _("Effect"), 40),
            Column("recipient", _("For whom (code)")), Column("recipient_name", _("Effects for whom"), 40),
            Column("entries", _("Entries")), Column("achieved", _("Achieved")),
        ],
        count=len(found.cells),
        objects=objects,
        cells=cells,
        notes=[
            _("%(tagged)s of %(all)s entries are marked with effects. An entry may stand in several rows.")
            % {"tagged": found.entries, "all": found.all}
        ],
    )  # fmt: skip
