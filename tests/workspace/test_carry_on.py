"""A successor register carries entries on: they keep all that is theirs, and the old register tells where they went."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone, translation

from samspill.accounts.domain.reminders import remind
from samspill.accounts.models import User
from samspill.core.due import Due, due_for
from samspill.parties.models import Role
from samspill.registry.choices import Status
from samspill.registry.models import CarriedOn, Register
from tests.factories import ReadingFactory, RegisterFactory, RoleFactory, UserFactory
from tests.scenes import Scene, client_of, page

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-REG-15")]
WHY = "Senteret er slutt"


def successor(scene: Scene) -> Register:
    register: Register = RegisterFactory(code="etter", name_nb="Etterfølgeren", organisation=scene.university)
    RoleFactory(user=scene.curator, kind=Role.Kind.INNOVATION_LEADER, register_code="etter")
    return register


def test_all_entries_go_with_their_history_and_the_old_register_tells() -> None:
    scene = Scene()
    target = successor(scene)
    first, second = scene.published(title="Den første"), scene.published(title="Den andre")
    gone = scene.entry(status=Status.WITHDRAWN, withdrawn_reason="Feil")
    reading = ReadingFactory(entry=first)
    address = page("workspace:register_carry_on", "senteret")
    client = client_of(scene.curator)
    answer = client.post(address, {"target": "etter", "reason": WHY, "which": "all"}, follow=True)
    assert "2 oppføringer føres videre i «Etterfølgeren»" in answer.text
    assert "Ført videre herfra" in answer.text
    for entry in (first, second):
        old_version = entry.version
        entry.refresh_from_db()
        assert (entry.register, entry.version) == (target, old_version + 1)
        assert entry.organisation == scene.university
    gone.refresh_from_db()
    assert gone.register == scene.register
    assert first.readings.get() == reading
    history = client.get(page("workspace:entry_history", first.public_id)).text
    assert WHY in history
    assert "Etterfølgeren" in history
    public = client.get(page("website:register", "senteret")).text
    assert "2 oppføringer herfra føres videre av" in public
    assert "Ført videre hit" in client.get(page("workspace:register_carry_on", "etter")).text


def test_only_the_ticked_go_and_the_rest_stays() -> None:
    scene = Scene()
    target = successor(scene)
    going, staying = scene.published(), scene.published()
    other = RegisterFactory(code="tredje")
    foreign = scene.published(register=other)
    sent = {"target": "etter", "reason": WHY, "which": "chosen", "chosen": [going.public_id]}
    address = page("workspace:register_carry_on", "senteret")
    assert client_of(scene.curator).post(address, sent).status_code == 302
    assert list(CarriedOn.objects.values_list("entry", "target")) == [(going.pk, target.pk)]
    staying.refresh_from_db()
    assert staying.register == scene.register
    wrong = client_of(scene.curator).post(address, sent | {"chosen": [foreign.public_id]})
    assert wrong.status_code == 422
    none = client_of(scene.curator).post(address, sent | {"chosen": [], "reason": "Fordi"})
    assert none.status_code == 422
    assert "Velg minst én oppføring" in none.text
    assert 'value="Fordi"' in none.text


def test_who_may_not_and_what_is_missing() -> None:
    scene = Scene()
    scene.published()
    address = page("workspace:register_carry_on", "senteret")
    assert client_of(scene.owner).get(address).status_code == 403
    assert "Ikke noe annet register ennå" in client_of(scene.curator).get(address).text
    RegisterFactory(code="fremmed")
    sent = {"target": "fremmed", "reason": WHY, "which": "all"}
    assert client_of(scene.curator).post(address, sent).status_code == 422
    assert not CarriedOn.objects.exists()


def told_of(user: User, today: date) -> list[Due]:
    user.__dict__.pop("_acting", None)
    return [one for group, rows in due_for(user, today=today) if group.code == "carried_on" for one in rows]


def test_owners_and_the_successors_leader_learn_it_from_the_one_mail_of_the_day() -> None:
    scene = Scene()
    target = successor(scene)
    newcomer = UserFactory(name="Nina Ny")
    RoleFactory(user=newcomer, kind=Role.Kind.INNOVATION_LEADER, register_code="etter")
    for title in ("Den første", "Den andre"):
        scene.published(title=title)
    address = page("workspace:register_carry_on", "senteret")
    mail.outbox.clear()
    client_of(scene.curator).post(address, {"target": "etter", "reason": WHY, "which": "all"})
    assert mail.outbox == []  # nobody gets one for each thing
    today = timezone.localdate()
    (own,) = told_of(scene.owner, today)
    assert own.count == 2
    assert "2 av dine oppføringer" in own.what
    assert target.name in own.what
    Register.objects.filter(pk=target.pk).update(name_nn="Etterfølgjaren")
    with translation.override("nn"):
        assert "Etterfølgjaren" in told_of(scene.owner, today)[0].what
    assert WHY in own.why
    assert "Ivar Innovasjonsleder" in own.why
    assert client_of(scene.owner).get(own.url).status_code == 200
    assert "Den andre" in client_of(scene.owner).get(own.url).text
    (came,) = told_of(newcomer, today)
    assert "2 oppføringer" in came.what
    assert client_of(newcomer).get(came.url).status_code == 200
    work = client_of(newcomer).get(page("workspace:my_work")).text
    assert "Jeg har sett det" in work
    assert came.seen_url in work
    assert client_of(newcomer).post(came.seen_url).status_code == 302
    assert client_of(newcomer).post(came.seen_url).status_code == 302  # twice is no more than once
    assert told_of(newcomer, today) == []
    assert len(told_of(scene.owner, today)) == 1, "the others are still told"
    assert told_of(scene.curator, today) == []  # did it
    assert told_of(scene.representative, today) == []
    EmailAddress.objects.create(user=scene.owner, email=scene.owner.email, verified=True)
    remind(today=today + timedelta(days=1))
    (sent,) = mail.outbox
    assert target.name in sent.body
    assert sent.body.count("Den første") == 0  # one line, not one for each
    assert told_of(scene.owner, today + timedelta(days=16)) == []  # and is silent again
