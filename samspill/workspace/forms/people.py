"""Forms about people and where they belong."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspill.accounts.models import User
from samspill.parties.domain import people as domain
from samspill.parties.domain.acting import Acting
from samspill.parties.models import Affiliation, Organisation, Person, Unit
from samspill.parties.queries import find_person
from samspill.registry.shown import nearest_persons
from samspill.workspace.forms.choices import UnitWithOrganisationChoice, organisations_for, units_for
from samspill.workspace.forms.fields import DayField


class PersonForm(forms.ModelForm[Person]):
    """Name, e-mail and ORCID iD."""

    class Meta:
        model = Person
        fields = domain.EDITABLE
        labels = {"is_public": _("May have a public page")}
        help_texts = {
            "email": _("Never shown to the public. Lets the person be recognised when they log in."),
            "orcid": _("0000-0002-1825-0097, or the whole address at orcid.org."),
            "is_public": _("The page shows the name, where the person belongs, and what they have contributed to."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["orcid"].max_length = None  # type: ignore[attr-defined]  # the whole address may be pasted
        self.fields["orcid"].validators = []
        self.fields["orcid"].widget.attrs["maxlength"] = 60

    def clean_orcid(self) -> str:
        """Taken out of an address, and written with hyphens."""
        given = str(self.cleaned_data["orcid"]).strip().rstrip("/").rpartition("/")[2].upper()
        bare = given.replace("-", "").replace(" ", "")
        return "-".join(bare[i : i + 4] for i in range(0, 16, 4)) if len(bare) == 16 else given

    def _post_clean(self) -> None:
        """The domain checks; the instance stays as it was."""

    def values(self) -> dict[str, Any]:
        """For the domain function."""
        return {name: self.cleaned_data[name] for name in domain.EDITABLE}


class AffiliationForm(forms.Form):
    """Where a person belongs, from when to when, with how large a position."""

    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label=_("Organisation"), empty_label=_("Choose")
    )
    unit = UnitWithOrganisationChoice(
        queryset=Unit.objects.none(), required=False, label=_("Unit"), empty_label=_("None, or not known")
    )
    title = forms.CharField(label=_("Position"), required=False, max_length=200)
    share = forms.DecimalField(
        label=_("Position share in percent"), required=False, min_value=0, max_value=100, max_digits=5,
        decimal_places=2, localize=True,
        help_text=_("100 is full time. Leave empty when it is not known."),
    )  # fmt: skip
    valid_from = DayField(label=_("First day"), help_text=_("Leave empty when it is not known."))
    valid_to = DayField(label=_("Last day"), help_text=_("Leave empty while it lasts."))

    def __init__(self, *args: Any, acting: Acting, affiliation: Affiliation | None = None, **kwargs: Any) -> None:
        if affiliation:
            kwargs["initial"] = {name: getattr(affiliation, name) for name in domain.PLACE} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations_for(acting)  # type: ignore[attr-defined]
        self.fields["unit"].queryset = units_for(acting)  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """For the domain function."""
        return {name: self.cleaned_data[name] for name in domain.PLACE}


class NewPersonForm(PersonForm):
    """A person who may be there already: the user is asked once."""

    is_somebody_else = forms.BooleanField(label=_("It is none of those: save a new person"), required=False)

    def __init__(self, *args: Any, acting: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.acting = acting
        self.nearest: list[Person] = []
        self.is_unnamed = False  # somebody who is like this one is shown to nobody here
        if not self.data.get("asked"):
            self.fields["is_somebody_else"].widget = forms.HiddenInput()

    def looks_alike(self) -> bool:
        """Whether the user must first say that it is none of the nearest."""
        if self.cleaned_data.get("is_somebody_else"):
            return False
        given = self.cleaned_data
        self.nearest, self.is_unnamed = nearest_persons(self.acting, given["name"], email=given["email"])
        self.fields["is_somebody_else"].widget = forms.CheckboxInput()
        return bool(self.nearest) or self.is_unnamed


class MergeForm(forms.Form):
    """Which person is the same."""

    duplicate = forms.CharField(
        label=_("Address or code of the other person"),
        help_text=_("Copy the address of the other person's page, or the code of eight characters at the end of it."),
    )
    reason = forms.CharField(label=_("Why"), required=False, max_length=300, help_text=_("Shown in the history."))

    def clean_duplicate(self) -> Person:
        parts = [part for part in str(self.cleaned_data["duplicate"]).strip().split("/") if part]
        for part in reversed(parts):
            if person := find_person(part):
                return person
        raise forms.ValidationError(_("There is no person with this address. Copy it from the person's page."))


class LinkForm(forms.Form):
    """Which user the person is."""

    email = forms.EmailField(
        label=_("E-mail of the user"), required=False, help_text=_("Leave empty to take the user away.")
    )

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).strip()
        if email and not User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("No user has this address. Invite the person instead."))
        return email

    def user(self) -> User | None:
        """The chosen user."""
        email = self.cleaned_data["email"]
        return User.objects.get(email__iexact=email) if email else None

    def told(self, person: Person) -> dict[str, Any]:
        """What the field says of a person."""
        return {"email": person.user.email if person.user else ""}
