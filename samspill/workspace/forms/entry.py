"""The form of an entry: common fields, and what its types ask for."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from samspill.registry import profiles
from samspill.registry.choices import Language, Status, Visibility, Way
from samspill.registry.fields import COLUMNS, DETAIL_FIELDS, DetailField
from samspill.registry.models import Discipline, Entry, EntryType, ServiceArea, SustainableDevelopmentGoal
from samspill.workspace.forms.fields import DayField, KeywordsField, ManyField, TextField, vocabulary

DETAIL = "d_"
"""Before the code of a detail, as name of its form field."""

PLAIN = (
    "types", "title", "own_word", "summary", "language", "start_date", "end_date", "ways", "disciplines",
    "service_areas", "keywords", *COLUMNS, "visibility",
)  # fmt: skip
"""Fields whose form value is the entry's value."""

GROUPS = ("ways", "sdgs", "disciplines", "service_areas")
"""Boxes to tick that a profile may leave out. Not ticked and not on the page look the same in what is posted, so the
page names those that were not on it (`LEFT_OUT`)."""
LEFT_OUT = "left_out"


class EntryForm(forms.Form):
    """Everything that is written about an entry itself. Fields that no chosen type asks for are left out of the page,
    and what was written in them before is kept."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    types = ManyField(label=_("Type"), columns=True)
    title = forms.CharField(label=_("Title"), max_length=300)
    own_word = forms.CharField(
        label=_("What you call it yourselves"),
        max_length=100,
        required=False,
        help_text=_("If your field has another word for it than the type above, write it here. Both are shown."),
    )
    summary = TextField(
        label=_("Description"),
        rows=9,
        help_text=_(
            "What is it, and what is new about it? Blank line between paragraphs; *italic*, **bold**, - lists."
        ),
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=Language.choices)
    start_date = DayField(label=_("From"))
    end_date = DayField(label=_("To"), help_text=_("Leave it empty while the work goes on."))
    market_potential = TextField(label=_("Market and use potential"), help_text=_("Who could use it, and how many?"))
    potential_effect = TextField(
        label=_("Potential effect"), help_text=_("What could become better, and roughly by how much?")
    )
    effects = TextField(label=_("Effects so far"), help_text=_("What has it led to? Figures, if there are any."))
    beneficiaries = TextField(label=_("For whom"), rows=2, help_text=_("Residents, pupils, a service, a trade …"))
    ways = ManyField(
        label=_("Ways to innovation"),
        choices=Way.choices,
        help_text=_(
            "Direct: it is an innovation. Interplay: working together led there. Indirect: it made others able to."
        ),
    )
    disciplines = ManyField(label=_("Disciplines"), tall=True, help_text=_("As many as take part, from any field."))
    sdgs = forms.TypedMultipleChoiceField(
        label=_("Sustainable development goals"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "s-options--tall"}),
        help_text=_("Those that it clearly helps; few are better than many."),
    )
    service_areas = ManyField(label=_("Municipal service areas"), tall=True)
    keywords = KeywordsField(label=_("Keywords"), required=False, help_text=_("With commas between them."))
    visibility = forms.ChoiceField(
        label=_("Who can see it"),
        choices=(
            (Visibility.PUBLIC, _("Everyone, once it is published")),
            (Visibility.PARTIES, _("The parties: the organisations that take part, and the owner")),
            (Visibility.UNIT, _("The unit only: those with a role where it belongs")),
        ),
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why do you correct it?"), required=False, help_text=_("One sentence. It is shown in the history.")
    )

    def __init__(self, data: Any = None, *, entry: Entry) -> None:
        super().__init__(data, initial=initial_of(entry) | {"version": entry.version})
        self.entry = entry
        self.entry_types = list(EntryType.objects.filter(kind=entry.kind))
        self.profile = profiles.profile_of(entry)
        self.hidden = profiles.left_out_by(self.profile)
        self._set_choices()
        for code, field in DETAIL_FIELDS.items():
            self.fields[DETAIL + code] = detail_field(field)
        if entry.status != Status.PUBLISHED:
            del self.fields["reason"]
        if self.profile is not None and self.profile.tags:
            tags = ", ".join(self.profile.tags)
            self.fields["keywords"].help_text = _("With commas between them. The register's own: %(tags)s.") % {
                "tags": tags
            }

    def _set_choices(self) -> None:
        entry = self.entry
        rows: dict[str, Iterable[Any]] = {
            "types": self.entry_types,
            "disciplines": Discipline.objects.all(),
            "service_areas": ServiceArea.objects.all(),
        }
        for name, found in rows.items():
            self._choose(name, vocabulary(found, keep=getattr(entry, name)))
        self._choose(
            "sdgs",
            [(str(goal.number), f"{goal.number} {goal.name}") for goal in SustainableDevelopmentGoal.objects.all()],
        )

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def posted(self) -> QueryDict:
        """What was posted, as it came."""
        return cast(QueryDict, self.data)

    @property
    def chosen_types(self) -> list[str]:
        """Types as ticked on the page, else those of the entry."""
        return self.posted.getlist("types") if self.is_bound else self.entry.types

    @property
    def asked(self) -> list[str]:
        """Names of the extra form fields that the chosen types and the profile ask for, in the vocabulary's order."""
        names = [name for name in asked_fields(self.entry_types, self.chosen_types) if name not in self.hidden]
        return list(dict.fromkeys([*names, *(DETAIL + code for code in profiles.added_by(self.profile))]))

    @property
    def extra(self) -> list[forms.BoundField]:
        """The extra fields to show."""
        return [self[name] for name in self.asked]

    @property
    def picked_from_lists(self) -> list[forms.BoundField]:
        """The long lists to tick in."""
        return [self[name] for name in GROUPS[1:] if name not in self.hidden]

    @property
    def earlier(self) -> list[forms.BoundField]:
        """Fields that the register's profile does not ask for, and that hold something: recorded before it did not."""
        names = [name for name in profiles.CHOSEN if name in self.hidden and name in self.fields]
        return [self[name] for name in names if self[name].value()]

    @property
    def not_on_page(self) -> list[str]:
        """Boxes that the page does not show; it says so when it is sent."""
        shown = {field.name for field in self.earlier}
        return [name for name in GROUPS if name in self.hidden and name not in shown]

    def was_shown(self, name: str) -> bool:
        """Whether a field was on the page that was sent; what was not, keeps its value."""
        if name in GROUPS:
            return name not in self.posted.getlist(LEFT_OUT)
        return name in self.data if name in profiles.CHOSEN else True

    def values(self) -> dict[str, Any]:
        """What to save, as fields of `EDITABLE`. Extra fields that were not on the page keep their value."""
        cleaned = self.cleaned_data
        values = {name: cleaned[name] for name in (*PLAIN, "sdgs") if self.was_shown(name)}
        details = dict(self.entry.details)
        for code in DETAIL_FIELDS:
            if DETAIL + code in self.data:
                value = cleaned[DETAIL + code]
                details[code] = value.isoformat() if isinstance(value, date) else value
        values["details"] = {code: value for code, value in details.items() if value not in (None, "")}
        return values

    @property
    def reason_given(self) -> str:
        """Why something published is corrected."""
        return str(self.cleaned_data.get("reason", ""))


def initial_of(entry: Any) -> dict[str, Any]:
    """Form values of an entry, or of one of its history events."""
    values = {name: getattr(entry, name) for name in (*PLAIN, "sdgs")}
    values |= {DETAIL + code: (entry.details or {}).get(code) for code in DETAIL_FIELDS}
    return values


def asked_fields(entry_types: Iterable[EntryType], chosen: Iterable[str]) -> list[str]:
    """Form field names that these types ask for, each once."""
    chosen = set(chosen)
    codes = [code for row in entry_types if row.code in chosen for code in row.fields]
    names = [code if code in COLUMNS else DETAIL + code for code in codes if code in COLUMNS or code in DETAIL_FIELDS]
    return list(dict.fromkeys(names))


def detail_field(field: DetailField) -> forms.Field:
    """A form field for a detail."""
    common: dict[str, Any] = {"label": field.label, "help_text": field.help, "required": False}
    if field.form in ("number", "money"):
        return forms.IntegerField(min_value=0, **common)
    if field.form == "date":
        return DayField(**common)
    if field.form == "text":
        return TextField(**common)
    return forms.CharField(max_length=500, **common)
