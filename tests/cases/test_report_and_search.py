"""Cases, stories and showings stand beside the numbers in the annual report, and are found by the search."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from samspill.cases import reference, wording
from samspill.cases.models import CaseText, Channel, ImpactCase, Shown, Story, StoryForm
from samspill.core.reporting import build_sections, section_kinds
from samspill.core.reporting.plain import plain_sections
from samspill.registry.models import Entry
from samspill.registry.reporting import scope_of
from samspill.reports.domain import building, editions
from tests.cases.helpers import a_case
from tests.scenes import Scene, client_of, page

pytestmark = pytest.mark.django_db
AT = datetime(2024, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def scene() -> Scene:
    reference.load()
    return Scene()


def told(scene: Scene, year: int, language: str = "nb") -> dict[str, Any]:
    """The module's sections of the register's report, by code."""
    with translation.override(language):
        kinds = section_kinds(["cases", "stories", "channels"])
        plain = plain_sections(build_sections(scope_of(scene.register), year, kinds))
    return {section["code"]: section for section in plain["sections"]}


def full(scene: Scene) -> Entry:
    entry = a_case(scene, published=True, published_at=AT)
    original = wording.original_of(entry, ImpactCase.objects.get(entry=entry))
    CaseText.objects.create(
        entry=entry, language="en", title="The water came", summary="In short.",
        follows=wording.checksums(original.texts), followed_at=AT,
    )  # fmt: skip
    Story.objects.create(
        entry=entry, form=StoryForm.objects.get(code="person"), title="Jeg rakk det", text="Ti på seks.",
        published_at=AT,
    )  # fmt: skip
    Story.objects.create(entry=entry, form=StoryForm.objects.get(code="person"), title="Ikke ferdig", text="…")
    paper = Channel.objects.get(code="local_paper")
    for day in (1, 2):
        Shown.objects.create(entry=entry, channel=paper, date=date(2024, 5, day), title="Om flommen")
    return entry


@pytest.mark.requirement("R-IND-09")
def test_the_report_tells_cases_with_their_parts_in_its_language(scene: Scene) -> None:
    full(scene)
    case = told(scene, 2024)["cases"]["blocks"][0]
    assert (case["title"], case["language"]) == ("Vannet kom", "nb")
    assert ["Kunnskapen bak", "Målinger."] in case["parts"]
    english = told(scene, 2024, "en")["cases"]["blocks"][0]
    assert (english["title"], english["language"]) == ("The water came", "en")
    assert ["What happened", "Det virket."] in english["parts"]  # what is not translated is told as it is
    assert told(scene, 2025)["cases"]["blocks"][0]["type"] == "records"


@pytest.mark.requirement("R-CHN-08")
def test_the_report_tells_stories_and_what_was_shown_where(scene: Scene) -> None:
    entry = full(scene)
    sections = told(scene, 2024)
    assert [block["title"] for block in sections["stories"]["blocks"]] == ["Jeg rakk det"]
    figures, chart, _list = sections["channels"]["blocks"]
    assert [one["value"] for one in figures["figures"]] == [2, 1]
    assert chart["data"][0]["records"] == [f"entry:{entry.public_id}"]
    for code in ("stories", "channels"):
        assert told(scene, 2023)[code]["blocks"] == []
        assert "2023" in told(scene, 2023)[code]["empty"]


@pytest.mark.requirement("R-CHN-08")
def test_a_figure_that_counts_times_says_why_its_list_is_shorter(scene: Scene) -> None:
    full(scene)
    edition = building.build(editions.begin_edition(subject=scene.register, year=2024, everyone=True))
    client = client_of(scene.curator)
    report = client.get(page("website:report", edition.public_id, language="en")).text
    opened = [client.get(path).text for path in sorted(set(re.findall(r'href="([^"]*/tall/[0-9/]+)"', report)))]
    times = [text for text in opened if "Times something was shown: 2" in text]
    assert times
    assert all("Some are counted more than once" in text and text.count("<li>") >= 1 for text in times)
    assert not any("Some are counted more than once" in text for text in opened if "Entries shown: 1" in text)


def test_what_stands_in_a_case_is_found_but_not_who_can_confirm_it(scene: Scene, client: Client) -> None:
    entry = full(scene)
    ImpactCase.objects.filter(entry=entry).update(knowledge="Nedbørfelt måles med lavtrykkssensorer.")
    assert "Vannet kom" in client.get(page("website:search") + "?q=lavtrykkssensorer").text
    entry.case_sources.create(name="Vaktmester Hemmeligsen", contact="x@eksempel.no")  # type: ignore[attr-defined]
    assert "Vannet kom" not in client.get(page("website:search") + "?q=hemmeligsen").text


@pytest.mark.requirement("R-CHN-08")
def test_a_story_of_new_years_night_belongs_to_the_new_year(scene: Scene) -> None:
    """Half past midnight in Norway is the year before in UTC."""
    full(scene)
    Story.objects.filter(title="Jeg rakk det").update(published_at=datetime(2024, 12, 31, 23, 30, tzinfo=UTC))
    assert told(scene, 2024)["stories"]["blocks"] == []
    assert [block["title"] for block in told(scene, 2025)["stories"]["blocks"]] == ["Jeg rakk det"]


@pytest.mark.requirement("R-CHN-02")
def test_days_of_what_was_shown_are_written_in_the_language_of_the_report(scene: Scene) -> None:
    full(scene)
    lines = told(scene, 2024)["channels"]["blocks"][-1]["lines"]
    assert all("mai 2024" in line for line in lines)
