"""Forms about one's own data, and about requests."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspill.parties.models import DataRequest, Person
from samspill.workspace.forms.fields import TextField

Kind = DataRequest.Kind


class AskForm(forms.Form):
    """A wish about one's own data."""

    reason = TextField(
        label=_("Why"),
        max_length=2000,
        help_text=_("You need not say why, but it can help those who answer. Administrators read it."),
    )


class AskForPersonForm(forms.Form):
    """The same on behalf of somebody without an account."""

    kind = forms.ChoiceField(label=_("What the person asks for"), widget=forms.RadioSelect)
    identity = forms.CharField(
        label=_("How you know who asks"),
        max_length=300,
        help_text=_("For example: wrote from the e-mail address that we have, or came to the office."),
    )
    reason = TextField(label=_("What the person says"), max_length=2000)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        restricted = person.withheld == Person.Withheld.RESTRICTED
        kinds = [Kind.COPY, Kind.LIFT if restricted else Kind.RESTRICT, Kind.ERASE]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]


class DeleteAccountForm(forms.Form):
    """A moment to think: the own address, typed."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("Type the address that you log in with, so that this does not happen by mistake."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, own: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._own = own

    def clean_email(self) -> str:
        """Exactly the account's own."""
        given = str(self.cleaned_data["email"])
        if given.lower() != self._own.lower():
            raise forms.ValidationError(_("This is not the address that you log in with."))
        return given


class AnswerForm(forms.Form):
    """What an administrator says to a request."""

    answer = TextField(
        label=_("Answer to the person"),
        max_length=2000,
        help_text=_("Shown to the person. Say why, when you refuse."),
    )


class LookForm(forms.Form):
    """Why an administrator needs to see what is held of somebody."""

    reason = forms.CharField(
        label=_("Why you need to see this"),
        max_length=300,
        help_text=_("For example: the person has asked for a copy. The person can read what you write."),
    )
