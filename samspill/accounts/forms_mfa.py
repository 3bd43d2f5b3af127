"""Forms of two-step login: allauth's behaviour, our words."""

from allauth.mfa.base import forms as base_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as passkey_forms
from django.utils.translation import gettext_lazy as _

from samspill.accounts.forms import Worded

CODE = {"code": (_("Code"), _("Six digits from the app on your phone, or one of your recovery codes."))}
NAME = {
    "name": (_("Name of the passkey"), _("So that you know it again, such as “the work computer” or “my phone”.")),
}


class AuthenticateForm(Worded, base_forms.AuthenticateForm):  # type: ignore[misc]
    words = CODE


class ReauthenticateForm(Worded, base_forms.ReauthenticateForm):  # type: ignore[misc]
    words = CODE


class ActivateTOTPForm(Worded, totp_forms.ActivateTOTPForm):  # type: ignore[misc]
    words = {"code": (_("Code from the app"), _("Six digits. A new code comes every half minute."))}


class AddPasskeyForm(Worded, passkey_forms.AddWebAuthnForm):  # type: ignore[misc]
    words = NAME | {
        "passwordless": (
            _("I want to log in with this passkey alone, without e-mail and password"),
            _("The device then asks for your fingerprint, face or PIN. Choose this if the device is yours alone."),
        )
    }


class EditPasskeyForm(Worded, passkey_forms.EditWebAuthnForm):  # type: ignore[misc]
    words = NAME
