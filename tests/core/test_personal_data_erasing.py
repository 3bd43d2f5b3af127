"""Erasing somebody who has left a trace everywhere: the whole database is searched afterwards."""

import pytest
from django.test import Client

from samspill.accounts.models import LoginSession as Session
from samspill.accounts.models import User
from samspill.core.errors import RuleError
from samspill.core.models import FormDraft, SearchWord
from samspill.core.search import drain
from samspill.parties.domain import data_requests
from samspill.parties.models import DataRequest, Person, Role
from samspill.parties.tasks import carry_out_erasure
from samspill.registry.models import Contribution, Entry
from tests.core.personal_data_world import EMAIL, NAME, Traces, administrator, found_in_database, login
from tests.factories import PersonFactory, RoleFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-NFR-06")]


def erase(traces: Traces) -> DataRequest:
    """As the person asks, an administrator grants, and the worker carries out."""
    request = data_requests.ask(kind="erase", actor=traces.user, reason=f"Jeg, {NAME}, vil ikke mer.")
    data_requests.grant(request=request, actor=traces.admin, answer="Ja.")
    carry_out_erasure(request_id=request.pk)
    return DataRequest.objects.get(pk=request.pk)


def test_nothing_is_found_afterwards_but_what_others_wrote() -> None:
    traces = Traces()
    before = found_in_database()
    tables = {line.split(".")[0] for line in before}
    assert tables >= {
        "parties_person", "parties_personevent", "accounts_user", "accounts_userevent", "pghistory_context",
        "parties_invitation", "parties_invitationevent", "registry_importline", "registry_importrow",
        "registry_importjob", "registry_sourcerecord", "registry_statuschange", "registry_confirmation",
        "registry_readinessreading", "core_formdraft", "account_emailaddress", "registry_entry", "registry_entryevent",
    }, "the world must leave traces wherever there can be any"  # fmt: skip
    request = erase(traces)
    left = found_in_database()
    words = [line for line in left if line.startswith("parties_datarequest.words")]
    title = {f"{table}: {traces.named.title}" for table in ("registry_entry.title", "registry_entryevent.title")}
    assert len(words) == 1
    assert {line for line in left if line not in words and not line.startswith("core_search")} == title
    assert request.status == DataRequest.Status.TEXTS

    page = login(Client(), traces.admin)
    address = f"/arbeid/opplysninger/sak/{request.public_id}/"
    shown = page.get(address)
    assert [(text.field, text.pk) for text in shown.context["texts"]] == [("title", traces.named.pk)]
    done = page.post(address, {"action": "replace", "text": shown.context["texts"][0].key})
    assert done.status_code == 302
    assert Entry.objects.get(pk=traces.named.pk).title == "Æresprisen til Slettet person"
    assert Entry.objects.get(pk=traces.named.pk).version == traces.named.version + 1
    request.refresh_from_db()
    assert (request.status, request.words) == (DataRequest.Status.DONE, {})
    assert [line for line in found_in_database() if not line.startswith("core_search")] == []


def test_the_search_forgets_too() -> None:
    traces = Traces()
    drain()
    request = erase(traces)
    key = data_requests.left_to_look_through(request)[0].key
    data_requests.decide_text(request=request, actor=traces.admin, key=key, replace=True)
    drain()
    assert found_in_database() == []
    assert not SearchWord.objects.filter(word__icontains="fjelltopp").exists()


def test_statistics_and_the_skeleton_of_the_history_stay() -> None:
    traces = Traces()
    counts = (Contribution.objects.count(), Entry.objects.count(), traces.own.share)
    events = Entry.events.rel.related_model.objects.filter(pgh_obj_id=traces.entry.pk).count()  # type: ignore[attr-defined]
    erase(traces)
    traces.own.refresh_from_db()
    assert (Contribution.objects.count(), Entry.objects.count(), traces.own.share) == counts
    assert Entry.events.rel.related_model.objects.filter(pgh_obj_id=traces.entry.pk).count() == events  # type: ignore[attr-defined]
    person = Person.objects.get(pk=traces.person.pk)
    assert (person.withheld, person.is_public, person.user) == ("erased", False, None)
    place = person.affiliations.get()
    assert (place.title, place.share, place.valid_from.isoformat()[5:]) == ("", None, "01-01")  # type: ignore[union-attr]
    user = User.objects.get(pk=traces.user.pk)
    assert (user.is_active, user.has_usable_password()) == (False, False)
    role = Role.objects.get(user=user)
    assert role.ended_at
    assert not Session.objects.filter(pk=traces.client.session.session_key).exists()
    assert not FormDraft.objects.filter(user=user).exists()
    for language, word in (("", "Slettet person"), ("/nn", "Sletta person"), ("/en", "Erased person")):
        page = Client().get(f"{language}/e/{traces.entry.public_id}/{traces.entry.slug}/")
        assert word in page.text
        assert NAME not in page.text
    history = login(Client(), traces.admin).get(f"/arbeid/oppforinger/{traces.entry.public_id}/historikk/")
    assert "Slettet person" in history.text
    assert NAME not in history.text


def test_a_namesake_is_left_alone() -> None:
    traces = Traces()
    namesake = PersonFactory(name=NAME, email="en.annen@eksempel.no")
    request = erase(traces)
    namesake.refresh_from_db()
    assert namesake.name == NAME
    events = Person.events.rel.related_model.objects  # type: ignore[attr-defined]
    assert events.filter(pgh_obj_id=namesake.pk, name=NAME).exists()
    sheet = [line for line in found_in_database() if line.startswith("registry_sourcerecord")]
    assert sheet, "in a copy nobody can tell which of the two was meant"
    assert EMAIL not in " ".join(found_in_database()).replace(str(request.words), "").split("parties_datarequest")[0]


def test_the_account_alone_is_deleted_by_its_owner() -> None:
    traces = Traces()
    page = traces.client
    page.post("/konto/igjen/", {"password": "blåbærsyltetøy på lur"})
    wrong = page.post("/arbeid/mine-opplysninger/slett-konto/", {"email": "en.annen@eksempel.no"})
    assert wrong.context["form"].errors["email"]
    gone = page.post("/arbeid/mine-opplysninger/slett-konto/", {"email": EMAIL})
    assert gone.status_code == 302
    assert not User.objects.get(pk=traces.user.pk).is_active
    assert page.get("/arbeid/").status_code == 302, "logged out"
    request = DataRequest.objects.get()
    carry_out_erasure(request_id=request.pk)
    user = User.objects.get(pk=traces.user.pk)
    assert (user.name, user.email) == ("Slettet person", f"erased-{user.pk}@erased.invalid")
    person = Person.objects.get(pk=traces.person.pk)
    assert (person.name, person.user) == (NAME, None), "the contributor stays"
    left = " ".join(
        line for line in found_in_database() if line.startswith(("accounts_", "account_", "django_session"))
    )
    assert left == ""


def test_the_password_is_asked_for_before() -> None:
    user = UserFactory()
    page = login(Client(), user)
    for address in ("slett-konto/", "be-om/erase/"):
        answer = page.post(f"/arbeid/mine-opplysninger/{address}", {"email": user.email})
        assert answer["Location"].startswith("/konto/igjen/")
    assert not DataRequest.objects.exists()


def test_the_last_administrator_cannot_go() -> None:
    user = administrator()
    with pytest.raises(RuleError):
        data_requests.delete_own_account(user=user)
    with pytest.raises(RuleError):
        data_requests.ask(kind="erase", actor=user)
    RoleFactory(user=UserFactory())
    data_requests.delete_own_account(user=user)


def test_done_twice_is_done_once() -> None:
    traces = Traces()
    request = erase(traces)
    first = (request.done_at, request.status)
    carry_out_erasure(request_id=request.pk)
    request.refresh_from_db()
    assert (request.done_at, request.status) == first
