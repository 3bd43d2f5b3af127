"""A round as a table. Who may see it is asked before (`policies.may_oversee`)."""

from collections.abc import Callable

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from samspill.core.exporting import Column, Table, Value, table_of
from samspill.registry import words
from samspill.registry.models import ReadinessLevel
from samspill.rounds.models import RoundItem, Target, Update
from samspill.rounds.queries import state_of, told_of


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


def _told(read: Callable[[Update], Value]) -> Callable[[RoundItem], Value]:
    """What is read of an update that was sent; nothing where none was."""
    return lambda one: read(told) if (told := told_of(one)) else None


def _aimed(read: Callable[[Target], Value]) -> Callable[[RoundItem], Value]:
    """What is read of the target that an update sets; nothing where it sets none."""
    return _told(lambda told: read(told.next_target) if hasattr(told, "next_target") else None)


def _level(level: ReadinessLevel | None) -> str:
    return words.short_level(level) if level else ""
