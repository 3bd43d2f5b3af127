"""Forms of two-step login: allauth's behaviour, our words."""

import struct
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as passkey_forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samspill.accounts.forms import Worded

MISSHAPEN = (AttributeError, EOFError, IndexError, KeyError, TypeError, ValueError, struct.error)
"""What comes of reading a credential that is none."""

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

    def clean_code(self) -> str:
        """The code. Each time the page is opened it shows another key: whoever scanned the last one is told."""
        try:
            code: str = super().clean_code()
        except ValidationError as error:
            if error.code != "incorrect_code":
                raise
            text = _(
                "This was not right. Check that you use the newest code. If you have opened this page anew since you "
                "held the camera over the square, do so again: the square is another."
            )
            raise ValidationError(text, code=error.code) from error
        return code


class _Passkey:
    """A credential that is not one, whatever it is, is a wrong answer and not a fault of ours."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except MISSHAPEN as error:
            raise get_adapter().validation_error("incorrect_code") from error


class UsePasskeyForm(_Passkey, passkey_forms.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """As the second step."""


class LoginWithPasskeyForm(_Passkey, passkey_forms.LoginWebAuthnForm):  # type: ignore[misc]
    """Instead of a password."""


class ReauthenticateWithPasskeyForm(_Passkey, passkey_forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """Before something important is changed."""


class AddPasskeyForm(Worded, passkey_forms.AddWebAuthnForm):  # type: ignore[misc]
    words = NAME | {
        "passwordless": (
            _("I want to log in with this passkey alone, without e-mail and password"),
            _("The device then asks for your fingerprint, face or PIN. Choose this if the device is yours alone."),
        )
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].required = False  # told of below: nobody sees the field

    def clean(self) -> dict[str, Any]:
        if not self.cleaned_data.get("credential"):
            raise ValidationError(
                _("No passkey came from your browser. Passkeys need JavaScript: turn it on, and try again.")
            )
        try:
            super().clean()
        except MISSHAPEN as error:
            raise get_adapter().validation_error("incorrect_code") from error
        return self.cleaned_data


class EditPasskeyForm(Worded, passkey_forms.EditWebAuthnForm):  # type: ignore[misc]
    words = NAME
