"""A profile of one's own, as an administrator writes it."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from samspill.core.reporting import sections
from samspill.registry import profiles
from samspill.registry.fields import DETAIL_FIELDS
from samspill.registry.models import ReadinessScale, RegisterProfile
from samspill.registry.models.profile import check_due_day
from samspill.workspace.forms.fields import CodeField, KeywordsField, ManyField, TextField

WRITTEN = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.?")
"""A day of the year as Norwegians write it: 31.5."""
STORED = re.compile(r"(\d\d)-(\d\d)")


def _stored(written: str) -> str:
    """A day of every year as MM-DD, from 31.5. or from MM-DD itself. Raises `ValidationError`."""
    found = WRITTEN.fullmatch(written)
    day = f"{int(found[2]):02}-{int(found[1]):02}" if found else written
    try:
        check_due_day(day)
    except ValidationError:
        raise ValidationError(
            _("“%(day)s” is not a day that every year has. Write day and month, for example 31.5."),
            params={"day": written},
        ) from None
    return day


def _shown(stored: str) -> str:
    """A stored day as it is written; what was typed and is no such day stays as it was typed."""
    found = STORED.fullmatch(stored)
    return f"{int(found[2])}.{int(found[1])}." if found else stored


class YearDayField(forms.CharField):
    """A day of every year, written as 31.5. and kept as MM-DD."""

    def prepare_value(self, value: Any) -> Any:
        return _shown(value) if isinstance(value, str) else value

    def clean(self, value: Any) -> Any:
        written = (super().clean(value) or "").strip()
        return _stored(written) if written else ""


class DaysField(forms.CharField):
    """Days of every year, with commas between: written as 31.5., 30.11. and kept as MM-DD."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(_shown, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        days = (super().clean(value) or "").replace(";", ",").split(",")
        return sorted({_stored(day.strip()) for day in days if day.strip()})


class OrderedCodesField(forms.CharField):
    """Codes in an order that counts, one on each line."""

    widget = forms.Textarea(attrs={"rows": 6})

    def __init__(self, *, known: dict[str, str], **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.known = known

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        codes = list(dict.fromkeys((super().clean(value) or "").replace(",", " ").split()))
        if unknown := [code for code in codes if code not in self.known]:
            raise ValidationError(
                _("There is no section called %(codes)s. Use the codes that stand above."),
                params={"codes": ", ".join(unknown)},
            )
        return codes


class ProfileForm(forms.ModelForm[RegisterProfile]):
    """Everything that a profile says. Saved by `registry.domain.profiles`."""

    description_nb = TextField(label=_("Description (bokmål)"), rows=2)
    description_nn = TextField(label=_("Description (nynorsk)"), rows=2)
    description_en = TextField(label=_("Description (English)"), rows=2)
    source = TextField(label=_("Where the method is described (bokmål)"), rows=2)
    source_nn = TextField(label=_("Where the method is described (nynorsk)"), rows=2)
    source_en = TextField(label=_("Where the method is described (English)"), rows=2)
    scale = forms.ModelChoiceField(
        label=_("Readiness scale"),
        queryset=ReadinessScale.objects.filter(is_active=True),
        required=False,
        empty_label=_("The register's own"),
        help_text=_("For innovations whose type has no scale of its own."),
    )
    fields_asked = ManyField(
        label=_("Fields that are asked for"),
        columns=True,
        help_text=_("Title, type, description and who took part are always asked for. Tick none to ask for all."),
    )
    details = ManyField(label=_("Asked for beside them, whatever the type"), tall=True)
    due_days = DaysField(
        label=_("Days on which updates are due"),
        required=False,
        help_text=_("Day and month, with commas between: 31.5., 30.11. Empty: no update rounds."),
    )
    review_months = forms.TypedMultipleChoiceField(
        label=_("Months in which the leadership goes through the list"),
        coerce=int,
        required=False,
        choices=list(MONTHS.items()),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "s-options--columns"}),
    )
    report_due = YearDayField(
        label=_("The annual report is due"),
        required=False,
        help_text=_("Day and month of the year after, for example 31.3. Empty: nobody is reminded of it."),
    )
    tags = KeywordsField(
        label=_("Own keywords"),
        required=False,
        help_text=_("With commas between them. The form of an entry names them."),
    )
    is_active = forms.BooleanField(label=_("Registers can choose it"), required=False, initial=True)

    class Meta:
        model = RegisterProfile
        fields = (
            "name_nb", "name_nn", "name_en", "description_nb", "description_nn", "description_en", "source",
            "source_nn", "source_en", "scale", "due_days", "sets_targets", "assessment", "assessment_threshold",
            "review_months", "has_work_plans", "has_effects", "tags", "report_due", "is_active",
        )  # fmt: skip
        labels = {"name_nb": _("Name (bokmål)"), "name_nn": _("Name (nynorsk)"), "name_en": _("Name (English)")}
        help_texts = {
            "assessment_threshold": _("1–5. An innovation that is at least this high on both is worth going on with."),
        }

    field_order = [
        "code", "name_nb", "name_nn", "name_en", "description_nb", "description_nn", "description_en", "source",
        "source_nn", "source_en", "fields_asked", "details", "scale", "due_days", "sets_targets", "assessment",
        "assessment_threshold", "review_months", "has_work_plans", "has_effects", "tags", "report_due",
        "report_sections", "is_active",
    ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fields_asked"].choices = [(code, profiles.label(code)) for code in profiles.CHOSEN]  # type: ignore[attr-defined]
        self.fields["details"].choices = [(code, profiles.label(code)) for code in DETAIL_FIELDS]  # type: ignore[attr-defined]
        self.initial.update(self.told(self.instance))
        self.initial["report_sections"] = self.instance.report_sections
        known = {kind.code: str(kind.title) for kind in sections.section_kinds()}
        known = {code: code for code in self.instance.report_sections} | known  # some module may not be here
        self.fields["report_sections"] = OrderedCodesField(
            label=_("Sections of the annual report, in their order"),
            known=known,
            help_text=_(
                "A code on each line. Empty: all of them. Impact cases and stories come last when neither is named. "
                "The codes: %(codes)s."
            )
            % {"codes": ", ".join(f"{code} ({title})" for code, title in known.items())},
        )
        self.order_fields(self.field_order)

    def told(self, profile: RegisterProfile) -> dict[str, Any]:
        """The fields that a profile asks for, as the form shows them: in two lists."""
        return {
            "fields_asked": [code for code in profile.fields if code in profiles.CHOSEN],
            "details": [code for code in profile.fields if code in DETAIL_FIELDS],
        }

    def values(self) -> dict[str, Any]:
        """What to save, as fields of `domain.profiles.EDITABLE`."""
        given = self.cleaned_data
        names = [*self.Meta.fields, "report_sections"]
        asked, details = given["fields_asked"], given["details"]
        if details and not asked:  # none ticked is all, also with details beside
            asked = list(profiles.CHOSEN)
        return {name: given[name] for name in names} | {"fields": [*asked, *details]}


class NewProfileForm(ProfileForm):
    """A profile that is not there yet: also its code."""

    code = CodeField(
        label=_("Code"), max_length=60, help_text=_("Small letters, digits and hyphens. It never changes.")
    )

    def clean_code(self) -> str:
        """Codes are in small letters; “ny” is an address of its own."""
        code = str(self.cleaned_data["code"]).lower()
        if code == "ny":
            raise ValidationError(_("This code is taken by Samspill itself. Choose another."))
        return code
