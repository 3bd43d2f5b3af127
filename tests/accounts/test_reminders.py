"""Mail that reminds: one a day at most, on the days that matter, and none to whoever wants none."""

import smtplib
from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client

from samspill.accounts.domain.reminders import Outcome, is_told_on, remind
from samspill.accounts.models import ReminderMail, ReminderRun, User
from samspill.accounts.personal_reminders import reminders
from samspill.accounts.tasks import send_reminders
from samspill.core import due
from samspill.core.due import Due
from samspill.core.personal_data import Rule
from tests.factories import UserFactory
from tests.scenes import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-NFR-08")]
SUNDAY = date(2026, 11, 22)
MONDAY = SUNDAY + timedelta(days=1)


class Work:
    """What waits for each user, by the number of days that are left."""

    def __init__(self) -> None:
        self.by: dict[int, list[Due]] = {}

    def give(self, user: User, by: date | None, *, what: str = "Oppdater", reminded: bool = True) -> None:
        here = self.by.setdefault(user.pk, [])
        here.append(Due(f"{what}-{len(here)}", what, "/arbeid/x/", "Du eier dem", by=by, reminded=reminded))

    def of(self, user: User, today: date) -> Iterator[Due]:
        yield from self.by.get(user.pk, [])


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    work = Work()
    monkeypatch.setattr(due, "_groups", {})
    due.register("rounds", "Runder", work.of)
    return work


def another(**values: object) -> User:
    user: User = UserFactory(**values)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def told() -> list[tuple[str, ...]]:
    return [tuple(message.to) for message in mail.outbox]


@pytest.mark.parametrize(
    ("left", "is_told"),
    [(14, True), (3, True), (0, True), (-1, True), (-7, True), (-14, True), (-70, True)]
    + [(days, False) for days in (15, 13, 7, 4, 2, 1, -2, -6, -8, 140)],
)
def test_the_days_on_which_one_is_reminded(left: int, is_told: bool) -> None:
    assert is_told_on(SUNDAY, SUNDAY + timedelta(days=left)) is is_told


def test_one_mail_with_everything_that_mail_may_tell_of(work: Work, user: User) -> None:
    work.give(user, SUNDAY + timedelta(days=3), what="Oppdater 6 innovasjoner")
    work.give(user, SUNDAY - timedelta(days=4), what="Svar på det gamle")
    work.give(user, None, what="Bekreft et bidrag")
    work.give(user, None, what="Kladden", reminded=False)
    assert remind(today=SUNDAY) == Outcome(sent=1)
    [message] = mail.outbox
    assert message.to == ["kari@eksempel.no"]
    assert message.subject == "3 ting venter på deg, 1 er over fristen"
    body = str(message.body)
    assert "Hei, Kari Eksempel" in body
    assert body.index("OVER FRISTEN") < body.index("Svar på det gamle – 4 dager over fristen")
    places = [body.index(text) for text in ("4 dager over fristen", "Oppdater 6 innovasjoner – om 3 dager", "RUNDER")]
    assert places == sorted(places)
    assert "Bekreft et bidrag" in body
    assert "Kladden" not in body
    assert "http://127.0.0.1:8000/arbeid/x/" in body
    assert ReminderMail.objects.get().sent_at is not None


def test_nothing_is_sent_on_other_days_nor_to_those_with_nothing(work: Work, user: User) -> None:
    work.give(user, SUNDAY + timedelta(days=4))
    work.give(another(), None)
    another()
    assert remind(today=SUNDAY) == Outcome()
    assert mail.outbox == []
    assert ReminderRun.objects.filter(day=SUNDAY).exists()


def test_it_comes_in_the_receivers_language(work: Work, user: User) -> None:
    User.objects.filter(pk=user.pk).update(language="nn")
    english = another(language="en", email="x@example.com")
    for one in (user, english):
        work.give(one, SUNDAY)
    remind(today=SUNDAY)
    nynorsk, other = mail.outbox
    assert nynorsk.subject == "1 ting ventar på deg"
    assert "/nn/arbeid/" in nynorsk.body
    assert other.subject == "1 thing waits for you"
    assert "– today" in other.body


def test_never_twice_for_the_same_day(work: Work, user: User) -> None:
    work.give(user, SUNDAY)
    remind(today=SUNDAY)
    remind(today=SUNDAY)
    ReminderRun.objects.all().delete()  # as if the worker had been killed before it was done
    remind(today=SUNDAY)
    assert len(mail.outbox) == 1


class Killed(BaseException):
    pass


def test_a_worker_that_is_killed_sends_nothing_twice_and_nobody_is_forgotten(
    work: Work, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = another(email="later@eksempel.no")
    for one in (user, later):
        work.give(one, SUNDAY + timedelta(days=3))
    send = EmailMessage.send

    def killed_after(self: EmailMessage, fail_silently: bool = False) -> int:
        send(self)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", killed_after)
        with pytest.raises(Killed):
            remind(today=SUNDAY)
    remind(today=SUNDAY)  # the job is begun anew
    assert told() == [("kari@eksempel.no",), ("later@eksempel.no",)]
    # Nobody knows whether the first one left: it is told again the next day, when nothing else would ask for mail.
    remind(today=MONDAY)
    assert told()[2:] == [("kari@eksempel.no",)]
    remind(today=MONDAY + timedelta(days=1))
    assert len(told()) == 3


def test_what_the_mail_server_does_not_take_is_tried_again_the_same_day(
    work: Work, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    work.give(user, SUNDAY)

    def refuse(self: EmailMessage, fail_silently: bool = False) -> int:
        raise smtplib.SMTPServerDisconnected

    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", refuse)
        assert remind(today=SUNDAY) == Outcome(failed=1)
    assert not ReminderMail.objects.exists()
    assert remind(today=SUNDAY) == Outcome(sent=1)


def test_a_refused_address_stops_nobody_elses_mail(work: Work, user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    other = another()
    for one in (user, other):
        work.give(one, SUNDAY)
    send = EmailMessage.send

    def picky(self: EmailMessage, fail_silently: bool = False) -> int:
        if self.to == [user.email]:
            raise smtplib.SMTPRecipientsRefused({user.email: (550, b"no such user")})
        return send(self)

    monkeypatch.setattr(EmailMessage, "send", picky)
    assert remind(today=SUNDAY) == Outcome(sent=1)
    assert told() == [(other.email,)]


def test_days_on_which_nothing_could_run_are_made_up_for(work: Work, user: User) -> None:
    remind(today=SUNDAY)
    work.give(user, MONDAY)
    assert remind(today=MONDAY + timedelta(days=2)) == Outcome(sent=1)
    assert "2 dager over fristen" in mail.outbox[0].body


def test_a_fault_in_what_waits_for_one_stops_nobody_elses_mail(work: Work, user: User) -> None:
    other = another()
    for one in (user, other):
        work.give(one, SUNDAY)

    def broken(one: User, today: date) -> list[Due]:
        if one.pk == user.pk:
            raise ValueError("broken")
        return []

    due.register("broken", "Broken", broken)
    assert remind(today=SUNDAY) == Outcome(sent=1, failed=1)
    assert told() == [(other.email,)]
    assert not ReminderRun.objects.exists()  # tried again in the next hour


def test_whoever_has_been_told_is_not_told_again_because_of_others(work: Work, user: User) -> None:
    """A day that is not done, since something of one person's failed, is told on the next to those alone who missed
    it."""
    other, third = another(), another()
    remind(today=SUNDAY - timedelta(days=1))
    for one in (user, other):
        work.give(one, SUNDAY)
    state = {"broken": True}

    def broken(one: User, today: date) -> list[Due]:
        if one.pk == user.pk and state["broken"]:
            raise ValueError("broken")
        return []

    due.register("broken", "Broken", broken)
    assert remind(today=SUNDAY) == Outcome(sent=1, failed=1)
    state["broken"] = False
    work.by[user.pk] = work.by[other.pk] = []
    for one in (user, other):
        work.give(one, SUNDAY + timedelta(days=14))  # the fortnight before was Sunday
    work.give(third, MONDAY)
    assert remind(today=MONDAY) == Outcome(sent=2)
    assert told() == [(other.email,), (user.email,), (third.email,)]


def test_a_mail_that_the_server_refuses_for_what_it_says_stops_nobody_elses(
    work: Work, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = another()
    for one in (user, other):
        work.give(one, SUNDAY)
    send = EmailMessage.send

    def picky(self: EmailMessage, fail_silently: bool = False) -> int:
        if self.to == [user.email]:
            raise smtplib.SMTPDataError(code, b"no")
        return send(self)

    monkeypatch.setattr(EmailMessage, "send", picky)
    code = 451  # for now
    assert remind(today=SUNDAY) == Outcome(failed=1)
    code = 552  # for good
    assert remind(today=SUNDAY) == Outcome(sent=1)
    assert told() == [(other.email,)]


def test_those_who_want_none_or_may_not_come_in_or_never_showed_their_address_get_none(work: Work) -> None:
    closed, off, unproved = another(is_active=False), another(reminders="off"), UserFactory()
    moved = another()
    EmailAddress.objects.filter(user=moved).update(email="earlier@eksempel.no")
    for one in (closed, off, unproved, moved):
        work.give(one, SUNDAY)
    assert remind(today=SUNDAY) == Outcome()


def test_one_a_week_comes_on_mondays_when_something_is_late_or_near(work: Work) -> None:
    near, late, far, undated = (another(reminders="weekly") for _number in range(4))
    work.give(near, SUNDAY + timedelta(days=12))
    work.give(late, SUNDAY - timedelta(days=4))
    work.give(far, SUNDAY + timedelta(days=16))
    work.give(undated, None)
    for number in range(9):
        remind(today=SUNDAY + timedelta(days=number))
    assert sorted(told()) == sorted([(near.email,), (late.email,), (near.email,), (late.email,), (far.email,)])
    days = set(ReminderMail.objects.values_list("day", flat=True))
    assert days == {MONDAY, MONDAY + timedelta(days=7)}


def test_the_job_sends_todays(work: Work, user: User) -> None:
    from django.utils import timezone

    work.give(user, timezone.localdate())
    send_reminders(timestamp=0)
    assert len(mail.outbox) == 1


def off_path() -> str:
    header = mail.outbox[0].extra_headers["List-Unsubscribe"]
    return urlsplit(header.strip("<>")).path


def test_a_mail_program_switches_it_off_with_one_click_and_without_login(work: Work, user: User) -> None:
    work.give(user, SUNDAY)
    remind(today=SUNDAY)
    assert mail.outbox[0].extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = off_path()
    visitor = Client(enforce_csrf_checks=True)
    assert "Slå av" in visitor.get(path).text
    user.refresh_from_db()
    assert user.reminders == "daily"  # a program that only opens the link changes nothing
    assert visitor.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    user.refresh_from_db()
    assert user.reminders == "off"
    assert remind(today=MONDAY) == Outcome()
    assert "én e-post i uka" in visitor.post(path, {"reminders": "weekly"}).text
    user.refresh_from_db()
    assert user.reminders == "weekly"


def test_a_link_that_was_altered_does_nothing(work: Work, user: User) -> None:
    other = another()
    work.give(user, SUNDAY)
    remind(today=SUNDAY)
    altered = off_path().replace(f"/{user.pk}.", f"/{other.pk}.")
    for path in (altered, "/konto/paminnelser/av/x/", "/konto/paminnelser/av/1.2.3/"):
        assert Client().post(path).status_code == 404
    other.refresh_from_db()
    assert other.reminders == "daily"


def test_one_chooses_on_the_own_page(user: User) -> None:
    client = client_of(user)
    client.post("/konto/profil/", {"name": user.name, "language": "nb", "reminders": "weekly"})
    user.refresh_from_db()
    assert user.reminders == "weekly"
    client.post("/konto/profil/", {"name": "Kari", "language": "nb"})  # a page from before the question was there
    user.refresh_from_db()
    assert (user.name, user.reminders) == ("Kari", "weekly")
    assert client.post("/konto/profil/", {"name": "Kari", "language": "nb", "reminders": "hourly"}).status_code == 200
    user.refresh_from_db()
    assert user.reminders == "weekly"


def test_notes_of_what_was_sent_are_deleted_after_90_days(work: Work, user: User) -> None:
    from django.utils import timezone

    today = timezone.localdate()
    for days in (89, 92):
        ReminderMail.objects.create(user=user, day=today - timedelta(days=days))
        ReminderRun.objects.create(day=today - timedelta(days=days))
    rule = next(one for one in reminders() if isinstance(one, Rule) and one.code == "reminder_mails")
    assert rule.run(timezone.now()) == 1
    assert ReminderMail.objects.count() == ReminderRun.objects.count() == 1
