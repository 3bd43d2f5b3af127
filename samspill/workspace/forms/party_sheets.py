"""Forms of a list of parties that is sent in again."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspill.workspace.forms.imports import UploadForm


class PartySheetForm(UploadForm):
    """The file. What it is, is found out from its content."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = _("The file")
        self.fields["file"].help_text = _(
            "The exported file as Excel (XLSX), CSV or JSON, at most 20 MB and 2,000 rows. Drop it here or choose it."
        )


class TakeInForm(forms.Form):
    """Whether what has faults is left out."""

    leave_out = forms.BooleanField(
        label=_("Leave out the rows with faults, and columns that are not known"),
        required=False,
        help_text=_("The other rows are taken in. Otherwise the whole file waits until it is mended."),
    )
