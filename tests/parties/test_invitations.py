"""An invitation from sending to acceptance, as those who send and those who get it meet it."""

import hashlib
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from samspill.accounts.models import User
from samspill.parties.domain.acting import acting_for, forget_acting
from samspill.parties.models import Invitation, InvitationMail, Role
from tests.api.helpers import Program
from tests.factories import (
    PASSWORD,
    AffiliationFactory,
    MunicipalOrganisationFactory,
    PersonFactory,
    RegisterFactory,
    UnitFactory,
    UserFactory,
)
from tests.parties.helpers import Kind, browser, somebody, text

pytestmark = pytest.mark.django_db


def link_in(message: Any) -> str:
    found = re.findall(r"https?://[^/\s]+(/\S+)", message.body)
    assert len(found) == 1, message.body
    return str(found[0])


def invite(
    actor: User, scope: str, email: str = "ny@eksempel.no", kind: str = Kind.PARTNER_REPRESENTATIVE, **more: str
) -> Any:
    return browser(actor).post(
        "/arbeid/inviter/", {"email": email, "name": "Ny Ansatt", "kind": kind, "scope": scope, "language": "nb"} | more
    )


@pytest.mark.requirement("R-NFR-04")
@pytest.mark.parametrize(
    ("language", "prefix", "word", "meaning"),
    [
        ("nb", "", "inviterer", "registrerer og bekrefter"),
        ("nn", "/nn", "inviterer", "registrerer og stadfestar"),
        ("en", "/en", "invites", "registers and confirms"),
    ],
)
def test_municipal_staff_invited_by_a_colleague(language: str, prefix: str, word: str, meaning: str) -> None:
    municipality = MunicipalOrganisationFactory(name_nb="Eksempelvik kommune")
    colleague = somebody(Kind.PARTNER_REPRESENTATIVE, organisation=municipality)
    answer = invite(colleague, f"organisation:{municipality.pk}", language=language)
    assert answer["Location"] == "/arbeid/roller/", text(answer)
    message = mail.outbox[0]
    assert message.to == ["ny@eksempel.no"]
    assert "Eksempelvik kommune" in message.subject
    assert word in message.body
    link = link_in(message)
    assert link.startswith(f"{prefix}/arbeid/invitasjon/")
    token = link.rstrip("/").rpartition("/")[2]
    invitation = Invitation.objects.get()
    assert invitation.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert timedelta(days=13, hours=23) < invitation.expires_at - timezone.now() <= timedelta(days=14)

    newcomer = browser()
    page = text(newcomer.get(link))
    assert "Eksempelvik kommune" in page
    assert meaning in page
    weak = newcomer.post(link, {"name": "Ny Ansatt", "password": "kort"})
    assert weak.context["form"].errors["password"]
    assert not User.objects.filter(email="ny@eksempel.no").exists()
    welcome = newcomer.post(link, {"name": "Ny Ansatt", "password": PASSWORD})
    assert welcome["Location"] == f"{prefix}/arbeid/"
    user = User.objects.get(email="ny@eksempel.no")
    assert (user.name, user.language) == ("Ny Ansatt", language)
    assert EmailAddress.objects.get(user=user).verified
    assert acting_for(user).represents == {municipality.pk}
    assert Role.objects.get(user=user).granted_by == colleague
    assert newcomer.get(f"{prefix}/konto/profil/").context["user"] == user, "logged in"
    gone = browser().get(link)
    assert gone.status_code == 410
    for again in (
        newcomer.get(link, follow=True),
        newcomer.post(link, {"name": "Ny", "password": PASSWORD}, follow=True),
    ):
        assert (again.status_code, again.redirect_chain) == (200, [(f"{prefix}/arbeid/", 302)]), "opened once more"


def test_somebody_with_an_account_logs_in_and_accepts() -> None:
    municipality = MunicipalOrganisationFactory()
    user = somebody()
    invite(somebody(Kind.ADMINISTRATOR), f"organisation:{municipality.pk}", email=user.email.upper())
    link = link_in(mail.outbox[0])
    page = browser()
    shown = text(page.get(link))
    assert "password" not in re.findall(r'type="(\w+)"', shown)
    answer = page.post(f"/konto/logg-inn/?next={link}", {"login": user.email, "password": PASSWORD})
    assert answer["Location"] == link
    assert page.get(link).status_code == 200
    assert not Role.objects.filter(user=user).exists(), "opening the link is not accepting"
    assert page.post(link)["Location"] == "/arbeid/"
    forget_acting(user)
    assert acting_for(user).represents == {municipality.pk}


def test_somebody_else_is_logged_in() -> None:
    administrator, other = somebody(Kind.ADMINISTRATOR), somebody()
    invite(administrator, f"unit:{UnitFactory().pk}", kind=Kind.READER)
    link = link_in(mail.outbox[0])
    for answer in (browser(other).get(link), browser(other).post(link)):
        assert answer.status_code == 403
        assert "ny@eksempel.no" in text(answer)
        assert str(other) in text(answer)
    assert not Role.objects.filter(user=other).exists()


def test_an_account_nobody_verified_is_no_obstacle_and_no_way_in() -> None:
    """Somebody made an account with the address before its owner: their password must not open it."""
    stranger = UserFactory(email="ny@eksempel.no")
    EmailAddress.objects.create(user=stranger, email=stranger.email, verified=False, primary=True)
    invite(somebody(Kind.ADMINISTRATOR), f"unit:{UnitFactory().pk}", kind=Kind.READER)
    link = link_in(mail.outbox[0])
    new = "eierens eget passord"
    assert browser().post(link, {"name": "Eieren", "password": new}).status_code == 302
    stranger.refresh_from_db()
    assert stranger.check_password(new)
    assert not stranger.check_password(PASSWORD)
    assert stranger.name == "Eieren"


@pytest.mark.parametrize(
    ("state", "status"), [("expired", 410), ("withdrawn", 410), ("resent", 404), ("invented", 404)]
)
def test_links_that_no_longer_work_say_why(state: str, status: int) -> None:
    administrator = somebody(Kind.ADMINISTRATOR)
    invite(administrator, f"unit:{UnitFactory().pk}", kind=Kind.READER)
    link, invitation = link_in(mail.outbox[0]), Invitation.objects.get()
    if state == "expired":
        Invitation.objects.update(expires_at=timezone.now())
    elif state == "withdrawn":
        browser(administrator).post(f"/arbeid/inviter/{invitation.pk}/trekk/")
    elif state == "resent":
        browser(administrator).post(f"/arbeid/inviter/{invitation.pk}/send/")
        assert browser().get(link_in(mail.outbox[1])).status_code == 200
    else:
        link = "/arbeid/invitasjon/oppdiktet/"
    for answer in (browser().get(link), browser().post(link, {"name": "N", "password": PASSWORD})):
        assert answer.status_code == status
        assert "kan ikke brukes" in text(answer)
    assert not User.objects.filter(email="ny@eksempel.no").exists()


def test_whoever_may_no_longer_give_a_role_does_not_give_it_by_an_old_invitation() -> None:
    """Or somebody whose role is taken away would have it again, by what they sent to another address of their own."""
    municipality = MunicipalOrganisationFactory()
    former, colleague = (somebody(Kind.PARTNER_REPRESENTATIVE, organisation=municipality) for _time in range(2))
    other_self = somebody()
    invite(former, f"organisation:{municipality.pk}", email=other_self.email)
    invite(former, f"organisation:{municipality.pk}")
    links = [link_in(message) for message in mail.outbox]
    role = Role.objects.get(user=former)
    assert browser(colleague).post(f"/arbeid/roller/{role.pk}/", {"reason": "Sluttet"}).status_code == 302
    for who, link in ((other_self, links[0]), (None, links[1])):
        for answer in (browser(who).get(link), browser(who).post(link, {"name": "Ny Ansatt", "password": PASSWORD})):
            assert answer.status_code == 410
            assert "kan ikke lenger gi denne rollen" in text(answer)
    assert Role.objects.filter(kind=Kind.PARTNER_REPRESENTATIVE).count() == 2
    assert not User.objects.filter(email="ny@eksempel.no").exists()

    browser(colleague).post(f"/arbeid/inviter/{Invitation.objects.get(email='ny@eksempel.no').pk}/send/")
    sent_anew = link_in(mail.outbox[-1])
    assert browser().post(sent_anew, {"name": "Ny Ansatt", "password": PASSWORD})["Location"] == "/arbeid/"
    assert Role.objects.get(user__email="ny@eksempel.no").granted_by == colleague


def test_only_within_the_own_scope() -> None:
    municipality, other = MunicipalOrganisationFactory(), MunicipalOrganisationFactory()
    colleague = somebody(Kind.PARTNER_REPRESENTATIVE, organisation=municipality)
    assert invite(colleague, f"organisation:{other.pk}").status_code == 422
    assert invite(colleague, f"organisation:{municipality.pk}", kind=Kind.INNOVATION_LEADER).status_code == 422
    unit = UnitFactory()
    leader = somebody(Kind.INNOVATION_LEADER, unit=unit)
    assert invite(leader, f"unit:{unit.pk}", kind=Kind.INNOVATION_LEADER).status_code == 422
    assert not Invitation.objects.exists()
    refused = invite(somebody(Kind.READER, unit=unit), f"unit:{unit.pk}", kind=Kind.READER)
    assert refused.status_code == 403
    assert refused.context["reason"]
    assert invite(leader, f"unit:{unit.pk}", kind=Kind.CONTRIBUTOR).status_code == 302
    invitation = Invitation.objects.get()
    for act in ("send", "trekk"):
        assert browser(colleague).post(f"/arbeid/inviter/{invitation.pk}/{act}/").status_code == 403
    assert invitation.email not in text(browser(colleague).get("/arbeid/roller/"))
    assert invitation.email in text(browser(leader).get("/arbeid/roller/"))


def test_twice_the_same_is_told() -> None:
    administrator, unit = somebody(Kind.ADMINISTRATOR), UnitFactory()
    invite(administrator, f"unit:{unit.pk}", kind=Kind.READER)
    answer = invite(administrator, f"unit:{unit.pk}", kind=Kind.READER)
    assert answer.context["form"].errors["email"]
    assert len(mail.outbox) == 1


def test_a_person_with_the_same_address_is_proposed_and_the_user_decides() -> None:
    municipality, elsewhere = MunicipalOrganisationFactory(), MunicipalOrganisationFactory()
    person = PersonFactory(name="Ny Ansatt", email="NY@eksempel.no")
    AffiliationFactory(person=person, organisation=municipality)
    stranger = PersonFactory(email="ny@eksempel.no")
    AffiliationFactory(person=stranger, organisation=elsewhere)
    invite(somebody(Kind.ADMINISTRATOR), f"organisation:{municipality.pk}")
    page = browser()
    answer = page.post(link_in(mail.outbox[0]), {"name": "Ny Ansatt", "password": PASSWORD})
    assert answer["Location"] == "/arbeid/personer/meg/"
    person.refresh_from_db()
    assert person.user is None, "proposed, not done"
    shown = text(page.get("/arbeid/personer/meg/"))
    assert person.public_id in shown
    assert stranger.public_id not in shown
    refused = page.post("/arbeid/personer/meg/", {"person": stranger.public_id})
    assert refused.status_code == 403
    page.post("/arbeid/personer/meg/", {"person": person.public_id})
    person.refresh_from_db()
    assert person.user == User.objects.get(email="ny@eksempel.no")


def test_mail_that_cannot_be_sent_is_told_and_the_invitation_stays(settings: Any, tmp_path: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    administrator = somebody(Kind.ADMINISTRATOR)
    answer = browser(administrator).post(
        "/arbeid/inviter/",
        {"email": "ny@eksempel.no", "kind": Kind.READER, "scope": f"unit:{UnitFactory().pk}", "language": "nb"},
        follow=True,
    )
    assert "kunne ikke sendes" in text(answer)
    assert Invitation.objects.count() == 1
    assert "ikke sendt" in text(browser(administrator).get("/arbeid/roller/")), "also when the message was missed"
    page, again = browser(administrator), f"/arbeid/inviter/{Invitation.objects.get().pk}/send/"
    for _time in range(5):
        assert "kunne ikke sendes" in text(page.post(again, follow=True)), "no limit: nobody got any"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    shown = text(page.post(again, follow=True))
    assert "er sendt til ny@eksempel.no" in shown
    assert "ikke sendt" not in shown
    assert browser().get(link_in(mail.outbox[0])).status_code == 200


@contextmanager
def mail_server(*, asks_for_it: bool) -> Iterator[int]:
    """A mail server that falls silent: once it has the letter, or already before it asks for it. Gives its port."""
    done = threading.Event()

    def serve() -> None:
        caller, _address = listening.accept()
        with caller, caller.makefile("rb") as lines:
            caller.sendall(b"220 ready\r\n")
            for line in lines:
                if line.upper().startswith(b"DATA"):
                    break
                caller.sendall(b"250 ok\r\n")
            if asks_for_it:
                caller.sendall(b"354 go on\r\n")
            done.wait(20)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = threading.Thread(target=serve)
        server.start()
        try:
            yield listening.getsockname()[1]
        finally:
            done.set()
            server.join()


def test_a_mail_that_a_silent_server_may_have_sent_is_not_called_unsent(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 0.5
    administrator = somebody(Kind.ADMINISTRATOR)
    invite(administrator, f"unit:{UnitFactory().pk}", kind=Kind.READER)
    page, again = browser(administrator), f"/arbeid/inviter/{Invitation.objects.get().pk}/send/"
    with mail_server(asks_for_it=True) as settings.EMAIL_PORT:
        told = text(page.post(again, follow=True))
    assert "svarte ikke i tide" in told
    assert "det er ikke kjent om den er sendt" in text(page.get("/arbeid/roller/"))
    assert Program(administrator).get("/invitations").json()["items"][0]["mail"] == "unknown"
    with mail_server(asks_for_it=False) as settings.EMAIL_PORT:
        assert "kunne ikke sendes" in text(page.post(again, follow=True)), "it never got the letter"


@pytest.mark.parametrize("mark", ["", "een-visning"])
def test_a_fault_while_the_mail_is_made_does_not_hide_that_the_invitation_stands(
    mark: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_words: Any) -> str:
        raise LookupError("no such template")

    monkeypatch.setattr("samspill.parties.domain.invitation_mail.render_to_string", broken)
    administrator = somebody(Kind.ADMINISTRATOR)
    answer = invite(administrator, f"unit:{UnitFactory().pk}", kind=Kind.READER, once=mark)
    assert answer["Location"] == "/arbeid/roller/"
    assert Invitation.objects.count() == 1
    shown = text(browser(administrator).get("/arbeid/roller/"))
    assert "ikke sendt ennå" in shown
    error = next(one for one in caplog.records if one.name == "samspill.done_once")
    assert error.exc_info
    assert error.exc_info[0] is LookupError


def test_a_mail_whose_process_died_is_not_known_after_some_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_words: Any) -> None:
        raise SystemExit

    administrator = somebody(Kind.ADMINISTRATOR)
    place = f"unit:{UnitFactory().pk}"
    with monkeypatch.context() as while_it_is_sent:
        while_it_is_sent.setattr("samspill.parties.domain.invitation_mail.send_mail", killed)
        with pytest.raises(SystemExit):
            invite(administrator, place, kind=Kind.READER)
    page, invitation = browser(administrator), Invitation.objects.get()
    told = {"under_way": "ikke sendt ennå", "unknown": "det er ikke kjent om den er sendt"}
    for minutes, kept in ((9, "under_way"), (11, "unknown")):
        InvitationMail.objects.update(sent_at=timezone.now() - timedelta(minutes=minutes))
        assert told[kept] in text(page.get("/arbeid/roller/"))
        assert Program(administrator).get("/invitations").json()["items"][0]["mail"] == kept
        listed = page.get("/arbeid/roller/invitasjoner/eksport.csv")
        assert told[kept] in b"".join(listed.streaming_content).decode()
    assert not mail.outbox, "nothing is sent by itself"
    assert "er sendt til ny@eksempel.no" in text(page.post(f"/arbeid/inviter/{invitation.pk}/send/", follow=True))
    assert len(mail.outbox) == 1
    assert "det er ikke kjent" not in text(page.get("/arbeid/roller/"))


@pytest.mark.parametrize(("code", "told"), [(550, "Er adressen riktig?"), (450, "kunne ikke sendes")])
def test_an_address_that_takes_no_mail_is_told_of(code: int, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_words: Any) -> None:
        raise SMTPRecipientsRefused({"ny@eksempel.no": (code, b"no")})

    monkeypatch.setattr("samspill.parties.domain.invitation_mail.send_mail", refused)
    administrator = somebody(Kind.ADMINISTRATOR)
    invite(administrator, f"unit:{UnitFactory().pk}", kind=Kind.READER)
    again = f"/arbeid/inviter/{Invitation.objects.get().pk}/send/"
    assert told in text(browser(administrator).post(again, follow=True))
    monkeypatch.setattr("samspill.parties.domain.sending_limits.PER_SENDER", (2, timedelta(hours=1)))
    counted = "Du har sendt 2 invitasjoner" in text(browser(administrator).post(again, follow=True))
    assert counted == (code == 550), "who tries out which addresses there are is stopped as others are"


def test_the_first_administrator_by_command(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("invite_user", "meg@eksempel.no", "--role", "administrator", "--language", "nn")
    printed = capsys.readouterr().out.split()[-1]
    assert "Du er invitert til Samspill" in mail.outbox[0].subject
    link = link_in(mail.outbox[0])
    assert printed.endswith(link)
    assert browser().post(link, {"name": "Meg", "password": PASSWORD})["Location"] == "/nn/arbeid/"
    assert acting_for(User.objects.get(email="meg@eksempel.no")).is_administrator


def test_the_command_says_what_is_wrong() -> None:
    register = RegisterFactory()
    for arguments in (
        ["meg@eksempel.no", "--role", "reader"],
        ["meg@eksempel.no", "--role", "reader", "--unit", "finnes-ikke"],
        ["ikke en adresse", "--role", "administrator"],
        ["meg@eksempel.no", "--role", "administrator", "--register", register.code],
        ["meg@eksempel.no", "--role", "sjef"],
    ):
        with pytest.raises(CommandError):
            call_command("invite_user", *arguments)
    call_command("invite_user", "meg@eksempel.no", "--role", "innovation_leader", "--register", register.code)
    assert Invitation.objects.get().register_code == register.code


@pytest.mark.requirement("R-NFR-05")
def test_nobody_gives_themselves_a_role_by_an_address_that_became_theirs() -> None:
    unit = UnitFactory()
    leader = somebody(Kind.INNOVATION_LEADER, unit=unit)
    invite(leader, f"unit:{unit.pk}", kind=Kind.CONTRIBUTOR)
    link, invitation = link_in(mail.outbox[0]), Invitation.objects.get()
    EmailAddress.objects.create(user=leader, email=invitation.email, verified=True)
    told = browser(leader).post(link, follow=True)
    assert "Ingen gir en rolle til seg selv" in text(told)
    assert not Role.objects.filter(user=leader, kind=Kind.CONTRIBUTOR).exists()
