"""Forms of work plans."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspill.core.sorting import by_name
from samspill.parties.domain.acting import Acting
from samspill.registry.choices import Kind
from samspill.registry.models import Entry, Register
from samspill.reviews.people import people_of
from samspill.workspace.forms.fields import TextField
from samspill.workspace.forms.meetings import PersonField


class TaskForm(forms.Form):
    """A task of the plan."""

    name = forms.CharField(label=_("Task"), max_length=200, help_text=_("As it is called in the work plan."))
    leader = PersonField(
        label=_("Task leader"),
        queryset=None,
        required=False,
        empty_label=_("Nobody yet"),
        help_text=_("Enters the possible innovations, and answers for them."),
    )

    def __init__(self, *args: Any, register: Register, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leader"].queryset = people_of(register)  # type: ignore[attr-defined]


class PlannedForm(forms.Form):
    """A possible innovation."""

    title = forms.CharField(label=_("Possible innovation"), max_length=300)
    about = TextField(label=_("What it may become, and for whom"), rows=2)


class AnswerForm(forms.Form):
    """What became of it."""

    LINK, MAKE, LATER, DROP = "link", "make", "later", "drop"
    outcome = forms.ChoiceField(
        label=_("What became of it?"),
        widget=forms.RadioSelect,
        choices=(
            (MAKE, _("It is an innovation now: register it")),
            (LINK, _("It is in the register already")),
            (LATER, _("Not this year: goes on to the next plan")),
            (DROP, _("Dropped")),
        ),
    )
    entry = forms.ModelChoiceField(
        label=_("Which entry, if it is in the register already"),
        queryset=Entry.objects.none(),
        required=False,
        to_field_name="public_id",
        empty_label=_("None chosen"),
    )
    reason = TextField(label=_("Why, if it is not this year or dropped"), rows=2)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, register: Register, acting: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Entry.objects.visible_to(acting).filter(register=register, kind=Kind.INNOVATION)
        self.fields["entry"].queryset = found.order_by(by_name("title"), "pk")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        given = super().clean()
        if self.cleaned_data.get("outcome") == self.LINK and not self.cleaned_data.get("entry"):
            self.add_error("entry", _("Choose the entry that it became."))
        return given
