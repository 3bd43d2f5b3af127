"""Editions: what they count, that nothing changes them, and what is different between two."""

import hashlib
import json
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import InternalError, transaction
from django.db.utils import DatabaseError
from django.utils import timezone, translation
from procrastinate.contrib.django.models import ProcrastinateJob

from samspill.core.errors import RuleError
from samspill.core.policy import Refusal
from samspill.parties.domain.acting import Acting, acting_for
from samspill.recommendations.models import Recommendation
from samspill.registry.choices import Status, Visibility
from samspill.registry.models import Entry
from samspill.reports import queries
from samspill.reports.difference import compare
from samspill.reports.domain import building, editions
from samspill.reports.facts import description
from samspill.reports.models import Edition
from samspill.reports.year import line
from tests.factories import PublishedEntryFactory
from tests.reports.world import YEAR, Centre, figures, run_jobs, said
from tests.scenes import client_of, page

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-REG-06")]


@pytest.fixture
def centre() -> Centre:
    return Centre()


def test_key_figures_name_what_they_counted(centre: Centre) -> None:
    found = figures(centre.edition(), "key_figures")
    assert found["innovation"] == (3, ["Båt", "Lampe", "Stol"])
    assert found["new"] == (1, ["Båt"])
    assert found["published"] == (1, ["Båt"])
    assert found["partners"] == (1, [centre.municipality.name])
    assert found["contributors"] == (1, ["Lampe"])


def test_people_are_counted_and_never_named(centre: Centre) -> None:
    assert centre.owner_person.name not in centre.edition().content


@pytest.mark.requirement("R-REG-02")
def test_readiness_moves_within_the_year_and_nothing_is_carried_over(centre: Centre) -> None:
    edition = centre.edition()
    found = figures(edition, "readiness")
    assert {code: value for code, (value, _titles) in found.items()} == {
        "up": 1, "still": 0, "down": 0, "first": 1, "unread": 1,
    }  # fmt: skip
    assert found["unread"][1] == ["Stol"]
    blocks = said(edition)["readiness"]["blocks"]
    flows = next(block for block in blocks if block.get("kind") == "flows")
    assert [(flow["start"], flow["end"], flow["value"]) for flow in flows["flows"]] == [(4, 6, 1)]
    table = next(block for block in blocks if block["type"] == "table")
    assert [[cell["value"] for cell in row["cells"]] for row in table["rows"]] == [
        ["Båt", None, None, 2, None],
        ["Lampe", 3, 4, 6, "+2"],
        ["Stol", 2, 5, None, None],
    ]


@pytest.mark.requirement("R-REG-03")
def test_what_was_not_updated_is_said(centre: Centre) -> None:
    blocks = said(centre.edition())["not_updated"]["blocks"]
    listed = next(block for block in blocks if block["type"] == "not_updated")
    assert [item["record"] for item in listed["items"]] == [f"entry:{centre.chair.public_id}"]


@pytest.mark.requirement("R-IND-09")
def test_an_impact_case_is_told_beside_the_numbers(centre: Centre) -> None:
    centre.case("Lys i hver gate", "Det **lyser** nå.")
    blocks = said(centre.edition())["cases"]["blocks"]
    assert [(block["title"], block["text"]) for block in blocks] == [("Lys i hver gate", "Det **lyser** nå.")]


def test_what_not_everyone_may_see_is_in_none_that_can_be_published(centre: Centre) -> None:
    place = {"register": centre.register, "organisation": centre.university, "unit": centre.centre}
    PublishedEntryFactory(title="Hemmelig", visibility=Visibility.UNIT, **place)
    PublishedEntryFactory(title="Uferdigtanken", status=Status.DRAFT, **place)
    centre.withdrawn("Trekkvognen", 2024)
    year = timezone.localdate().year
    public, internal = centre.edition(year), centre.edition(year, everyone=False)
    assert not any(word in public.content for word in ("Hemmelig", "Trekkvognen", "Uferdigtanken"))
    assert "Hemmelig" in internal.content
    assert "Ingen ville ha den." in internal.content
    assert "Uferdigtanken" not in internal.content
    assert figures(internal, "key_figures")["stopped"] == (1, ["Trekkvognen"])
    with pytest.raises(Refusal):
        editions.publish(edition=internal, actor=centre.curator)


def test_a_year_without_data_says_so_and_draws_nothing(centre: Centre) -> None:
    edition = centre.edition(2015)
    for language, title, partners in (
        ("nb", "Ingenting fra 2015", "Partnere"), ("nn", "Ingenting frå 2015", "Partnarar"),
        ("en", "Nothing from 2015", "Partners"),
    ):  # fmt: skip
        [section] = said(edition, language).values()
        assert section["title"] == title
        [block] = section["blocks"]
        listed = [line for line in block["text"].splitlines() if line.startswith("- ")]
        assert len(listed) == len(set(listed)) > 8  # all that there is none of, each once
        assert f"- {partners}" in listed


def test_a_part_with_something_in_it_keeps_its_place_in_a_year_without_entries(centre: Centre) -> None:
    Recommendation.objects.create(
        subject_kind="unit", subject_code=centre.centre.code, organisation=centre.university, text="Møtes oftere",
        source_title="Evaluering", source_date="2014-05-01", is_public=True,
    )  # fmt: skip
    unit = building.build(editions.begin_edition(subject=centre.centre, year=2015, everyone=True))
    assert list(said(unit)) == ["recommendations", "nothing"]


def test_a_year_that_has_not_begun_is_refused(centre: Centre) -> None:
    with pytest.raises(RuleError):
        editions.order_edition(subject=centre.register, actor=centre.curator, year=2150, everyone=True)


def test_an_edition_stays_what_it_was_when_the_register_is_edited(centre: Centre) -> None:
    before = centre.edition()
    content = before.content
    Entry.objects.filter(pk=centre.lamp.pk).update(title="Lykt")
    Entry.objects.filter(pk=centre.chair.pk).update(status=Status.ARCHIVED)
    before.refresh_from_db()
    assert before.content == content
    assert hashlib.sha256(content.encode()).hexdigest() == before.checksum
    assert json.dumps(json.loads(content), sort_keys=True, ensure_ascii=False, separators=(",", ":")) == content


@pytest.mark.parametrize("change", [{"content": "{}"}, {"checksum": "0" * 64}, {"year": 2020}, {"state": "building"}])
def test_the_database_refuses_to_change_one_that_is_ready(centre: Centre, change: dict[str, object]) -> None:
    edition = centre.edition()
    with pytest.raises((InternalError, DatabaseError), match="never changed"), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(**change)
    with pytest.raises((InternalError, DatabaseError), match="never changed"), transaction.atomic():
        edition.delete()


def test_what_is_the_same_gives_the_same_content_but_for_number_and_time(centre: Centre) -> None:
    first, second = centre.edition().document, centre.edition().document
    assert (first.pop("number"), second.pop("number")) == (1, 2)
    assert first.pop("made_at") <= second.pop("made_at")
    assert first == second


def test_a_new_edition_shows_the_difference(centre: Centre) -> None:
    before = centre.edition()
    Entry.objects.filter(pk=centre.lamp.pk).update(title="Lykt")
    Entry.objects.filter(pk=centre.chair.pk).update(visibility=Visibility.UNIT)
    centre.innovation("Ski", YEAR, {})
    now = centre.edition()
    former = queries.before(now)
    assert former == before
    found = compare(before.document, now.document, "en")
    assert [one["title"] for one in found.new] == ["Ski"]
    assert [one["title"] for one in found.gone] == ["Stol"]
    assert [(one.title, one.before_title, one.what) for one in found.changed] == [("Lykt", "Lampe", ("title",))]
    new = next(one for one in found.figures if one.label == "New in the year")
    assert (new.before, new.now, new.change) == (1, 2, 1)


def test_a_second_order_while_one_is_built_is_the_same(centre: Centre) -> None:
    first = editions.order_edition(subject=centre.register, actor=centre.curator, year=YEAR, everyone=True)
    again = editions.order_edition(subject=centre.register, actor=centre.curator, year=YEAR, everyone=True)
    assert first == again


def test_a_unit_counts_what_lies_below_it(centre: Centre) -> None:
    made = building.build(editions.begin_edition(subject=centre.centre, year=YEAR, everyone=True))
    assert figures(made, "key_figures")["innovation"][0] == 3


@pytest.mark.requirement("R-REG-18")
def test_a_report_of_the_examples_unit_is_labelled_as_example(centre: Centre) -> None:
    centre.university.is_example = True
    centre.university.save()
    edition = building.build(editions.begin_edition(subject=centre.centre, year=YEAR, everyone=True))
    with translation.override("en"):
        said_of_it = description(edition.document, "en")
    assert said_of_it[-1].startswith("Example data:")


def test_the_profile_chooses_sections_and_their_order(centre: Centre) -> None:
    profile = centre.register.profile
    profile.report_sections = ["partners", "key_figures", "not_known_here"]
    profile.save()
    assert list(said(centre.edition())) == ["partners", "key_figures", "cases", "stories"]  # numbers never alone


def test_an_import_of_old_entries_is_not_new(centre: Centre) -> None:
    old = centre.innovation("Gammel", timezone.localdate().year, {})
    Entry.objects.filter(pk=old.pk).update(start_date=date(2019, 1, 1))
    assert figures(centre.edition(timezone.localdate().year), "key_figures")["new"][0] == 0
    assert figures(centre.edition(2019), "key_figures")["new"] == (1, ["Gammel"])


def test_the_registers_year_tells_of_the_report(centre: Centre) -> None:
    today, leader, stranger = date(2025, 2, 1), acting_for(centre.curator), acting_for(centre.stranger)

    def told(acting: Acting) -> list[tuple[str, bool]]:
        with translation.override("en"):
            return [(one.text, one.is_now) for one in line(centre.register, acting, today)]

    assert told(leader) == [("No report is made for 2024 yet.", True)]
    edition = centre.edition()
    assert told(leader) == [("A report for 2024 is made, and not published.", True)]
    assert told(stranger) == []
    editions.publish(edition=edition, actor=centre.curator)
    assert told(leader) == [("The report for 2024 is published.", False)] == told(stranger)


def test_an_edition_that_nobody_builds_any_more_is_taken_up_when_it_is_asked_for_again(centre: Centre) -> None:
    """A command line that was killed leaves no job behind."""
    left = editions.begin_edition(subject=centre.register, year=YEAR, everyone=True)
    for _twice in range(2):
        again = editions.order_edition(subject=centre.register, actor=centre.curator, year=YEAR, everyone=True)
        assert again == left
    assert ProcrastinateJob.objects.filter(queue_name="reports").count() == 1
    run_jobs()
    left.refresh_from_db()
    assert left.is_ready


@pytest.mark.parametrize("state", ["building", "failed"])
def test_an_edition_that_is_not_ready_is_not_said_to_be_made(centre: Centre, state: str) -> None:
    last = timezone.localdate().year - 1
    begun = editions.begin_edition(subject=centre.register, year=last, everyone=True)
    Edition.objects.filter(pk=begun.pk).update(state=state)
    text = client_of(centre.curator).get(page("workspace:register_year", "senteret")).text
    assert f"Ingen rapport er laget for {last} ennå" in text


def test_an_edition_of_new_years_night_was_made_when_the_year_was_over(centre: Centre) -> None:
    """Half past midnight in Norway is the year before in UTC."""
    with time_machine.travel(datetime(YEAR, 12, 31, 23, 30, tzinfo=UTC), tick=False):
        edition = centre.edition()
    with translation.override("en"):
        assert not any("before the year was over" in one for one in description(edition.document, "en"))
