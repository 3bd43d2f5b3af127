"""Forms about recommendations."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samspill.accounts.models import User
from samspill.parties.domain.acting import roles_on
from samspill.parties.models import Person
from samspill.parties.queries import affiliations_on
from samspill.recommendations.choices import SourceKind
from samspill.recommendations.domain.recommendations import EDITABLE
from samspill.recommendations.domain.workflow import Transition
from samspill.recommendations.models import Recommendation
from samspill.recommendations.subjects import Subject
from samspill.workspace.forms.fields import DayField, TextField

MOST = 300
"""People to choose among; the others are found by their e-mail address."""


class RecommendationForm(forms.Form):
    """What is recommended, by whom, and who may see it."""

    text = TextField(
        label=_("What is recommended"),
        required=True,
        help_text=_(
            "One recommendation, in its own words. Add the next one by itself, so that each can be followed up."
        ),
    )
    source_kind = forms.ChoiceField(label=_("Kind of source"), choices=SourceKind.choices)
    source_title = forms.CharField(
        label=_("Source"), max_length=300, help_text=_("Who gave it, or the title of the report.")
    )
    source_date = DayField(label=_("Date of the source"))
    source_url = forms.URLField(label=_("Link to the source"), required=False, max_length=500, assume_scheme="https")
    addressed_role = forms.CharField(
        label=_("To whom there"), required=False, max_length=100, help_text=_("For example the board, or the leader.")
    )
    due = DayField(label=_("To be done by"))
    is_public = forms.BooleanField(
        label=_("Everyone can see it, with its status and the answer"),
        required=False,
        help_text=_("The owner's name is shown to those who work with it only."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source_kind"].choices = [("", _("Choose")), *SourceKind.choices]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """For the domain function."""
        return {name: self.cleaned_data[name] for name in EDITABLE}


class NewRecommendationForm(RecommendationForm):
    """A new one: also what it is about."""

    subject = forms.ChoiceField(label=_("About"))
    field_order = ["subject"]

    def __init__(self, *args: Any, offered: list[Subject], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {f"{one.kind}:{one.code}": one for one in offered}
        self.fields["subject"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose")),
            *((key, one.name) for key, one in self.offered.items()),
        ]

    @property
    def chosen(self) -> Subject:
        """The subject that was chosen."""
        return self.offered[self.cleaned_data["subject"]]


class StepForm(forms.Form):
    """What is said with a step."""

    message = TextField(label=_("Message"), rows=3)

    def __init__(self, *args: Any, step: Transition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step = step
        self.fields["message"].label = str(step.asks)
        self.fields["message"].required = step.must


class OwnerForm(forms.Form):
    """Who follows it up, and by when. People of the place are offered; anybody else is found by e-mail address."""

    owner = forms.ChoiceField(label=_("Responsible"), required=False)
    email = forms.EmailField(label=_("or the e-mail address of somebody else"), required=False)
    due = DayField(label=_("To be done by"))
    message = TextField(label=_("A word to the new owner"), rows=2)

    def __init__(self, *args: Any, recommendation: Recommendation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.recommendation = recommendation
        self._offer(recommendation)
        self.fields["due"].initial = recommendation.due
        self.fields["owner"].initial = owner_key(recommendation)

    def _offer(self, recommendation: Recommendation) -> None:
        self.fields["owner"].choices = [("", _("Nobody yet")), *_people(recommendation)]  # type: ignore[attr-defined]

    def told(self, recommendation: Recommendation) -> dict[str, Any]:
        """What its fields say of a recommendation; whoever has it now can be chosen too."""
        self._offer(recommendation)
        return {"owner": owner_key(recommendation), "due": recommendation.due}

    def clean(self) -> dict[str, Any]:
        """The owner as ``user`` or ``person``."""
        given = super().clean() or {}
        given["user"], given["person"] = None, None
        if email := given.get("email"):
            given["user"] = User.objects.filter(email__iexact=email, is_active=True).first()
            given["person"] = None if given["user"] else Person.objects.filter(email__iexact=email, withheld="").first()
            if not (given["user"] or given["person"]):
                self.add_error(
                    "email", _("Nobody here has this address. Add the person first, or invite somebody with a role.")
                )
            return given
        kind, _colon, key = str(given.get("owner", "")).partition(":")
        if kind == "user":
            given["user"] = User.objects.filter(pk=key).first()
        elif kind == "person":
            given["person"] = Person.objects.filter(pk=key).first()
        return given


class FollowedForm(forms.Form):
    """An entry that followed."""

    entry = forms.CharField(
        label=_("Entry"),
        max_length=200,
        help_text=_("Paste the address of its page, or the eight characters at the end of it."),
    )

    def clean_entry(self) -> str:
        """The public number in an address, or alone."""
        words = [word for word in str(self.cleaned_data["entry"]).split("?")[0].strip().split("/") if word]
        after = [words[place + 1] for place, word in enumerate(words[:-1]) if word in ("e", "oppforinger")]
        return (after or words[-1:] or [""])[0]


def owner_key(recommendation: Recommendation) -> str:
    """The present owner as a choice of `OwnerForm`."""
    if recommendation.owner_user_id:
        return f"user:{recommendation.owner_user_id}"
    return f"person:{recommendation.owner_person_id}" if recommendation.owner_person_id else ""


def _people(recommendation: Recommendation) -> list[tuple[str, str]]:
    """Users with a role in the place and people who belong to the unit today, by name; the present owner too."""
    place = Q(organisation=recommendation.organisation_id)
    path = recommendation.unit.path if recommendation.unit else ""
    if path:
        place |= Q(unit__path__startswith=path)
    today = timezone.localdate()
    users = User.objects.filter(pk__in=roles_on(today).filter(place).values("user"), is_active=True)
    found = {f"user:{one.pk}": str(one) for one in users.order_by("name")[:MOST]}
    if path:
        rows = affiliations_on(today).filter(unit__path__startswith=path, person__withheld="")
        for one in rows.order_by("person__name")[:MOST]:
            key = f"user:{one.person.user_id}" if one.person.user_id else f"person:{one.person_id}"
            found.setdefault(key, one.person.name)
    if recommendation.owner:
        found.setdefault(owner_key(recommendation), str(recommendation.owner))
    return sorted(found.items(), key=lambda pair: pair[1].lower())
