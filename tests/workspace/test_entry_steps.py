"""The workflow on the page, and the mail it sends."""

import pytest
from django.core import mail

from samspill.parties.domain.roles import end_role
from samspill.parties.models import Role
from samspill.registry import mail_jobs
from samspill.registry.choices import Status
from samspill.registry.models import Entry, StatusChange
from tests.factories import RoleFactory, UserFactory
from tests.scenes import Scene, client_of
from tests.scenes import page as page_of

pytestmark = pytest.mark.django_db


def step(entry: Entry, action: str, language: str = "nb") -> str:
    return page_of("workspace:entry_step", entry.public_id, action, language=language)


def deliver() -> None:
    """Do the queued mail jobs, as the worker does."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    for name, job in (("tell_of_step", mail_jobs.tell_of_step), ("mail_step", mail_jobs.mail_step)):
        for row in ProcrastinateJob.objects.filter(task_name__endswith=f".{name}"):
            job(**row.args)


def test_from_draft_to_published_by_way_of_a_return() -> None:
    scene = Scene()
    entry = scene.complete()
    owner, curator = client_of(scene.owner), client_of(scene.curator)
    owner.post(step(entry, "submit"))
    curator.post(step(entry, "return"), {"message": "Skriv mer om effekten."})
    entry.refresh_from_db()
    assert entry.status == Status.RETURNED
    assert "Skriv mer om effekten." in owner.get(page_of("workspace:entry_edit", entry.public_id)).text
    owner.post(step(entry, "submit"))
    curator.post(step(entry, "publish"))
    entry.refresh_from_db()
    assert entry.status == Status.PUBLISHED
    assert entry.published_at is not None
    assert [change.action for change in StatusChange.objects.all()] == ["submit", "return", "submit", "publish"]


def test_what_a_step_came_to_is_said_in_a_sentence() -> None:
    scene = Scene()
    entry, curator, owner = scene.complete(), client_of(scene.curator), client_of(scene.owner)
    owner.post(step(entry, "submit"))
    assert "Et utkast igjen" in owner.post(step(entry, "take_back"), follow=True).text
    owner.post(step(entry, "submit"))
    curator.post(step(entry, "publish"))
    assert "Arkivert. Siden blir stående" in curator.post(step(entry, "archive"), follow=True).text
    curator.post(step(entry, "restore"))
    assert "Trukket tilbake. På siden" in curator.post(step(entry, "withdraw"), {"message": "Feil"}, follow=True).text
    unseen = scene.complete()
    told = curator.post(step(unseen, "withdraw"), {"message": "Feil"}, follow=True).text
    assert "Trukket tilbake. De som arbeidet med den" in told, "it never had a page for everyone"


def test_what_is_missing_is_listed_with_links_and_stops_the_step() -> None:
    scene = Scene()
    entry = scene.entry(types=[], summary="")
    client = client_of(scene.owner)
    page = client.get(page_of("workspace:entry_edit", entry.public_id, language="en")).text
    for text, link in (
        ("Choose at least one type.", "#id_types"),
        ("Describe it in a few sentences.", "#id_summary"),
        ("Name at least one contributor or partner.", "/hvem/"),
    ):
        assert text in page
        assert link in page
    answer = client.get(step(entry, "submit", language="en"))
    assert answer.text.count("Describe it in a few sentences.") == 1, "the page of the step says once what is missing"
    assert "Submit&nbsp;…" in page
    assert "Submit&nbsp;…" not in answer.text, "nor does it lead to itself"
    answer = client.post(step(entry, "submit"))
    assert answer.status_code == 422
    entry.refresh_from_db()
    assert entry.status == Status.DRAFT


@pytest.mark.parametrize("action", ["return", "withdraw"])
def test_a_step_that_says_why_is_refused_without_words(action: str) -> None:
    scene = Scene()
    entry = scene.complete(Status.SUBMITTED)
    answer = client_of(scene.curator).post(step(entry, action, "en"), {"message": "  "})
    assert answer.status_code == 422
    assert "Write a message that says why." in answer.text
    entry.refresh_from_db()
    assert entry.status == Status.SUBMITTED


@pytest.mark.parametrize(
    ("status", "action"),
    [
        (Status.DRAFT, "return"),
        (Status.DRAFT, "archive"),
        (Status.PUBLISHED, "publish"),
        (Status.PUBLISHED, "submit"),
        (Status.WITHDRAWN, "publish"),
        (Status.WITHDRAWN, "restore"),
        (Status.ARCHIVED, "return"),
    ],
)
def test_a_step_that_is_not_in_the_table_is_refused_and_the_message_kept(status: Status, action: str) -> None:
    scene = Scene()
    entry = scene.complete(status, **({"withdrawn_reason": "x"} if status == Status.WITHDRAWN else {}))
    answer = client_of(scene.administrator).post(step(entry, action, "en"), {"message": "Likevel"})
    assert answer.status_code == 409
    assert "is not possible now" in answer.text
    assert ("The steps that are, stand under" in answer.text) == ("Next step</h2>" in answer.text)
    entry.refresh_from_db()
    assert entry.status == status
    assert not StatusChange.objects.exists()


@pytest.mark.parametrize(("who", "action"), [("owner", "publish"), ("owner", "return"), ("stranger", "submit")])
def test_a_step_by_somebody_else_is_refused_with_the_reason(who: str, action: str) -> None:
    scene = Scene()
    entry = scene.complete(Status.SUBMITTED if action != "submit" else Status.DRAFT)
    answer = client_of(getattr(scene, who)).post(step(entry, action, "en"), {"message": "x"})
    assert answer.status_code == 403
    assert '<div class="ds-alert" data-color="info">' in answer.text


def test_unknown_steps_are_not_found_and_looking_changes_nothing() -> None:
    scene = Scene()
    entry = scene.complete()
    client = client_of(scene.owner)
    assert client.post(step(entry, "explode")).status_code == 404
    assert client.get(step(entry, "submit")).status_code == 200
    entry.refresh_from_db()
    assert entry.status == Status.DRAFT


def test_buttons_only_for_the_steps_that_can_be_taken() -> None:
    scene = Scene()
    entry = scene.complete(Status.SUBMITTED)
    owner = client_of(scene.owner).get(page_of("workspace:entry_edit", entry.public_id)).text
    curator = client_of(scene.curator).get(page_of("workspace:entry_edit", entry.public_id)).text
    assert step(entry, "take_back") in owner
    assert step(entry, "publish") not in owner
    assert step(entry, "publish") in curator
    assert step(entry, "archive") not in curator


def test_withdrawn_with_reason_and_then_only_read() -> None:
    scene = Scene()
    entry = scene.published()
    there = client_of(scene.owner).get(page_of("workspace:entry_edit", entry.public_id, language="en"))
    assert "Everyone sees it, also those who are not logged in" in there.text
    client_of(scene.owner).post(step(entry, "withdraw"), {"message": "Registrert to ganger"})
    entry.refresh_from_db()
    assert (entry.status, entry.withdrawn_reason) == (Status.WITHDRAWN, "Registrert to ganger")
    page = client_of(scene.owner).get(page_of("workspace:entry_edit", entry.public_id, language="en"))
    assert "The entry is withdrawn. It can be read, but not changed." in page.text
    assert "Everyone" not in page.text
    assert "Whoever opens its address sees that it was withdrawn, and why." in page.text
    assert "Next step</h2>" not in page.text, "a panel with nothing in it"


def test_a_draft_that_is_withdrawn_is_shown_to_nobody_new() -> None:
    scene = Scene()
    entry = scene.complete(Status.DRAFT)
    client_of(scene.owner).post(step(entry, "withdraw"), {"message": "Registrert to ganger"})
    page = client_of(scene.owner).get(page_of("workspace:entry_edit", entry.public_id, language="en"))
    assert "Only those who have a part in it and the innovation leader see it." in page.text
    assert "as it will be" not in page.text


def test_a_partner_gets_no_panel_of_steps_without_a_step() -> None:
    scene = Scene()
    page = client_of(scene.representative).get(page_of("workspace:entry_answer", scene.published().public_id))
    assert "Neste steg</h2>" not in page.text


def test_archived_and_brought_back_by_the_curator() -> None:
    scene = Scene()
    entry = scene.published()
    client_of(scene.curator).post(step(entry, "archive"))
    entry.refresh_from_db()
    assert entry.status == Status.ARCHIVED
    client_of(scene.curator).post(step(entry, "restore"))
    entry.refresh_from_db()
    assert entry.status == Status.PUBLISHED


def test_curators_get_mail_about_what_is_submitted_in_their_own_language() -> None:
    scene = Scene()
    scene.curator.language = "en"
    scene.curator.save()
    elsewhere = UserFactory()
    RoleFactory(user=elsewhere, kind=Role.Kind.INNOVATION_LEADER, register_code="another")
    former = UserFactory()
    RoleFactory(
        user=former,
        kind=Role.Kind.INNOVATION_LEADER,
        register_code="senteret",
        valid_from="2020-01-01",
        valid_to="2021-01-01",
    )
    entry = scene.complete(title="Varme & kulde")
    client_of(scene.owner).post(step(entry, "submit"))
    assert mail.outbox == []  # not within the request: a slow mail server holds nobody up
    deliver()
    assert [message.to for message in mail.outbox] == [[scene.curator.email]]
    message = mail.outbox[0]
    assert "To be looked at: Varme & kulde" in message.subject
    assert "Eva Eier" in message.body
    assert "http://127.0.0.1:8000/en/arbeid/ko/" in message.body
    assert "&amp;" not in message.body


def test_the_owner_gets_mail_when_it_is_returned_and_when_it_is_published() -> None:
    scene = Scene()
    scene.owner.language = "en"
    scene.owner.save()
    entry = scene.complete(Status.SUBMITTED)
    client_of(scene.curator).post(step(entry, "return"), {"message": "Mangler effekt"})
    deliver()
    assert [message.to for message in mail.outbox] == [[scene.owner.email]]
    assert "Mangler effekt" in mail.outbox[0].body
    assert page_of("workspace:entry_edit", entry.public_id, language="en") in mail.outbox[0].body


def test_nobody_gets_mail_about_a_step_of_their_own() -> None:
    scene = Scene()
    entry = scene.complete(created_by=scene.curator)
    client_of(scene.curator).post(step(entry, "publish"))
    deliver()
    assert mail.outbox == []


def test_without_a_curator_administrators_are_told() -> None:
    scene = Scene()
    scene.curator.roles.all().delete()
    entry = scene.complete()
    client_of(scene.owner).post(step(entry, "submit"))
    deliver()
    assert [message.to for message in mail.outbox] == [[scene.administrator.email]]


@pytest.mark.requirement("R-NFR-05")
def test_whose_role_was_ended_gets_no_mail_about_it_and_somebody_else_does() -> None:
    """A role that is ended at once still has that day as its last; and what a curator says is not for who has left."""
    scene = Scene()
    end_role(role=Role.objects.get(user=scene.curator), actor=scene.administrator)
    registrar = UserFactory()
    role = RoleFactory(user=registrar, kind=Role.Kind.CONTRIBUTOR, unit=scene.centre)
    entry = scene.complete(created_by=registrar)
    client_of(registrar).post(step(entry, "submit"))
    deliver()
    assert [message.to for message in mail.outbox] == [[scene.administrator.email]]
    end_role(role=role, actor=scene.administrator)
    client_of(scene.administrator).post(step(entry, "return"), {"message": "Bare for oss"})
    deliver()
    told = {address for message in mail.outbox for address in message.to}  # `deliver` does the first jobs again
    assert told == {scene.administrator.email, scene.owner.email}, "who contributed"


def test_a_mail_server_that_is_down_does_not_undo_the_step(settings: object) -> None:
    scene = Scene()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_PORT = 1  # type: ignore[attr-defined]
    entry = scene.complete()
    assert client_of(scene.owner).post(step(entry, "submit")).status_code == 302
    entry.refresh_from_db()
    assert entry.status == Status.SUBMITTED
    with pytest.raises(OSError, match="refused"):
        deliver()  # the job fails, and the worker tries again
