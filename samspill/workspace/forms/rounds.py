"""Forms about update rounds: a round's dates, the handover, and what somebody tells of an innovation."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from samspill.accounts.models import User
from samspill.registry.models import ReadinessLevel
from samspill.rounds.domain.updates import Seen, Told
from samspill.rounds.models import UpdateRound
from samspill.workspace.forms.fields import DayField, TextField

FIELDS = (
    "target_answer", "target_reason", "level", "no_reading_reason", "correction_reason", "on", "progress",
    "target_level", "below_reason", "reaches",
)  # fmt: skip
"""What is typed on a card, in the order of the page."""
LONGEST = 5000
"""Characters of a field; more than that belongs in the entry."""
KEPT = 100_000
"""So much of a field is kept while it is mended."""


class RoundForm(forms.ModelForm[UpdateRound]):
    """When a round opens, is due and closes, and what is said to the owners. Saved by `rounds.domain.rounds`."""

    label = forms.CharField(
        label=_("Name of the round"),
        max_length=100,
        required=False,
        help_text=_("For example “Autumn 2026”. Without one it is called after the month in which it is due."),
    )
    opens = DayField(label=_("Opens"), required=True, help_text=_("All owners get their innovations on this day."))
    due = DayField(label=_("Due"), required=True, help_text=_("Owners are reminded by mail before and after it."))
    closes = DayField(
        label=_("Closes by itself after"),
        required=True,
        help_text=_("Until then late answers are taken, and shown as late. Then the round is frozen for good."),
    )
    intro = TextField(
        label=_("What you want to say to the owners"), rows=3, help_text=_("Stands above their innovations.")
    )

    class Meta:
        model = UpdateRound
        fields = ("label", "opens", "due", "closes", "intro")

    def _post_clean(self) -> None:
        """The domain checks it, under its lock."""


class HandOverForm(forms.Form):
    """To whom, and what they should know."""

    to = forms.ModelChoiceField(label=_("Hand over to"), queryset=User.objects.none())
    note = TextField(
        label=_("Handover note"),
        rows=3,
        help_text=_("What the new owner should know. They see it beside the innovation."),
    )

    def __init__(self, *args: Any, candidates: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        field.queryset = User.objects.filter(pk__in=[user.pk for user in candidates])  # type: ignore[attr-defined]
        field.choices = [("", "–"), *((user.pk, str(user)) for user in candidates)]  # type: ignore[attr-defined]


def typed_in(posted: QueryDict) -> dict[str, str]:
    """What is typed on a card, as typed."""
    return {name: str(posted[name]).replace("\r\n", "\n")[:KEPT] for name in FIELDS if posted.get(name)}


def seen_in(posted: QueryDict) -> Seen:
    """What the card was made from."""
    text = posted.get("version", "")
    version = int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0
    return Seen(version=version, tab=posted.get("tab", "")[:12], began=posted.get("began", "")[:12])


def told_in(typed: dict[str, str], levels: dict[int, ReadinessLevel]) -> tuple[Told, dict[str, str]]:
    """What it means, and what cannot be read, by field."""
    too_long = _("At most %(most)s characters; this is %(number)s.")
    unreadable = {
        name: str(too_long % {"most": LONGEST, "number": len(text)})
        for name, text in typed.items()
        if len(text) > LONGEST
    }
    on: date | None = None
    if text := typed.get("on", ""):
        try:
            on = date.fromisoformat(text)
        except ValueError:
            unreadable["on"] = str(_("Write the day as year-month-day, for example 2026-11-30."))
    texts = {name: typed.get(name, "") for name in FIELDS if name not in ("level", "target_level", "on")}
    told = Told(
        **texts, on=on, level=_level(typed, "level", levels), target_level=_level(typed, "target_level", levels)
    )
    return told, unreadable


def _level(typed: dict[str, str], name: str, levels: dict[int, ReadinessLevel]) -> ReadinessLevel | None:
    text = typed.get(name, "")
    return levels.get(int(text)) if text.isascii() and text.isdecimal() and len(text) < 12 else None
