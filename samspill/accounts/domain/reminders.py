"""Who is reminded by mail, and on which days (R-NFR-08): one mail a day at most, never one for each thing."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused

from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import override

from samspill.accounts.models import ReminderMail, ReminderRun, User
from samspill.accounts.reminder_mail import reminder_mail
from samspill.core.agenda import SOON, Agenda, agenda_of

log = logging.getLogger("samspill.reminders")
AHEAD = (14, 3, 0)
"""Days before the last day on which somebody is reminded."""
AGAIN_EACH = 7
"""Days between reminders of what is late, after the one on the first day."""
MADE_UP_FOR = timedelta(days=7)
"""So long back a day on which no mail could be sent is told of later."""


@dataclass
class Outcome:
    """What came of a run: mail that left, and mail that did not."""

    sent: int = 0
    failed: int = 0


def is_told_on(day: date, by: date) -> bool:
    """Whether ``day`` is one on which mail tells of a thing whose last day is ``by``."""
    left = (by - day).days
    return left in AHEAD or left == -1 or (left < 0 and left % AGAIN_EACH == 0)


def wants_mail(user: User, agenda: Agenda, days: Iterable[date], today: date) -> bool:
    """Whether something asks for mail on one of the days: today, and those before it that were missed.

    Whoever has chosen one mail a week gets it on Mondays, when something is late or due within a fortnight.
    """
    days = list(days)
    dates = [line.due.by for line in agenda.lines if line.due.by]
    if user.reminders == User.Reminders.WEEKLY:
        return any(day.weekday() == 0 for day in days) and any(by <= today + SOON for by in dates)
    return any(is_told_on(day, by) for by in dates for day in days)


def remind(*, today: date) -> Outcome:
    """Send today's mail to everybody who is to have some and has not had it. May be called again and again: a day that
    is done is left alone, and what the mail server refused is tried anew."""
    outcome = Outcome()
    if ReminderRun.objects.filter(day=today).exists():
        return outcome
    since = _done_until(today)
    unsure, told = _not_known_to_have_left(today), _told_until(today)
    for user in _receivers(today):
        missed = min(since, unsure.get(user.pk, since))
        days = _days(max(missed, told.get(user.pk, missed)), today)
        try:
            mail = _mail_for(user, days, today)
        except Exception:
            log.exception("what waits for user %s could not be put together", user.pk)
            outcome.failed += 1
            continue
        if mail is None:
            continue
        if (sent := _send_once(user, mail, today)) is None:  # the server is gone: it would be so for everybody
            outcome.failed += 1
            break
        outcome.sent += sent
    if not outcome.failed:
        ReminderRun.objects.get_or_create(day=today)
    return outcome


def _mail_for(user: User, days: list[date], today: date) -> EmailMessage | None:
    """The mail, in the user's language; None when nothing asks for one."""
    with override(user.language):
        agenda = agenda_of(user, today=today, only_reminded=True)
        return reminder_mail(user, agenda) if wants_mail(user, agenda, days, today) else None


def _send_once(user: User, mail: EmailMessage, today: date) -> int | None:
    """1 when the mail left, 0 when it was begun elsewhere or its address is refused, None when no mail leaves now."""
    with transaction.atomic():
        row, is_new = ReminderMail.objects.get_or_create(user=user, day=today)
    if not is_new:
        return 0
    try:
        mail.send()
    except OSError as error:  # also all of smtplib's
        if isinstance(error, SMTPRecipientsRefused) or (isinstance(error, SMTPDataError) and error.smtp_code >= 500):
            log.warning("the mail server refuses the mail to user %s: %s", user.pk, type(error).__name__)
            return 0
        log.warning("mail does not leave: %s", type(error).__name__)
        row.delete()
        return None
    ReminderMail.objects.filter(pk=row.pk).update(sent_at=timezone.now())
    return 1


def _receivers(today: date) -> Iterator[User]:
    """Those with an open account, an address that is shown to be theirs, and a wish for mail, without today's."""
    verified = EmailAddress.objects.annotate(address=Lower("email")).filter(
        user=OuterRef("pk"), verified=True, address=Lower(OuterRef("email"))
    )
    had = ReminderMail.objects.filter(user=OuterRef("pk"), day=today)
    users = User.objects.filter(Exists(verified), ~Exists(had), is_active=True).exclude(reminders=User.Reminders.OFF)
    for key in list(users.order_by("pk").values_list("pk", flat=True)):
        if user := users.filter(pk=key).first():  # asked again: somebody may have switched it off in the meantime
            yield user


def _done_until(today: date) -> date:
    """The last day before today that is done; yesterday on the very first day, a week ago at most."""
    last = ReminderRun.objects.filter(day__lt=today).values_list("day", flat=True).first()
    return max(last or today - timedelta(days=1), today - MADE_UP_FOR)


def _told_until(today: date) -> dict[int, date]:
    """Users -> the last day on which mail to them left: also a day that is not done, because others had none."""
    rows = ReminderMail.objects.filter(sent_at__isnull=False, day__lt=today, day__gte=today - MADE_UP_FOR)
    return dict(rows.order_by().values_list("user").annotate(last=Max("day")))


def _not_known_to_have_left(today: date) -> dict[int, date]:
    """Users whose mail of an earlier day may never have left -> the day before that."""
    later = ReminderMail.objects.filter(user=OuterRef("user"), day__gt=OuterRef("day"), sent_at__isnull=False)
    rows = ReminderMail.objects.filter(~Exists(later), sent_at=None, day__lt=today, day__gt=today - MADE_UP_FOR)
    return {row.user_id: row.day - timedelta(days=1) for row in rows.order_by("-day")}


def _days(after: date, until: date) -> list[date]:
    """The days after one, up to and with another."""
    return [after + timedelta(days=number) for number in range(1, (until - after).days + 1)]
