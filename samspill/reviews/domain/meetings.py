"""Preparing a review meeting: its date, who takes part, and an agenda that makes itself (R-REG-10)."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core.errors import Meanwhile, RuleError
from samspill.core.history import acting as acting_context
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.registry.models import Register
from samspill.registry.policies import curates_register
from samspill.reviews import policies
from samspill.reviews.models import AgendaItem, MeetingParticipant, ReviewMeeting
from samspill.reviews.news import ORDER, News, news_of
from samspill.reviews.people import people_of

Why = AgendaItem.Why
YEAR = timedelta(days=365)


class StaleMeeting(Meanwhile):
    """Somebody saved it after the user opened it."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else has changed the meeting since you opened it. Look at it again, and save."))


@transaction.atomic
def prepare_meeting(
    *,
    register: Register,
    actor: User,
    on: date,
    since: date | None = None,
    participants: Sequence[User] = (),
    others: str = "",
) -> ReviewMeeting:
    """A meeting with its agenda. One at a time: what the last one did not decide goes on to this one.

    ``since``: from when something is news; without it the last meeting's day, else a year before. Raises `RuleError`
    or `Refusal`.
    """
    register = Register.objects.select_for_update(of=("self",)).select_related("profile").get(pk=register.pk)
    require(curates_register(acting_for(actor), register))
    if ReviewMeeting.objects.filter(register=register, closed_at=None).exists():
        raise RuleError(_("A review of this register is open. Close its minutes before you prepare the next one."))
    previous = ReviewMeeting.objects.filter(register=register).order_by("-date", "-pk").first()
    since = since or (previous.date if previous else on - YEAR)
    if since > on:
        raise RuleError(_("News cannot be from after the meeting."), field="since")
    if previous and on < previous.date:
        raise RuleError(
            _("The last review was held later, on %(day)s. Choose a day after it.")
            % {"day": formats.date_format(previous.date)},
            field="date",
        )
    with acting_context(actor=actor):
        meeting = ReviewMeeting.objects.create(
            register=register, date=on, since=since, previous=previous, others=others.strip(), made_by=actor
        )
        _set_participants(meeting, participants)
        _fill(meeting)
    return meeting


@transaction.atomic
def change_meeting(
    *,
    meeting: ReviewMeeting,
    actor: User,
    seen_version: int,
    on: date,
    participants: Sequence[User],
    others: str,
    notes: str,
) -> ReviewMeeting:
    """Change the meeting itself. Raises `StaleMeeting`, `RuleError` or `Refusal`."""
    meeting = locked(meeting)
    require(policies.may_decide(acting_for(actor), meeting))
    if meeting.version != seen_version:
        raise StaleMeeting
    if on < meeting.since:
        raise RuleError(_("The meeting cannot be before the day from which it asks for news."), field="date")
    with acting_context(actor=actor):
        meeting.date, meeting.others, meeting.notes = on, others.strip(), notes.strip()
        meeting.version += 1
        meeting.save(update_fields=["date", "others", "notes", "version"])
        _set_participants(meeting, participants)
    return meeting


@transaction.atomic
def refresh_agenda(*, meeting: ReviewMeeting, actor: User) -> tuple[int, int]:
    """Take in what has come since it was made, and take out what has stopped; what is decided stays as it is.

    Returns how many came and went. Raises `Refusal`.
    """
    meeting = locked(meeting)
    require(policies.may_decide(acting_for(actor), meeting))
    with acting_context(actor=actor):
        return _fill(meeting)


def locked(meeting: ReviewMeeting) -> ReviewMeeting:
    """The meeting, so that closing waits for what is being saved and the other way round."""
    found = ReviewMeeting.objects.select_for_update(of=("self",)).select_related(
        "register__profile", "register__unit", "register__organisation"
    )
    return found.get(pk=meeting.pk)


def _set_participants(meeting: ReviewMeeting, participants: Sequence[User]) -> None:
    there = set(meeting.participants.values_list("user", flat=True))
    wanted = {user.pk: user for user in participants}
    known = set(people_of(meeting.register).values_list("pk", flat=True)) | there
    if strangers := [user for pk, user in wanted.items() if pk not in known]:
        raise RuleError(
            _("%(name)s has no role in the register or its organisation. Give them one first.")
            % {"name": strangers[0].name},
            field="participants",
        )
    meeting.participants.exclude(user__in=wanted).delete()
    MeetingParticipant.objects.bulk_create(
        MeetingParticipant(meeting=meeting, user=user) for pk, user in wanted.items() if pk not in there
    )


def _fill(meeting: ReviewMeeting) -> tuple[int, int]:
    """The list as it should be today. Numbers of items that came and went."""
    news = news_of(meeting.register, meeting.since, meeting.date)
    left_over = _left_over(meeting)
    met_before = set(
        AgendaItem.objects.filter(meeting__register=meeting.register, meeting__closed_at__isnull=False).values_list(
            "entry", flat=True
        )
    )
    there = {item.entry_id: item for item in meeting.items.all()}
    gone = [item for pk, item in there.items() if pk not in news and not item.is_decided]
    AgendaItem.objects.filter(pk__in=[item.pk for item in gone]).delete()
    whys = {pk: _why(one, meeting, pk in left_over, pk in met_before) for pk, one in news.items()}
    ordered = sorted(news, key=lambda pk: ORDER.index(Why(whys[pk][0])))  # stable: by title within a group
    made, changed = [], []
    for place, pk in enumerate(ordered):
        if item := there.get(pk):
            item.why, item.position = whys[pk], place
            changed.append(item)
        else:
            made.append(
                AgendaItem(
                    meeting=meeting, entry_id=pk, position=place, why=whys[pk], carried_from=left_over.get(pk)
                )
            )  # fmt: skip
    AgendaItem.objects.bulk_update(changed, ["why", "position"], batch_size=500)
    AgendaItem.objects.bulk_create(made, batch_size=500)
    return len(made), len(gone)


def _left_over(meeting: ReviewMeeting) -> dict[int, AgendaItem]:
    if meeting.previous_id is None:
        return {}
    items = AgendaItem.objects.filter(meeting=meeting.previous_id, decision="")
    return {item.entry_id: item for item in items}


def _day(news: News) -> date:
    return timezone.localtime(news.entry.created_at).date()


def _why(news: News, meeting: ReviewMeeting, is_left_over: bool, was_met: bool) -> list[str]:
    """New is what no review has had before; at the first one, what was registered after ``since``."""
    is_new = not was_met if meeting.previous_id else _day(news) > meeting.since
    asked = [
        (Why.CARRIED, is_left_over),
        (Why.NEW, is_new and not is_left_over),
        (Why.HIGH, news.is_high),
        (Why.MISSED, bool(news.missed)),
        (Why.CHANGED, news.is_changed and not is_new),
    ]
    return [str(code) for code, holds in asked if holds] or [str(Why.REGISTERED)]
