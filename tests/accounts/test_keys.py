"""Keys for programs, as their owner makes, uses and revokes them."""

import re
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from samspill.accounts.models import ApiToken
from samspill.parties.domain.roles import end_role
from samspill.parties.models import Role
from tests.factories import PASSWORD, RoleFactory, UserFactory
from tests.scenes import client_of

pytestmark = pytest.mark.django_db
FORM = {"name": "Regnearket", "scopes": ["read"], "days": "30"}


@pytest.mark.requirement("R-PAR-28")
def test_a_key_is_made_after_the_password_used_and_revoked() -> None:
    user = UserFactory()
    browser = client_of(user)
    asked = browser.post("/konto/nokler/", FORM)
    assert asked["Location"].startswith("/konto/igjen/"), "it is some time since the login"
    page = browser.post(asked["Location"], {"password": PASSWORD}).content.decode()
    found = re.search(r"ssp_[\w-]{43}", page)
    assert found, page
    program = Client(headers={"authorization": f"Bearer {found[0]}"})
    assert program.get("/api/v1/me").json()["name"] == user.name
    page = browser.get("/konto/nokler/").content.decode()
    assert found[0] not in page, "shown once"
    assert "Sist brukt" in page
    token = ApiToken.objects.get()
    assert browser.post(f"/konto/nokler/{token.pk}/tilbake/").status_code == 302
    assert program.get("/api/v1/me").status_code == 401
    assert "Trukket tilbake" in browser.get("/konto/nokler/").content.decode()


def test_the_same_name_twice_and_nothing_chosen() -> None:
    browser = client_of(UserFactory())
    browser.post(browser.post("/konto/nokler/", FORM)["Location"], {"password": PASSWORD})
    again = browser.post("/konto/nokler/", FORM)
    assert again.status_code == 422
    assert "allerede en nøkkel med dette navnet" in again.content.decode()
    for wrong in ({"name": "x", "days": "30"}, FORM | {"scopes": ["alt"]}, FORM | {"days": "4000", "name": "y"}):
        assert browser.post("/konto/nokler/", wrong).status_code == 422
    assert ApiToken.objects.count() == 1


def test_whoever_did_not_get_to_see_the_key_is_told_what_to_do() -> None:
    """A button pressed twice without scripts: the browser shows the second page, and the key stood on the first."""
    browser, hint = client_of(UserFactory()), "Fikk du ikke se selve nøkkelen?"
    made = browser.post(browser.post("/konto/nokler/", FORM)["Location"], {"password": PASSWORD}).text
    assert hint not in made, "there it stands"
    assert hint in browser.get("/konto/nokler/").text
    again = browser.post("/konto/nokler/", FORM).text
    assert "Fikk du ikke se selve nøkkelen, for eksempel fordi knappen ble trykket to ganger?" in again
    ApiToken.objects.update(last_used_at=timezone.now())
    assert "Fikk du ikke" not in browser.post("/konto/nokler/", FORM).text, "whoever uses it has seen it"


def test_what_was_typed_of_a_new_key_is_still_there_when_another_is_revoked() -> None:
    browser = client_of(UserFactory())
    browser.post(browser.post("/konto/nokler/", FORM)["Location"], {"password": PASSWORD})
    page = browser.post("/konto/nokler/", FORM | {"scopes": ["read", "entries:write"], "days": "365"})
    assert page.status_code == 422
    typed = re.search(r'name="typed" value="([^"]*)"', page.text)
    assert typed
    revoke = f"/konto/nokler/{ApiToken.objects.get().pk}/tilbake/"
    after = browser.post(revoke, {"typed": unescape(typed[1])}, follow=True).text
    assert "er trukket tilbake" in after
    for kept in ("Regnearket", "365"):
        assert f'value="{kept}"' in after
    assert len(re.findall(r'value="(?:read|entries:write|365)"[^>]*checked', after)) == 3
    assert 'value="Regnearket"' not in browser.get("/konto/nokler/").text, "once"
    for strange in ("x" * 5000, "days=%00&scopes=alt", "="):
        assert browser.post(revoke, {"typed": strange}, follow=True).status_code == 200


def test_what_was_typed_of_a_new_key_is_still_there_when_two_are_revoked_one_after_the_other() -> None:
    browser = client_of(UserFactory())
    browser.post(browser.post("/konto/nokler/", FORM)["Location"], {"password": PASSWORD})
    browser.post("/konto/nokler/", FORM | {"name": "Den andre"})
    page = browser.post("/konto/nokler/", FORM | {"scopes": ["read", "entries:write"], "days": "365"}).text
    for left in (1, 0):
        [typed] = set(re.findall(r'name="typed" value="([^"]*)"', page))
        revoke = f"/konto/nokler/{ApiToken.objects.filter(revoked_at=None).latest('pk').pk}/tilbake/"
        page = browser.post(revoke, {"typed": unescape(typed)}, follow=True).text
        assert ApiToken.objects.filter(revoked_at=None).count() == left
        assert 'value="Regnearket"' in page
        assert len(re.findall(r'value="(?:read|entries:write|365)"[^>]*checked', page)) == 3


def test_the_name_of_a_key_that_has_run_out_is_free_again() -> None:
    """It has no button to revoke it by."""
    browser = client_of(UserFactory())
    browser.post(browser.post("/konto/nokler/", FORM)["Location"], {"password": PASSWORD})
    ApiToken.objects.update(expires_at=timezone.now())
    assert "ssp_" in browser.post("/konto/nokler/", FORM).text
    assert sorted(token.state for token in ApiToken.objects.all()) == ["live", "revoked"]


def test_a_form_that_was_wrong_is_mended_where_it_is_shown() -> None:
    """Also when it is shown at the address that asked for the password in between."""
    browser = client_of(UserFactory())
    wrong = browser.post(browser.post("/konto/nokler/", FORM | {"name": " "})["Location"], {"password": PASSWORD})
    assert wrong.status_code == 422
    form = re.search(r'<form method="post" action="([^"]*)" class="s-form"', wrong.text)
    assert form, wrong.text
    assert "ssp_" in browser.post(form[1], FORM).text


def test_what_opens_nothing_for_one_is_not_offered_and_refused_in_words() -> None:
    """A page from before a role ended, or a form made by hand."""
    user = UserFactory()
    role = RoleFactory(user=user, kind=Role.Kind.ADMINISTRATOR)
    browser, others = client_of(user), "personal-data:others"
    assert others in browser.get("/konto/nokler/").text
    asked = FORM | {"scopes": ["read", others], "name": "Innsyn"}
    made = browser.post(browser.post("/konto/nokler/", asked)["Location"], {"password": PASSWORD})
    assert "ssp_" in made.text
    end_role(role=role, actor=RoleFactory(kind=Role.Kind.ADMINISTRATOR).user)
    assert others not in browser.get("/konto/nokler/").text
    answer = browser.post("/konto/nokler/", asked | {"name": "Et navn å ta vare på"})
    assert answer.status_code == 422
    assert "åpner ingenting for deg" in answer.text
    assert 'value="Et navn å ta vare på"' in answer.text
    assert re.search(r'value="read"[^>]*checked', answer.text)
    assert ApiToken.objects.count() == 1


def test_somebody_elses_key_is_not_there() -> None:
    owner = UserFactory()
    browser = client_of(owner)
    browser.post(browser.post("/konto/nokler/", FORM)["Location"], {"password": PASSWORD})
    token = ApiToken.objects.get()
    assert client_of(UserFactory()).post(f"/konto/nokler/{token.pk}/tilbake/").status_code == 404
    token.refresh_from_db()
    assert token.state == "live"
