"""What a party has said cannot be lost, altered or read by others than it is for."""

import re
from decimal import Decimal

import pytest
from django.test import Client

from samspill.parties.models import Organisation, Role
from samspill.registry.choices import Status, Visibility
from samspill.registry.domain.parts import set_contribution
from samspill.registry.models import Confirmation, Entry, Evidence, Participation
from tests.factories import (
    ContributionFactory,
    EvidenceFactory,
    OrganisationFactory,
    ParticipationRoleFactory,
    PersonFactory,
    RoleFactory,
    UnitFactory,
    UserFactory,
)
from tests.scenes import Scene, client_of, page

pytestmark = pytest.mark.django_db


def answer(browser: Client, entry: Entry, part: Participation, **more: str) -> int:
    data = {"part_kind": "participation", "part": str(part.pk), "statement": "participated", "answer": "confirmed"}
    return browser.post(page("workspace:entry_answer", entry.public_id), data | more).status_code


def test_a_dispute_is_told_also_when_its_part_is_taken_out() -> None:
    scene = Scene()
    entry = scene.published()
    part = entry.participations.get()
    representative, owner = client_of(scene.representative), client_of(scene.owner)
    assert answer(representative, entry, part, answer="disputed", message="Vi var aldri med") == 302
    parts = page("workspace:entry_parts", entry.public_id)
    owner.post(parts, {"do": "remove_organisation", "part": str(part.pk)})
    owner.post(parts, {"do": "add_organisation", "organisation": scene.municipality.code, "o-role": "co_creator"})
    assert not Confirmation.objects.exists(), "answers go with their part"
    told = owner.get(page("workspace:entry_history", entry.public_id, language="en")).text
    assert "Vi var aldri med" in told
    assert "Kari Kommune" in told
    assert f"Disputed: {scene.municipality.name}" in told


def test_only_the_organisation_changes_what_it_has_confirmed() -> None:
    scene = Scene()
    entry = scene.published()
    part = entry.participations.get()
    adopter = ParticipationRoleFactory(code="adopter")
    representative, owner = client_of(scene.representative), client_of(scene.owner)
    assert answer(representative, entry, part) == 302
    assert answer(representative, entry, part, statement="taken_into_use", date="2024-05-01") == 302
    parts = page("workspace:entry_parts", entry.public_id)
    for role, since in ((adopter.code, "2024-05-01"), (part.role_id, "2020-01-01"), (part.role_id, "")):
        data = {"do": "change_organisation", "part": str(part.pk)}
        posted = data | {f"p{part.pk}-role": role, f"p{part.pk}-in_use_since": since}
        assert owner.post(parts, posted).status_code == 422
    part.refresh_from_db()
    assert (part.role_id, str(part.in_use_since)) == ("co_creator", "2024-05-01")


def test_what_became_confidential_is_hidden_in_the_history_from_the_beginning() -> None:
    scene = Scene()
    entry = scene.published()
    piece = EvidenceFactory(entry=entry, kind=Evidence.Kind.NOTE, url="", title="Lønnsoversikt", note="Hemmelige tall")
    owner = client_of(scene.owner)
    owner.post(
        page("workspace:entry_evidence", entry.public_id),
        {
            "do": "change",
            "evidence": piece.public_id,
            f"{piece.public_id}-title": piece.title,
            f"{piece.public_id}-is_confidential": "on",
        },
    )
    owner.post(
        page("workspace:entry_evidence", entry.public_id),
        {"do": "remove", "evidence": piece.public_id, "reason": "Viste lønna til Ola"},
    )
    history = page("workspace:entry_history", entry.public_id)
    assert "Hemmelige tall" in owner.get(history).text
    shown = client_of(scene.representative).get(history)
    assert shown.status_code == 200
    for secret in ("Lønnsoversikt", "Hemmelige tall", "Viste lønna"):
        assert secret not in shown.text


def test_titles_that_a_unit_leader_may_not_see_are_not_asked_about() -> None:
    scene = Scene()
    unit = UnitFactory(organisation=OrganisationFactory())
    leader = RoleFactory(kind=Role.Kind.UNIT_LEADER, unit=unit, user=UserFactory()).user
    hidden = scene.published(title="Bare for senteret", visibility=Visibility.UNIT)
    shown = scene.published(title="For alle")
    for entry in (hidden, shown):
        ContributionFactory(entry=entry, person=None, unit=unit)
    work = client_of(leader).get(page("workspace:my_work")).text
    assert "For alle" in work
    assert "Bare for senteret" not in work


def test_the_queue_says_nothing_of_what_others_decide_on() -> None:
    scene = Scene()
    other: Organisation = OrganisationFactory()
    elsewhere = RoleFactory(kind=Role.Kind.INNOVATION_LEADER, organisation=other).user
    entry = scene.entry(status=Status.RETURNED, title="Hemmelig utkast")
    for action in ("publish", "return"):
        told = client_of(elsewhere).post(page("workspace:queue"), {"entry": entry.public_id, "action": action})
        assert told.status_code == 404


def test_a_confirmation_is_of_the_share_and_the_roles_that_stood() -> None:
    scene = Scene()
    entry = scene.published(created_by=scene.owner)
    person = PersonFactory(user=scene.curator)
    part = ContributionFactory(entry=entry, person=person, share=Decimal("40"))
    address = page("workspace:entry_answer", entry.public_id)
    curator = client_of(scene.curator)
    question = {"part_kind": "contribution", "part": part.pk, "statement": "contributed", "answer": "confirmed"}
    assert curator.post(address, question).status_code == 302
    public = page("website:entry", entry.public_id, entry.slug, language="en")
    mark = "Confirmed"
    assert curator.get(public).text.count(mark) == 1
    assert address not in curator.get(page("workspace:my_work")).text
    set_contribution(entry=entry, actor=scene.owner, person=person, roles=part.roles, share=Decimal("5"))
    assert curator.get(public).text.count(mark) == 0
    assert address in curator.get(page("workspace:my_work")).text
    set_contribution(entry=entry, actor=scene.owner, person=person, roles=part.roles, share=Decimal("40"))
    assert curator.get(public).text.count(mark) == 1


def asked(browser: Client, entry: Entry) -> dict[str, str]:
    """What the form of each question sends, by the kind of the part."""
    page_shown = browser.get(page("workspace:entry_answer", entry.public_id)).text
    forms = re.findall(r'name="part_kind" value="(\w+)".*?name="seen" value="(\w+)"', page_shown)
    assert forms
    return dict(forms)


@pytest.mark.parametrize("given", [{"answer": "confirmed"}, {"answer": "disputed", "message": "Ikke så mye"}])
def test_nobody_confirms_a_share_that_was_changed_while_they_read(given: dict[str, str]) -> None:
    scene = Scene()
    entry = scene.published(created_by=scene.owner)
    person = PersonFactory(user=scene.curator)
    part = ContributionFactory(entry=entry, person=person, share=Decimal("40"))
    address, curator = page("workspace:entry_answer", entry.public_id, language="en"), client_of(scene.curator)
    assert "40 %" in curator.get(address).text, "what is confirmed is shown"
    answered = {"part_kind": "contribution", "part": part.pk, "statement": "contributed"} | given
    before = asked(curator, entry)["contribution"]
    set_contribution(entry=entry, actor=scene.owner, person=person, roles=part.roles, share=Decimal("5"))
    late = curator.post(address, answered | {"seen": before})
    assert late.status_code == 409
    assert "was changed while you read it" in late.text
    assert "5 %" in late.text
    assert "40 %" not in late.text
    assert given.get("message", "") in late.text, "what was typed is kept"
    assert not Confirmation.objects.exists()
    assert curator.post(address, answered | {"seen": asked(curator, entry)["contribution"]}).status_code == 302
    assert Confirmation.objects.get().stands


def test_nobody_confirms_another_role_than_they_read() -> None:
    scene = Scene()
    entry = scene.published()
    part = entry.participations.get()
    representative, owner = client_of(scene.representative), client_of(scene.owner)
    before = asked(representative, entry)["participation"]
    parts, other = page("workspace:entry_parts", entry.public_id), ParticipationRoleFactory(code="adopter")
    changed = {"do": "change_organisation", "part": str(part.pk), f"p{part.pk}-role": other.code}
    assert owner.post(parts, changed).status_code == 302
    for statement in ("participated", "taken_into_use"):
        assert answer(representative, entry, part, statement=statement, date="2024-05-01", seen=before) == 409
    assert not Confirmation.objects.exists()
    now = asked(representative, entry)["participation"]
    assert answer(representative, entry, part, seen=now) == 302
    assert answer(representative, entry, part, seen=now) == 302, "the same sent twice is no quarrel"
