"""Effects of an entry, and a register's own words for them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspill.registry.domain.effects import words_for
from samspill.registry.models import Effect, EffectTag, Entry, Recipient
from samspill.workspace.forms.fields import DayField, TextField


class SaidOfEffect(forms.Form):
    """What is said of a tag that is there."""

    stage = forms.ChoiceField(
        label=_("How far the effect has come"),
        choices=EffectTag.Stage.choices,
        widget=forms.RadioSelect,
        initial=EffectTag.Stage.EXPECTED,
    )
    since = DayField(label=_("Achieved since"), help_text=_("Leave it empty if the date is not known."))
    note = TextField(
        label=_("What shows it, or why we expect it"), rows=2, help_text=_("A figure, a pilot, or who has said it.")
    )


class EffectForm(SaidOfEffect):
    """A new tag: what effect, for whom."""

    effect = forms.ModelChoiceField(
        label=_("Effect"), queryset=Effect.objects.none(), to_field_name="code", empty_label=_("Choose")
    )
    recipient = forms.ModelChoiceField(
        label=_("For whom"), queryset=Recipient.objects.none(), to_field_name="code", empty_label=_("Choose")
    )
    field_order = ["effect", "recipient"]

    def __init__(self, *args: Any, entry: Entry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effect"].queryset = words_for(Effect, entry.register)  # type: ignore[attr-defined]
        self.fields["recipient"].queryset = words_for(Recipient, entry.register)  # type: ignore[attr-defined]


class OwnWordForm(forms.Form):
    """A word of a register's own."""

    name_nb = forms.CharField(label=_("Bokmål"), max_length=200)
    name_nn = forms.CharField(label=_("Nynorsk"), max_length=200, required=False)
    name_en = forms.CharField(label=_("English"), max_length=200, required=False)
