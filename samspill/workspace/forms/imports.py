"""Forms of the spreadsheet import: the file, the sheet in it, and what each column is."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samspill.registry.choices import Kind
from samspill.registry.importing.fields import FIRST_YEAR, fields, label, year_of, yearly
from samspill.registry.importing.options import Options
from samspill.registry.models import EntryType, ImportJob

YEARS_OFFERED = 15


class UploadForm(forms.Form):
    """The file. What it is, is found out from its content."""

    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_(
            "An Excel workbook (.xlsx), a CSV file or JSON from an export, at most 20 MB. Drop it here or choose it."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv,.json"}),
        allow_empty_file=True,  # the reader says it in plainer words
        error_messages={"required": _("Choose the file first.")},
    )

    @property
    def upload(self) -> "UploadedFile[bytes]":
        """The file that was sent."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        return file


class SheetForm(forms.Form):
    """Another sheet of the workbook, or another row of headings."""

    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    header_row = forms.IntegerField(
        label=_("Row of the headings"), min_value=0, max_value=60, required=False,
        help_text=_("0 means that there are none. Leave it empty to have the row found."),
    )  # fmt: skip

    def __init__(self, *args: Any, job: ImportJob, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(job.sheets) > 1:
            sheet = self.fields["sheet"]
            assert isinstance(sheet, forms.ChoiceField)
            sheet.choices = [(name, name) for name in job.sheets]
            sheet.initial = job.sheet
        else:
            del self.fields["sheet"]
        self.fields["header_row"].initial = job.header_row or 0


class MatchForm(forms.Form):
    """What each column is, and what holds for the whole sheet."""

    kind = forms.ChoiceField(
        label=_("What the rows are"),
        choices=Kind.choices,
        help_text=_("Holds for rows whose type column does not say otherwise."),
    )
    type = forms.ChoiceField(
        label=_("Type of rows that name none"),
        required=False,
        help_text=_("An entry needs a type before it can be published."),
    )
    year = forms.IntegerField(
        label=_("Year of readiness levels that have none"),
        required=False,
        min_value=FIRST_YEAR,
        help_text=_("Used when the sheet has one column of levels and no year. Empty means this year."),
    )
    new_organisations = forms.BooleanField(
        label=_("Make new organisations for unknown partners"),
        required=False,
        help_text=_("Otherwise such rows wait until you have corrected the name."),
    )
    same_title = forms.BooleanField(
        label=_("Rows with different identifiers may have the same title"),
        required=False,
    )
    publish = forms.BooleanField(
        label=_("Publish at once"),
        required=False,
        help_text=_("Rows without type, description or partners come in as drafts all the same."),
    )

    def __init__(self, *args: Any, job: ImportJob, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.job = job
        options = Options.of(job.options)
        for name in ("kind", "type", "new_organisations", "same_title", "publish"):
            self.fields[name].initial = getattr(options, name)
        self.fields["year"].initial = options.year or None
        kind_of_type = self.fields["type"]
        assert isinstance(kind_of_type, forms.ChoiceField)
        kind_of_type.choices = _type_choices()
        choices = _column_choices(job)
        for column, heading in enumerate(job.headings):
            self.fields[f"column_{column}"] = forms.ChoiceField(
                label=heading or str(_("Column without heading")),
                choices=choices,
                required=False,
                initial=job.mapping.get(str(column), ""),
            )

    @property
    def columns(self) -> list[dict[str, Any]]:
        """Each column with its form field and sample values."""
        return [
            {"field": self[f"column_{number}"], "heading": heading, "samples": self.job.samples[number]}
            for number, heading in enumerate(self.job.headings)
        ]

    def mapping(self) -> dict[str, str]:
        """Column number -> field code."""
        return {str(number): self.cleaned_data[f"column_{number}"] for number in range(len(self.job.headings))}

    def options(self) -> Options:
        """What holds for the whole sheet."""
        data = self.cleaned_data
        return Options(
            kind=data["kind"],
            type=data["type"],
            new_organisations=data["new_organisations"],
            publish=data["publish"],
            same_title=data["same_title"],
            year=data["year"] or 0,
        )


def _type_choices() -> list[Any]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in EntryType.objects.filter(is_active=True):
        groups.setdefault(str(Kind(row.kind).label), []).append((row.code, row.name))
    return [("", _("None: leave it open")), *groups.items()]


def _column_choices(job: ImportJob) -> list[Any]:
    """Every field, in groups; the years that the sheet or the last years have."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for field in fields().values():
        groups.setdefault(str(field.group), []).append((field.code, str(field.label)))
    this_year = timezone.localdate().year
    years = {year for code in job.mapping.values() if (year := year_of(code))}
    years |= set(range(this_year - YEARS_OFFERED + 1, this_year + 1))
    named = [(yearly(year), label(yearly(year))) for year in sorted(years, reverse=True)]
    return [("", _("Leave out")), *groups.items(), (str(_("Readiness, a column per year")), named)]
