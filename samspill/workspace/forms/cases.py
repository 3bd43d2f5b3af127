"""Forms of impact cases: the texts in one or two languages, references, sources, and a partner's reading."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspill.cases import counting, wording
from samspill.cases.models import CaseReview, CaseText, ImpactCase
from samspill.parties.models import Organisation
from samspill.registry.choices import Status
from samspill.registry.models import Entry
from samspill.workspace.forms.fields import DayField, TextField

ROWS = {"summary": 5, "knowledge": 12, "details": 16, "effects": 6, "beneficiaries": 4}
OTHER = "other"


class Counted(forms.Textarea):
    """A text whose words are counted; the page's script finds the limit here."""

    def __init__(self, *, rows: int, most: int | None) -> None:
        super().__init__(attrs={"rows": rows, "data-words": "" if most is None else most})


class TextsForm(forms.Form):
    """The parts of a case in one language."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=300)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parts = counting.parts()
        for code in wording.PARTS[1:]:
            part = parts.get(code)
            field = forms.CharField(
                label=part.name if part else code,
                help_text=part.description if part else "",
                required=False,
                strip=False,
                widget=Counted(rows=ROWS[code], most=part.most_words if part else None),
            )
            self.fields[code] = field
        for code in wording.PARTS:
            if language in wording.LANGUAGES:
                self.fields[code].widget.attrs["lang"] = language

    @property
    def texts(self) -> dict[str, str]:
        """What was written, by part; lines end as everywhere else."""
        return {code: self.cleaned_data[code].replace("\r\n", "\n").strip() for code in wording.PARTS}

    def length(self, code: str) -> counting.Length | None:
        """How long what stands in the form is."""
        part = counting.parts().get(code)
        return counting.length_of(str(self[code].value() or ""), part.most_words if part else None)


class OriginalForm(TextsForm):
    """The case in the language of its entry, the years, and why it is corrected."""

    period_from = forms.IntegerField(
        label=gettext_lazy("From the year"), required=False, min_value=1800, max_value=2200
    )
    period_to = forms.IntegerField(label=gettext_lazy("To the year"), required=False, min_value=1800, max_value=2200)
    reason = forms.CharField(
        label=gettext_lazy("Why do you correct it?"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("The case is published, so the history shows your reason."),
    )

    def __init__(self, data: Any = None, *, entry: Entry, case: ImpactCase | None) -> None:
        initial: dict[str, Any] = dict(wording.original_of(entry, case).texts) | {"version": entry.version}
        if case:
            initial |= {"period_from": case.period_from, "period_to": case.period_to}
        super().__init__(data, language=entry.language, initial=initial)
        for name in ("period_from", "period_to"):
            self.fields[name].widget.attrs["class"] = "s-short"
            self.fields[name].localize = False
        if entry.status != Status.PUBLISHED:
            del self.fields["reason"]

    @property
    def reason_given(self) -> str:
        """Why what is published is corrected."""
        return str(self.cleaned_data.get("reason", ""))


class TranslationForm(TextsForm):
    """The case in another language."""

    follows = forms.BooleanField(
        label=gettext_lazy("It says the same as the original does now"),
        required=False,
        help_text=gettext_lazy("Readers are told from which day the translation is, and when the original is newer."),
    )

    def __init__(self, data: Any = None, *, language: str, text: CaseText | None, is_as_original: bool) -> None:
        initial: dict[str, Any] = {"version": 0, "follows": text is None or is_as_original}
        if text:
            initial |= {code: getattr(text, code) for code in wording.PARTS} | {"version": text.version}
        super().__init__(data, language=language, initial=initial, prefix=OTHER)
        self.fields["title"].required = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written."""
        return not any(self.texts.values())


class ReferenceForm(forms.Form):
    """A work that the knowledge stands on."""

    text = forms.CharField(label=gettext_lazy("Reference"), max_length=1000, required=False)
    link = forms.CharField(label=gettext_lazy("DOI or link"), max_length=1000, required=False)
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=1800, max_value=2200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].widget.attrs["class"] = "s-short"
        self.fields["year"].localize = False

    def clean_link(self) -> str:
        return web_address(self.cleaned_data["link"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (cleaned.get("link") or cleaned.get("year")) and not cleaned.get("text"):
            self.add_error("text", _("Write what it is: author, title and where it was published."))
        return cleaned


class SourceForm(forms.Form):
    """Somebody or something that can confirm the case."""

    name = forms.CharField(label=gettext_lazy("Person, organisation or document"), max_length=300, required=False)
    confirms = forms.CharField(label=gettext_lazy("What it confirms"), max_length=500, required=False)
    contact = forms.CharField(
        label=gettext_lazy("How to reach them"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Seen only by those who work with the case, unless you tick below."),
    )
    contact_is_shown = forms.BooleanField(
        label=gettext_lazy("They have agreed that everyone may see how to reach them"), required=False
    )
    link = forms.CharField(label=gettext_lazy("Link to a document"), max_length=1000, required=False)

    def clean_link(self) -> str:
        return web_address(self.cleaned_data["link"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        rest = ("confirms", "contact", "link")
        if any(cleaned.get(name) for name in rest) and not cleaned.get("name"):
            self.add_error("name", _("Say who or what it is."))
        return cleaned


def web_address(text: str) -> str:
    """A DOI or an address as a link: ``10.1000/182`` and ``doi:…`` become https://doi.org/…"""
    text = text.strip()
    bare = text.removeprefix("doi:").removeprefix("DOI:").strip()
    if bare.startswith("10.") and "/" in bare:
        return f"https://doi.org/{bare}"
    if not text:
        return ""
    if "://" not in text:
        text = f"https://{text}"
    address: str = forms.URLField(assume_scheme="https").clean(text)
    if not address.lower().startswith(("http://", "https://")):
        raise forms.ValidationError(_("Give an address on the web, or a DOI such as 10.1000/182."))
    return address


class AskForm(forms.Form):
    """Which partner is asked to read, by when."""

    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Partner"), queryset=Organisation.objects.none(), to_field_name="code", empty_label="–"
    )
    due = DayField(label=gettext_lazy("Answer by"), help_text=gettext_lazy("May be left empty."))
    message = TextField(
        label=gettext_lazy("Message"),
        rows=3,
        help_text=gettext_lazy("For example what you would like them to look at especially."),
    )

    def __init__(self, *args: Any, entry: Entry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partners = [part.organisation_id for part in entry.participations.all()]
        field: Any = self.fields["organisation"]
        field.queryset = Organisation.objects.filter(pk__in=partners)
        field.label_from_instance = lambda one: one.name


class AnswerForm(forms.Form):
    """The partner's answer; a comment beside each part, and one about the whole."""

    read = forms.CharField(widget=forms.HiddenInput, max_length=64)
    answer = forms.ChoiceField(
        label=gettext_lazy("Your answer"), choices=CaseReview.Answer.choices, widget=forms.RadioSelect
    )
    comment = TextField(label=gettext_lazy("About the whole"), rows=4)

    def __init__(self, *args: Any, codes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = codes
        for code in codes:
            self.fields[f"part-{code}"] = TextField(label=gettext_lazy("What should be changed here?"), rows=2)

    @property
    def comments(self) -> dict[str, str]:
        """What was said of single parts."""
        return {code: self.cleaned_data[f"part-{code}"] for code in self.codes}
