"""Assessments: asked for, given independently, kept with their dates, and placed in a matrix."""

import json
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from samspill.accounts.models import User
from samspill.core.due import due_for
from samspill.core.models import FormDraft
from samspill.parties.models import DataAccess, Role
from samspill.registry.choices import Status
from samspill.registry.models import Entry, RegisterProfile
from samspill.reviews import matrix, standing
from samspill.reviews.domain.assessing import assess
from samspill.reviews.domain.calls import close_call, open_call
from samspill.reviews.due import assessments
from samspill.reviews.models import Assessment, AssessmentCall, CallEntry
from tests.factories import PersonFactory, RoleFactory, UserFactory
from tests.scenes import Scene, client_of, page

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-REG-08")]

SECRET = "Fordi kommunen allerede har bestilt"
ANSWER = {
    "probability": "5", "probability_reason": SECRET, "impact": "4", "impact_reason": "Mange får det bedre",
    "do": "give",
}  # fmt: skip


class Assessing(Scene):
    """The scene with two assessors, and a profile that assesses."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.first: User = UserFactory(name="Ane Første")
        self.second: User = UserFactory(name="Bo Andre")
        for user in (self.first, self.second):
            RoleFactory(user=user, kind=Role.Kind.READER, unit=self.centre)
        profile = RegisterProfile.objects.create(
            code="assesses", name_nb="Vurderer", assessment=RegisterProfile.Assessment.PROBABILITY_IMPACT
        )
        self.register.profile = profile
        self.register.save()

    def call(self, **more: object) -> AssessmentCall:
        given = {"title": "Høsten", "due_day": timezone.localdate() + timedelta(days=9)}
        return open_call(
            register=self.register, actor=self.curator, assessors=[self.first, self.second], **given | more
        )  # type: ignore[arg-type]

    def give(self, call: AssessmentCall, entry: Entry, user: User, p: int, i: int) -> Assessment:
        return assess(
            call=call,
            entry=entry,
            actor=user,
            probability=p,
            probability_reason="Fordi",
            impact=i,
            impact_reason="Derfor",
        )


@pytest.fixture
def scene() -> Assessing:
    return Assessing()


def test_a_leader_asks_and_the_assessors_find_it_in_their_work(scene: Assessing) -> None:
    scene.published(title="Varmepumpa")
    scene.published(title="Stanset", status=Status.ARCHIVED)
    scene.entry(title="Kladden")
    address = page("workspace:call_new", "senteret")
    sent = {
        "title": "Høsten", "due_day": (timezone.localdate() + timedelta(days=3)).isoformat(), "which": "all",
        "assessors": [scene.first.pk, scene.second.pk],
    }  # fmt: skip
    assert client_of(scene.owner).post(address, sent).status_code == 403
    assert client_of(scene.curator).post(address, sent).status_code == 302
    call = AssessmentCall.objects.get()
    assert [row.entry.title for row in call.entries.all()] == ["Varmepumpa"]
    work = client_of(scene.first).get(page("workspace:my_work")).text
    assert "Vurder 1 innovasjon: Høsten" in work
    text = client_of(scene.first).get(page("workspace:assessment_call", call.public_id)).text
    assert "Varmepumpa" in text
    assert "Kladden" not in text


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"due_day": "2020-01-01"}, "over"),
        ({"assessors": []}, "må fylles ut"),
        ({"which": "chosen", "entries": []}, "Velg minst én"),
        ({"title": "  "}, "må fylles ut"),
    ],
)
def test_what_is_wrong_with_a_call_is_told_and_kept(scene: Assessing, wrong: dict[str, object], told: str) -> None:
    scene.published()
    sent = {
        "title": "Høsten", "due_day": "2999-01-01", "which": "all", "message": "Se på rekkevidden",
        "assessors": [scene.first.pk],
    }  # fmt: skip
    answer = client_of(scene.curator).post(page("workspace:call_new", "senteret"), sent | wrong)
    assert answer.status_code == 422
    assert told in answer.text
    assert "Se på rekkevidden" in answer.text
    assert not AssessmentCall.objects.exists()


def test_nobody_sees_anothers_answer_before_the_own(scene: Assessing) -> None:
    entry = scene.published()
    call = scene.call()
    address = page("workspace:call_assess", call.public_id, entry.public_id)
    assert client_of(scene.first).post(address, ANSWER).status_code == 302
    pages = [
        page("workspace:call_assess", call.public_id, entry.public_id),
        page("workspace:assessment_call", call.public_id),
        page("workspace:entry_assessments", entry.public_id),
        page("workspace:register_assessment", "senteret"),
        page("workspace:entry_history", entry.public_id),
        page("website:entry", entry.public_id, entry.slug),
        page("website:export_entries", "json"),
        f"/api/v1/entries/{entry.public_id}",
        f"/api/v1/entries/{entry.public_id}/history",
        page("workspace:my_data_file"),
    ]
    for user in (scene.second, scene.curator, scene.administrator, scene.owner):
        for where in pages:
            answer = client_of(user).get(where)
            assert answer.status_code in (200, 302, 403, 404), where
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
            assert SECRET not in body.decode("utf-8", "replace"), where
    assert SECRET in client_of(scene.first).get(address).text
    assert client_of(scene.second).post(address, ANSWER | {"probability_reason": "Min egen"}).status_code == 302
    assert SECRET in client_of(scene.second).get(address).text
    assert SECRET not in client_of(scene.curator).get(page("workspace:entry_assessments", entry.public_id)).text


def test_an_answer_about_one_innovation_opens_no_other(scene: Assessing) -> None:
    one, other = scene.published(title="En"), scene.published(title="To")
    call = scene.call()
    scene.give(call, one, scene.second, 3, 3)
    client_of(scene.first).post(page("workspace:call_assess", call.public_id, other.public_id), ANSWER)
    assert (
        SECRET not in client_of(scene.second).get(page("workspace:call_assess", call.public_id, other.public_id)).text
    )


def test_an_administrator_who_looks_into_what_is_held_sees_no_open_answer(scene: Assessing) -> None:
    person = PersonFactory(name=scene.first.name, user=scene.first)
    entry, call = scene.published(), scene.call()
    client_of(scene.first).post(page("workspace:call_assess", call.public_id, entry.public_id), ANSWER)
    client = client_of(scene.administrator)
    access = DataAccess.objects.create(person=person, by=scene.administrator, reason="Svar på et krav")
    for name in ("person_data", "person_data_file"):
        answer = client.get(page(f"workspace:{name}", access.pk))
        assert answer.status_code == 200
        assert SECRET not in answer.content.decode()
    close_call(call=call, actor=scene.curator)
    mine = client_of(scene.first).get(page("workspace:my_data_file"))
    assert SECRET in json.dumps(json.loads(mine.content), ensure_ascii=False)


def test_a_closed_call_shows_mean_and_spread_and_takes_no_more(scene: Assessing) -> None:
    entry, call = scene.published(title="Varmepumpa"), scene.call()
    client_of(scene.first).post(page("workspace:call_assess", call.public_id, entry.public_id), ANSWER)
    closing = page("workspace:call_close", call.public_id)
    asked = client_of(scene.curator).post(closing, follow=True).text
    assert "Ikke avsluttet" in asked, "one has not answered"
    assert 'name="sure"' in asked
    call.refresh_from_db()
    assert call.is_open
    scene.give(call, entry, scene.second, 4, 5)
    assert client_of(scene.first).post(closing).status_code == 403
    assert client_of(scene.curator).post(closing).status_code == 302
    shown = client_of(scene.curator).get(page("workspace:assessment_call", call.public_id)).text
    assert "<strong>4,5</strong>" in shown
    assert "(fra 4 til 5)" in shown
    assert "Høy på begge" in shown
    assert SECRET in client_of(scene.curator).get(page("workspace:entry_assessments", entry.public_id)).text
    late = client_of(scene.first).post(page("workspace:call_assess", call.public_id, entry.public_id), ANSWER)
    assert late.status_code == 403
    assert "avsluttet" in late.text
    assert client_of(scene.owner).get(page("workspace:entry_assessments", entry.public_id)).status_code == 403
    assert client_of(scene.owner).get(page("workspace:register_assessment", "senteret")).status_code == 403


def test_a_correction_stands_beside_what_it_replaces(scene: Assessing) -> None:
    entry, call = scene.published(), scene.call()
    first = scene.give(call, entry, scene.first, 2, 2)
    second = scene.give(call, entry, scene.first, 5, 5)
    assert scene.give(call, entry, scene.first, 5, 5) == second  # sent twice, recorded once
    assert second.corrects == first
    assert Assessment.objects.count() == 2
    close_call(call=call, actor=scene.curator)
    assert CallEntry.objects.get(entry=entry).probability == 5
    later = scene.call(title="Neste år")
    scene.give(later, entry, scene.second, 1, 1)
    close_call(call=later, actor=scene.curator)
    text = client_of(scene.curator).get(page("workspace:entry_assessments", entry.public_id)).text
    assert text.index("Neste år") < text.index("Høsten")
    assert "erstattet" in text


def test_what_a_closed_call_came_to_stays(scene: Assessing) -> None:
    entry, call = scene.published(), scene.call()
    scene.give(call, entry, scene.first, 2, 2)
    row = CallEntry.objects.get(entry=entry)
    row.save()  # while it is open
    close_call(call=call, actor=scene.curator)
    acts = [
        lambda: CallEntry.objects.filter(pk=row.pk).update(probability=5),
        lambda: CallEntry.objects.filter(pk=row.pk).delete(),
        lambda: CallEntry.objects.create(call=call, entry=scene.published()),
        lambda: CallEntry.objects.filter(pk=row.pk).update(call=scene.call(title="En annen")),
    ]
    for act in acts:
        with pytest.raises(DatabaseError, match="closed"), transaction.atomic():
            act()
    assert CallEntry.objects.get(entry=entry).probability == 2


@pytest.mark.parametrize("act", ["update", "delete", "raw"])
def test_the_database_refuses_changes(scene: Assessing, act: str) -> None:
    entry = scene.published()
    made = scene.give(scene.call(), entry, scene.first, 2, 2)
    acts = {
        "update": lambda: Assessment.objects.filter(pk=made.pk).update(probability=5),
        "delete": made.delete,
        "raw": lambda: connection.cursor().execute("UPDATE reviews_assessment SET date = '2020-01-01'"),
    }
    with pytest.raises(DatabaseError, match="never"), transaction.atomic():
        acts[act]()


@pytest.mark.parametrize("status", [Status.ARCHIVED, Status.WITHDRAWN])
def test_a_stopped_innovation_is_not_assessed(scene: Assessing, status: Status) -> None:
    entry, call = scene.published(title="Varmepumpa"), scene.call()
    Entry.objects.filter(pk=entry.pk).update(status=status, withdrawn_reason="Ferdig")
    address = page("workspace:call_assess", call.public_id, entry.public_id)
    answer = client_of(scene.first).post(address, ANSWER)
    assert answer.status_code == 422
    assert "er stoppet" in answer.text
    assert not Assessment.objects.exists()
    assert not due_for(scene.first, today=timezone.localdate())


def test_what_is_typed_is_kept_as_a_draft_that_only_the_assessor_sees(scene: Assessing) -> None:
    entry, call = scene.published(), scene.call()
    client = client_of(scene.first)
    address = page("workspace:call_assess", call.public_id, entry.public_id)
    kept = client.post(page("workspace:call_draft", call.public_id, entry.public_id), {"impact_reason": "Halvferdig"})
    assert kept.json()["state"] == "kept"
    assert "Halvferdig" in client.get(address).text
    assert "Halvferdig" not in client_of(scene.second).get(address).text
    faulty = client.post(address, ANSWER | {"impact": ""})
    assert faulty.status_code == 422
    assert SECRET in faulty.text
    assert SECRET in client.get(address).text
    assert client.post(address, ANSWER).status_code == 302
    assert not FormDraft.objects.filter(key__startswith="assessment").exists()
    stranger = client_of(scene.owner).post(page("workspace:call_draft", call.public_id, entry.public_id), {})
    assert stranger.status_code == 403


def test_saving_goes_down_the_list(scene: Assessing) -> None:
    entries = [scene.published(title=title) for title in ("A", "B", "C")]
    call, client = scene.call(), client_of(scene.first)
    addresses = [page("workspace:call_assess", call.public_id, one.public_id) for one in entries]
    assert client.post(addresses[1], ANSWER).url == addresses[2]  # type: ignore[attr-defined]
    assert client.post(addresses[2], ANSWER).url == addresses[0]  # type: ignore[attr-defined]
    done = client.post(addresses[0], ANSWER)
    assert done.url == page("workspace:assessment_call", call.public_id)  # type: ignore[attr-defined]
    assert "Du har svart på alle" in client.get(done.url).text  # type: ignore[attr-defined]


@pytest.mark.requirement("R-REG-09")
def test_the_matrix_opens_what_its_cells_count(scene: Assessing) -> None:
    high, even, low = (scene.published(title=title) for title in ("Høyt oppe", "Midt i", "Nederst"))
    call = scene.call()
    for user, shift in ((scene.first, 0), (scene.second, 1)):
        scene.give(call, high, user, 4, 4 + shift)
        scene.give(call, even, user, 3, 4 + shift)
        scene.give(call, low, user, 1, 1)
    close_call(call=call, actor=scene.curator)
    client, where = client_of(scene.curator), page("workspace:register_assessment", "senteret")
    text = client.get(where).text
    assert 'href="?p=4&amp;i=4#list"' in text
    assert "s-chart__square--marked" in text
    assert "Vis som tabell" in text
    of_cell = client.get(where + "?p=4&i=4").text
    assert "Høyt oppe" in of_cell
    assert "Midt i" not in of_cell
    wanted = client.get(where + "?high=1").text
    assert "Høyt oppe" in wanted
    assert "Midt i" not in wanted
    RegisterProfile.objects.filter(code="assesses").update(assessment_threshold=3)
    assert "Midt i" in client.get(where + "?high=1").text
    Entry.objects.filter(pk=high.pk).update(status=Status.ARCHIVED)
    assert "Høyt oppe" not in client.get(where).text


def test_the_matrix_in_memory_is_what_the_database_says(scene: Assessing) -> None:
    entries = [scene.published(title=title) for title in ("Ørn", "Atlas", "Zebra", "Ås", "Borte", "Stoppet")]
    first = scene.call(title="Før")
    for place, entry in enumerate(entries):
        scene.give(first, entry, scene.first, 1 + place % 4, 5)
    close_call(call=first, actor=scene.curator)
    second = scene.call(title="Nå")
    for entry in entries[1:3]:
        scene.give(second, entry, scene.first, 4, 3)
        scene.give(second, entry, scene.second, 5, 4)
    close_call(call=second, actor=scene.curator)
    Entry.objects.filter(pk=entries[4].pk).update(register=None)
    Entry.objects.filter(pk=entries[5].pk).update(status=Status.ARCHIVED)
    scene.published(title="Ny")
    register = scene.register
    known, _own, calls = standing.how_it_stands(register.pk)
    stood = standing.standing_of(register.pk, known, calls)
    results = matrix.results_of(register)
    assert {entry.pk: (result.call_title, result.probability, result.impact) for entry, result in stood.placed} == {
        pk: tuple(rest) for pk, *rest in results.values_list("entry", "call__title", "probability", "impact")
    }
    assert [entry.title for entry, _result in stood.placed] == ["Atlas", "Zebra", "Ås", "Ørn"]
    given = [result for _entry, result in stood.placed]
    least = register.profile.assessment_threshold
    assert standing.cells(given, least) == matrix.cells(results, least)
    assert [one.title for one in stood.unassessed] == ["Ny"]


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_a_constant_number_of_questions(
    scene: Assessing, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    entries = [scene.published() for _ in range(number)]
    call = scene.call()
    for entry in entries:
        scene.give(call, entry, scene.first, 4, 4)
        scene.give(call, entry, scene.second, 5, 2)
    client, assessor = client_of(scene.curator), client_of(scene.first)
    for where in (page("workspace:assessment_call", call.public_id),):
        assessor.get(where)
        with django_assert_num_queries(14):
            assessor.get(where)
    with django_assert_num_queries(1):
        list(assessments(scene.first, date(2026, 1, 1)))
    close_call(call=call, actor=scene.curator)
    client.get(page("workspace:register_assessment", "senteret"))
    with django_assert_num_queries(7):
        client.get(page("workspace:register_assessment", "senteret") + "?high=1")
    Entry.objects.filter(pk=entries[0].pk).update(title="Atlas")
    with django_assert_num_queries(8):  # what the entries are called is read again, and nothing else
        client.get(page("workspace:register_assessment", "senteret") + "?high=1")
    for queries in (10, 9):  # the first time, what it came to is read
        with django_assert_num_queries(queries):
            client.get(page("workspace:assessment_call", call.public_id))


def test_the_kept_matrix_is_never_older_than_what_it_shows(scene: Assessing) -> None:
    client, where = client_of(scene.curator), page("workspace:register_assessment", "senteret")
    one, other = scene.published(title="Varmelager"), scene.published(title="Solgjerde")
    call = scene.call()
    scene.give(call, one, scene.first, 5, 5)
    assert "1 svar" in client.get(where).text
    scene.give(call, other, scene.first, 2, 2)
    assert "2 svar" in client.get(where).text
    close_call(call=call, actor=scene.curator)
    assert "Varmelager" in client.get(where).text
    Entry.objects.filter(pk=one.pk).update(title="Atlas")
    assert "Atlas" in client.get(where).text
    assert "Solgjerde" not in client.get(where + "?high=1").text
    type(scene.register.profile).objects.filter(pk=scene.register.profile_id).update(assessment_threshold=2)
    assert "Solgjerde" in client.get(where + "?high=1").text
    assert "innovations are high" in client.get("/en" + where).text
    scene.published()
    assert "1 aktiv innovasjon er ikke vurdert" in client.get(where).text
    of_call = page("workspace:assessment_call", call.public_id)
    assert "Atlas" in client.get(of_call).text
    Entry.objects.filter(pk=one.pk).update(title="Østlyng")
    assert "Østlyng" in client.get(of_call).text
    Entry.objects.filter(pk=one.pk).update(register=None)
    assert "Østlyng" not in client.get(where).text
    assert "Østlyng" in client.get(of_call).text, "it was assessed there, wherever it is now"
    Entry.objects.filter(pk=one.pk).update(title="Lyngøy")
    assert "Lyngøy" in client.get(of_call).text
    assert client_of(scene.owner).get(where).status_code == 403
