"""What opening a round would do, told before it is done: a round that was opened is never taken back."""

from dataclasses import dataclass
from datetime import date

from samspill.core.errors import RuleError
from samspill.rounds.domain.owners import owners_of
from samspill.rounds.domain.rounds import check_opening
from samspill.rounds.models import UpdateRound
from samspill.rounds.queries import living


@dataclass(frozen=True)
class Opening:
    """How many innovations would be asked about, of how many owners; ``nobodys`` have no owner.

    ``refusal``: why it cannot be opened that day; empty when it can.
    """

    innovations: int
    owners: int
    nobodys: int
    refusal: str = ""


def opening_of(found: UpdateRound, *, today: date) -> Opening:
    """What would happen if the planned round were opened today. A constant number of queries."""
    entries = list(living(found.register).only("pk", "created_by_id", "register_id"))
    owners = [one.owner for one in owners_of(entries, register=found.register, on=today).values()]
    asked = {owner for owner in owners if owner is not None}
    try:
        check_opening(found, today=today)
    except RuleError as error:
        return Opening(len(entries), len(asked), owners.count(None), error.message)
    return Opening(len(entries), len(asked), owners.count(None))
