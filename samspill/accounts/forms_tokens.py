"""The form for a new key for programs."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from samspill.accounts.models import User
from samspill.accounts.scopes import SCOPES, scopes_for


class TokenForm(forms.Form):
    """What it is for, what it may do, and how long."""

    name = forms.CharField(
        label=_("What the key is for"),
        max_length=100,
        help_text=_("Such as the name of the program that will use it. One key for each program is best."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What the key may do"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Never more than you may do yourself. Choose as little as the program needs."),
    )
    days = forms.TypedChoiceField(
        label=_("How long it works"),
        coerce=int,
        choices=((30, _("30 days")), (90, _("90 days")), (365, _("one year"))),
        initial=90,
        widget=forms.RadioSelect,
    )

    def __init__(self, data: QueryDict | None = None, *, user: User, given_back: QueryDict | None = None) -> None:
        super().__init__(data, initial=self.as_initial(given_back) if given_back else {})
        self.given = self.data if isinstance(self.data, QueryDict) else given_back or QueryDict()
        shown = set(scopes_for(user))
        if isinstance(self.data, QueryDict):
            shown.update(self.data.getlist("scopes"))  # what opens nothing is refused by the rule, in its own words
        self.fields["scopes"].choices = [  # type: ignore[attr-defined]
            (scope.code, f"{scope.label} – {scope.help}") for scope in SCOPES.values() if scope.code in shown
        ]
        self.initial.setdefault("scopes", list(SCOPES)[:1])

    def as_typed(self) -> str:
        """What was sent and is to be mended, or was given back and is still to be sent, in one line; else empty."""
        typed = QueryDict(mutable=True)
        for name in self.fields:
            typed.setlist(name, self.given.getlist(name))
        return typed.urlencode()

    @staticmethod
    def as_initial(typed: QueryDict) -> dict[str, Any]:
        """What `as_typed` gave, to begin another form with."""
        return {name: typed.getlist(name) if name == "scopes" else typed[name] for name in typed}
