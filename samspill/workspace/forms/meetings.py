"""Forms of review meetings: the meeting itself, one decision, what came of a follow-up."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samspill.accounts.models import User
from samspill.registry.models import Register
from samspill.reviews.domain.deciding import Decided
from samspill.reviews.models import AgendaItem, FollowUp, ReviewMeeting
from samspill.reviews.people import people_of
from samspill.workspace.forms.fields import DayField, TextField
from samspill.workspace.forms.reviews import PeopleField


class PersonField(forms.ModelChoiceField[User]):
    """One user, by name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name or obj.email)


class MeetingForm(forms.Form):
    """When, and who takes part."""

    date = DayField(label=_("Date"), required=True)
    participants = PeopleField(
        label=_("Who takes part"),
        queryset=None,
        required=False,
        help_text=_(
            "Those with a role in the register or its organisation. They see the list and may write decisions."
        ),
    )
    others = forms.CharField(
        label=_("Others who take part"), max_length=500, required=False, help_text=_("Names, with commas between.")
    )

    def __init__(self, *args: Any, register: Register, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["participants"].queryset = people_of(register)  # type: ignore[attr-defined]


class NewMeetingForm(MeetingForm):
    """Also from when something is news."""

    since = DayField(
        label=_("News since"), help_text=_("Empty: since the last review; if there is none, the last twelve months.")
    )
    field_order = ["date", "since", "participants", "others"]


class MeetingDetailsForm(MeetingForm):
    """Also what was said beside the list."""

    notes = TextField(label=_("Other matters"), rows=4, help_text=_("What was said beside the list; in the minutes."))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, meeting: ReviewMeeting, there: list[int]) -> None:
        """``there``: the users who take part."""
        initial = {
            "date": meeting.date, "participants": there, "others": meeting.others, "notes": meeting.notes,
            "version": meeting.version,
        }  # fmt: skip
        super().__init__(data, register=meeting.register, initial=initial)
        people = people_of(meeting.register).order_by().values("pk")
        self.fields["participants"].queryset = User.objects.filter(  # type: ignore[attr-defined]
            Q(pk__in=people) | Q(pk__in=there)
        ).order_by("name", "pk")


class DecisionForm(forms.Form):
    """What the meeting decides about one innovation."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        required=False,
        widget=forms.RadioSelect,
        choices=[*AgendaItem.Decision.choices, ("", _("Not decided: stays on the list for the next review"))],
    )
    reason = TextField(label=_("Reason"), rows=3)
    tto_day = DayField(
        label=_("Delivered to the TTO on"), help_text=_("Empty when it is to be done: then say who does it, below.")
    )
    tto_environment = forms.CharField(label=_("Academic environment that delivers"), max_length=200, required=False)
    follower = PersonField(label=_("Who follows up"), queryset=None, required=False, empty_label=_("Nobody"))
    follow_by = DayField(label=_("By which day"))
    follow_up = forms.CharField(label=_("What is to be done"), max_length=500, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, item: AgendaItem) -> None:
        names = ("decision", "reason", "tto_day", "tto_environment", "follow_by", "follow_up", "version")
        initial = {name: getattr(item, name) for name in names} | {"follower": item.follower_id}
        super().__init__(data, initial=initial)
        people = people_of(item.meeting.register)
        self.fields["follower"].queryset = User.objects.filter(  # type: ignore[attr-defined]
            Q(pk__in=people.order_by().values("pk"))
            | Q(pk__in=item.meeting.participants.values("user"))
            | Q(pk=item.follower_id or 0)
        ).order_by("name", "pk")

    @property
    def decided(self) -> Decided:
        """As the domain takes it."""
        given = self.cleaned_data
        return Decided(
            decision=given["decision"],
            reason=given["reason"],
            follower=given["follower"],
            follow_up=given["follow_up"],
            follow_by=given["follow_by"],
            tto_day=given["tto_day"],
            tto_environment=given["tto_environment"],
        )


class FollowUpForm(forms.Form):
    """What came of it."""

    answer = TextField(label=_("What came of it"), rows=3)

    def __init__(self, *args: Any, follow: FollowUp, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        item = follow.item
        if item.decision == AgendaItem.Decision.TTO and item.tto_day is None:
            self.fields["tto_day"] = DayField(
                label=_("Delivered to the TTO on"),
                initial=timezone.localdate(),
                help_text=_("Empty if it was not delivered after all. Else it is recorded as an idea delivered."),
            )
            self.fields["tto_environment"] = forms.CharField(
                label=_("Academic environment that delivers"),
                max_length=200,
                required=False,
                initial=item.entry.unit.name if item.entry.unit else item.entry.organisation.name,
            )
