"""Where a login service says that somebody works is proposed, and the person decides."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from samspill.accounts.federated.claims import Place
from samspill.accounts.hooks import tell_places
from samspill.accounts.models import User
from samspill.core.errors import RuleError
from samspill.core.policy import Refusal
from samspill.parties.domain.invitations import invite, resend, withdraw
from samspill.parties.domain.proposals import accept, propose, unit_called
from samspill.parties.models import Affiliation, InvitationMail, Organisation, Person, ProposedAffiliation, Role, Unit
from samspill.parties.scopes import Scope
from tests.factories import AffiliationFactory, OrganisationFactory, PersonFactory, UnitFactory
from tests.parties.helpers import browser, somebody, text

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-PAR-28")]

NUMBER = "974767880"
PAGE = "/arbeid/tilknytninger/"


@pytest.fixture
def university() -> Organisation:
    organisation: Organisation = OrganisationFactory(code="uni", number=NUMBER, email_domain="eksempel.no")
    return organisation


@pytest.fixture
def unit(university: Organisation) -> Unit:
    unit: Unit = UnitFactory(organisation=university, code="uni-194-63-10-0", name_nb="Institutt for data")
    return unit


@pytest.fixture
def user() -> User:
    return somebody()


def test_yes_registers_and_gives_no_role(user: User, university: Organisation, unit: Unit) -> None:
    tell_places(user, "feide", [Place(NUMBER, "eksempel.no", "631000")])
    client = browser(user)
    assert f"Jobber du ved {university.name}?" in text(client.get("/arbeid/"))
    assert "Institutt for data" in text(client.get(PAGE))
    assert not Affiliation.objects.exists(), "nothing before the answer"
    proposal = ProposedAffiliation.objects.get()
    answer = client.post(PAGE, {"proposal": proposal.pk, "answer": "yes"})
    assert answer["Location"] == "/arbeid/"
    affiliation = Affiliation.objects.get()
    assert (affiliation.person.user, affiliation.unit, affiliation.valid_from) == (user, unit, timezone.localdate())
    assert not affiliation.person.is_public
    assert not Role.objects.exists()
    assert client.get("/arbeid/parter/").status_code == 403
    tell_places(user, "feide", [Place(NUMBER, "eksempel.no", "631000")])
    assert "Jobber du ved" not in text(client.get("/arbeid/"))


def test_no_is_remembered(user: User, university: Organisation) -> None:
    for _login in range(2):
        propose(user, "feide", [Place(NUMBER)])
    client = browser(user)
    client.post(PAGE, {"proposal": ProposedAffiliation.objects.get().pk, "answer": "no"})
    assert propose(user, "feide", [Place(NUMBER)]) == []
    assert not Affiliation.objects.exists()
    assert not Person.objects.exists()


def test_a_person_with_the_same_verified_address_there_can_be_claimed(user: User, university: Organisation) -> None:
    known = PersonFactory(name="Kari fra regnearket", email=user.email)
    AffiliationFactory(person=known, organisation=university, valid_to=timezone.localdate() - timedelta(days=1))
    propose(user, "feide", [Place(NUMBER)])
    client = browser(user)
    assert "Kari fra regnearket" in text(client.get(PAGE))
    proposal = ProposedAffiliation.objects.get()
    client.post(PAGE, {"proposal": proposal.pk, "answer": "yes"})
    assert not Affiliation.objects.filter(person__user=user).exists(), "must say whether it is them"
    client.post(PAGE, {"proposal": proposal.pk, "answer": "yes", "person": known.public_id})
    known.refresh_from_db()
    assert known.user == user
    assert Affiliation.objects.filter(person=known).count() == 2


def test_with_an_address_that_is_not_verified_nobody_is_claimed(user: User, university: Organisation) -> None:
    EmailAddress.objects.filter(user=user).update(verified=False)
    known = PersonFactory(email=user.email)
    AffiliationFactory(person=known, organisation=university)
    propose(user, "feide", [Place(NUMBER)])
    client = browser(user)
    assert known.name not in text(client.get(PAGE))
    data = {"proposal": ProposedAffiliation.objects.get().pk, "answer": "yes", "person": known.public_id}
    assert client.post(PAGE, data).status_code == 403
    assert not Person.objects.filter(user=user).exists()


def test_who_belongs_there_is_not_asked(user: User, university: Organisation, unit: Unit) -> None:
    AffiliationFactory(person=PersonFactory(user=user), organisation=university, unit=unit)
    assert propose(user, "feide", [Place(NUMBER, unit="631000")]) == []
    assert propose(user, "feide", [Place(NUMBER)]) == [], "a unit of it is enough"


def test_what_the_service_no_longer_says_goes(user: User, university: Organisation) -> None:
    propose(user, "feide", [Place(NUMBER)])
    propose(user, "feide", [])
    assert not ProposedAffiliation.objects.exists()


def test_places_we_do_not_know(user: User, university: Organisation) -> None:
    assert propose(user, "feide", [Place("999999999", "eksempel.no"), Place(), Place(domain="annet.no")]) == []
    assert len(propose(user, "feide", [Place(domain="EKSEMPEL.no", unit="ukjent")])) == 1, "by domain, no unit"


def test_unit_codes(university: Organisation, unit: Unit) -> None:
    own = UnitFactory(organisation=university, code="uni-idi")
    assert unit_called(university, "631000") == unit
    assert unit_called(university, "IDI") == own
    assert unit_called(university, "uni-idi") == own
    assert unit_called(university, "10-0") == unit
    UnitFactory(organisation=university, code="annet-194-63-10-0")
    assert unit_called(university, "631000") is None, "two fit"
    assert unit_called(university, "i") is None
    assert unit_called(university, "") is None


def test_only_the_person_answers(user: User, university: Organisation) -> None:
    propose(user, "feide", [Place(NUMBER)])
    proposal = ProposedAffiliation.objects.get()
    boss = somebody(Role.Kind.PARTNER_REPRESENTATIVE, organisation=university)
    assert browser(boss).post(PAGE, {"proposal": proposal.pk, "answer": "yes"}).status_code == 404
    with pytest.raises(Refusal):
        accept(proposal=proposal, user=boss)
    accept(proposal=proposal, user=user)
    with pytest.raises(RuleError):
        accept(proposal=proposal, user=user)
    assert Affiliation.objects.count() == 1


def test_odd_answers(user: User) -> None:
    client = browser(user)
    for number in ("", "x", "-1", "9" * 30, "\u0661"):
        assert client.post(PAGE, {"proposal": number, "answer": "yes"}).status_code == 404


def test_invitations_have_a_limit_for_each_sender(university: Organisation) -> None:
    """Withdrawing and inviting again does not get around it, and the answer says when to go on."""
    actor = somebody(Role.Kind.ADMINISTRATOR)
    scope = Scope(organisation=university)
    invitation, _token = invite(email="en@eksempel.no", kind="reader", scope=scope, language="nb", actor=actor)
    withdraw(invitation=invitation, actor=actor)
    InvitationMail.objects.bulk_create(
        InvitationMail(invitation=invitation, sent_by=actor, sent_at=timezone.now() - timedelta(minutes=50))
        for _number in range(58)
    )
    data = {
        "email": "to@eksempel.no",
        "name": "To",
        "kind": "reader",
        "language": "nb",
        "scope": f"organisation:{university.pk}",
    }
    invite(email="to@eksempel.no", kind="reader", scope=scope, language="nb", actor=actor)
    with pytest.raises(RuleError, match="60 invit"):
        invite(email="tre@eksempel.no", kind="reader", scope=scope, language="nb", actor=actor)
    with pytest.raises(RuleError, match="60 invit"):
        resend(invitation=invite_of("to@eksempel.no"), actor=actor)
    page = browser(actor).post("/arbeid/inviter/", data | {"email": "tre@eksempel.no"})
    assert "60 invitasjoner" in text(page), "on the form, with what was typed"
    assert "tre@eksempel.no" in text(page)
    invite(email="fire@eksempel.no", kind="reader", scope=scope, language="nb", actor=None)
    InvitationMail.objects.filter(sent_by=actor).update(sent_at=timezone.now() - timedelta(hours=2))
    invite(email="tre@eksempel.no", kind="reader", scope=scope, language="nb", actor=actor)


def invite_of(email: str):  # type: ignore[no-untyped-def]
    return InvitationMail.objects.get(invitation__email=email).invitation


def test_invitations_have_a_limit_for_each_receiver(university: Organisation) -> None:
    """Whoever sends them: nobody's inbox is filled."""
    scope = Scope(organisation=university)
    actors = [somebody(Role.Kind.ADMINISTRATOR) for _number in range(2)]
    invitation, _token = invite(email="En@eksempel.no", kind="reader", scope=scope, language="nb", actor=actors[0])
    for number in range(4):
        resend(invitation=invitation, actor=actors[number % 2])
    client = browser(actors[1])
    client.post(f"/arbeid/inviter/{invitation.pk}/send/")
    assert "allerede fått 5 invitasjoner" in text(client.get("/arbeid/roller/"))
    with pytest.raises(RuleError):
        invite(email="en@eksempel.no", kind="contributor", scope=scope, language="nb", actor=None)
    assert InvitationMail.objects.count() == 5


def test_a_number_that_is_none_or_endless_is_not_found(user: User) -> None:
    for number in ("9" * 5000, "x", "", "²"):
        assert browser(user).post(PAGE, {"proposal": number, "answer": "yes"}).status_code == 404
