"""Forms about what hangs on a centre, an initiative or a study."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samspill.centres.models import (
    Appointment,
    CentrePartner,
    CentreRegister,
    Instrument,
    LeaderTask,
    Phase,
    PublicMoney,
)
from samspill.core.sorting import by_name
from samspill.parties.domain.acting import Acting
from samspill.parties.models import Organisation, Person, Unit
from samspill.registry.models import Register
from samspill.registry.queries import led
from samspill.workspace.forms.choices import UnitWithOrganisationChoice
from samspill.workspace.forms.fields import DayField, ManyField, TextField


class PartForm(forms.ModelForm[Any]):
    """A row that hangs on something; whoever makes it may limit what is offered."""

    refusal: Exception | None = None
    """Why the domain did not take it."""

    def __init__(self, *args: Any, acting: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.acting = acting
        self.offer()

    def offer(self) -> None:
        """Narrow the choices."""


class PartnerForm(PartForm):
    """A partner."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.filter(is_active=True).order_by(by_name("name_nb")),
        empty_label=_("Choose"),
    )
    start = DayField(label=_("From"), help_text=_("Empty: from the centre's first day."))
    end = DayField(label=_("To"))

    class Meta:
        model = CentrePartner
        fields = ("organisation", "role", "start", "end")


class RegisterLinkForm(PartForm):
    """A register that holds the centre's entries."""

    register = forms.ModelChoiceField(
        label=_("Register"), queryset=Register.objects.select_related("organisation"), empty_label=_("Choose")
    )

    class Meta:
        model = CentreRegister
        fields = ("register",)

    def offer(self) -> None:
        """Those that the user curates."""
        rows = Register.objects.select_related("organisation")
        kept = rows if self.acting.is_administrator else rows.filter(led(self.acting, ""))
        self.fields["register"].queryset = kept  # type: ignore[attr-defined]


class MoneyForm(PartForm):
    """Public money behind a field."""

    amount = forms.IntegerField(
        label=_("Amount in kroner"), min_value=1, localize=True, help_text=_("For example 4 000 000 000.")
    )
    source_url = forms.URLField(label=_("Link to the source"), max_length=500, required=False, assume_scheme="https")

    class Meta:
        model = PublicMoney
        fields = ("field", "amount", "is_at_least", "first_year", "last_year", "source", "source_url")
        help_texts = {
            "field": _("What the money went to, for example research on environment-friendly energy."),
            "source": _("Where the amount stands: report, page, year."),
        }

    def clean(self) -> dict[str, Any]:
        """Years with four digits."""
        given = super().clean() or {}
        for name in ("first_year", "last_year"):
            if given.get(name) and not 1900 <= given[name] <= 2200:
                self.add_error(name, _("Write the year with four digits, such as 2024."))
        return given


class PhaseForm(PartForm):
    """A phase."""

    start = DayField(label=_("From"), required=True)
    end = DayField(label=_("To"))
    note = TextField(label=_("What it is about"), rows=2)

    class Meta:
        model = Phase
        fields = ("name", "start", "end", "note")


class InstrumentForm(PartForm):
    """An instrument."""

    description = TextField(label=_("Description"), rows=3)

    class Meta:
        model = Instrument
        fields = ("name", "description")


class AppointmentForm(PartForm):
    """Who is innovation leader where."""

    who = forms.CharField(
        label=_("Who"),
        max_length=200,
        help_text=_("E-mail address or full name of somebody who is registered here, or the address of their page."),
    )
    unit = UnitWithOrganisationChoice(
        label=_("Unit"), queryset=Unit.objects.none(), empty_label=_("Choose"),
        help_text=_("A centre, a department or a faculty."),
    )  # fmt: skip
    tasks = ManyField(label=_("Tasks"), columns=True)
    start = DayField(label=_("From"), required=True)
    end = DayField(label=_("To"))

    class Meta:
        model = Appointment
        fields = ("unit", "focus", "focus_note", "tasks", "start", "end")

    field_order = ["who", "unit", "focus", "focus_note", "tasks", "start", "end"]

    def offer(self) -> None:
        """Units of the organisation whose initiative it is."""
        initiative = self.instance.initiative
        units = Unit.objects.filter(organisation=initiative.organisation_id).select_related("organisation")
        self.fields["unit"].queryset = units.order_by("path")  # type: ignore[attr-defined]
        known = [row for row in LeaderTask.objects.all() if row.is_active or row.code in self.instance.tasks]
        self.fields["tasks"].choices = [(row.code, row.name) for row in known]  # type: ignore[attr-defined]
        if self.instance.person_id:
            self.initial["who"] = self.instance.person.email or self.instance.person.name

    def told(self, row: Appointment) -> dict[str, Any]:
        """The person, whom the form finds by what is typed."""
        return {"who": row.person}

    def clean_who(self) -> Person:
        """Exactly one person."""
        said = str(self.cleaned_data["who"]).strip()
        if self.instance.person_id and said in (self.instance.person.email, self.instance.person.name):
            return self.instance.person  # type: ignore[no-any-return]
        rows = Person.objects.filter(withheld="")
        if "@" in said:
            found = list(rows.filter(email__iexact=said)[:2])
        elif "/" in said:
            found = list(rows.filter(public_id=said.rstrip("/").rpartition("/")[2])[:2])
        else:
            found = list(rows.filter(name__iexact=said)[:2])
        if not found:
            raise ValidationError(_("Nobody is registered here with this. Add the person first, under Parties."))
        if len(found) > 1:
            raise ValidationError(_("Several are called this. Use the e-mail address instead."))
        return found[0]

    def clean(self) -> dict[str, Any]:
        """The person goes onto the row."""
        given = super().clean() or {}
        if given.get("who"):
            self.instance.person = given["who"]
        return given
