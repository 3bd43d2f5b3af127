from samspill.rounds.models.item import RoundItem
from samspill.rounds.models.update import Target, Update
from samspill.rounds.models.update_round import UpdateRound

__all__ = ["RoundItem", "Target", "Update", "UpdateRound"]
