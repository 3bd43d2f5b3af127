"""What was not updated in the year's rounds, in place of what nobody touched in the year (R-REG-03)."""

from django.utils.translation import gettext as _

from samspill.core.reporting import Figure, Figures, NotUpdated, Scope, Section, Untouched
from samspill.registry.reporting import entry_record
from samspill.rounds.models import RoundItem
from samspill.rounds.queries import State, state_of
from samspill.rounds.reporting.rows import items_of


def not_updated(scope: Scope, year: int) -> Section | None:
    """Round by round, said openly; who was to do it is not named. None for a year without rounds."""
    items = items_of(scope, year)
    if not items:
        return None
    left = [item for item in items if state_of(item) in (State.NOT_UPDATED, State.MISSING)]
    records = {item.entry_id: entry_record(item.entry) for item in left}
    late = [item for item in items if state_of(item) is State.LATE]
    return Section(
        blocks=[
            Figures(
                [
                    Figure("not_updated", _("Innovations not updated"), len(records), list(records.values())),
                    Figure(
                        "updated_late",
                        _("Innovations updated late"),
                        len({item.entry_id for item in late}),
                        list({item.entry_id: entry_record(item.entry) for item in late}.values()),
                    ),
                ]
            ),
            NotUpdated(
                _("Not updated in a round of the year"),
                [Untouched(record, _rounds(left, entry)) for entry, record in records.items()],
            ),
        ],
        empty=_("All innovations in the rounds of %(year)s were updated.") % {"year": year},
    )


def _rounds(left: list[RoundItem], entry: int) -> str:
    return ", ".join(item.round.name for item in left if item.entry_id == entry)
