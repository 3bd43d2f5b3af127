"""Forms of stories and channels."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samspill.cases import counting
from samspill.cases.domain.stories import is_picture
from samspill.cases.models import Channel, Story, StoryForm
from samspill.core.models.vocabulary import localised
from samspill.registry.choices import Kind, Language
from samspill.registry.models import Entry, EntryType, Evidence
from samspill.workspace.forms.cases import Counted, web_address
from samspill.workspace.forms.fields import DayField, ManyField, TextField, vocabulary


class BeginStoryForm(forms.Form):
    """Which form, and what it is called."""

    form = forms.ModelChoiceField(
        label=_("How it is told"),
        queryset=StoryForm.objects.filter(is_active=True),
        to_field_name="code",
        widget=forms.RadioSelect,
        empty_label=None,
    )
    title = forms.CharField(label=_("Title"), max_length=200)


class WriteStoryForm(forms.Form):
    """The story itself."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    title = forms.CharField(label=_("Title"), max_length=200)
    text = forms.CharField(label=_("The story"), required=False, strip=False)
    audience = forms.CharField(
        label=_("For whom"), max_length=200, required=False, help_text=_("For example a municipal council, or pupils.")
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=Language.choices)
    picture = forms.ModelChoiceField(
        label=_("Picture"),
        queryset=Evidence.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("No picture"),
        help_text=_("One of the pictures among the entry's evidence that is not confidential."),
    )
    picture_text = forms.CharField(
        label=_("What the picture shows"),
        max_length=300,
        required=False,
        help_text=_("Read aloud to those who do not see it."),
    )

    def __init__(self, data: Any = None, *, story: Story) -> None:
        names = ("version", "title", "text", "audience", "language", "picture_text")
        initial: dict[str, Any] = {name: getattr(story, name) for name in names}
        super().__init__(data, initial=initial | {"picture": story.picture and story.picture.public_id})
        self.most = story.form.most_words
        self.fields["text"].widget = Counted(rows=14, most=self.most)
        pictures = [one.pk for one in story.entry.evidence.all() if is_picture(one)]
        picture: Any = self.fields["picture"]
        picture.queryset = Evidence.objects.filter(pk__in=pictures)

    @property
    def values(self) -> dict[str, Any]:
        """What is to be saved."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return said | {"text": said["text"].replace("\r\n", "\n").strip()}

    @property
    def length(self) -> counting.Length:
        """How long the text in the form is."""
        return counting.length_of(str(self["text"].value() or ""), self.most)


class ShownForm(forms.Form):
    """In which channel, when, and where to find it."""

    channel = forms.ModelChoiceField(
        label=_("Channel"), queryset=Channel.objects.none(), to_field_name="code", empty_label="–"
    )
    date = DayField(label=_("Date"), required=True)
    title = forms.CharField(label=_("What it was called there"), max_length=300, required=False)
    url = forms.CharField(label=_("Link"), max_length=1000, required=False)

    def __init__(self, *args: Any, keep: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["channel"]
        field.queryset = Channel.objects.filter(is_active=True) | Channel.objects.filter(code=keep)
        self.fields["date"].initial = timezone.localdate()

    def clean_url(self) -> str:
        return web_address(self.cleaned_data["url"])


class ChannelForm(forms.Form):
    """A channel in the catalogue."""

    name_nb = forms.CharField(label=_("Name, bokmål"), max_length=200)
    name_nn = forms.CharField(label=_("Name, nynorsk"), max_length=200, required=False)
    name_en = forms.CharField(label=_("Name, English"), max_length=200, required=False)
    description_nb = TextField(label=_("What it suits, bokmål"), rows=3)
    description_nn = TextField(label=_("What it suits, nynorsk"), rows=3)
    description_en = TextField(label=_("What it suits, English"), rows=3)
    url = forms.CharField(label=_("Address"), max_length=500, required=False)
    suits_kinds = ManyField(label=_("Suits all of a kind"))
    suits_types = ManyField(label=_("Suits these types"), columns=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["suits_kinds"]
        kinds.choices = Kind.choices
        types: Any = self.fields["suits_types"]
        types.choices = vocabulary(EntryType.objects.all(), keep=(self.initial or {}).get("suits_types", []))

    def clean_url(self) -> str:
        return web_address(self.cleaned_data["url"])

    @property
    def names(self) -> dict[str, str]:
        """The names and descriptions."""
        return {name: value for name, value in self.cleaned_data.items() if name.startswith(("name_", "description_"))}


def questions(form: StoryForm) -> list[str]:
    """What helps to begin, in the active language."""
    return localised(form, "questions").splitlines()


def has_pictures(entry: Entry) -> bool:
    """Whether there is anything to choose."""
    return any(is_picture(one) for one in entry.evidence.all())
