"""The rules about how long things are kept, on a chosen day, through the command and the page."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from samspill.accounts.models import User
from samspill.core.models import FormDraft, RetentionNotice, RetentionRun
from samspill.core.personal_data import Rule, register
from samspill.core.personal_data.registry import _rules
from samspill.core.personal_data.tasks import keep_time_limits
from samspill.parties.models import Invitation, Person, Role
from tests.core.personal_data_world import administrator, login
from tests.factories import AffiliationFactory, PersonFactory, RoleFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-NFR-06")]

TODAY = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


def run(rule: str) -> int:
    """The number of rows that the command says it did it to."""
    out = StringIO()
    call_command("personal_data", "run", rule, stdout=out)
    assert out.getvalue().split()[0] == rule
    return int(out.getvalue().split()[1])


def test_drafts_that_nobody_came_back_to() -> None:
    user = UserFactory()
    for key, days in (("old", 91), ("new", 89)):
        draft = FormDraft.objects.create(user=user, key=key, data={})
        FormDraft.objects.filter(pk=draft.pk).update(updated_at=TODAY - timedelta(days=days))
    assert run("drafts") == 1
    assert FormDraft.objects.get().key == "new"


def test_invitations_that_nobody_took() -> None:
    for number, days in enumerate((91, 89)):
        Invitation.objects.create(
            email=f"{days}@eksempel.no", name="Ola Invitert", kind=Role.Kind.READER, register_code="x",
            token_hash=str(number), expires_at=TODAY - timedelta(days=days),
        )  # fmt: skip
    assert run("invitations") == 1
    assert Invitation.objects.get().email == "89@eksempel.no"
    events = Invitation.events.rel.related_model.objects  # type: ignore[attr-defined]
    assert not events.filter(email__startswith="91").exists(), "nor in the history"
    assert events.filter(pgh_label="delete").exists(), "that it was there, is"


def test_accounts_are_warned_then_closed() -> None:
    sleeping, back, fresh = (
        UserFactory(email=f"{name}@eksempel.no", language="nn") for name in ("sleeping", "back", "fresh")
    )
    keeper = administrator()
    User.objects.exclude(pk=fresh.pk).update(
        last_login=TODAY - timedelta(days=705), joined_at=TODAY - timedelta(days=2000)
    )
    assert run("inactive") == 2
    assert {message.to[0] for message in mail.outbox} == {sleeping.email, back.email}
    assert "22. desember 2026" in mail.outbox[0].body
    assert run("inactive") == 0, "nobody is warned twice"
    with time_machine.travel(TODAY + timedelta(days=20), tick=False):
        User.objects.filter(pk=back.pk).update(last_login=TODAY + timedelta(days=19))
        assert run("inactive") == 0, "not yet"
    with time_machine.travel(TODAY + timedelta(days=31), tick=False):
        assert run("inactive") == 1
    assert set(User.objects.filter(is_active=True)) == {back, fresh, keeper}
    assert not RetentionNotice.objects.exists()


def test_nobody_is_closed_unwarned(monkeypatch: pytest.MonkeyPatch) -> None:
    user = UserFactory()
    User.objects.update(last_login=TODAY - timedelta(days=3000), joined_at=TODAY - timedelta(days=3000))

    def broken(*args: Any, **kwargs: Any) -> None:
        raise OSError

    monkeypatch.setattr("samspill.parties.retention.send_mail", broken)
    for days in (0, 31, 62):
        with time_machine.travel(TODAY + timedelta(days=days), tick=False):
            assert run("inactive") == 0
    assert User.objects.get(pk=user.pk).is_active


def test_contact_data_of_those_who_left_long_ago() -> None:
    left, here, unplaced = (PersonFactory(email=f"{number}@eksempel.no") for number in range(3))
    AffiliationFactory(person=left, valid_to=date(2024, 11, 1))
    AffiliationFactory(person=here, valid_to=date(2024, 11, 1))
    AffiliationFactory(person=here)
    assert run("contacts") == 1
    assert dict(Person.objects.values_list("pk", "email")) == {
        left.pk: "", here.pk: here.email, unplaced.pk: unplaced.email,
    }  # fmt: skip
    assert not Person.events.rel.related_model.objects.filter(email=left.email).exists()  # type: ignore[attr-defined]


def test_accounts_that_nobody_confirmed() -> None:
    for name, verified, days in (("gone", False, 31), ("young", False, 29), ("true", True, 31)):
        user = UserFactory(email=f"{name}@eksempel.no", name=name, joined_at=TODAY - timedelta(days=days))
        EmailAddress.objects.create(user=user, email=user.email, verified=verified, primary=True)
    bearer = UserFactory(email="role@eksempel.no", joined_at=TODAY - timedelta(days=31))
    EmailAddress.objects.create(user=bearer, email=bearer.email, verified=False, primary=True)
    RoleFactory(user=bearer)
    assert run("unverified") == 1
    assert set(User.objects.values_list("email", flat=True)) == {
        "young@eksempel.no", "true@eksempel.no", "role@eksempel.no",
    }  # fmt: skip
    assert not User.events.rel.related_model.objects.filter(name="gone").exists()  # type: ignore[attr-defined]


def test_mail_files_and_counters(tmp_path: Path, settings: Any) -> None:
    settings.EMAIL_FILE_PATH = str(tmp_path)
    old, new = tmp_path / "old.log", tmp_path / "new.log"
    for path, days in ((old, 31), (new, 1)):
        path.write_text("To: ola@eksempel.no")
        stamp = (TODAY - timedelta(days=days)).timestamp()
        __import__("os").utime(path, (stamp, stamp))
    assert run("mail") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["new.log"]
    cache.clear()
    with connection.cursor() as cursor:
        for key, days in (("old", -1), ("new", 1)):
            cursor.execute("INSERT INTO core_cache VALUES (%s, '', %s)", [key, TODAY + timedelta(days=days)])
    assert run("cache") == 1


def test_the_log_tells_what_was_done_and_a_failure_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(now: datetime) -> int:
        FormDraft.objects.create(user=UserFactory(), key="half done", data={})
        raise ValueError("Kari Fjelltopp")

    monkeypatch.setitem(_rules, "a_failing", Rule("a_failing", "Fails", "never", failing))
    keep_time_limits(timestamp=0)
    runs = {one.rule: one for one in RetentionRun.objects.all()}
    assert set(runs) == set(_rules)
    assert (runs["a_failing"].error, runs["a_failing"].rows) == ("ValueError", 0)
    assert not FormDraft.objects.exists(), "undone"
    assert not runs["drafts"].error
    page = login(Client(), administrator()).get("/arbeid/opplysninger/regler/")
    assert "ValueError" in page.text
    assert "Kari" not in page.text
    with pytest.raises(CommandError, match="a_failing"):
        call_command("personal_data", "status", stdout=StringIO())
    monkeypatch.delitem(_rules, "a_failing")
    call_command("personal_data", "status", stdout=StringIO())
    with time_machine.travel(TODAY + timedelta(days=3), tick=False), pytest.raises(CommandError, match="too late"):
        call_command("personal_data", "status", stdout=StringIO())
    with pytest.raises(CommandError, match="no rule"):
        call_command("personal_data", "run", "unknown", stdout=StringIO())


def test_what_is_new_is_not_late_before_its_first_night() -> None:
    out = StringIO()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_migrations SET applied = %s", [TODAY])
    call_command("personal_data", "status", stdout=out)
    assert "never" in out.getvalue()
    with time_machine.travel(TODAY + timedelta(days=3), tick=False), pytest.raises(CommandError, match="too late"):
        call_command("personal_data", "status", stdout=StringIO())


def test_registering_twice_is_registering_once() -> None:
    before = dict(_rules)
    register(*before.values())
    assert _rules == before
