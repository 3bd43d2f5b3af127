"""The form that makes an edition of an annual report."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

EVERYONE, INTERNAL = "everyone", "internal"


class EditionForm(forms.Form):
    """Which year, and for whom."""

    year = forms.IntegerField(label=_("Year"), widget=forms.NumberInput(attrs={"inputmode": "numeric"}))
    readers = forms.ChoiceField(
        label=_("For whom"),
        widget=forms.RadioSelect,
        initial=EVERYONE,
        choices=(
            (EVERYONE, _("Everyone: counts what everyone may see, and can be published")),
            (INTERNAL, _("Those who curate: counts everything, with reasons; can never be published")),
        ),
    )

    def __init__(self, *args: Any, first: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this_year = timezone.localdate().year
        self.fields["year"].initial = this_year - 1
        if first:
            said = _("Something is known of %(first)s and later. A report for a year without anything says so.")
            self.fields["year"].help_text = said % {"first": first}

    @property
    def everyone(self) -> bool:
        """Whether it counts only what everyone may see."""
        return bool(self.cleaned_data["readers"] == EVERYONE)
