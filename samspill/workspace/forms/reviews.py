"""Forms of assessments."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspill.accounts.models import User
from samspill.registry.models import Entry, Register
from samspill.reviews.living import living_innovations
from samspill.reviews.people import people_of
from samspill.workspace.forms.fields import DayField, TextField

ALL, CHOSEN = "all", "chosen"


class PeopleField(forms.ModelMultipleChoiceField[User]):
    """Several users, by name."""

    widget = forms.CheckboxSelectMultiple(attrs={"class": "s-options--columns"})

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name or obj.email)


class EntriesField(forms.ModelMultipleChoiceField[Entry]):
    """Several innovations, by title."""

    widget = forms.CheckboxSelectMultiple(attrs={"class": "s-options--tall"})

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.title)


class CallForm(forms.Form):
    """Whom to ask, about what, until when."""

    title = forms.CharField(label=_("Name"), max_length=120, help_text=_("For example “Autumn 2026”."))
    due_day = DayField(label=_("Last day"), required=True, help_text=_("It stays open until you close it."))
    message = TextField(label=_("To the assessors"), rows=3, help_text=_("What should they look for?"))
    assessors = PeopleField(
        label=_("Assessors"),
        queryset=None,
        required=True,
        help_text=_(
            "Those with a role in the register or its organisation. Each answers without seeing the others. They get "
            "to see the description of every innovation on the list."
        ),
    )
    which = forms.ChoiceField(
        label=_("Innovations"),
        widget=forms.RadioSelect,
        initial=ALL,
        choices=((ALL, _("All living innovations of the register")), (CHOSEN, _("Those that I choose"))),
    )
    entries = EntriesField(label=_("Which"), queryset=None, required=False, to_field_name="public_id")

    def __init__(self, *args: Any, register: Register, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assessors"].queryset = people_of(register)  # type: ignore[attr-defined]
        self.fields["entries"].queryset = living_innovations(register)  # type: ignore[attr-defined]

    @property
    def chosen(self) -> list[Entry] | None:
        """The innovations, None for all."""
        return None if self.cleaned_data["which"] == ALL else list(self.cleaned_data["entries"])


class AssessForm(forms.Form):
    """One innovation: probability and impact, each with a reason."""

    probability = forms.TypedChoiceField(label=_("Probability of success"), coerce=int, widget=forms.RadioSelect)
    probability_reason = TextField(label=_("Why this probability"), rows=2, required=True)
    impact = forms.TypedChoiceField(label=_("Potential impact"), coerce=int, widget=forms.RadioSelect)
    impact_reason = TextField(label=_("Why this impact"), rows=2, required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["probability"].choices = [  # type: ignore[attr-defined]
            (1, _("1 – will most likely fail")),
            (2, _("2 – more likely to fail")),
            (3, _("3 – as likely as not")),
            (4, _("4 – likely to succeed")),
            (5, _("5 – will most likely succeed")),
        ]
        self.fields["impact"].choices = [  # type: ignore[attr-defined]
            (1, _("1 – little, for few")),
            (2, _("2 – some, for few")),
            (3, _("3 – clear, for some")),
            (4, _("4 – great, for many")),
            (5, _("5 – changes how things are done")),
        ]
