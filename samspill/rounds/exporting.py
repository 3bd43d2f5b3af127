"""A round, and innovations in all rounds, as tables. Who may see which is asked before (`policies`)."""

from collections.abc import Callable, Sequence

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from samspill.core.exporting import Column, Table, Value, table_of
from samspill.registry import words
from samspill.registry.models import Entry, ReadinessLevel
from samspill.rounds.models import RoundItem, Target, Update, UpdateRound
from samspill.rounds.queries import STATE, State, state_of, told_of


def round_table(rows: "QuerySet[RoundItem]") -> Table:
    """A row for each innovation of `queries.full_items`: where it stands, its last target with the answer, what was
    told, and the next target. What is typed and not sent is in no file."""
    return table_of(
        rows,
        [
            (Column("id", _("Samspill’s own number")), lambda one: one.entry.public_id),
            (Column("title", _("Innovation"), 60), lambda one: one.entry.title),
            (Column("state", _("Status"), 22), lambda one: str(state_of(one).label)),
            (Column("owner", _("Owner"), 30), lambda one: str(one.owner or "")),
            (
                Column("last_target_level", _("Last target: level")),
                lambda one: _level(one.target.level if one.target else None),
            ),
            (Column("last_target", _("Last target"), 60), lambda one: one.target.reaches if one.target else ""),
            (Column("answer", _("Was it reached?")), _told(lambda told: told.get_target_answer_display())),
            (Column("answer_reason", _("Why"), 60), _told(lambda told: told.target_reason)),
            (Column("level", _("Level")), _told(lambda told: _level(told.reading.level if told.reading else None))),
            (Column("level_on", _("Read on")), _told(lambda told: told.reading.date if told.reading else None)),
            (Column("no_level", _("Why there is no new reading"), 40), _told(lambda told: told.no_reading_reason)),
            (Column("progress", _("What has happened since"), 60), _told(lambda told: told.progress)),
            (Column("target_level", _("Next target: level")), _aimed(lambda target: _level(target.level))),
            (Column("reaches", _("How it will reach users"), 60), _aimed(lambda target: target.reaches)),
            (Column("updated", _("Updated")), _told(lambda told: told.answered_at)),
            (Column("updated_by", _("Updated by"), 30), _told(lambda told: str(told.answered_by or ""))),
            (Column("address", _("Address here"), 40), lambda one: f"{settings.SITE_URL}/e/{one.entry.public_id}/"),
        ],
    )


def matrix_table(rows: "QuerySet[Entry]", rounds: Sequence[UpdateRound]) -> Table:
    """A row for each innovation, and for each round where it stood, the level that was read, and whether the target of
    the round before was reached."""
    items = RoundItem.objects.filter(round__in=rounds).select_related("told__reading__level__scale")
    items = items.annotate(stands=STATE).order_by()
    columns: list[tuple[Column, Callable[[Entry], Value]]] = [
        (Column("id", _("Samspill’s own number")), lambda one: one.public_id),
        (Column("title", _("Innovation"), 60), lambda one: one.title),
    ]
    for one in rounds:
        code, said = one.public_id, {"round": one.name}
        columns += [
            (Column(f"{code}_state", _("%(round)s: status") % said, 22), _then(one, _state_then)),
            (Column(f"{code}_level", _("%(round)s: level") % said), _then(one, _level_then)),
            (Column(f"{code}_target", _("%(round)s: target") % said, 22), _then(one, _answer_then)),
        ]
    columns.append(
        (Column("address", _("Address here"), 40), lambda entry: f"{settings.SITE_URL}/e/{entry.public_id}/")
    )
    return table_of(rows.prefetch_related(Prefetch("round_items", items, "in_rounds")), columns)


def _then(found: UpdateRound, read: Callable[[RoundItem], Value]) -> Callable[[Entry], Value]:
    """What is read of an innovation's part in a round; nothing where it was not in it."""

    def cell(entry: Entry) -> Value:
        items: list[RoundItem] = entry.in_rounds  # type: ignore[attr-defined]
        return next((read(item) for item in items if item.round_id == found.pk), None)

    return cell


def _state_then(item: RoundItem) -> Value:
    return str(State(item.stands).label)  # type: ignore[attr-defined]


def _level_then(item: RoundItem) -> Value:
    told = told_of(item)
    return _level(told.reading.level if told.reading else None) if told else None


def _answer_then(item: RoundItem) -> Value:
    told = told_of(item)
    return told.get_target_answer_display() if told else None


def _told(read: Callable[[Update], Value]) -> Callable[[RoundItem], Value]:
    """What is read of an update that was sent; nothing where none was."""
    return lambda one: read(told) if (told := told_of(one)) else None


def _aimed(read: Callable[[Target], Value]) -> Callable[[RoundItem], Value]:
    """What is read of the target that an update sets; nothing where it sets none."""
    return _told(lambda told: read(told.next_target) if hasattr(told, "next_target") else None)


def _level(level: ReadinessLevel | None) -> str:
    return words.short_level(level) if level else ""
