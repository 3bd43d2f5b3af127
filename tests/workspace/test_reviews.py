"""The leadership's review: a list that makes itself, decisions item by item, minutes that are frozen, follow-ups."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from samspill.accounts.models import User
from samspill.core.calendar_items import items_for
from samspill.core.due import due_for
from samspill.parties.models import Role
from samspill.registry.choices import Status, Visibility
from samspill.registry.models import Entry, Relation, StatusChange
from samspill.reviews.domain.closing import close_minutes
from samspill.reviews.domain.deciding import Decided, decide
from samspill.reviews.domain.meetings import prepare_meeting
from samspill.reviews.models import AgendaItem, FollowUp, ReviewMeeting
from tests.factories import ReadingFactory, RoleFactory, UserFactory
from tests.scenes import Scene, client_of, page

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-REG-10")]

TODAY = timezone.localdate


@pytest.fixture
def scene() -> Scene:
    return Scene()


def prepared(scene: Scene, **more: object) -> ReviewMeeting:
    given = {"register": scene.register, "actor": scene.curator, "on": TODAY(), "participants": [scene.owner]}
    return prepare_meeting(**given | more)  # type: ignore[arg-type]


def item_page(meeting: ReviewMeeting, entry: Entry) -> str:
    return page("workspace:review_item", meeting.public_id, entry.public_id)


def sent(item: AgendaItem, **more: object) -> dict[str, object]:
    return {"decision": "continue", "reason": "Det virker", "version": item.version} | more


def put(meeting: ReviewMeeting, entry: Entry, scene: Scene, **more: object) -> AgendaItem:
    item = AgendaItem.objects.get(meeting=meeting, entry=entry)
    decided = Decided(**{"decision": "continue", "reason": "Det virker"} | more)  # type: ignore[arg-type]
    return decide(item=item, actor=scene.curator, seen_version=item.version, decided=decided)


def close(client: Client, meeting: ReviewMeeting) -> str:
    return client.post(page("workspace:review_act", meeting.public_id, "lukk"), follow=True).text


def test_the_list_makes_itself_in_the_order_of_the_meeting(scene: Scene) -> None:
    old, moved, left = (scene.published(title=title) for title in ("Gammel", "Flyttet", "Liggende"))
    scene.entry(title="Kladd")
    scene.published(title="Stanset", status=Status.ARCHIVED)
    first = prepared(scene, on=TODAY() - timedelta(days=300))
    put(first, old, scene), put(first, moved, scene)
    close_minutes(meeting=first, actor=scene.curator)
    ReadingFactory(entry=moved, number=3, date=TODAY() - timedelta(days=400), year_only=False)
    ReadingFactory(entry=moved, number=5, date=TODAY() - timedelta(days=10), year_only=False)
    scene.published(title="Ny idé")
    Entry.objects.filter(pk=old.pk).update(title="Gammel")
    client, address = client_of(scene.curator), page("workspace:review_new", "senteret")
    assert client_of(scene.owner).post(address, {"date": TODAY()}).status_code == 403
    assert client.post(address, {"date": TODAY(), "participants": [scene.owner.pk]}).status_code == 302
    meeting = ReviewMeeting.objects.get(closed_at=None)
    assert [(item.entry.title, item.group) for item in meeting.items.select_related("entry")][:3] == [
        ("Liggende", "carried"), ("Ny idé", "new"), ("Flyttet", "changed"),
    ]  # fmt: skip
    assert AgendaItem.objects.get(meeting=meeting, entry=left).carried_from is not None
    text = client.get(page("workspace:review", meeting.public_id)).text
    assert text.index("Liggende") < text.index("Ny idé") < text.index("Flyttet")
    assert "Kladd" not in text
    assert "Stanset" not in text
    assert "fra nivå 3 til 5" in client.get(item_page(meeting, moved)).text


def test_a_second_open_review_is_refused(scene: Scene) -> None:
    scene.published()
    prepared(scene)
    answer = client_of(scene.curator).post(page("workspace:review_new", "senteret"), {"date": TODAY(), "others": "Per"})
    assert answer.status_code == 422
    assert "er åpen" in answer.text
    assert "Per" in answer.text
    shown = client_of(scene.curator).get(page("workspace:review_new", "senteret")).text
    assert "Lag listen" not in shown, "a button that cannot do anything"
    way = page("workspace:review", ReviewMeeting.objects.get().public_id)
    for text in (shown, client_of(scene.curator).get(page("workspace:review_list", "senteret")).text):
        assert f'{way}">Fortsett med gjennomgangen' in text


def test_deciding_goes_down_the_list_and_takes_part_by_part(scene: Scene) -> None:
    entries = [scene.published(title=title) for title in ("A", "B")]
    meeting = prepared(scene)
    client = client_of(scene.owner)  # a participant
    one = AgendaItem.objects.get(meeting=meeting, entry=entries[0])
    answer = client.post(item_page(meeting, entries[0]), sent(one))
    assert answer.url == item_page(meeting, entries[1]) + "?videre=1"  # type: ignore[attr-defined]
    one.refresh_from_db()
    assert (one.decision, one.decided_by) == ("continue", scene.owner)
    back = f'href="{page("workspace:register_edit", "senteret")}"'
    assert back in client_of(scene.curator).get(item_page(meeting, entries[0])).text
    assert back not in client.get(item_page(meeting, entries[0])).text, "only whom it leads somewhere has the way back"
    assert client_of(scene.stranger).get(item_page(meeting, entries[0])).status_code == 403
    assert client_of(scene.stranger).post(item_page(meeting, entries[0]), sent(one)).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"reason": " "}, "Si hvorfor"),
        ({"follow_by": "2999-01-01"}, "Hvem følger opp?"),
        ({"follower": "curator"}, "Innen hvilken dag"),
        ({"follower": "curator", "follow_by": "2020-01-01"}, "Velg møtedagen eller en senere dag"),
        ({"decision": "tto"}, "Når ble den levert?"),
        ({"decision": "tto", "tto_day": "2999-01-01"}, "senere enn i dag"),
        ({"decision": "tto", "tto_day": "2020-01-01"}, "Hvilket fagmiljø"),
        ({"decision": "dance"}, "Velg et gyldig valg"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(scene: Scene, wrong: dict[str, str], told: str) -> None:
    entry = scene.published()
    meeting = prepared(scene)
    given = sent(meeting.items.get(), follow_up="Ring kommunen" if "follower" in wrong else "") | wrong
    if wrong.get("follower"):
        given["follower"] = scene.curator.pk
    answer = client_of(scene.curator).post(item_page(meeting, entry), given)
    assert answer.status_code == 422
    assert told in answer.text
    if "reason" not in wrong:
        assert "Det virker" in answer.text
    assert not AgendaItem.objects.exclude(decision="").exists()


def test_two_at_once_do_not_overwrite_one_another(scene: Scene) -> None:
    entry = scene.published()
    meeting = prepared(scene)
    before = meeting.items.get()
    first = client_of(scene.curator).post(item_page(meeting, entry), sent(before, reason="Leders grunn"))
    assert first.status_code == 302
    second = client_of(scene.owner).post(item_page(meeting, entry), sent(before, decision="park", reason="Min grunn"))
    assert second.status_code == 409
    assert "Leders grunn" in second.text
    assert "Min grunn" in second.text
    assert meeting.items.get().reason == "Leders grunn"
    assert 'name="version" value="2"' in second.text
    again = client_of(scene.owner).post(item_page(meeting, entry), sent(before, reason="Min grunn", version=2))
    assert again.status_code == 302
    assert meeting.items.get().reason == "Min grunn"
    address = page("workspace:review", meeting.public_id)
    details = {"date": TODAY(), "version": 1, "others": "Gjest én", "participants": [scene.owner.pk]}
    assert client_of(scene.curator).post(address, details).status_code == 302
    late = client_of(scene.owner).post(address, details | {"others": "Gjest to"})
    assert late.status_code == 409
    assert "Gjest to" in late.text
    meeting.refresh_from_db()
    assert meeting.others == "Gjest én"


def test_closing_stops_records_and_gives_out_work(scene: Scene) -> None:
    stopped, submitted, parked, handed, left = (
        scene.published(title="Stoppes"), scene.complete(Status.SUBMITTED, title="Sendt inn"),
        scene.published(title="Parkeres"), scene.published(title="Til TTO"), scene.published(title="Ubehandlet"),
    )  # fmt: skip
    meeting = prepared(scene)
    put(meeting, stopped, scene, decision="stop", reason="Ingen vil ha den")
    put(meeting, submitted, scene, decision="stop", reason="Finnes fra før")
    put(meeting, parked, scene, decision="park", follower=scene.owner, follow_by=TODAY() + timedelta(days=30))
    put(meeting, handed, scene, decision="tto", tto_day=date(2026, 1, 15), tto_environment="Institutt for eksempler")
    assert client_of(scene.owner).post(page("workspace:review_act", meeting.public_id, "lukk")).status_code == 403
    stopped.refresh_from_db()
    assert stopped.status == Status.PUBLISHED  # nothing takes effect before the minutes are closed
    text = close(client_of(scene.curator), meeting)
    assert "Ingen vil ha den" in text
    for entry in (stopped, submitted, parked, handed):
        entry.refresh_from_db()
    assert (stopped.status, submitted.status) == (Status.ARCHIVED, Status.WITHDRAWN)
    assert submitted.withdrawn_reason == "Finnes fra før"
    assert (parked.status, handed.status) == (Status.PUBLISHED, Status.PUBLISHED)
    assert "Ingen vil ha den" in client_of(scene.owner).get(page("workspace:entry_history", stopped.public_id)).text
    idea = Entry.objects.get(types=["idea_to_tto"])
    assert idea.details == {"tto_date": "2026-01-15", "environment": "Institutt for eksempler"}
    assert (idea.status, idea.visibility) == (Status.PUBLISHED, Visibility.UNIT)
    assert Relation.objects.filter(source=handed, target=idea).exists()
    assert [item.entry.title for item in meeting.items.filter(decision="")] == ["Ubehandlet"]
    assert left.title in text


@pytest.mark.requirement("R-NFR-08")
def test_a_follow_up_is_the_work_of_the_one_named_until_it_is_answered(scene: Scene) -> None:
    entry = scene.published(title="Varmepumpa")
    meeting = prepared(scene)
    by = TODAY() + timedelta(days=30)
    put(meeting, entry, scene, follower=scene.owner, follow_by=by, follow_up="Ring kommunen")
    assert not [one for _group, lines in due_for(scene.owner, today=TODAY()) for one in lines if "Ring" in one.what]
    close(client_of(scene.curator), meeting)
    lines = [one for _group, found in due_for(scene.owner, today=TODAY()) for one in found]
    assert [(one.what, one.by) for one in lines] == [("Varmepumpa: Ring kommunen", by)]
    assert "Ring kommunen" in client_of(scene.owner).get(page("workspace:my_work")).text
    client = client_of(scene.owner)
    assert client_of(scene.stranger).get(lines[0].url).status_code == 403
    assert client.post(lines[0].url, {"answer": ""}).status_code == 422
    assert client.post(lines[0].url, {"answer": "De vil være med"}).status_code == 302
    assert not due_for(scene.owner, today=TODAY())
    assert "De vil være med" in client_of(scene.curator).get(page("workspace:review", meeting.public_id)).text
    again = client.post(lines[0].url, {"answer": "Noe annet"})
    assert again.status_code == 409
    assert FollowUp.objects.get().answer == "De vil være med"


@pytest.mark.requirement("R-REG-22")
def test_what_is_to_be_handed_over_is_recorded_when_it_is_delivered(scene: Scene) -> None:
    entry = scene.published(title="Sensoren")
    meeting = prepared(scene)
    put(meeting, entry, scene, decision="tto", follower=scene.owner, follow_by=TODAY() + timedelta(days=30))
    close(client_of(scene.curator), meeting)
    assert not Entry.objects.filter(types=["idea_to_tto"]).exists()
    address = page("workspace:follow_up", FollowUp.objects.get().pk)
    given = {"answer": "Levert", "tto_day": TODAY(), "tto_environment": "Senteret"}
    assert client_of(scene.owner).post(address, given).status_code == 302
    assert Entry.objects.get(types=["idea_to_tto"]).details["tto_date"] == TODAY().isoformat()


@pytest.mark.requirement("R-REG-22")
def test_whoever_may_not_register_keeps_what_they_typed_about_a_delivery(scene: Scene) -> None:
    entry = scene.published(title="Sensoren")
    reader = RoleFactory(user=UserFactory(), kind=Role.Kind.READER, unit=scene.centre).user
    meeting = prepared(scene)
    put(meeting, entry, scene, decision="tto", follower=reader, follow_by=TODAY() + timedelta(days=30))
    close(client_of(scene.curator), meeting)
    address = page("workspace:follow_up", FollowUp.objects.get().pk)
    given = {"answer": "Levert i går", "tto_day": TODAY(), "tto_environment": "Senteret"}
    refused = client_of(reader).post(address, given)
    assert refused.status_code == 422
    assert "Be en innovasjonsleder" in refused.text
    assert "Levert i går" in refused.text
    assert FollowUp.objects.get().done_at is None
    assert client_of(scene.curator).post(address, given).status_code == 302


def test_closed_minutes_are_frozen(scene: Scene) -> None:
    entry = scene.published(title="Varmepumpa")
    meeting = prepared(scene, others="Gunn Gjest")
    item = put(meeting, entry, scene, reason="Som det ble sagt")
    curator = client_of(scene.curator)
    draft = curator.get(page("workspace:review_minutes", meeting.public_id)).text
    assert "Utkast" in draft
    close(curator, meeting)
    Entry.objects.filter(pk=entry.pk).update(title="Et nytt navn")
    User.objects.filter(pk=scene.owner.pk).update(name="Et annet navn")
    text = curator.get(page("workspace:review_minutes", meeting.public_id)).text
    for word in ("Varmepumpa", "Som det ble sagt", "Eva Eier", "Gunn Gjest"):
        assert word in text
    assert "Et nytt navn" not in text
    english = curator.get(page("workspace:review_minutes", meeting.public_id, language="en")).text
    assert "Continue" in english
    late = curator.post(item_page(meeting, entry), sent(item, reason="Noe annet"))
    assert late.status_code == 403
    assert curator.post(page("workspace:review_act", meeting.public_id, "oppdater")).status_code == 403
    acts = [
        lambda: AgendaItem.objects.filter(pk=item.pk).update(reason="Noe annet"),
        lambda: ReviewMeeting.objects.filter(pk=meeting.pk).update(notes="Noe annet"),
        lambda: AgendaItem.objects.create(meeting=meeting, entry=scene.published(), position=9, why=["new"]),
    ]
    for act in acts:
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            act()


def test_minutes_cannot_be_closed_before_the_day_or_without_a_decision(scene: Scene) -> None:
    entry = scene.published()
    meeting = prepared(scene, on=TODAY() + timedelta(days=2))
    client = client_of(scene.curator)
    assert "ikke holdt ennå" in close(client, meeting)
    ReviewMeeting.objects.filter(pk=meeting.pk).update(date=TODAY())
    assert "Ingenting er vedtatt ennå" in close(client, meeting)
    put(meeting, entry, scene)
    close(client, meeting)
    meeting.refresh_from_db()
    assert meeting.closed_at is not None


def test_the_list_is_brought_up_to_date_without_losing_decisions(scene: Scene) -> None:
    one, other = scene.published(title="En"), scene.published(title="To")
    meeting = prepared(scene)
    put(meeting, one, scene, reason="Bestemt")
    Entry.objects.filter(pk__in=[one.pk, other.pk]).update(status=Status.ARCHIVED)
    scene.published(title="Kom til")
    address = page("workspace:review_act", meeting.public_id, "oppdater")
    text = client_of(scene.owner).post(address, follow=True).text
    assert "1 kom til" in text
    titles = {item.entry.title: item.reason for item in meeting.items.select_related("entry")}
    assert titles == {"En": "Bestemt", "Kom til": ""}


def test_the_minutes_come_as_a_tagged_pdf(scene: Scene) -> None:
    from io import BytesIO

    from pypdf import PdfReader

    entry = scene.published(title="Varmepumpa")
    meeting = prepared(scene)
    put(meeting, entry, scene, reason="Fordi # den * virker")
    answer = client_of(scene.curator).get(page("workspace:review_pdf", meeting.public_id))
    assert answer["Content-Type"] == "application/pdf"
    reader = PdfReader(BytesIO(answer.content))
    text = "".join(one.extract_text() for one in reader.pages)
    assert "Fordi # den * virker" in text
    assert "Utkast" in text
    assert reader.trailer["/Root"]["/Lang"] == "nb"  # type: ignore[index]
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]


def test_meetings_are_in_the_calendar_of_those_who_take_part(scene: Scene) -> None:
    scene.published()
    meeting = prepared(scene)
    assert f"review-meeting-{meeting.public_id}" in [one.uid for one in items_for(scene.owner, today=TODAY())]
    assert not items_for(scene.stranger, today=TODAY())


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_a_constant_number_of_questions(
    scene: Scene, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    entries = [scene.published() for _ in range(number)]
    for ago in range(number, 1, -1):
        before = prepared(scene, on=TODAY() - timedelta(days=ago))
        put(before, entries[0], scene)
        close_minutes(meeting=before, actor=scene.curator)
    meeting = prepared(scene)
    for entry in entries:
        put(meeting, entry, scene, follower=scene.owner, follow_by=TODAY())
    client = client_of(scene.curator)
    for where, queries in (
        (page("workspace:review", meeting.public_id), 10),
        (item_page(meeting, entries[0]), 17),
        (page("workspace:review_minutes", meeting.public_id), 13),
        (page("workspace:review_list", "senteret"), 7),
    ):
        client.get(where)
        with django_assert_num_queries(queries):
            client.get(where)


def test_what_was_registered_after_midnight_is_new_at_the_first_review(scene: Scene) -> None:
    """Half past midnight in Norway is the day before in UTC."""
    entry = scene.published()
    Entry.objects.filter(pk=entry.pk).update(created_at=datetime(2026, 3, 31, 22, 30, tzinfo=UTC))
    meeting = prepared(scene, on=date(2026, 6, 1), since=date(2026, 3, 31))
    assert meeting.items.get().group == "new"


def test_the_day_of_the_last_review_is_told_as_people_write_it(scene: Scene) -> None:
    scene.published()
    meeting = prepared(scene, on=date(2026, 6, 1))
    ReviewMeeting.objects.filter(pk=meeting.pk).update(closed_at=timezone.now())
    answer = client_of(scene.curator).post(
        page("workspace:review_new", "senteret"), {"date": "2026-05-01", "since": "2026-04-01"}
    )
    assert "1. juni 2026" in answer.text
    assert "2026-06-01" not in answer.text


def test_minutes_that_cannot_be_set_as_pdf_say_so(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.published()
    meeting = prepared(scene)
    monkeypatch.setattr("samspill.core.typesetting.fonts.REGULAR", Path("/finnes/ikke.ttf"))
    answer = client_of(scene.curator).get(page("workspace:review_pdf", meeting.public_id), follow=True)
    assert answer.redirect_chain[-1][0] == page("workspace:review_minutes", meeting.public_id)
    assert "PDF-filen kunne ikke lages" in answer.text


def test_what_was_said_twice_in_the_same_words_stands_once_in_the_minutes(scene: Scene) -> None:
    entry = scene.published(title="Varmepumpa")
    for _time in range(2):
        StatusChange.objects.create(
            entry=entry,
            from_status=Status.DRAFT,
            to_status=Status.RETURNED,
            actor=scene.curator,
            action="return",
            message="Skriv hvem den er for.",
        )
    meeting = prepared(scene)
    put(meeting, entry, scene)
    minutes = client_of(scene.curator).get(page("workspace:review_minutes", meeting.public_id)).text
    assert minutes.count("Skriv hvem den er for") == 1
    assert ".;" not in minutes
    assert ".." not in minutes
