"""Leading a round: opened, overseen, handed over, closed and frozen; by hand and by the schedule."""

import hashlib
import json
from datetime import date
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from samspill.core import calendar_items, due
from samspill.core.reporting import build_sections, section_kinds
from samspill.parties.models import Role
from samspill.registry.choices import Status
from samspill.registry.models import Entry, Register, RegisterProfile
from samspill.registry.reporting import scope_of
from samspill.rounds import year
from samspill.rounds.domain.owners import owner_of
from samspill.rounds.domain.rounds import add_new, close_round
from samspill.rounds.domain.schedule import keep_schedule
from samspill.rounds.models import RoundItem, UpdateRound
from tests.factories import (
    AffiliationFactory,
    ContributionFactory,
    EntryFactory,
    PersonFactory,
    PublishedEntryFactory,
    RoleFactory,
    UserFactory,
)
from tests.rounds.test_round_page import address, opened, post, told, use_targets
from tests.scenes import Scene, client_of, page

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 10)


def overview(found: UpdateRound, query: str = "") -> str:
    return page("workspace:round_overview", found.register.code, found.public_id) + query


def act(scene: Scene, found: UpdateRound, word: str, **more: str) -> Any:
    address = page("workspace:round_act", "senteret", found.public_id, word)
    return client_of(scene.curator).post(address, more, follow=True)


def plan(scene: Scene, **changes: str) -> Any:
    dates = {"opens": "2026-05-01", "due": "2026-05-31", "closes": "2026-06-28", "label": "Våren"} | changes
    return client_of(scene.curator).post(page("workspace:round_new", "senteret"), dates)


@pytest.mark.requirement("R-REG-03")
@time_machine.travel("2026-05-10", tick=False)
def test_a_leader_plans_opens_and_closes_a_round() -> None:
    scene = Scene()
    for status in (Status.SUBMITTED, Status.ARCHIVED, Status.WITHDRAWN, Status.DRAFT):
        scene.entry(status=status, withdrawn_reason="Feil")
    scene.published(), scene.published(kind="activity", types=["workshop"])
    assert plan(scene).status_code == 302
    found = UpdateRound.objects.get()
    assert "Våren" in client_of(scene.curator).get(page("workspace:register_year", "senteret")).text
    assert "Ikke åpnet" in act(scene, found, "apne").text, "one press, and all owners would be asked"
    found.refresh_from_db()
    assert found.state == "planned"
    asked = client_of(scene.curator).get(overview(found)).text
    assert "2 innovasjoner" in asked
    assert "1 eier får" in asked
    assert "31. mai 2026" in asked
    act(scene, found, "apne", sure="1")
    found.refresh_from_db()
    assert (found.state, found.items.count(), found.opened_by) == ("open", 2, scene.curator)
    assert "allerede åpen" in act(scene, found, "apne").text
    assert "Ikke lukket" in act(scene, found, "lukk").text, "one press, and two owners could never answer"
    found.refresh_from_db()
    assert found.is_open
    assert "2 innovasjoner er ikke oppdatert" in client_of(scene.curator).get(overview(found)).text
    answer = act(scene, found, "lukk", sure="1")
    assert "Ikke oppdatert" in answer.text
    found.refresh_from_db()
    assert found.checksum == hashlib.sha256(found.content.encode()).hexdigest()
    assert [item["state"] for item in json.loads(found.content)["items"]] == ["not_updated", "not_updated"]
    assert "åpnes aldri igjen" in act(scene, found, "apne").text
    file = client_of(scene.curator).get(page("workspace:round_content", "senteret", found.public_id))
    assert hashlib.sha256(file.content).hexdigest() == found.checksum


@time_machine.travel("2026-05-10", tick=False)
def test_rounds_whose_dates_cross_are_refused_and_what_was_typed_stays() -> None:
    scene = Scene()
    plan(scene)
    crossing = plan(scene, opens="2026-05-31", due="2026-07-01", closes="2026-07-02", label="Sommeren")
    assert crossing.status_code == 422
    assert "krysser" in crossing.text
    assert 'value="Sommeren"' in crossing.text
    assert plan(scene, opens="2026-06-20", due="2026-06-10").status_code == 422
    assert plan(scene, due="").status_code == 422
    with pytest.raises(IntegrityError), transaction.atomic():
        UpdateRound.objects.create(
            register=scene.register, opens=date(2026, 5, 31), due=date(2026, 6, 9), closes=date(2026, 6, 9)
        )
    assert plan(scene, opens="2026-06-01", due="2026-07-01", closes="2026-07-02").status_code == 302


@pytest.mark.requirement("R-REG-03")
def test_the_schedule_plans_opens_and_closes_by_the_profile() -> None:
    scene = Scene()
    scene.published()
    profile = RegisterProfile.objects.create(code="zen", name_nb="Zen", due_days=["05-31", "11-30"], sets_targets=True)
    Register.objects.update(profile=profile)

    def states() -> list[tuple[str, str]]:
        return [(str(one.due), one.state) for one in UpdateRound.objects.order_by("due")]

    keep_schedule(today=date(2026, 3, 1))
    assert states() == [("2026-05-31", "planned")]
    keep_schedule(today=date(2026, 5, 2))
    keep_schedule(today=date(2026, 5, 2))
    assert states() == [("2026-05-31", "open")]
    assert UpdateRound.objects.get().sets_targets
    keep_schedule(today=date(2026, 6, 28))
    assert states() == [("2026-05-31", "open"), ("2026-11-30", "planned")]
    keep_schedule(today=date(2026, 6, 29))
    assert states() == [("2026-05-31", "closed"), ("2026-11-30", "planned")]


def test_a_register_without_due_days_has_no_rounds_by_itself() -> None:
    Scene()
    assert keep_schedule(today=TODAY).planned == 0


class TestOwners:
    """The rules of `rounds.domain.owners`, one by one."""

    def test_who_registered_it(self) -> None:
        scene = Scene()
        assert owner_of(scene.entry(), on=TODAY).owner == scene.owner.pk

    def test_a_contributor_when_who_registered_it_has_left(self) -> None:
        scene = Scene()
        entry = scene.entry(created_by=scene.stranger)
        there = UserFactory()
        person = PersonFactory(user=there)
        AffiliationFactory(person=person, organisation=scene.university)
        ContributionFactory(entry=entry, person=PersonFactory())
        ContributionFactory(entry=entry, person=person)
        found = owner_of(entry, on=TODAY)
        assert (found.owner, found.because) == (there.pk, RoundItem.Because.CONTRIBUTOR)

    def test_the_leader_when_all_have_left_and_the_item_tells_who(self) -> None:
        scene = Scene()
        entry = scene.published(created_by=scene.stranger)
        entry.contributions.all().delete()
        found = owner_of(entry, on=TODAY)
        assert (found.owner, found.because, found.former) == (scene.curator.pk, "leader", scene.stranger.pk)
        shown = client_of(scene.curator).get(address(opened(scene))).text
        assert "Frode Fremmed har sluttet" in shown

    def test_whose_role_ended_has_left(self) -> None:
        scene = Scene()
        entry = scene.entry()
        Role.objects.filter(user=scene.owner).update(valid_to=date(2026, 1, 1))
        assert owner_of(entry, on=TODAY).owner == scene.curator.pk
        assert owner_of(entry, on=date(2025, 12, 31)).owner == scene.owner.pk

    def test_nobody(self) -> None:
        scene = Scene()
        Role.objects.filter(user=scene.curator).delete()
        found = owner_of(scene.entry(created_by=scene.stranger), on=TODAY)
        assert (found.owner, found.because) == (None, "nobody")


@pytest.mark.requirement("R-REG-03")
def test_who_is_missing_is_listed_by_owner_and_handed_over_with_a_note_that_lasts() -> None:
    scene = Scene()
    entry = scene.published()
    found = opened(scene)
    item = found.items.get()
    listed = client_of(scene.curator).get(overview(found)).text
    assert "Eva Eier" in listed
    there = page("workspace:round_hand_over", "senteret", found.public_id) + f"?owner={scene.owner.pk}"
    new = UserFactory(name="Nina Ny")
    RoleFactory(user=new, kind=Role.Kind.CONTRIBUTOR, unit=scene.centre)
    client = client_of(scene.curator)
    form = client.get(there).text
    assert "Nina Ny" in form
    assert f'<option value="{scene.owner.pk}"' not in form, "nobody hands over to themselves"
    none = client.post(there, {"to": new.pk, "note": "Spør Eva om avtalen"})
    assert none.status_code == 422
    assert "Spør Eva om avtalen" in none.text
    assert client.post(there, {"to": scene.stranger.pk, "items": item.pk}).status_code == 422
    assert client.post(there, {"to": new.pk, "note": "Spør Eva om avtalen", "items": item.pk}).status_code == 302
    assert "Spør Eva om avtalen" in client_of(new).get(address(found)).text
    assert post(new, found, told(item)).status_code == 302  # though she has no part in it
    assert client_of(scene.owner).get(address(found)).status_code == 200
    assert owner_of(entry, on=timezone.localdate()).owner == new.pk
    assert client_of(scene.owner).get(there).status_code == 403


def test_numbers_open_the_lists_that_they_count() -> None:
    scene = Scene()
    done, left = scene.published(title="Ferdig"), scene.published(title="Ikke ferdig")
    found = opened(scene)
    post(scene.owner, found, told(found.items.get(entry=done)))
    client = client_of(scene.curator)
    assert done.title in client.get(overview(found, "?state=answered")).text
    assert left.title not in client.get(overview(found, "?state=answered")).text.split('id="list"')[1]
    assert left.title in client.get(overview(found, "?state=not_updated")).text
    assert client.get(overview(found, "?state=%00&page=x")).status_code == 200
    assert client_of(scene.owner).get(overview(found)).status_code == 403


def test_what_stops_after_a_round_has_closed_changes_nothing_in_it() -> None:
    scene = Scene()
    left, gone = scene.published(title="Ikke ferdig"), scene.published(title="Stanset før")
    found = opened(scene)
    Entry.objects.filter(pk=gone.pk).update(status=Status.ARCHIVED)
    closed = close_round(found=found, actor=scene.curator, today=timezone.localdate())
    Entry.objects.filter(pk=left.pk).update(status=Status.ARCHIVED)
    Entry.objects.filter(pk=gone.pk).update(status=Status.PUBLISHED)
    assert (closed.counts["not_updated"], closed.counts["stopped"]) == (1, 1)
    client = client_of(scene.curator)
    for chosen, title in (("not_updated", left.title), ("stopped", gone.title)):
        listed = client.get(overview(found, f"?state={chosen}")).text.split('id="list"')[1]
        assert [one.title in listed for one in (left, gone)] == [one.title == title for one in (left, gone)]
    matrix = client.get(page("workspace:round_matrix", "senteret")).text
    assert "Ikke oppdatert" in matrix[matrix.index(left.title) : matrix.index(gone.title)]


def test_new_innovations_are_taken_in_when_the_leader_wants() -> None:
    scene = Scene()
    scene.published()
    found = opened(scene)
    scene.published()
    assert "har kommet til" in client_of(scene.curator).get(overview(found)).text
    act(scene, found, "hent")
    assert found.items.count() == 2


def test_one_innovation_is_not_told_of_as_several() -> None:
    scene = Scene()
    scene.published()
    plan(scene, opens=str(timezone.localdate()), due="2099-05-31", closes="2099-06-28")
    found = UpdateRound.objects.get()
    assert "Det spørres om 1 innovasjon." in act(scene, found, "apne", sure="1").text
    scene.published()
    assert "1 innovasjon er tatt med." in act(scene, found, "hent").text


@pytest.mark.requirement("R-NFR-08")
def test_due_work_names_the_register_in_the_language_of_the_page() -> None:
    scene = Scene()
    scene.published()
    opened(scene)
    Register.objects.update(name_nb="Senterets register", name_en="The centre's register")
    text = client_of(scene.owner).get(page("workspace:my_work", language="en")).text
    assert "The centre" in text
    assert "Senterets register" not in text


@pytest.mark.requirement("R-NFR-08")
def test_owners_and_leaders_are_told_what_is_due_and_when_it_opens() -> None:
    scene = Scene()
    scene.published(), scene.published()
    found = opened(scene, due=5)
    today = timezone.localdate()

    def told_of(user: Any) -> dict[str, Any]:
        return {group.code: items for group, items in due.due_for(user, today=today)}

    mine = told_of(scene.owner)["rounds"][0]
    assert (mine.count, mine.by, mine.what) == (2, found.due, "Oppdater 2 innovasjoner")
    assert client_of(scene.owner).get(mine.url).status_code == 200
    led = told_of(scene.curator)["rounds_led"][0]
    assert client_of(scene.curator).get(led.url).status_code == 200
    assert mine.why.startswith("De er dine")
    assert led.why.endswith("Eierne får påminnelser automatisk")
    assert "rounds_led" not in told_of(scene.owner)
    assert [item.day for item in calendar_items.items_for(scene.owner, today=today)] == [found.opens]
    first, last = found.items.all()
    post(scene.owner, found, told(first))
    assert told_of(scene.owner)["rounds"][0].why.startswith("Den er din"), "one is not spoken of as several"
    assert told_of(scene.curator)["rounds_led"][0].why.endswith("Eieren får påminnelser automatisk")
    post(scene.owner, found, told(last))
    assert "rounds" not in told_of(scene.owner)
    assert "rounds_led" not in told_of(scene.curator)
    assert not mail.outbox


def test_the_annual_report_tells_of_targets_and_of_what_was_not_updated() -> None:
    scene = Scene()
    one, other = scene.published(title="Varmelager"), scene.published(title="Solgjerde")
    use_targets(scene)
    for day, answer in (
        ("2025-03-01", {}),
        ("2025-09-01", {"target_answer": "not", "target_reason": "Hemmelig grunn"}),
    ):
        with time_machine.travel(day, tick=False):
            found = opened(scene)
            post(scene.owner, found, told(found.items.get(entry=one), **answer))
            close_round(found=found, actor=scene.curator, today=timezone.localdate())
    for everyone in (True, False):
        scope = scope_of(scene.register, everyone=everyone)
        with CaptureQueriesContext(connection) as queries:
            kinds = section_kinds(["targets", "not_updated"])[:2]  # without what is told in words beside them
            built = {kind.code: section for kind, section in build_sections(scope, 2025, kinds)}
        assert len(queries) == 1
        figures = {one.code: one for one in built["targets"].blocks[0].figures}  # type: ignore[union-attr]
        assert figures["targets_not"].value == 1
        assert figures["targets_not"].records[0].id == one.public_id
        assert ("Hemmelig grunn" in str(built["targets"])) is not everyone
        assert other.title in str(built["not_updated"])
    empty = build_sections(scope_of(scene.register), 2020, section_kinds(["targets"]))[0][1]
    assert not empty.shown()


def test_pages_take_as_many_queries_for_one_innovation_as_for_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(year, "_providers", {})  # lines of other modules are counted by their own tests
    scene = Scene()
    first = scene.published()
    scene.published()
    found = opened(scene)
    post(scene.owner, found, told(found.items.get(entry=first)))
    client = client_of(scene.curator)
    pages = {
        page("workspace:register_year", "senteret"): 8,
        page("workspace:round_matrix", "senteret"): 9,
        overview(found, "?state=all"): 9,
        page("workspace:round_hand_over", "senteret", found.public_id): 8,
        page("workspace:entry_rounds", first.public_id): 16,
    }
    for number in (2, 6):
        while found.items.count() < number:
            PublishedEntryFactory(register=scene.register, organisation=scene.university, created_by=scene.owner)
            add_new(found=found, actor=scene.curator, today=timezone.localdate())
        for item in found.items.filter(told=None)[: number // 6]:
            post(scene.owner, found, told(item))
        for path in pages:
            client.get(path)
        counts = {}
        for path in pages:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            counts[path] = len(queries)
        assert counts == pages


def test_the_matrix_says_what_was_not_updated_and_never_fills_in() -> None:
    scene = Scene()
    scene.published(title="Varmelager"), EntryFactory(register=scene.register, title="Utkast")
    with time_machine.travel("2026-02-01", tick=False):
        first = opened(scene)
        post(scene.owner, first, told(first.items.get()))
        close_round(found=first, actor=scene.curator, today=date(2026, 3, 1))
    with time_machine.travel("2026-08-01", tick=False):
        close_round(found=opened(scene), actor=scene.curator, today=date(2026, 8, 20))
        text = client_of(scene.owner).get(page("workspace:round_matrix", "senteret")).text
    row = text[text.index("Varmelager") :]
    assert row.index("TRL 5") < row.index("Ikke oppdatert")
    assert row.count("TRL 5") == 1
    assert "Utkast" not in text


def test_history_keeps_who_changed_what() -> None:
    scene = Scene()
    scene.published()
    found = opened(scene)
    item = found.items.get()
    post(scene.owner, found, told(item))
    post(scene.owner, found, told(item, progress="Rettet"))
    rows = apps.get_model("rounds", "UpdateEvent")._default_manager.order_by("pgh_id")
    assert [row.progress for row in rows][-2:] == ["Prøvd i to kommuner", "Rettet"]


@pytest.mark.parametrize(("language", "name"), [("nb", "Runden oktober 2025"), ("en", "Round of October 2025")])
def test_months_are_written_as_the_language_writes_them(language: str, name: str) -> None:
    with translation.override(language):
        assert UpdateRound(due=date(2025, 10, 31)).name == name
