"""Effects in a sheet: "Energieffektivisering – Kommuner (oppnådd 2024-05-01)", several with semicolons between."""

import re
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from samspill.core.importing import values as cells
from samspill.core.importing.cell_errors import CellError, plain_suggestions
from samspill.core.importing.words import plain
from samspill.registry.importing.vocabulary import Vocabulary
from samspill.registry.models import Effect, EffectTag, Recipient, Register

if TYPE_CHECKING:
    from samspill.registry.importing.records import Record

STAGES = {
    "oppnådd": "achieved", "oppnadd": "achieved", "achieved": "achieved",
    "ventet": "expected", "venta": "expected", "forventet": "expected", "expected": "expected",
}  # fmt: skip
BETWEEN = re.compile(r"\s+[–—-]\s+|\s*→\s*|\s+for\s+", re.IGNORECASE)


class EffectWords:
    """The words that a register may tag with, by name; read when a sheet has such a column."""

    def __init__(self, register: Register) -> None:
        offered = Q(register=None) | Q(register=register)
        effects, recipients = list(Effect.objects.filter(offered)), list(Recipient.objects.filter(offered))
        self.effects, self.recipients = Vocabulary(effects), Vocabulary(recipients)
        self.effect_ids = {row.code: row.pk for row in effects}
        self.recipient_ids = {row.code: row.pk for row in recipients}

    def part(self, text: str, cell: str) -> str:
        """The tag as `importing.state` has it. Raises `CellError`; what it suggests is the whole ``cell``, mended."""
        body, stage, since = _stage(text)
        if since > timezone.localdate().isoformat():
            raise CellError("effect_later")
        for between in BETWEEN.finditer(body):
            effect = self.effects.find(body[: between.start()])
            recipient = self.recipients.find(body[between.end() :])
            if effect and recipient:
                return f"{effect}.{recipient}|{stage}{f'@{since}' if since else ''}"
        effect, _space, recipient = BETWEEN.sub("\n", body, count=1).partition("\n")
        effects = [effect] if self.effects.find(effect) else self.effects.nearest(effect)
        recipients = [recipient] if self.recipients.find(recipient) else self.recipients.nearest(recipient)
        near = [cell.replace(body, f"{one} – {other}") for one in effects[:3] for other in recipients[:3]]
        raise CellError("effect_unknown", suggestions=plain_suggestions(near[:4]))


def effects_of(record: "Record") -> None:
    """Fill ``values["marked_effects"]``."""
    if not record.has("marked_effects"):
        return
    found: dict[tuple[str, str], str] = {}  # said twice, the last counts
    for line, column, value in record.places("marked_effects"):
        for piece in record.read(line, column, cells.list_of, value, r"[;\n|]") or []:
            if part := record.read(line, column, record.context.effect_words.part, piece, cells.text_of(value)):
                found[codes_of(part)] = part
    record.values["marked_effects"] = list(found.values())


def part_of(tag: EffectTag) -> str:
    """A tag that is here, in the same form."""
    return f"{tag.effect.code}.{tag.recipient.code}|{tag.stage}{f'@{tag.since.isoformat()}' if tag.since else ''}"


def codes_of(part: str) -> tuple[str, str]:
    """The codes of effect and recipient."""
    effect, _dot, recipient = part.rsplit("|", 1)[0].partition(".")
    return effect, recipient


def said_of(part: str) -> tuple[str, date | None]:
    """The stage ("" when the sheet does not say) and the date."""
    stage, _at, since = part.rsplit("|", 1)[1].partition("@")
    return stage, date.fromisoformat(since) if since else None


def _stage(text: str) -> tuple[str, str, str]:
    found = re.fullmatch(r"(.+?)\s*\(([^\W\d]+)\s*(\d{4}-\d{2}-\d{2})?\)", text)
    if found is None or (stage := STAGES.get(found[2].casefold()) or STAGES.get(plain(found[2]))) is None:
        return text, "", ""
    since = cells.date_of(found[3]) if found[3] and stage == "achieved" else ""
    return found[1], stage, since
