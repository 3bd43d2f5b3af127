"""Forms about centres and initiatives."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samspill.centres.domain import centres as domain
from samspill.centres.domain import milestones
from samspill.centres.domain.self_check import Line, NewerScores
from samspill.centres.models import Centre, Initiative, Milestone, Scheme, Score, Study
from samspill.core.sorting import by_name
from samspill.parties.domain.acting import Acting
from samspill.workspace.forms.choices import organisations_for, units_for
from samspill.workspace.forms.fields import CodeField, DayField, ManyField, TextField

TAKEN = ("ny", "eksport")


class PlaceField(forms.ChoiceField):
    """The host: an organisation, or one of its units. Gives (organisation, unit)."""

    def __init__(self, *, acting: Acting, **kwargs: Any) -> None:
        self.organisations = {f"organisation:{row.pk}": row for row in organisations_for(acting)}
        self.units = {f"unit:{row.pk}": row for row in units_for(acting)}
        choices: list[Any] = [("", _("Choose"))]
        if self.organisations:
            choices.append((_("Organisations"), [(key, row.name) for key, row in self.organisations.items()]))
        if self.units:
            named = [(key, f"{row.name}, {row.organisation.name}") for key, row in self.units.items()]
            choices.append((_("Units"), named))
        super().__init__(choices=choices, **kwargs)

    def clean(self, value: Any) -> Any:
        key = super().clean(value)
        unit = self.units.get(key)
        return (unit.organisation, unit) if unit else (self.organisations.get(key), None)


class _Described(forms.Form):
    """Names and descriptions in three languages."""

    name_nb = forms.CharField(label=_("Name (bokmål)"), max_length=200)
    name_nn = forms.CharField(label=_("Name (nynorsk)"), max_length=200, required=False)
    name_en = forms.CharField(label=_("Name (English)"), max_length=200, required=False)
    description_nb = TextField(label=_("Description (bokmål)"), rows=3)
    description_nn = TextField(label=_("Description (nynorsk)"), rows=3)
    description_en = TextField(label=_("Description (English)"), rows=3)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")


class CentreForm(_Described):
    """Facts about a centre."""

    scheme = forms.ModelChoiceField(label=_("Scheme"), queryset=Scheme.objects.filter(is_active=True))
    start = DayField(label=_("Begins"), required=True)
    split = DayField(label=_("Second term begins"), help_text=_("For example after five of eight years."))
    end = DayField(label=_("Last day"))
    predecessor = forms.ModelChoiceField(
        label=_("Carries on the work of"), queryset=Centre.objects.none(), required=False, empty_label=_("No centre")
    )
    contact_email = forms.EmailField(
        label=_("Contact e-mail"), required=False, help_text=_("Shown to everyone. Use a shared inbox.")
    )
    is_public = forms.BooleanField(label=_("Shown to everyone"), required=False, initial=True)
    shows_check = forms.BooleanField(label=_("The self-check is shown to everyone"), required=False)
    field_order = [
        "name_nb", "name_nn", "name_en", "scheme", "start", "split", "end", "description_nb", "description_nn",
        "description_en", "predecessor", "website", "contact_email", "is_public", "shows_check",
    ]  # fmt: skip

    def __init__(self, *args: Any, centre: Centre | None = None, acting: Acting, **kwargs: Any) -> None:
        if centre is not None:
            kwargs["initial"] = {name: getattr(centre, name) for name in domain.EDITABLE}
        super().__init__(*args, **kwargs)
        others = Centre.objects.visible_to(acting).order_by(by_name("name_nb"))
        self.fields["predecessor"].queryset = others.exclude(pk=centre.pk) if centre else others  # type: ignore[attr-defined]
        if centre is None:
            self.fields["split"].help_text = _("Empty: by the scheme's rules.")
            self.fields["end"].help_text = _("Empty: by the scheme's rules.")

    def values(self) -> dict[str, Any]:
        """For the domain function."""
        return {name: self.cleaned_data[name] for name in domain.EDITABLE}


class _New(forms.Form):
    """What is given once."""

    code = CodeField(
        label=_("Code"),
        max_length=60,
        help_text=_("Small letters, digits and hyphens. It stands in the address and never changes."),
    )

    def clean_code(self) -> str:
        """In small letters, and no address of Samspill's own."""
        code = str(self.cleaned_data["code"]).lower()
        if code in TAKEN:
            raise ValidationError(_("This code is taken by Samspill itself. Choose another."))
        return code


class NewCentreForm(CentreForm, _New):
    """A new centre."""

    def __init__(self, *args: Any, acting: Acting, **kwargs: Any) -> None:
        super().__init__(*args, acting=acting, **kwargs)
        self.fields["place"] = PlaceField(label=_("Host"), acting=acting)
        self.order_fields(["name_nb", "name_nn", "name_en", "code", "place", *self.field_order[3:]])


class InitiativeForm(_Described):
    """Facts about an initiative."""

    decided = DayField(label=_("Decided"))
    is_public = forms.BooleanField(label=_("Shown to everyone"), required=False, initial=True)

    def __init__(self, *args: Any, initiative: Initiative | None = None, **kwargs: Any) -> None:
        if initiative is not None:
            kwargs["initial"] = {name: getattr(initiative, name) for name in domain.INITIATIVE_EDITABLE}
        super().__init__(*args, **kwargs)

    def values(self) -> dict[str, Any]:
        """For the domain function."""
        return {name: self.cleaned_data[name] for name in domain.INITIATIVE_EDITABLE}


class NewInitiativeForm(InitiativeForm, _New):
    """A new initiative."""

    def __init__(self, *args: Any, acting: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"] = PlaceField(label=_("Whose it is"), acting=acting)
        self.order_fields(["name_nb", "name_nn", "name_en", "code", "place"])


class MilestoneForm(forms.Form):
    """A milestone and its report."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Milestone.Kind.choices)
    title = forms.CharField(
        label=_("Title"), max_length=200, required=False, help_text=_("Empty: its kind is its name.")
    )
    due = DayField(label=_("Due"), required=True)
    held = DayField(label=_("Done on"))
    evaluator = forms.CharField(label=_("Who evaluated"), max_length=300, required=False)
    report_title = forms.CharField(label=_("Title of the report"), max_length=300, required=False)
    report_url = forms.URLField(label=_("Link to the report"), max_length=500, required=False, assume_scheme="https")
    file = forms.FileField(label=_("Report as a file"), required=False, help_text=_("PDF, for example."))

    def __init__(self, *args: Any, milestone: Milestone | None = None, **kwargs: Any) -> None:
        if milestone is not None:
            kwargs["initial"] = {name: getattr(milestone, name) for name in milestones.EDITABLE}
        super().__init__(*args, **kwargs)
        if milestone is not None and milestone.is_compulsory:
            self.fields["kind"].disabled = True

    def values(self) -> dict[str, Any]:
        """For the domain function."""
        return {name: self.cleaned_data[name] for name in milestones.EDITABLE}


class StudyForm(forms.ModelForm[Study]):
    """A study and the centres that it is of."""

    url = forms.URLField(label=_("Link"), max_length=500, required=False, assume_scheme="https")
    findings = TextField(label=_("What it found"), rows=8, help_text=_("Markdown. Say what was counted, and when."))
    centres = ManyField(label=_("Centres that it is of"), tall=True, required=True)

    class Meta:
        model = Study
        fields = ("kind", "title", "made_by", "year", "url", "findings", "is_public")

    def __init__(self, *args: Any, acting: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Centre.objects.visible_to(acting).order_by(by_name("name_nb"))
        self.fields["centres"].choices = [(row.code, row.name) for row in rows]  # type: ignore[attr-defined]
        self.fields["year"].initial = timezone.localdate().year
        if self.instance.pk:
            self.initial["centres"] = [link.centre.code for link in self.instance.centre_links.select_related("centre")]

    def told(self, study: Study) -> dict[str, Any]:
        """The centres, of those that are offered."""
        offered = dict(self.fields["centres"].choices)  # type: ignore[attr-defined]
        return {"centres": [code for code in study.centre_codes if code in offered]}

    def clean_year(self) -> int:
        """With four digits."""
        year = int(self.cleaned_data["year"])
        if not 1900 <= year <= timezone.localdate().year + 1:
            raise ValidationError(_("Write the year with four digits, such as 2024."))
        return year


class SelfCheckForm(forms.Form):
    """A score and a reason for each advice."""

    def __init__(self, *args: Any, lines: list[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            code, standing = line.advice.code, line.standing
            self.fields[f"score-{code}"] = forms.TypedChoiceField(
                label=line.advice.name,
                help_text=line.advice.description,
                choices=[(value, f"{value} – {label}") for value, label in Score.choices],
                coerce=int,
                empty_value=None,
                widget=forms.RadioSelect,
                required=False,
                initial=standing.score if standing else None,
            )
            self.fields[f"reason-{code}"] = TextField(
                label=_("What shows it? (%(advice)s)") % {"advice": line.advice.name},
                rows=2,
                initial=standing.reason if standing else "",
            )

    def clean(self) -> dict[str, Any]:
        """A score takes a reason, and a reason a score; at least one advice is scored."""
        given = super().clean() or {}
        any_score = False
        for line in self.lines:
            code = line.advice.code
            score, reason = given.get(f"score-{code}"), str(given.get(f"reason-{code}") or "").strip()
            any_score = any_score or bool(score)
            if score and not reason:
                self.add_error(f"reason-{code}", _("Say what shows it, in a sentence."))
            if reason and not score:
                self.add_error(f"score-{code}", _("Choose how far it is followed."))
        if not any_score and not self.errors:
            raise ValidationError(_("Score at least one advice."))
        return given

    def scores(self) -> dict[Any, tuple[int, str]]:
        """Advice -> (score, reason), those that are scored."""
        given = self.cleaned_data
        return {
            line.advice: (given[f"score-{line.advice.code}"], given[f"reason-{line.advice.code}"])
            for line in self.lines
            if given.get(f"score-{line.advice.code}")
        }

    def take_over(self, newer: NewerScores) -> list[tuple[str, str]]:
        """Fill in what others scored where the sender changed nothing. Label and text of what both scored."""
        self.data = posted = self.data.copy()  # type: ignore[attr-defined]
        for advice, one in newer.others.items():
            posted[f"score-{advice.code}"], posted[f"reason-{advice.code}"] = str(one.score), one.reason
        return [
            (advice.name, f"{one.score} – {one.get_score_display()}\n{one.reason}")
            for advice, one in newer.scores.items()
        ]
