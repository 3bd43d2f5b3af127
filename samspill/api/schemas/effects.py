"""Effects by recipient."""

from samspill.api.schemas.base import Out, href
from samspill.registry.effect_table import EffectTable
from samspill.registry.models import Effect, Recipient


class SumOut(Out):
    """An effect or a recipient that occurs, and how many entries are marked with it."""

    code: str
    name: str
    entries: int

    @classmethod
    def of(cls, row: Effect | Recipient, number: int) -> "SumOut":
        return cls(code=row.code, name=row.name, entries=number)


class CrossOut(Out):
    """Entries with an effect for a recipient, and those of them where it is achieved; ``href`` lists them."""

    effect: str
    recipient: str
    entries: int
    achieved: int
    href: str


class EffectTableOut(Out):
    """Effects × recipients, of what you may see. An entry counts once in each sum, however many marks it has."""

    effects: list[SumOut]
    recipients: list[SumOut]
    cells: list[CrossOut]
    marked: int
    entries: int

    @classmethod
    def of(cls, table: EffectTable, place: str) -> "EffectTableOut":
        """``place``: what the search is narrowed to, as “register:code”."""
        base = f"{href('search')}?kinds=entry&filter={place}"
        return cls(
            effects=[SumOut.of(row, table.by_effect[row.code]) for row in table.effects],
            recipients=[SumOut.of(row, table.by_recipient[row.code]) for row in table.recipients],
            cells=[
                CrossOut(
                    effect=effect.code,
                    recipient=recipient.code,
                    entries=cell.total,
                    achieved=cell.achieved,
                    href=f"{base}&filter=effect_for:{effect.code}.{recipient.code}",
                )
                for effect in table.effects
                for recipient in table.recipients
                if (cell := table.cells.get((effect.code, recipient.code)))
            ],
            marked=table.entries,
            entries=table.all,
        )
