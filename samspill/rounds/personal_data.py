"""What rounds hold of people: whose turn it is, what they answered, and names in what was written."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.core.personal_data import Ground, Holding, Rule, Texts, Then, not_personal, register
from samspill.core.personal_data.finding import of_user
from samspill.rounds.domain.updates import forget_typed
from samspill.rounds.models import RoundItem, Target, Update, UpdateRound

WHO_SEES = _("The owner, and those who work with the register")
AS_LONG_AS_THE_ROUND = _("As long as the round")
STAYS = _("It stays, by “erased person”, so that the round holds")
REPLACED = _("Your name is replaced by “erased person”")


def declare() -> None:
    """Called when Django is ready."""
    common: dict[str, Any] = {
        "why": _("So that it can be told whose turn it is, and who answered what"),
        "ground": Ground.LEGITIMATE,
        "seen_by": WHO_SEES,
        "kept": AS_LONG_AS_THE_ROUND,
        "then": Then.ANONYMISED,
        "because": STAYS,
        "order": 42,
    }
    texts: dict[str, Any] = {
        "why": _("So that a round can be read again as it was"),
        "ground": Ground.PUBLIC_TASK,
        "seen_by": WHO_SEES,
        "kept": AS_LONG_AS_THE_ROUND,
        "then": Then.ANONYMISED,
        "because": REPLACED,
        "texts": Texts.REPLACED,
        "order": 85,
    }
    register(
        Holding(
            code="rounds",
            model=UpdateRound._meta.label,
            fields=("opened_by", "closed_by", "opened_at", "closed_at"),
            title=_("Update rounds you opened or closed"),
            what=_("That you opened or closed a round, and when"),
            find=of_user(UpdateRound, "opened_by", "closed_by"),
            columns=((_("Round"), lambda row: row.name), (_("Due"), lambda row: row.due)),
            **common,
        ),
        Holding(
            code="round_items",
            model=RoundItem._meta.label,
            fields=("owner", "former", "because"),
            title=_("Innovations you were to update"),
            what=_("That it was your turn in a round, and from whom you had it"),
            find=of_user(RoundItem, "owner", "former"),
            columns=((_("Innovation"), lambda row: row.entry.title), (_("Round"), lambda row: row.round.name)),
            **common,
        ),
        Holding(
            code="round_updates",
            model=Update._meta.label,
            fields=("answered_by", "answered_at", "is_late"),
            title=_("Updates you gave"),
            what=_("Your answer in a round, when you gave it, and whether it was late"),
            find=of_user(Update, "answered_by"),
            columns=(
                (_("Innovation"), lambda row: row.item.entry.title),
                (_("What has happened since"), lambda row: row.progress),
                (_("When"), lambda row: row.answered_at),
            ),
            **common,
        ),
        *(
            Holding(
                code=code,
                model=model._meta.label,
                fields=fields,
                title=title,
                what=_("What somebody wrote in a round, and may have named you in"),
                **texts,
            )
            for code, model, fields, title in (
                ("texts_round", UpdateRound, ("label", "intro", "content"), _("Rounds")),
                ("texts_round_item", RoundItem, ("note",), _("Notes about who answers")),
                (
                    "texts_update",
                    Update,
                    ("target_reason", "progress", "no_reading_reason", "typed"),
                    _("Updates"),
                ),
                ("texts_target", Target, ("below_reason", "reaches"), _("Targets")),
            )
        ),
        Rule(
            "round_drafts",
            _("What was typed in a round and never sent is deleted"),
            _("30 days after the round closed"),
            forget_typed,
        ),
    )
    not_personal(
        "rounds.UpdateRound",
        "id", "public_id", "register", "opens", "due", "closes", "state", "sets_targets", "counts", "checksum",
        "erased_at",
        why="facts about the round",
    )  # fmt: skip
    not_personal(
        "rounds.RoundItem", "id", "round", "entry", "target", "was_stopped", why="which innovation in which round"
    )
    not_personal(
        "rounds.Update",
        "id",
        "item",
        "target_answer",
        "reading",
        "read_on",
        "tab",
        "version",
        why="facts about the update",
    )
    not_personal("rounds.Target", "id", "update", "entry", "level", why="a level that is aimed at")
