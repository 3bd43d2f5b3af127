"""A new entry, and a register."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from samspill.parties.domain.acting import Acting
from samspill.registry.choices import Kind
from samspill.registry.models import EntryType, ReadinessScale, Register
from samspill.registry.places import Place, places
from samspill.registry.profiles import left_out_by
from samspill.workspace.forms.fields import CodeField, ManyField, TextField, vocabulary
from samspill.workspace.forms.profiles import DaysField


class NewEntryForm(forms.Form):
    """The least that makes a draft."""

    title = forms.CharField(
        label=_("Title"), max_length=300, help_text=_("Short, and understandable to somebody outside your field.")
    )
    types = ManyField(label=_("Type"), columns=True, help_text=_("One or more. They can be changed later."))
    place = forms.ChoiceField(
        label=_("Where it belongs"),
        help_text=_("Its innovation leader looks through it and publishes it."),
    )

    def __init__(self, *args: Any, kind: str, acting: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.places = {place.key: place for place in places(acting)}
        groups: dict[str, list[tuple[str, str]]] = {}
        for place in self.places.values():
            groups.setdefault(place.group, []).append((place.key, place.name))
        choices: list[Any] = list(groups.items())
        self.fields["place"].choices = choices if len(self.places) == 1 else [("", "–"), *choices]  # type: ignore[attr-defined]
        rows = EntryType.objects.filter(kind=kind)
        self.fields["types"].choices = vocabulary(rows)  # type: ignore[attr-defined]
        self.fields["types"].initial = [row.code for row in rows if len(rows) == 1]
        self.ways = {row.code: row.way for row in rows}

    @property
    def chosen_place(self) -> Place:
        """Where it shall belong."""
        return self.places[self.cleaned_data["place"]]

    @property
    def values(self) -> dict[str, Any]:
        """Fields of the draft; the ways to innovation are proposed from the types, where they are asked for."""
        types, register = self.cleaned_data["types"], self.chosen_place.register
        ways = dict.fromkeys(self.ways[code] for code in types if self.ways.get(code))
        if self.kind == Kind.INNOVATION and register and "ways" in left_out_by(register.profile):
            ways = {}
        return {"title": self.cleaned_data["title"], "types": types, "ways": list(ways)}


class PlaceInRegisterForm(forms.Form):
    """Which register an entry belongs to."""

    register = forms.ModelChoiceField(
        label=_("Register"),
        queryset=Register.objects.none(),
        required=False,
        empty_label=_("No register"),
        to_field_name="code",
        help_text=_("Its innovation leaders look after the entry from now on, and it is counted there."),
    )
    reason = forms.CharField(label=_("Why do you move it?"), max_length=500, required=False)

    def __init__(self, *args: Any, registers: QuerySet[Register], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["register"].queryset = registers  # type: ignore[attr-defined]


class RegisterForm(forms.ModelForm[Register]):
    """A register's names, description and rules. Saved by `registry.domain.registers`."""

    description_nb = TextField(label=_("Description (bokmål)"))
    description_nn = TextField(label=_("Description (nynorsk)"))
    description_en = TextField(label=_("Description (English)"))
    scale = forms.ModelChoiceField(
        label=_("Readiness scale"),
        queryset=ReadinessScale.objects.filter(is_active=True),
        help_text=_("For entries whose type has no scale of its own."),
        empty_label=None,
    )
    due_days = DaysField(
        label=_("Days on which updates are due"),
        required=False,
        help_text=_(
            "Day and month, with commas between: 31.5., 30.11. On each, owners are asked what has happened with their "
            "innovations. Empty: as the profile says; the profile “Free” has none."
        ),
    )
    sets_targets = forms.BooleanField(
        label=_("At each update a target is set for the next one"),
        required=False,
        help_text=_("If the profile says so, it is done whether you tick here or not."),
    )
    is_public = forms.BooleanField(
        label=_("The register has a page that everyone can see"),
        required=False,
        help_text=_("Entries in it are shown by their own setting."),
    )

    class Meta:
        model = Register
        fields = (
            "name_nb", "name_nn", "name_en", "description_nb", "description_nn", "description_en", "scale",
            "due_days", "sets_targets", "contact_email", "is_public",
        )  # fmt: skip


class NewRegisterForm(RegisterForm):
    """A register that is not there yet: also its code and owner, which never change."""

    code = CodeField(
        label=_("Code"),
        max_length=60,
        help_text=_(
            "Small letters, digits and hyphens, such as “zen”. It becomes part of the address and never changes."
        ),
    )
    place = forms.ChoiceField(label=_("Belongs to"))
    field_order = ["name_nb", "code", "place"]

    def __init__(self, *args: Any, acting: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {
            place.key: place
            for place in places(acting)
            if place.register is None
            and (
                acting.is_administrator
                or place.organisation.pk in acting.curates_organisations
                or (place.unit is not None and place.unit.pk in acting.curates_units)
            )
        }
        groups: dict[str, list[tuple[str, str]]] = {}
        for place in self.places.values():
            groups.setdefault(place.group, []).append((place.key, place.name))
        self.fields["place"].choices = [("", "–"), *groups.items()]  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        """Codes are in small letters; “ny” is an address of its own."""
        code = str(self.cleaned_data["code"]).lower()
        if code == "ny":
            raise forms.ValidationError(_("This code is taken by Samspill itself. Choose another."))
        return code
