"""All sessions of one user are found by one question; those of before are taken over and stay open."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore as OldStore
from django.contrib.sessions.models import Session
from django.test import Client

from samspill.accounts.models import LoginSession, User
from samspill.accounts.personal_data import end_sessions
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
MINE = "/arbeid/"


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.requirement("R-NFR-06")
@pytest.mark.parametrize("number", [1, 3])
def test_somebody_is_logged_out_everywhere_by_one_question(
    number: int, django_assert_num_queries: Callable[[int], Any]
) -> None:
    user = UserFactory()
    browsers = [logged_in(user) for _number in range(number)]
    others = [logged_in(UserFactory()) for _number in range(number)]
    assert all(one.get(MINE).status_code == 200 for one in (*browsers, *others))
    with django_assert_num_queries(1):
        assert end_sessions(user.pk) == number
    assert [one.get(MINE).status_code for one in browsers] == [302] * number
    assert [one.get(MINE).status_code for one in others] == [200] * number


def test_a_session_says_whose_it_is_from_the_login_to_the_logout() -> None:
    client = Client()
    session = client.session
    session["language"] = "nn"
    session.save()
    assert LoginSession.objects.get().user is None
    user = UserFactory()
    client.force_login(user)
    assert LoginSession.objects.get().user == user
    client.post("/konto/logg-ut/")
    assert not LoginSession.objects.filter(user=user).exists()


def test_sessions_of_before_stay_open() -> None:
    client, user = Client(), UserFactory()
    client.force_login(user)
    row = LoginSession.objects.get()
    Session.objects.create(session_key=row.session_key, session_data=row.session_data, expire_date=row.expire_date)
    old = OldStore(row.session_key)
    assert old["_auth_user_id"] == str(user.pk)  # signed alike, as Django's own wrote it
    nobodys = OldStore()
    nobodys["language"] = "nn"
    nobodys.save()
    LoginSession.objects.all().delete()
    assert client.get(MINE).status_code == 302
    migration = import_module("samspill.accounts.migrations.0004_login_sessions")
    client.cookies["sessionid"] = row.session_key
    migration.take_over(apps, None)
    assert client.get(MINE).status_code == 200
    found = dict(LoginSession.objects.values_list("session_key", "user"))
    assert found == {row.session_key: user.pk, nobodys.session_key: None}
