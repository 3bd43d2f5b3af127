"""No number without its records: every figure opens a list of exactly as many."""

from datetime import date

import pytest
from django.test import Client

from samspill.registry.choices import Kind, Status, Visibility
from tests.factories import (
    AffiliationFactory,
    ContributionFactory,
    EntryFactory,
    EntryTypeFactory,
    ParticipationFactory,
    PublishedEntryFactory,
    ReadingFactory,
)
from tests.scenes import Scene, client_of, page
from tests.website.helpers import linked_numbers, text_of, total

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    """Entries of all kinds in the register, some hidden, some in use, with readings that moved and were corrected."""
    scene = Scene()
    owner = {"organisation": scene.university, "unit": scene.centre, "register": scene.register}
    for number, levels in enumerate([(2, 4), (4,), (4, 9), ()]):
        entry = PublishedEntryFactory(types=["product"] if number else ["product", "artistic"], **owner)
        for place, one in enumerate(levels):
            ReadingFactory(entry=entry, number=one, date=date(2022 + place, 12, 31))
        ContributionFactory(entry=entry, person=scene.owner_person)
        ParticipationFactory(
            entry=entry, organisation=scene.municipality, in_use_since=date(2024, 1, 1) if number else None
        )
    wrong = ReadingFactory(entry=entry, number=7, date=date(2024, 12, 31))
    ReadingFactory(entry=entry, number=6, date=date(2024, 12, 31), corrects=wrong, reason="Feil rad.")
    ReadingFactory(entry=PublishedEntryFactory(types=["artistic"], **owner), number=3, scale_code="artistic")
    PublishedEntryFactory(kind=Kind.ACTIVITY, types=["workshop"], **owner)
    PublishedEntryFactory(kind=Kind.RESULT, types=["idea_to_tto"], **owner)
    hidden = EntryFactory(**owner)
    ReadingFactory(entry=hidden, number=5)
    ParticipationFactory(entry=hidden, organisation=scene.municipality, in_use_since=date(2024, 1, 1))
    PublishedEntryFactory(visibility=Visibility.UNIT, **owner)
    EntryFactory(status=Status.WITHDRAWN, withdrawn_reason="Feil.", **owner)
    EntryTypeFactory(code="service")
    AffiliationFactory(person=scene.owner_person, organisation=scene.university, unit=scene.centre)
    return scene


@pytest.mark.parametrize("who", ["", "curator", "representative", "administrator"])
def test_every_figure_opens_a_list_of_exactly_as_many(scene: Scene, who: str, client: Client) -> None:
    browser = client_of(getattr(scene, who)) if who else client
    pages = [
        page("website:home"),
        page("website:register", "senteret"),
        page("website:organisation", scene.municipality.code),
        page("website:person", scene.owner_person.public_id),
    ]
    checked = 0
    for address in pages:
        numbers = linked_numbers(text_of(browser, address))
        assert numbers, address
        for link, number in numbers.items():
            assert total(text_of(browser, link)) == number, (address, link)
            checked += 1
    assert checked > 20


def test_the_readiness_columns_count_the_newest_reading_that_stands(scene: Scene, client: Client) -> None:
    numbers = linked_numbers(text_of(client, page("website:register", "senteret")))
    on_level = {link.split("level=")[1].split("&")[0]: count for link, count in numbers.items() if "level=" in link}
    counted = {code: count for code, count in on_level.items() if count}
    assert counted == {"trl-4": 2, "trl-9": 1, "trl-6": 1, "artistic-3": 1}


def test_those_who_see_more_count_more(scene: Scene, client: Client) -> None:
    address = f"{page('website:entry_list')}?register=senteret"
    assert total(text_of(client_of(scene.curator), address)) == total(text_of(client, address)) + 1
