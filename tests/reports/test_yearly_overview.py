"""The yearly overview of a centre that measures no technology: knowledge, communication, and whether goals were met."""

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from samspill.registry.choices import Kind
from samspill.registry.models import Entry
from samspill.reports.models import Edition
from samspill.rounds.domain.rounds import close_round, open_round, plan_round
from samspill.rounds.domain.updates import Seen, Told, answer
from tests.factories import EntryTypeFactory
from tests.reports.test_pages import text
from tests.reports.world import YEAR, figures, moment, run_jobs, said
from tests.scenes import Scene, client_of, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    """A register that asks for effects and not for readiness, and sets targets once a year."""
    made = Scene()
    profile = made.register.profile
    profile.fields, profile.due_days = ["potential_effect", "effects", "beneficiaries"], ["11-30"]
    profile.sets_targets, profile.has_effects = True, True
    profile.save()
    EntryTypeFactory(code="case", kind=Kind.IMPACT_CASE, scale=None)
    EntryTypeFactory(code="societal", scale=None, fields=["effects"])
    return made


def published(scene: Scene, title: str, year: int, **more: Any) -> Entry:
    entry = scene.published(title=title, types=["societal"], published_at=moment(year), **more)
    Entry.objects.filter(pk=entry.pk).update(created_at=moment(year, 5))
    return entry


def year_round(scene: Scene, year: int, said_of: dict[str, Told]) -> None:
    """The year's round, answered and closed."""
    today = date(year, 11, 20)
    days = {"opens": today, "due": date(year, 11, 30), "closes": date(year, 12, 20)}
    found = open_round(found=plan_round(register=scene.register, actor=None, **days), actor=scene.curator, today=today)
    for item in found.items.select_related("entry"):
        told = said_of[item.entry.title]
        answer(item=item, actor=scene.owner, told=told, seen=Seen(version=0), today=today)
    close_round(found=found, actor=scene.curator, today=date(year, 12, 15))


def edition(scene: Scene, client: Client, readers: str, year: int = YEAR) -> Edition:
    """Ordered on the page, made by the worker."""
    client.post(page("workspace:reports", "senteret"), {"year": year, "readers": readers})
    run_jobs()
    return Edition.objects.latest("pk")


@pytest.mark.requirement("R-REG-14")
def test_a_centre_without_technology_makes_its_overview_each_year(scene: Scene) -> None:
    for title in ("Klimapanel", "Borgerråd"):
        published(scene, title, 2022)
    first = Told(progress="I gang", reaches="Kommunene bruker det når de planlegger")
    year_round(scene, YEAR - 1, {"Klimapanel": first, "Borgerråd": first})
    met = Told(progress="Tre kommuner", reaches="Ti til", target_answer="reached")
    missed = Told(progress="Valgår", reaches="Etter valget", target_answer="not", target_reason="Ingen hadde tid")
    year_round(scene, YEAR, {"Klimapanel": met, "Borgerråd": missed})
    published(scene, "Slik lærte kommunen å lytte", YEAR, kind=Kind.IMPACT_CASE, summary="De **spurte** først.")
    curator = client_of(scene.curator)

    inside = edition(scene, curator, "internal")  # for the discussion within the centre
    goals = figures(inside, "targets")
    assert goals["targets_reached"] == (1, ["Klimapanel"])
    assert goals["targets_not"] == (1, ["Borgerråd"])
    assert "Ingen hadde tid" in inside.content

    outside = edition(scene, curator, "everyone")  # for knowledge and communication
    curator.post(page("workspace:edition_act", outside.public_id, "publiser"))
    shown = text(Client().get(page("website:report", outside.public_id)))
    assert "Klimapanel" in shown
    assert "De spurte først." in shown  # told beside the numbers
    assert "Ingen hadde tid" not in shown
    assert "Registeret måler ikke modenhet" in shown  # and is not said to lag behind with it
    assert "TRL" not in shown
    assert said(outside)["readiness"]["blocks"] == []

    before = edition(scene, curator, "everyone", YEAR - 1)  # every year has its own
    assert "Slik lærte kommunen" not in json.dumps(said(before, "nb"), ensure_ascii=False)
    assert (before.year, outside.year) == (YEAR - 1, YEAR)

    register = text(Client().get(page("website:register", "senteret")))
    assert "ingen avlesning" not in register.lower()
    assert "Hvor langt de er kommet" not in register


@pytest.mark.requirement("R-IND-08")
def test_figures_follow_the_registry_and_cannot_be_typed(scene: Scene) -> None:
    curator = client_of(scene.curator)
    asked = text(curator.get(page("workspace:reports", "senteret")))
    assert "Du fyller ikke inn tall" in asked  # what the form says of where its numbers come from
    entry = published(scene, "Klimapanel", YEAR)
    one = edition(scene, curator, "everyone")
    assert figures(one, "key_figures")["innovation"] == (1, ["Klimapanel"])
    assert figures(one, "key_figures")["partners"] == (1, [scene.municipality.name])
    other = published(scene, "Borgerråd", YEAR)
    two = edition(scene, curator, "everyone")
    assert figures(two, "key_figures")["innovation"] == (2, ["Borgerråd", "Klimapanel"])
    given = {"message": "Den ble aldri noe av", "version": other.version}
    curator.post(page("workspace:entry_step", other.public_id, "withdraw"), given)
    curator.post(page("workspace:reports", "senteret"), {"year": YEAR, "readers": "everyone", "innovation": 40})
    run_jobs()
    three = Edition.objects.latest("pk")
    assert figures(three, "key_figures")["innovation"] == (1, ["Klimapanel"])  # what was sent along is no figure
    assert figures(one, "key_figures") == figures(three, "key_figures")
    listed = Client().get(page("website:entry_list") + "?register=senteret&kind=innovation").text
    assert entry.title in listed
    assert other.title not in listed


@pytest.mark.requirement("R-IND-09")
def test_no_profile_leaves_a_report_with_numbers_alone(scene: Scene) -> None:
    scene.register.profile.report_sections = ["key_figures"]
    scene.register.profile.save()
    published(scene, "Klimapanel", 2022)
    published(scene, "Slik lærte kommunen å lytte", YEAR, kind=Kind.IMPACT_CASE, summary="De **spurte** først.")
    made = edition(scene, client_of(scene.curator), "everyone")
    assert list(said(made)) == ["key_figures", "cases", "stories"]
    scene.register.profile.report_sections = ["stories", "key_figures"]  # one is enough, where it was put
    scene.register.profile.save()
    assert list(said(edition(scene, client_of(scene.curator), "everyone"))) == ["stories", "key_figures"]
