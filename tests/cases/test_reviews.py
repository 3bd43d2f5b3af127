"""A partner reads a case before it is published, and its word is heard."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from samspill.cases import reference
from samspill.cases.domain.reviews import state_of
from samspill.cases.models import CaseReview, CaseSource
from samspill.core.due import due_for
from samspill.registry.choices import Status
from samspill.registry.models import Entry
from tests.cases.helpers import a_case, posted
from tests.factories import OrganisationFactory, ParticipationFactory
from tests.scenes import Scene, client_of, page

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-IND-10")]


@pytest.fixture
def scene() -> Scene:
    reference.load()
    return Scene()


def asked(scene: Scene, entry: Entry) -> CaseReview:
    """The question to the municipality, asked on the page."""
    sent = {"do": "ask", "organisation": scene.municipality.code, "message": "Se på tallene", "due": ""}
    assert client_of(scene.owner).post(page("workspace:case_review", entry.public_id), sent).status_code == 302
    return CaseReview.objects.latest("pk")


def test_a_partner_reads_a_draft_and_asks_for_changes_then_approves(scene: Scene) -> None:
    entry = a_case(scene)
    CaseSource.objects.create(entry=entry, name="Vaktlaget", contact="hemmelig@eksempel.no")
    review = asked(scene, entry)
    partner, address = client_of(scene.representative), page("workspace:case_read", review.public_id)
    assert "Les «Vannet kom»" in partner.get(page("workspace:my_work")).text
    text = partner.get(address).text
    for said in ("Se på tallene", "Målinger.", "Det virket.", "Vaktlaget"):
        assert said in text
    assert "hemmelig@eksempel.no" not in text
    assert partner.get(page("website:entry", entry.public_id, entry.slug)).status_code == 403  # still a draft
    told = page("workspace:entry_history", entry.public_id)
    assert "hemmelig@eksempel.no" in client_of(scene.owner).get(told).text
    Entry.objects.filter(pk=entry.pk).update(status=Status.SUBMITTED)
    assert "hemmelig@eksempel.no" not in partner.get(told).text
    Entry.objects.filter(pk=entry.pk).update(status=Status.DRAFT)

    refused = partner.post(address, {"answer": "changes", "read": state_of(entry)})
    assert refused.status_code == 422
    assert "Si hva som bør endres" in refused.text
    said = {"answer": "changes", "read": state_of(entry), "part-details": "Det var 30, ikke 40"}
    assert partner.post(address, said).status_code == 302
    assert "Les «" not in partner.get(page("workspace:my_work")).text
    owner = client_of(scene.owner)
    assert "Rett opp «Vannet kom»" in owner.get(page("workspace:my_work")).text
    assert "Det var 30, ikke 40" in owner.get(page("workspace:case_review", entry.public_id)).text

    assert owner.post(page("workspace:case", entry.public_id), posted(entry, details="Det var 30.")).status_code == 302
    assert "endret siden dette svaret" in owner.get(page("workspace:case_review", entry.public_id)).text
    again = asked(scene, entry)
    approve = {"answer": "approved", "read": state_of(entry), "comment": "Nå stemmer det"}
    assert partner.post(page("workspace:case_read", again.public_id), approve).status_code == 302
    assert CaseReview.objects.count() == 2
    assert not due_for(scene.owner, today=timezone.localdate())[0][1][0].code.startswith("case-changes")


def test_publishing_without_a_partners_word_takes_a_reason(scene: Scene) -> None:
    entry, curator = a_case(scene, status=Status.SUBMITTED), client_of(scene.curator)
    step = page("workspace:entry_step", entry.public_id, "publish")
    refused = curator.post(step)
    assert refused.status_code == 422
    assert "Ingen partner har lest effekthistorien" in refused.text
    review = asked(scene, entry)
    assert "har ikke svart" in curator.get(step).text
    answer = {"answer": "changes", "read": state_of(entry), "comment": "Feil årstall"}
    client_of(scene.representative).post(page("workspace:case_read", review.public_id), answer)
    shown = curator.get(step).text
    assert "Feil årstall" in shown
    assert "bedt om endringer" in shown
    assert curator.post(step, {"message": "Årstallet er riktig, se kilden"}).status_code == 302
    entry.refresh_from_db()
    assert entry.status == Status.PUBLISHED
    assert entry.status_changes.latest("pk").message == "Årstallet er riktig, se kilden"


def test_an_approved_case_and_one_without_parts_are_published_as_before(scene: Scene) -> None:
    entry, curator = a_case(scene, status=Status.SUBMITTED), client_of(scene.curator)
    review = asked(scene, entry)
    answer = {"answer": "approved", "read": state_of(entry)}
    client_of(scene.representative).post(page("workspace:case_read", review.public_id), answer)
    assert curator.post(page("workspace:entry_step", entry.public_id, "publish")).status_code == 302
    assert "Lest og godkjent av" in curator.get(page("website:entry", entry.public_id, entry.slug)).text
    short = a_case(scene, status=Status.SUBMITTED, written=False)
    assert curator.post(page("workspace:entry_step", short.public_id, "publish")).status_code == 302


def test_only_the_partner_answers_and_only_once(scene: Scene) -> None:
    entry = a_case(scene)
    review = asked(scene, entry)
    address = page("workspace:case_read", review.public_id)
    for user in (scene.owner, scene.curator, scene.stranger, scene.administrator):
        assert client_of(user).get(address).status_code == 403
    partner, said = client_of(scene.representative), {"answer": "approved", "read": state_of(entry)}
    assert partner.post(address, said).status_code == 302
    again = partner.post(address, {"answer": "changes", "read": state_of(entry), "comment": "Angret"})
    assert again.status_code == 409
    assert "besvart allerede" in again.text
    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
        CaseReview.objects.filter(pk=review.pk).update(answer="changes", comment="Angret")


def test_an_answer_to_a_question_that_is_taken_back_meanwhile_stays_in_its_own_words(scene: Scene) -> None:
    entry = a_case(scene)
    review = asked(scene, entry)
    taken = {"do": "take_back", "review": review.public_id}
    assert client_of(scene.owner).post(page("workspace:case_review", entry.public_id), taken).status_code == 302
    read = state_of(entry)
    said = {"answer": "changes", "read": read, "comment": "Skriv navnet vårt rett"}
    answer = client_of(scene.representative).post(page("workspace:case_read", review.public_id), said)
    assert answer.status_code == 403
    assert "Skriv navnet vårt rett" in answer.text
    assert "Ber om endringer" in answer.text
    assert read not in answer.text, "nobody typed the page's own checksum"


def test_a_dispute_of_a_part_that_is_taken_out_meanwhile_stays(scene: Scene) -> None:
    entry = scene.published()
    part = entry.participations.get()
    said = {"part_kind": "participation", "part": part.pk, "statement": "participated", "answer": "disputed"}
    part.delete()
    address = page("workspace:entry_answer", entry.public_id)
    answer = client_of(scene.representative).post(address, said | {"message": "Vi var aldri med"})
    assert answer.status_code in (403, 404)
    assert "Vi var aldri med" in answer.text
    assert "participated" not in answer.text


def test_a_case_that_changes_while_it_is_read_is_read_again(scene: Scene) -> None:
    entry = a_case(scene)
    review, before = asked(scene, entry), state_of(entry)
    Entry.objects.filter(pk=entry.pk).update(summary="Noe helt annet.")
    partner, address = client_of(scene.representative), page("workspace:case_read", review.public_id)
    answer = partner.post(address, {"answer": "approved", "read": before, "comment": "Behold dette"})
    assert answer.status_code == 409
    for told in ("endret mens du leste", "Noe helt annet.", "Behold dette"):
        assert told in answer.text
    assert not CaseReview.objects.get().answer


def test_what_cannot_be_asked_is_told(scene: Scene) -> None:
    entry, owner = a_case(scene), client_of(scene.owner)
    address = page("workspace:case_review", entry.public_id)
    sent = {"do": "ask", "organisation": scene.municipality.code}
    yesterday = timezone.localdate() - timedelta(days=1)
    assert "Dagen er allerede over" in owner.post(address, sent | {"due": yesterday.isoformat()}).text
    other = OrganisationFactory(code="utenfor")
    assert owner.post(address, sent | {"organisation": other.code}).status_code == 422
    asked(scene, entry)
    assert "er spurt allerede" in owner.post(address, sent).text
    review = CaseReview.objects.get()
    assert owner.post(address, {"do": "take_back", "review": review.public_id}).status_code == 302
    assert client_of(scene.representative).get(page("workspace:case_read", review.public_id)).status_code == 403
    asked(scene, entry)
    assert not mail.outbox


def test_a_partner_whose_representative_has_left_is_said_to_have_nobody(scene: Scene) -> None:
    entry = a_case(scene)
    owner, address = client_of(scene.owner), page("workspace:case_review", entry.public_id)
    assert "representerer" not in owner.get(address).text
    yesterday = timezone.localdate() - timedelta(days=1)
    scene.representative.roles.update(valid_from=yesterday - timedelta(days=9), valid_to=yesterday)
    assert f"representerer {scene.municipality.name}" in owner.get(address).text
    ParticipationFactory(entry=entry, organisation=OrganisationFactory())
    assert owner.get(address).text.count("Ingen representerer") == 1, "said once, of both"


def test_the_day_of_an_approval_is_the_day_here(scene: Scene) -> None:
    """Half past midnight in Norway is the day before in UTC."""
    entry = a_case(scene, published=True)
    CaseReview.objects.create(
        entry=entry, organisation=scene.municipality, answer="approved", read=state_of(entry),
        answered_at=datetime(2026, 3, 31, 22, 30, tzinfo=UTC),
    )  # fmt: skip
    said = Client().get(f"/api/v1/entries/{entry.public_id}/case").json()
    assert [one["on"] for one in said["approvals"]] == ["2026-04-01"]
    assert "1. april 2026" in Client().get(page("website:entry", entry.public_id, entry.slug)).text
