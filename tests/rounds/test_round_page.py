"""The owner's page: answered, kept, refused with what was typed, and never written over."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, InternalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from samspill.registry.choices import Status
from samspill.registry.models import Entry, ReadinessReading
from samspill.rounds.domain.rounds import add_new, close_round, open_round, plan_round
from samspill.rounds.models import RoundItem, Target, Update, UpdateRound
from tests.factories import EntryTypeFactory, ReadingFactory, level
from tests.scenes import Scene, client_of, page

pytestmark = pytest.mark.django_db


def use_targets(scene: Scene) -> None:
    scene.register.profile.sets_targets = True
    scene.register.profile.save()


def opened(scene: Scene, *, due: int = 10, today: date | None = None) -> UpdateRound:
    """A round of the scene's register that is open, due in so many days."""
    today = today or timezone.localdate()
    use_targets(scene)
    at = {"opens": today, "due": today + timedelta(days=max(due, 0)), "closes": today + timedelta(days=40)}
    found = open_round(found=plan_round(register=scene.register, actor=None, **at), actor=scene.curator, today=today)
    if due < 0:
        UpdateRound.objects.filter(pk=found.pk).update(
            opens=today + timedelta(days=due - 10), due=today + timedelta(days=due)
        )
        found.refresh_from_db()
    return found


def told(item: RoundItem, **changes: Any) -> dict[str, Any]:
    """What a browser sends from a card."""
    kept = Update.objects.filter(item=item).first()
    return {
        "item": item.pk,
        "version": kept.version if kept else 0,
        "tab": "fane1",
        "began": kept.tab if kept else "",
        "level": level(5).pk,
        "on": timezone.localdate().isoformat(),
        "progress": "Prøvd i to kommuner",
        "target_level": level(6).pk,
        "reaches": "Kommunene får det som en tjeneste",
    } | changes


def address(found: UpdateRound) -> str:
    return page("workspace:round_mine", found.public_id)


def post(user: Any, found: UpdateRound, data: dict[str, Any], **headers: str) -> Any:
    return client_of(user).post(address(found), data, headers=headers or None)


@pytest.mark.requirement("R-REG-02", "R-REG-03", "R-REG-04")
def test_an_update_makes_a_reading_and_a_target() -> None:
    scene = Scene()
    entry = scene.published()
    found = opened(scene)
    item = found.items.get()
    shown = client_of(scene.owner).get(address(found)).text
    assert entry.title in shown
    assert "1 av 1 gjenstår" in shown
    answer = post(scene.owner, found, told(item))
    assert answer.status_code == 302
    update = Update.objects.get()
    assert (update.reading and update.reading.level.level, update.is_late) == (5, False)
    assert (update.reading.entry, update.reading.recorded_by) == (entry, scene.owner)  # type: ignore[union-attr]
    assert Target.objects.get().level == level(6)
    assert "Takk" in client_of(scene.owner).get(address(found)).text


@pytest.mark.requirement("R-REG-04")
def test_what_is_too_long_is_told_about_and_never_cut() -> None:
    scene = Scene()
    scene.published()
    found = opened(scene)
    long = "Vi prøvde igjen. " * 300 + "Slutten"
    answer = post(scene.owner, found, told(found.items.get(), progress=long))
    assert answer.status_code == 422
    assert "Høyst 5000 tegn" in answer.text
    assert "Slutten" in answer.text
    assert not Update.objects.exclude(answered_at=None).exists()
    assert Update.objects.get().typed["progress"].endswith("Slutten"), "the page says that it is kept"
    kept = client_of(scene.owner).post(
        page("workspace:round_keep", found.public_id), told(found.items.get(), progress=f"{long}.")
    )
    assert "Lagret" in kept.text
    assert Update.objects.get().typed["progress"].endswith("Slutten.")


@pytest.mark.requirement("R-REG-05")
def test_the_last_target_is_shown_and_must_be_answered_with_why() -> None:
    scene = Scene()
    scene.published()
    with time_machine.travel("2026-03-01", tick=False):
        first = opened(scene)
        post(scene.owner, first, told(first.items.get()))
        close_round(found=first, actor=scene.curator, today=date(2026, 4, 1))
    with time_machine.travel("2026-09-01", tick=False):
        second = opened(scene)
        item = second.items.get()
        assert "Kommunene får det som en tjeneste" in client_of(scene.owner).get(address(second)).text
        without = post(scene.owner, second, told(item))
        assert without.status_code == 422
        assert f'id="i{item.pk}-target_answer-error"' in without.text
        no_reason = post(scene.owner, second, told(item, target_answer="partly"))
        assert f'id="i{item.pk}-target_reason-error"' in no_reason.text
        assert "Prøvd i to kommuner" in no_reason.text
        post(scene.owner, second, told(item, target_answer="partly", target_reason="Bare én kommune ville"))
    update = Update.objects.get(item=item)
    assert (update.target_answer, update.target_reason) == ("partly", "Bare én kommune ville")
    assert item.target == Target.objects.order_by("pk").first()


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"on": "2999-01-01"}, "on", "kan ikke være senere enn i dag"),
        ({"on": "i går"}, "on", "2026-11-30"),
        ({"level": "", "no_reading_reason": ""}, "no_reading_reason", "hvorfor det ikke er noen ny måling"),
        ({"target_level": "2"}, "below_reason", "lavere enn nivået nå (5)"),
        ({"reaches": ""}, "reaches", "når ut til brukere"),
        ({"progress": " "}, "progress", "hva som har skjedd"),
    ],
)
def test_bad_input_is_answered_at_its_field_and_nothing_is_lost(
    changes: dict[str, Any], field: str, message: str
) -> None:
    scene = Scene()
    scene.published()
    found = opened(scene)
    item = found.items.get()
    if "target_level" in changes:
        changes = {"target_level": level(2).pk}
    answer = post(scene.owner, found, told(item, target_reason="Beholdes") | changes)
    assert answer.status_code == 422
    assert f'id="i{item.pk}-{field}-error"' in answer.text
    assert message in answer.text
    assert "Kommunene får det" in answer.text or field == "reaches"
    assert not Update.objects.filter(answered_at__isnull=False).exists()
    assert not ReadinessReading.objects.exists()


def test_a_target_below_the_level_now_is_taken_with_a_reason() -> None:
    scene = Scene()
    scene.published()
    found = opened(scene)
    post(scene.owner, found, told(found.items.get(), target_level=level(2).pk, below_reason="Må bygges om"))
    assert Target.objects.get().below_reason == "Må bygges om"


@pytest.mark.requirement("R-REG-19")
def test_nothing_is_measured_where_the_type_has_no_scale() -> None:
    scene = Scene()
    EntryTypeFactory(code="network", scale=None, fields=[])
    scene.published(types=["network"])
    found = opened(scene)
    item = found.items.get()
    assert 'name="level"' not in client_of(scene.owner).get(address(found)).text
    answer = post(scene.owner, found, told(item, level="", target_level=""))
    assert answer.status_code == 302
    assert not ReadinessReading.objects.exists()


@pytest.mark.requirement("R-REG-19")
def test_a_level_of_another_scale_is_refused() -> None:
    scene = Scene()
    scene.published(types=["artistic"])
    found = opened(scene)
    answer = post(scene.owner, found, told(found.items.get()))
    assert answer.status_code == 422
    assert not ReadinessReading.objects.exists()


def test_typing_is_kept_by_itself_right_or_wrong_and_comes_back() -> None:
    scene = Scene()
    scene.published()
    found = opened(scene)
    client = client_of(scene.owner)
    keep = page("workspace:round_keep", found.public_id)
    data = {
        "item": found.items.get().pk,
        "version": 0,
        "tab": "fane1",
        "began": "",
        "progress": "Halvferdig",
        "on": "x",
    }
    assert "Lagret" in client.post(keep, data).text
    shown = client.get(address(found)).text
    assert "Halvferdig" in shown
    assert "Påbegynt" in shown
    assert not ReadinessReading.objects.exists()
    elsewhere = client.post(keep, data | {"tab": "fane2", "progress": "Noe annet"})
    assert "annet vindu" in elsewhere.text
    assert Update.objects.get().typed["progress"] == "Halvferdig"
    client.post(keep, data | {"progress": "Halvferdig og mer"})
    assert Update.objects.get().typed["progress"] == "Halvferdig og mer"


def test_two_updates_of_one_innovation_the_second_is_told_and_loses_nothing() -> None:
    scene = Scene()
    scene.published()
    found = opened(scene)
    item = found.items.get()
    mine, theirs = told(item), told(item, tab="fane2", progress="Lederens ord")
    assert post(scene.curator, found, theirs).status_code == 302
    second = post(scene.owner, found, mine)
    assert second.status_code == 409
    assert "Ivar Innovasjonsleder" in second.text
    assert "Prøvd i to kommuner" in second.text
    assert "Lederens ord" in second.text
    assert Update.objects.get().progress == "Lederens ord"
    version = re.search(r'name="version" value="(\d+)"', second.text)
    assert version
    again = post(scene.owner, found, mine | {"version": version[1]})
    assert again.status_code == 302
    assert Update.objects.get().progress == "Prøvd i to kommuner"
    with pytest.raises(IntegrityError), transaction.atomic():
        Update.objects.create(item=item)


def test_changing_the_reading_after_sending_is_a_correction_with_a_reason() -> None:
    scene = Scene()
    scene.published()
    found = opened(scene)
    item = found.items.get()
    post(scene.owner, found, told(item))
    without = post(scene.owner, found, told(item, level=level(4).pk))
    assert f'id="i{item.pk}-correction_reason-error"' in without.text
    post(scene.owner, found, told(item, level=level(4).pk, correction_reason="Piloten var ikke i drift"))
    update = Update.objects.get()
    assert update.reading
    assert update.reading.corrects
    assert update.reading.level.level == 4
    assert ReadinessReading.objects.count() == 2


@pytest.mark.requirement("R-REG-03")
def test_a_late_answer_is_taken_and_shown_as_late() -> None:
    scene = Scene()
    scene.published()
    found = opened(scene, due=-3)
    assert "vises som sent" in client_of(scene.owner).get(address(found)).text
    post(scene.owner, found, told(found.items.get()))
    assert Update.objects.get().is_late
    overview = client_of(scene.curator).get(
        page("workspace:round_overview", "senteret", found.public_id) + "?state=late"
    )
    assert "Oppdatert sent" in overview.text
    close_round(found=found, actor=scene.curator, today=timezone.localdate())
    found.refresh_from_db()
    assert '"state":"late"' in found.content


def test_after_closing_nothing_is_taken_and_the_page_says_so() -> None:
    scene = Scene()
    scene.published()
    found = opened(scene)
    item = found.items.get()
    close_round(found=found, actor=scene.curator, today=timezone.localdate())
    answer = post(scene.owner, found, told(item))
    assert answer.status_code == 409
    assert "Runden er lukket" in answer.text
    assert "Ingen oppdaterte den" in client_of(scene.owner).get(address(found)).text
    for change in (
        lambda: Update.objects.create(item=item),
        lambda: RoundItem.objects.filter(pk=item.pk).update(note="x"),
        lambda: UpdateRound.objects.filter(pk=found.pk).update(state="open"),
        lambda: UpdateRound.objects.filter(pk=found.pk).delete(),
    ):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            change()


def test_what_was_stopped_meanwhile_needs_no_update() -> None:
    scene = Scene()
    entry = scene.published()
    found = opened(scene)
    Entry.objects.filter(pk=entry.pk).update(status=Status.ARCHIVED)
    assert "trenger ingen oppdatering" in client_of(scene.owner).get(address(found)).text
    assert post(scene.owner, found, told(found.items.get())).status_code == 422
    assert client_of(scene.owner).get("/arbeid/").text.count("Oppdater 1") == 0


def test_by_script_just_the_card_comes_back() -> None:
    scene = Scene()
    scene.published(), scene.published()
    found = opened(scene)
    item = found.items.order_by("pk")[0]
    done = post(scene.owner, found, told(item), **{"HX-Request": "true"})
    assert done.status_code == 200
    assert "<html" not in done.text
    assert f'id="item-{item.pk}"' in done.text
    assert 'hx-swap-oob="true"' in done.text
    assert "1 av 2 gjenstår" in done.text


def test_strangers_and_other_owners_are_refused() -> None:
    scene = Scene()
    scene.published()
    found = opened(scene)
    assert client_of(scene.stranger).get(address(found)).status_code == 403
    assert post(scene.stranger, found, told(found.items.get())).status_code == 403
    assert post(scene.representative, found, told(found.items.get())).status_code == 403
    assert Client().get(address(found)).status_code == 302


def test_as_many_queries_for_one_innovation_as_for_many() -> None:
    """Two more for the cards that are made anew, however many; none for those that are as they were."""
    scene = Scene()
    ReadingFactory(entry=scene.published())
    found = opened(scene)
    client = client_of(scene.owner)
    client.get(address(found))
    counts = []
    for number in (1, 3):
        for _entry in range(number):
            ReadingFactory(entry=scene.published())
        add_new(found=found, actor=scene.curator, today=timezone.localdate())
        for _time in range(2):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address(found)).status_code == 200
            counts.append(len(queries))
    assert found.items.count() == 5
    assert counts == [9, 7, 9, 7]


def _card(client: Client, found: UpdateRound, item: RoundItem) -> str:
    """The card of an item as the page shows it."""
    shown = re.search(rf'<li class="s-card" id="item-{item.pk}".*?</li>', client.get(address(found)).text, re.DOTALL)
    assert shown
    return shown[0]


def test_a_card_that_is_kept_is_never_older_than_what_it_shows() -> None:
    """Each change of a row that the card shows, by whatever means, shows at once, and only there."""
    scene = Scene()
    entry, other = scene.published(title="Den ene"), scene.published(title="Den andre")
    found = opened(scene)
    item, beside = found.items.get(entry=entry), found.items.get(entry=other)
    client = client_of(scene.owner)
    assert "Den ene" in _card(client, found, item)
    Entry.objects.filter(pk=entry.pk).update(title="Et annet navn")
    assert "Et annet navn" in _card(client, found, item)
    ReadingFactory(entry=entry, level=level(3))
    assert "TRL 3" in _card(client, found, item)
    client.post(page("workspace:round_keep", found.public_id), told(item, progress="Bare begynt", tab="fane2"))
    assert "Bare begynt" in _card(client, found, item)
    RoundItem.objects.filter(pk=item.pk).update(because="handed", note="Ta den du")
    assert "Ta den du" in _card(client, found, item)
    kept = Update.objects.get(item=item)
    post(scene.owner, found, told(item, progress="Sendt inn", began=kept.tab))
    assert "Sendt inn" in _card(client, found, item)
    assert f'href="#item-{item.pk}"' not in _card(client, found, beside), "no link to one that is done"
    scene.owner.__class__.objects.filter(pk=scene.owner.pk).update(name="Ny Navnesen")
    assert "Ny Navnesen" in _card(client, found, item)
    Entry.objects.filter(pk=other.pk).update(status=Status.ARCHIVED)
    assert 'data-state="stopped"' in _card(client, found, beside)
    in_english = client.get("/en" + address(found)).text
    assert "Sent " in in_english


def test_what_differs_from_page_to_page_is_never_kept() -> None:
    """The forms' token is the session's own, and each page has a name, so that two of them never write over another."""
    scene = Scene()
    scene.published()
    found = opened(scene)
    client = client_of(scene.owner)
    first, second = client.get(address(found)).text, client.get(address(found)).text
    tabs = [re.findall(r'name="tab" value="([0-9a-f]{12})"', text) for text in (first, second)]
    assert len(tabs[0]) == len(tabs[1]) == 1
    assert tabs[0] != tabs[1]
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(scene.owner)
    card = _card(strict, found, found.items.get())
    data = told(found.items.get()) | dict(re.findall(r'name="(csrfmiddlewaretoken|tab)" value="(\w+)"', card))
    assert strict.post(address(found), data).status_code == 302
    assert not re.search(r"mark[0-9a-f]{16}", first + second)
