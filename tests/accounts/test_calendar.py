"""The user's own calendar: a secret address that gives what is due, and nothing that the user may not see."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from pytest_django.fixtures import DjangoAssertNumQueries

from samspill.accounts.models import CalendarFeed, User
from samspill.accounts.personal_reminders import reminders
from samspill.core import calendar_items, due
from samspill.core.calendar_items import CalendarItem
from samspill.core.due import Due
from samspill.core.personal_data import Rule
from samspill.parties.models import DataRequest, Role
from tests.factories import RoleFactory, UserFactory
from tests.scenes import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-NFR-08")]
PAGE = "/konto/kalender/"


def path_of(html: str) -> str:
    """The address that a page has just made."""
    found = re.search(r"http://127\.0\.0\.1:8000(/kalender/[\w-]+\.ics)", html)
    assert found, "no address was shown"
    return found[1]


def make(user: User) -> str:
    return path_of(client_of(user).post(PAGE, {"action": "make"}).text)


def fetch(path: str, **headers: str) -> Calendar:
    answer = Client().get(path, headers=headers)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content)


def events(path: str) -> dict[str, object]:
    return {str(event["summary"]): event for event in fetch(path).walk("VEVENT")}


@pytest.fixture
def _one_of_each(monkeypatch: pytest.MonkeyPatch) -> None:
    today = timezone.localdate()
    monkeypatch.setattr(due, "_groups", {})
    monkeypatch.setattr(calendar_items, "_providers", {})
    things = [
        Due("round-7", "Oppdater 6 innovasjoner; æ, ø og å", "/arbeid/runder/7/", "Du eier dem", by=date(2027, 5, 31)),
        Due("undated", "Uten dag", "/x/", "Fordi"),
        Due("late", "Svar på en forespørsel", "/y/", "Fordi", by=today - timedelta(days=4)),
    ]
    due.register("things", "Runder", lambda user, day: things)
    meeting = CalendarItem("review-1", "Ledelsesmøte", "/m/", date(2027, 1, 12), end=date(2027, 1, 13), about="Rom 3")
    calendar_items.register("reviews", lambda user, day: [meeting])


@pytest.mark.usefixtures("_one_of_each")
def test_due_work_with_a_day_and_calendar_items_are_events_of_whole_days(user: User) -> None:
    found = events(make(user))
    assert set(found) == {"Oppdater 6 innovasjoner; æ, ø og å", "Ledelsesmøte", "Over fristen: Svar på en forespørsel"}
    update = found["Oppdater 6 innovasjoner; æ, ø og å"]
    assert (update["dtstart"].dt, update["dtend"].dt) == (date(2027, 5, 31), date(2027, 6, 1))
    assert update["dtstart"].params["VALUE"] == "DATE"
    assert update["url"] == "http://127.0.0.1:8000/arbeid/runder/7/"
    assert "Du eier dem" in update["description"]
    meeting = found["Ledelsesmøte"]
    assert (meeting["dtstart"].dt, meeting["dtend"].dt) == (date(2027, 1, 12), date(2027, 1, 14))
    assert meeting["transp"] == "TRANSPARENT"


@pytest.mark.usefixtures("_one_of_each")
def test_the_same_thing_keeps_its_number_when_the_address_is_renewed_and_no_two_users_share_one(user: User) -> None:
    first = {str(event["uid"]) for event in fetch(make(user)).walk("VEVENT")}
    assert len(first) == 3
    assert {str(event["uid"]) for event in fetch(make(user)).walk("VEVENT")} == first
    assert not {str(event["uid"]) for event in fetch(make(UserFactory())).walk("VEVENT")} & first


@pytest.mark.usefixtures("_one_of_each")
def test_it_comes_in_the_users_language_whatever_the_calendar_asks_for(user: User) -> None:
    User.objects.filter(pk=user.pk).update(language="nn")
    answer = Client().get(make(user), headers={"accept-language": "en"})
    assert answer["Content-Language"] == "nn"
    assert "Over fristen: Svar" in answer.text.replace("\r\n ", "")


@pytest.mark.usefixtures("_one_of_each")
def test_a_calendar_that_has_it_already_is_told_so(user: User) -> None:
    path = make(user)
    first = Client().get(path)
    assert Client().get(path, headers={"if-none-match": first["ETag"]}).status_code == 304
    User.objects.filter(pk=user.pk).update(language="en")
    assert Client().get(path, headers={"if-none-match": first["ETag"]}).status_code == 200
    assert "private" in first["Cache-Control"]


def test_a_calendar_without_events_can_be_subscribed_to(user: User) -> None:
    calendar = fetch(make(user))
    assert calendar.walk("VEVENT") == []
    assert [part.name for part in calendar.subcomponents] == ["VTIMEZONE"]


def test_it_takes_the_same_queries_with_1_and_with_3_things(
    user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    RoleFactory(user=user, kind=Role.Kind.ADMINISTRATOR)
    path = make(user)
    Client().get(path)  # notes its use
    for rows in (1, 2):
        for _row in range(rows):
            asks = UserFactory()
            DataRequest.objects.create(kind=DataRequest.Kind.COPY, user=asks, requested_by=asks)
        with django_assert_num_queries(33):
            Client().get(path)
    assert len(fetch(path).walk("VEVENT")) == 3


def test_the_address_is_shown_once_and_only_its_hash_is_kept(user: User) -> None:
    client = client_of(user)
    assert "Lag en hemmelig adresse" in client.get(PAGE).text
    made = client.post(PAGE, {"action": "make"})
    secret = path_of(made.text).removeprefix("/kalender/").removesuffix(".ics")
    assert len(secret) >= 43
    assert "webcal://127.0.0.1:8000/kalender/" in made.text
    assert "no-store" in made["Cache-Control"]
    page = client.get(PAGE).text
    assert secret not in page
    assert "Ingen kalender har hentet den ennå" in page
    assert CalendarFeed.objects.get().secret_hash != secret
    Client().get(path_of(made.text))
    assert "Sist hentet" in client.get(PAGE).text


def test_a_new_address_stops_the_old_one_and_switching_off_stops_it_too(user: User) -> None:
    client = client_of(user)
    old, new = make(user), make(user)
    assert Client().get(old).status_code == 404
    assert Client().get(new).status_code == 200
    assert client.post(PAGE, {"action": "end"}).url == PAGE
    assert Client().get(new).status_code == 404
    assert Client().get("/kalender/.ics").status_code == 404
    assert Client().get("/kalender/%C3%A6.ics").status_code == 404
    assert client.post(PAGE, {"action": "nonsense"}).status_code == 422


def test_when_a_role_ends_its_dates_go_and_a_closed_account_has_no_calendar(user: User) -> None:
    role = RoleFactory(user=user, kind=Role.Kind.ADMINISTRATOR)
    asks = UserFactory()
    DataRequest.objects.create(kind=DataRequest.Kind.COPY, user=asks, requested_by=asks)
    path = make(user)
    assert list(events(path)) == ["Svar på en henvendelse: en kopi"]
    Role.objects.filter(pk=role.pk).update(ended_at=timezone.now() - timedelta(days=1))
    assert events(path) == {}
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert Client().get(path).status_code == 404


def test_guesses_are_slowed_down_by_address_and_one_calendar_cannot_be_fetched_without_end(user: User) -> None:
    path = make(user)
    assert {Client().get(path).status_code for _time in range(20)} == {200}
    assert Client().get(path).status_code == 429
    assert Client().get("/kalender/other.ics").status_code == 404  # others behind the same address go on


def test_whoever_must_use_two_steps_gets_no_calendar_before(user: User, settings: object) -> None:
    path = make(user)
    settings.SECOND_FACTOR_ROLES = frozenset({"administrator"})  # type: ignore[attr-defined]
    RoleFactory(user=user, kind=Role.Kind.ADMINISTRATOR)
    assert Client().get(path).status_code == 404
    assert "totrinns" in client_of(user).post(PAGE, {"action": "make"}).text.lower()


def test_an_address_that_nothing_fetches_is_switched_off_after_a_year(user: User) -> None:
    make(user)
    rule = next(one for one in reminders() if isinstance(one, Rule) and one.code == "calendar_feeds")
    assert rule.run(timezone.now() + timedelta(days=364)) == 0
    assert rule.run(timezone.now() + timedelta(days=366)) == 1
    assert not CalendarFeed.objects.exists()
