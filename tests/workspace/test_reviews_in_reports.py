"""Assessments, decisions and the work plan in the annual report; who sees what of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from samspill.core.reporting import Figures, Matrix, Scope, Section, Table, section_kinds
from samspill.registry.choices import Visibility
from samspill.registry.models import RegisterProfile
from samspill.registry.reporting import scope_of
from samspill.reviews.domain import plans
from samspill.reviews.domain.assessing import assess
from samspill.reviews.domain.calls import close_call, open_call
from samspill.reviews.domain.closing import close_minutes
from samspill.reviews.domain.deciding import Decided, decide
from samspill.reviews.domain.meetings import prepare_meeting
from tests.scenes import Scene

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year


@pytest.fixture
def scene() -> Scene:
    return Scene()


def section(scope: Scope, code: str) -> Section:
    kind = next(one for one in section_kinds() if one.code == code)
    return kind.build(scope, YEAR)


def figures(found: Section) -> dict[str, int | float]:
    shown = [block for block in found.shown() if isinstance(block, Figures)]
    return {one.code: one.value for block in shown for one in block.figures}


@pytest.mark.requirement("R-REG-08", "R-REG-09")
def test_the_matrix_is_for_everyone_only_where_the_profile_says_so(scene: Scene) -> None:
    profile = RegisterProfile.objects.create(code="assesses", name_nb="Vurderer", assessment="probability_impact")
    scene.register.profile = profile
    scene.register.save()
    high, hidden = scene.published(title="Høy"), scene.published(title="Skjult", visibility=Visibility.UNIT)
    call = open_call(
        register=scene.register, actor=scene.curator, title="Høsten", assessors=[scene.owner],
        due_day=timezone.localdate() + timedelta(days=1),
    )  # fmt: skip
    for entry, mark in ((high, 5), (hidden, 2)):
        assess(
            call=call, entry=entry, actor=scene.owner, probability=mark, probability_reason="Fordi", impact=mark,
            impact_reason="Derfor",
        )  # fmt: skip
    assert not section(scope_of(scene.register, everyone=False), "matrix").shown()  # while it is open
    close_call(call=call, actor=scene.curator)
    internal = section(scope_of(scene.register, everyone=False), "matrix")
    assert figures(internal) == {"assessed": 2, "high_on_both": 1}
    [matrix] = [block for block in internal.shown() if isinstance(block, Matrix)]
    assert [(cell.x, cell.y, cell.value, cell.marked) for cell in matrix.cells] == [(1, 1, 1, False), (4, 4, 1, True)]
    assert [record.title for cell in matrix.cells for record in cell.records] == ["Skjult", "Høy"]
    assert not section(scope_of(scene.register), "matrix").shown()
    profile.report_sections = ["key_figures", "matrix"]
    profile.save()
    scene.register.refresh_from_db()
    public = section(scope_of(scene.register), "matrix")
    assert figures(public) == {"assessed": 1, "high_on_both": 1}
    assert "Fordi" not in str(public)


@pytest.mark.requirement("R-REG-10")
def test_decisions_are_told_in_reports_for_those_who_curate(scene: Scene) -> None:
    one, other = scene.published(title="En"), scene.published(title="To")
    meeting = prepare_meeting(register=scene.register, actor=scene.curator, on=timezone.localdate())
    item = meeting.items.get(entry=one)
    decide(item=item, actor=scene.curator, seen_version=1, decided=Decided(decision="park", reason="Venter"))
    assert not section(scope_of(scene.register, everyone=False), "reviews").shown()
    close_minutes(meeting=meeting, actor=scene.curator)
    found = section(scope_of(scene.register, everyone=False), "reviews")
    assert figures(found) == {"decided_park": 1, "undecided": 1}
    assert "Venter" in str(found)
    assert other.title in str(found)
    assert "reviews" not in [kind.code for kind in section_kinds(everyone=True)]


@pytest.mark.requirement("R-REG-11")
def test_what_became_of_the_work_plan_is_told(scene: Scene) -> None:
    task = plans.add_task(register=scene.register, actor=scene.curator, year=YEAR, name="Vann", leader=None)
    made, dropped = (plans.plan(task=task, actor=scene.curator, title=title) for title in ("Ble til", "Ble ikke"))
    plans.link_entry(planned=made, actor=scene.curator, seen_version=1, entry=scene.published(title="Sensoren"))
    plans.drop(planned=dropped, actor=scene.curator, seen_version=1, reason="Internt forhold")
    internal = section(scope_of(scene.register, everyone=False), "work_plan")
    assert figures(internal) == {
        "planned": 2, "planned_open": 0, "planned_entry": 1, "planned_later": 0, "planned_dropped": 1,
    }  # fmt: skip
    assert "Internt forhold" in str([block for block in internal.shown() if isinstance(block, Table)])
    for block in internal.shown():
        if isinstance(block, Figures):
            assert all(len(one.records) == one.value for one in block.figures)
    public = section(scope_of(scene.register), "work_plan")
    assert figures(public) == {"planned_entry": 1}
    assert "Sensoren" in str(public)
    assert "Ble ikke" not in str(public)
    assert "Internt forhold" not in str(public)
