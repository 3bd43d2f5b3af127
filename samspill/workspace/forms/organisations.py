"""Forms about organisations, their size and their units."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspill.core.sorting import by_name
from samspill.parties.domain import organisations as domain
from samspill.parties.domain import units as unit_domain
from samspill.parties.models import Municipality, Organisation, SizeFigure, Unit
from samspill.parties.queries import LIKE_ENOUGH_TO_ASK, nearest_organisations
from samspill.workspace.forms.choices import UnitChoice, UnitsChoice
from samspill.workspace.forms.fields import DayField


def _digits(value: str) -> str:
    return "".join(value.split())


class OrganisationForm(forms.ModelForm[Organisation]):
    """Facts about a party. When others look alike, the user is asked once whether it is one of them."""

    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    is_new_party = forms.BooleanField(
        label=_("It is none of those: save it as an organisation of its own"), required=False
    )

    class Meta:
        model = Organisation
        fields = domain.EDITABLE
        labels = {
            "kind": _("Kind of organisation"),
            "municipality": _("Municipality"),
            "is_active": _("It still exists"),
        }
        help_texts = {
            "name_nb": _("The full name, as the organisation writes it itself."),
            "name_nn": _("Only when it differs."),
            "name_en": _("Only when it has one."),
            "short_name": _("For example NTNU."),
            "number": _("Nine digits, for organisations in Norway. Found in the Register of Business Enterprises."),
            "ror": _("For research institutions: the last nine characters of the address at ror.org."),
            "country": _("Two letters: NO, SE, DK …"),
            "contact_email": _("Shown to everyone. Use a shared inbox, not a person's own."),
            "municipality": _("The municipality that it is, or lies in."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nearest: list[Organisation] = []
        self.fields["municipality"].queryset = Municipality.objects.order_by(by_name("name"), "number")  # type: ignore[attr-defined]
        self.fields["municipality"].empty_label = _("None")  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("Choose")), *Organisation.Kind.choices]  # type: ignore[attr-defined]
        self.fields["number"].max_length = None  # type: ignore[attr-defined]  # spaces are taken out first
        self.fields["number"].validators = []
        self.fields["number"].widget.attrs |= {"inputmode": "numeric", "maxlength": 11}
        self.fields["ror"].widget.attrs["maxlength"] = 40
        self.fields["ror"].max_length = None  # type: ignore[attr-defined]
        self.fields["ror"].validators = []
        if self.instance.pk is None:
            del self.fields["is_active"]
        if not self.data.get("asked"):
            self.fields["is_new_party"].widget = forms.HiddenInput()

    def clean_number(self) -> str:
        return _digits(self.cleaned_data["number"])

    def clean_ror(self) -> str:
        return str(self.cleaned_data["ror"]).strip().lower().rstrip("/").rpartition("/")[2]

    def clean_country(self) -> str:
        return str(self.cleaned_data["country"]).upper()

    def _post_clean(self) -> None:
        """The domain checks; the instance stays as it was."""

    def values(self) -> dict[str, Any]:
        """For the domain function."""
        return {name: self.cleaned_data[name] for name in domain.EDITABLE if name in self.cleaned_data}

    def looks_alike(self) -> bool:
        """Whether the user must first say that it is none of the nearest."""
        if self.cleaned_data.get("is_new_party"):
            return False
        self.nearest = nearest_organisations(
            self.cleaned_data["name_nb"], number=self.cleaned_data["number"], at_least=LIKE_ENOUGH_TO_ASK
        )
        self.fields["is_new_party"].widget = forms.CheckboxInput()
        return bool(self.nearest)


class SizeFigureForm(forms.Form):
    """One figure as of a date (R-PAR-03)."""

    measure = forms.ChoiceField(label=_("Figure"), choices=SizeFigure.Measure.choices)
    unit = UnitChoice(
        queryset=Unit.objects.none(), required=False, label=_("Of which unit"), empty_label=_("The whole organisation")
    )
    value = forms.DecimalField(label=_("Value"), min_value=0, max_digits=16, decimal_places=2, localize=True)
    is_approximate = forms.BooleanField(label=_("Approximately"), required=False)
    on = DayField(label=_("As of"), required=True, help_text=_("The day when the figure was right."))
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        help_text=_("For example “Statistics Norway, table 07459” or “Annual report 2025”."),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(organisation=organisation)  # type: ignore[attr-defined]


class UnitForm(forms.ModelForm[Unit]):
    """Facts about a unit."""

    valid_from = DayField(label=_("First day"), help_text=_("Leave empty when it is not known."))
    valid_to = DayField(
        label=_("Last day"),
        help_text=_("Only when it has ended. Use “Reorganise” when others took over."),
    )

    class Meta:
        model = Unit
        fields = unit_domain.EDITABLE
        labels = {"level": _("Kind of unit")}
        help_texts = {
            "name_nn": _("Only when it differs."),
            "name_en": _("Only when it has one."),
            "contact_email": _("Shown to everyone. Use a shared inbox, not a person's own."),
        }

    def _post_clean(self) -> None:
        """The domain checks; the instance stays as it was."""

    def values(self) -> dict[str, Any]:
        """For the domain function."""
        return {name: self.cleaned_data[name] for name in unit_domain.EDITABLE}


class UnitMoveForm(forms.Form):
    """Another place in the tree."""

    parent = UnitChoice(
        queryset=Unit.objects.none(), required=False, label=_("Place it below"), empty_label=_("At the top")
    )
    reason = forms.CharField(label=_("Why"), required=False, max_length=300, help_text=_("Shown in the history."))

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Unit.objects.filter(organisation_id=unit.organisation_id).exclude(pk=unit.pk)  # type: ignore[attr-defined]


class ReorganiseForm(forms.Form):
    """Close a unit and say who took over."""

    on = DayField(
        label=_("The first day of the new order"), required=True, help_text=_("The unit's last day is the day before.")
    )
    successors = UnitsChoice(
        queryset=Unit.objects.none(), required=False, label=_("Units that take over"),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    people_to = UnitChoice(
        queryset=Unit.objects.none(), required=False, label=_("The people go on in"),
        empty_label=_("None: their affiliations end"),
        help_text=_("Must be one of the units that take over. What was true before stays as it was."),
    )  # fmt: skip
    units_below_to = UnitChoice(
        queryset=Unit.objects.none(), required=False, label=_("The units below it move to"),
        empty_label=_("None: they are closed too"), help_text=_("Must be one of the units that take over."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("What happened"), required=False, max_length=300, help_text=_("Shown in the history.")
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Unit.objects.filter(organisation_id=unit.organisation_id, valid_to=None).exclude(
            path__startswith=unit.path
        )
        for name in ("successors", "people_to", "units_below_to"):
            self.fields[name].queryset = others  # type: ignore[attr-defined]
