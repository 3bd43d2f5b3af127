"""Forms about roles and invitations."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from samspill.accounts.forms import PASSWORD_HELP
from samspill.accounts.models import User
from samspill.parties import policies
from samspill.parties.domain.acting import Acting
from samspill.parties.models import Role
from samspill.parties.queries import roles_within
from samspill.parties.scopes import Scope
from samspill.workspace.forms.choices import ScopeField
from samspill.workspace.forms.fields import DayField


def grantable_kinds(acting: Acting) -> list[tuple[str, Any]]:
    """Roles that the user may give somewhere."""
    kinds = set(Role.Kind) if acting.is_administrator else set(policies.HELPERS)
    if acting.represents:
        kinds.add(Role.Kind.PARTNER_REPRESENTATIVE)
    return [(kind.value, kind.label) for kind in Role.Kind if kind in kinds]


MEANINGS = {
    Role.Kind.CONTRIBUTOR: _("A contributor registers, and confirms what they took part in."),
    Role.Kind.INNOVATION_LEADER: _("An innovation leader looks after a register or a unit, and publishes there."),
    Role.Kind.UNIT_LEADER: _("A unit leader looks after the unit and its people."),
    Role.Kind.PARTNER_REPRESENTATIVE: _("A partner representative registers and confirms for an organisation."),
    Role.Kind.READER: _("A reader sees what is only for those with a role in the place."),
    Role.Kind.ADMINISTRATOR: _("An administrator may do everything, everywhere."),
}
"""What each role lets one do, in a sentence."""


class _PlacedForm(forms.Form):
    """A role and where it holds."""

    kind = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, acting: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.acting = acting
        kinds = grantable_kinds(acting)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.meanings = [MEANINGS[Role.Kind(kind)] for kind, _label in kinds]
        self.fields["scope"] = ScopeField(acting=acting, label=_("Where"))
        self.order_fields(self.field_order)

    @property
    def scope(self) -> Scope:
        """The chosen place."""
        scope: Scope = self.cleaned_data["scope"]
        return scope


class GrantForm(_PlacedForm):
    """A role for somebody who has an account."""

    user = forms.EmailField(label=_("E-mail"), help_text=_("Of somebody who has a user. Others must be invited."))
    valid_to = DayField(label=_("Last day"), help_text=_("Leave empty when the role has no end."))
    field_order = ["user", "kind", "scope", "valid_to"]

    def clean_user(self) -> User:
        """Administrators reach everyone; others only those with a role in what they look after.

        The answer is the same for an unknown address and for one that lies outside, so that nobody can try out who
        has an account.
        """
        users = User.objects.filter(email__iexact=self.cleaned_data["user"], is_active=True)
        if not self.acting.is_administrator:
            users = users.filter(pk__in=roles_within(self.acting).values("user"))
        if user := users.first():
            return user
        raise forms.ValidationError(
            _("Nobody with this address has a role in what you look after. Send an invitation instead.")
            if not self.acting.is_administrator
            else _("No user has this address. Send an invitation instead.")
        )


class EndForm(forms.Form):
    """When and why a role ends."""

    on = DayField(label=_("Last day"), help_text=_("Leave empty to end the role at once."))
    reason = forms.CharField(label=_("Why"), required=False, max_length=300, help_text=_("Shown in the history."))


class InviteForm(_PlacedForm):
    """A role for somebody who may not have an account."""

    email = forms.EmailField(label=_("E-mail"), help_text=_("The invitation is sent here, and lasts 14 days."))
    name = forms.CharField(label=_("Name"), required=False, max_length=200)
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)
    field_order = ["email", "name", "kind", "scope", "language"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = (get_language() or "nb")[:2]


class NewAccountForm(forms.Form):
    """Name and password of somebody who accepts an invitation; the address is known to be theirs."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=PASSWORD_HELP,
    )
