"""Forms of login and account: allauth's behaviour, our words."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.socialaccount import forms as social_forms
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from samspill.accounts.models import User

PASSWORD_HELP = _(
    "At least 12 characters. Four words that do not belong together are good. Do not use your name, your e-mail "
    "address or a password that many others use."
)
SAME_PASSWORD_TWICE = _("You must type the same password each time.")  # said by allauth, which has no nynorsk


class Worded(forms.Form):
    """Labels and help in our words, and no placeholders: they vanish when one types."""

    words: dict[str, tuple[Any, Any]] = {}  # field -> (label, help)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.words:
                field.label, field.help_text = self.words[name]


class LoginForm(Worded, allauth_forms.LoginForm):  # type: ignore[misc]
    words = {
        "login": (_("E-mail"), ""),
        "password": (_("Password"), ""),
        "remember": (_("Keep me logged in on this device for two weeks"), ""),
    }


class SignupForm(Worded, allauth_forms.SignupForm):  # type: ignore[misc]
    name = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ["name", "email", "password1", "password2"]
    words = {
        "name": (_("Your name"), _("Shown to those you work with in Samspill.")),
        "email": (_("E-mail"), _("We send a link to this address to check that it is yours.")),
        "password1": (_("Password"), PASSWORD_HELP),
        "password2": (_("The same password again"), ""),
    }


class ServiceSignupForm(Worded, social_forms.SignupForm):  # type: ignore[misc]
    """What the login service did not tell."""

    name = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ["name", "email"]
    words = {
        "name": (_("Your name"), _("Shown to those you work with in Samspill.")),
        "email": (_("E-mail"), _("We send a link to this address to check that it is yours.")),
    }


class DisconnectForm(social_forms.DisconnectForm):  # type: ignore[misc]
    """Shown as a button for each login; what stands in the way of disconnecting is shown above them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].error_messages["invalid_choice"] = _("This login is not connected any more.")

    def save(self) -> None:
        account = self.cleaned_data["account"]
        if account.provider in {service.id for service in settings.LOGIN_SERVICES}:
            super().save()
        else:  # a service that the installation no longer uses
            account.delete()


class ChangeEmailForm(Worded, allauth_forms.AddEmailForm):  # type: ignore[misc]
    words = {"email": (_("New e-mail"), _("We send a link to it. Until you follow the link, the old one is used."))}


class ChangePasswordForm(Worded, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    words = {
        "oldpassword": (_("Current password"), ""),
        "password1": (_("New password"), PASSWORD_HELP),
        "password2": (_("The new password again"), ""),
    }


class SetPasswordForm(Worded, allauth_forms.SetPasswordForm):  # type: ignore[misc]
    words = {
        "password1": (_("New password"), PASSWORD_HELP),
        "password2": (_("The new password again"), ""),
    }


class ResetPasswordForm(Worded, allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    words = {"email": (_("E-mail"), "")}


class ResetPasswordKeyForm(Worded, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    words = SetPasswordForm.words


class ReauthenticateForm(Worded, allauth_forms.ReauthenticateForm):  # type: ignore[misc]
    words = {"password": (_("Password"), "")}


class ProfileForm(forms.ModelForm[User]):
    """Name and language of the user, and when they want mail."""

    class Meta:
        model = User
        fields = ["name", "language", "reminders"]
        labels = {"name": _("Your name"), "language": _("Language"), "reminders": _("Mail about what is due")}
        help_texts = {
            "name": _("Shown to those you work with in Samspill."),
            "language": _("Pages and mail come in this language after you have logged in."),
            "reminders": _("One mail with all that waits for you, never one for each thing."),
        }
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["reminders"].required = False

    def clean_reminders(self) -> str:
        """What was chosen before stays, when a page does not ask."""
        return str(self.cleaned_data["reminders"] or self.instance.reminders)
