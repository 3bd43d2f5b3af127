"""Small forms around an entry: who took part, readings, evidence, relations, steps."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samspill.accounts.models import User
from samspill.parties.domain.acting import acting_for
from samspill.parties.models import Organisation
from samspill.registry.domain.readiness import scales_for
from samspill.registry.models import (
    ContributionRole,
    Entry,
    Participation,
    ParticipationRole,
    ReadinessLevel,
    ReadinessReading,
)
from samspill.workspace.forms.fields import DayField, ManyField, TextField, vocabulary


class ContributionForm(forms.Form):
    """What a contributor did."""

    roles = ManyField(label=_("Roles"), columns=True)
    share = forms.DecimalField(
        label=_("Share in percent"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        localize=True,
        help_text=_("May be left empty. All shares together are at most 100."),
    )
    start_date = DayField(label=_("From"))
    end_date = DayField(label=_("To"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep = (self.initial or {}).get("roles", [])
        self.fields["roles"].choices = vocabulary(ContributionRole.objects.all(), keep=keep)  # type: ignore[attr-defined]


class NewPersonForm(forms.Form):
    """A contributor whom nobody has registered before."""

    name = forms.CharField(label=_("Full name"), max_length=200)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Never shown to others. With it the person can log in, see this and confirm it."),
    )
    organisation = forms.ModelChoiceField(
        label=_("Belongs to"), queryset=Organisation.objects.none(), required=False, empty_label=_("Not known")
    )

    def __init__(self, *args: Any, entry: Entry, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [entry.organisation_id, *(part.organisation_id for part in entry.participations.all())]
        self.choices = Organisation.objects.filter(pk__in=codes)
        self.user = user
        self.fields["organisation"].queryset = self.choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Whoever adds themselves belongs where they have a role: else nobody could tell that the credit is theirs."""
        given: dict[str, Any] = super().clean() or {}
        if not given.get("organisation") and str(given.get("email") or "").lower() == self.user.email.lower():
            given["organisation"] = self.choices.filter(pk__in=acting_for(self.user).member_of).first()
        return given


class ParticipationForm(forms.Form):
    """What an organisation did."""

    role = forms.ChoiceField(label=_("Role"))
    start_date = DayField(label=_("From"))
    end_date = DayField(label=_("To"))
    in_use_since = DayField(label=_("Taken into use"), help_text=_("The date, if they use it."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = vocabulary(ParticipationRole.objects.all(), keep=[(self.initial or {}).get("role")])
        self.fields["role"].choices = rows  # type: ignore[attr-defined]

    def told(self, part: Participation) -> dict[str, Any]:
        """The role by its code."""
        return {"role": part.role_id}


class EvidenceForm(forms.Form):
    """What is said of any evidence."""

    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    date = DayField(label=_("Date"), help_text=_("When it was made or published."))
    is_confidential = forms.BooleanField(
        label=_("Confidential: only those who work with the entry can open it"), required=False
    )


class FileForm(EvidenceForm):
    """A file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, picture (PNG, JPEG, WebP), Word, Excel, PowerPoint, OpenDocument, CSV or text."),
    )
    field_order = ["file"]


class LinkForm(EvidenceForm):
    """A link."""

    url = forms.URLField(label=_("Address"), max_length=1000, assume_scheme="https")
    field_order = ["url"]


class NoteForm(EvidenceForm):
    """A note."""

    note = TextField(
        label=_("Note"), required=True, help_text=_("For example what was said in a meeting, and by whom.")
    )
    field_order = ["note"]


class ReadingForm(forms.Form):
    """A reading: a level, and a year or a date."""

    level = forms.ModelChoiceField(label=_("Level"), queryset=ReadinessLevel.objects.none())
    year = forms.IntegerField(
        label=_("Year"), required=False, min_value=1900, help_text=_("When just the year is known.")
    )
    date = DayField(label=_("or the exact date"))
    note = TextField(label=_("What shows it"), rows=2, help_text=_("For example a test, a pilot or a report."))

    def __init__(self, *args: Any, entry: Entry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_levels(self.fields["level"], entry)
        self.fields["year"].initial = timezone.localdate().year
        self.fields["year"].widget.attrs["class"] = "s-short"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("year") and not cleaned.get("date"):
            self.add_error("year", _("Give the year or the date."))
        return cleaned

    @property
    def when(self) -> tuple[datetime.date, bool]:
        """The day, and whether just its year is known. An exact date goes before a year."""
        day, year = self.cleaned_data.get("date"), self.cleaned_data.get("year")
        return (day, False) if day else (datetime.date(min(int(year or 0), 9999), 12, 31), True)


class CorrectionForm(forms.Form):
    """The right level, and why the earlier one was wrong."""

    level = forms.ModelChoiceField(label=_("The right level"), queryset=ReadinessLevel.objects.none())
    reason = forms.CharField(label=_("Why was the earlier reading wrong?"), help_text=_("Both readings stay visible."))

    def __init__(self, *args: Any, reading: ReadinessReading, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = ReadinessLevel.objects.filter(scale=reading.level.scale_id).select_related("scale")
        self.fields["level"].queryset = levels  # type: ignore[attr-defined]
        self.fields["level"].label_from_instance = level_name  # type: ignore[attr-defined]


def offer_levels(field: forms.Field, entry: Entry) -> None:
    """Levels of the scales that fit the entry; in groups when there are several scales."""
    scales = scales_for(entry)
    levels = ReadinessLevel.objects.filter(scale__in=scales, is_active=True).select_related("scale").order_by("level")
    field.queryset = levels  # type: ignore[attr-defined]
    groups = [
        (scale.name, [(level.pk, level_name(level)) for level in levels if level.scale_id == scale.pk])
        for scale in scales
    ]
    field.choices = [("", "–"), *(groups[0][1] if len(groups) == 1 else groups)]  # type: ignore[attr-defined]


def level_name(level: Any) -> str:
    """Number and name of a level."""
    return f"{level.level} – {level.name}"
