"""Which entries go to which register, and why."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from samspill.registry.models import Register
from samspill.registry.queries import EntryQuerySet
from samspill.workspace.forms.fields import ManyField


class CarryOnForm(forms.Form):
    """A successor, and the entries."""

    target = forms.ModelChoiceField(
        label=_("The register that carries them on"),
        queryset=Register.objects.none(),
        to_field_name="code",
        empty_label=_("Choose"),
    )
    reason = forms.CharField(
        label=_("Why?"),
        max_length=500,
        help_text=_("For example: The centre ends, and its successor goes on with the work. Stands in the history."),
    )
    which = forms.ChoiceField(
        label=_("Which entries?"),
        choices=(("all", _("All of them")), ("chosen", _("Only those that are ticked below"))),
        widget=forms.RadioSelect,
        initial="all",
    )
    chosen = ManyField(label=_("Entries"), tall=True)

    def __init__(self, *args: Any, targets: QuerySet[Register], entries: EntryQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].queryset = targets  # type: ignore[attr-defined]
        rows = entries.order_by("title", "pk").values_list("public_id", "title")
        self.fields["chosen"].choices = list(rows)  # type: ignore[attr-defined]

    @property
    def wanted(self) -> list[str] | None:
        """Public ids, or None for all."""
        return None if self.cleaned_data["which"] == "all" else self.cleaned_data["chosen"]


class ProgressForm(forms.Form):
    """What an indicator shows."""

    indicator = forms.CharField(
        label=_("Indicator"), max_length=100, help_text=_("For example: efficiency of the cell, users, test hours.")
    )
    value = forms.DecimalField(label=_("Value"), max_digits=16, decimal_places=4, localize=True)
    measured_in = forms.CharField(
        label=_("Unit of measure"), max_length=30, required=False, help_text=_("%, kWh, number …")
    )
    date = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
