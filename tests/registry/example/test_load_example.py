"""The labelled example loads into an empty installation, and only there."""

from collections import Counter
from io import StringIO

import pghistory.models
import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from samspill.accounts.models import User
from samspill.cases.models import CaseReview
from samspill.core import due
from samspill.recommendations.models import Step
from samspill.registry.history import timeline
from samspill.registry.models import EffectTag, Entry, Progress, ReadinessReading, Register
from samspill.reviews import news
from samspill.reviews.models import ReviewMeeting
from samspill.rounds.models import UpdateRound
from tests.scenes import client_of, page

pytestmark = pytest.mark.django_db


def command(name: str) -> str:
    out = StringIO()
    call_command(name, stdout=out)
    return out.getvalue()


@pytest.mark.requirement("R-REG-01", "R-ART-01", "R-REG-19")
def test_the_example_is_a_centre_with_four_years_of_readings() -> None:
    kinds = Counter(Entry.objects.values_list("kind", flat=True))
    assert kinds["innovation"] >= 40
    assert set(kinds) == {"innovation", "activity", "result", "impact_case"}
    years = {reading.date.year for reading in ReadinessReading.objects.all()}
    assert years >= {2022, 2023, 2024, 2025}
    assert {"service", "artistic"} <= {code for entry in Entry.objects.all() for code in entry.types}
    assert all(register.is_example for register in Register.objects.all())


@pytest.mark.requirement("R-REG-18", "R-REG-12", "R-REG-16")
def test_three_registers_work_by_three_profiles_each_with_years_behind_it() -> None:
    registers = {register.code: register for register in Register.objects.select_related("profile")}
    assert {code: register.profile.code for code, register in registers.items()} == {
        "eksempelsenteret": "zen_like",
        "nabosenteret": "higheff_like",
        "hjemmesenteret": "nccs_like",
    }
    for register in registers.values():
        assert register.entries.filter(kind="innovation").count() >= 12
        years = {reading.date.year for reading in ReadinessReading.objects.filter(entry__register=register)}
        assert years >= {2022, 2023, 2024, 2025}, register.code
        assert set(EffectTag.objects.filter(entry__register=register).values_list("stage", flat=True)) == {
            "expected",
            "achieved",
        }
    assert Progress.objects.filter(entry__register__code="nabosenteret").exists()
    rounds = Counter(UpdateRound.objects.values_list("register__code", "state"))
    assert rounds == {
        ("eksempelsenteret", "closed"): 6,
        ("eksempelsenteret", "open"): 1,
        ("nabosenteret", "closed"): 4,
        ("hjemmesenteret", "closed"): 6,
    }


@pytest.mark.requirement("R-REG-02", "R-CEN-04", "R-IND-10")
def test_the_history_bears_the_days_of_the_story() -> None:
    delivered = Entry.objects.get(types__contains=["idea_to_tto"], register__code="nabosenteret")
    assert f"{delivered.published_at:%F}" == delivered.details["tto_date"] == "2025-11-20"
    assert Entry.objects.filter(
        kind="impact_case", register__code="eksempelsenteret", published_at__year=2025
    ).exists(), "the report of 2025 has a case to tell"
    loaded = pghistory.models.Context.objects.earliest("created_at").created_at.date()
    published = Entry.objects.filter(status="published", register__is_example=True, published_at__date__lt=loaded)
    history = [step for entry in published for step in timeline(entry)]
    assert {step.source for step in history if step.at.date() == loaded} <= {"Reading"}  # a round is open
    assert len({step.at.year for step in history}) >= 4
    for entry in published:
        assert entry.published_at
        assert entry.created_at <= entry.published_at
    for review in CaseReview.objects.exclude(answered_at=None).select_related("entry"):
        assert review.entry.published_at
        assert review.answered_at
        assert review.asked_at < review.answered_at < review.entry.published_at
    steps = Step.objects.filter(recommendation__source_date__lt="2026-01-01")
    assert loaded not in {step.at.date() for step in steps}
    for one in {step.recommendation_id for step in steps}:
        times = [step.at for step in steps.filter(recommendation=one).order_by("pk")]
        assert times == sorted(times)


@pytest.mark.requirement("R-NFR-08")
@pytest.mark.parametrize(
    ("email", "waits"),
    [
        ("hakon.mosekollen@example.org", "round-led-"),
        ("samira.lyngtuva@example.org", "round-"),
        ("bente.nattbris@example.org", "case-review-"),
        ("ingvild.takeheim@example.org", "follow-up-"),
        ("anders.kobberlia@example.org", "queue"),
        ("ingeborg.isroysa@example.org", "assessment-"),
        ("eirik.grautnes@example.org", "work-plan-hjemmesenteret-"),
        ("hawa.solrenning@example.org", "work-plan-hjemmesenteret-"),
        ("solveig.dampstua@example.org", "follow-up-"),
        ("dag.otto.bjolleviki@example.org", "case-review-"),
    ],
)
def test_somebody_who_looks_around_has_something_to_do(email: str, waits: str) -> None:
    user = User.objects.get(email=email)
    codes = [one.code for _group, found in due.due_for(user, today=timezone.localdate()) for one in found]
    assert [code for code in codes if code.startswith(waits)], codes


def test_an_installation_in_use_is_left_alone_and_every_role_can_log_in(client: Client) -> None:
    count = Entry.objects.count()
    assert command("load_example") == ""
    assert Entry.objects.count() == count
    told = command("example_logins")
    emails = [word for line in told.splitlines()[1:] for word in line.split() if "@" in word]
    password = told.splitlines()[0].split()[-1].rstrip("):")
    assert len(emails) == 10
    for email in emails:
        client.logout()
        response = client.post(reverse("account_login"), {"login": email, "password": password})
        assert response.status_code == 302, email


@pytest.mark.requirement("R-REG-10")
def test_the_minutes_round_means_as_the_matrix_does_and_tell_what_was_known_on_the_day() -> None:
    client = client_of(User.objects.get(email="anders.kobberlia@example.org"))
    matrix = client.get(page("workspace:register_assessment", "nabosenteret")).text
    assert ">4,7<" in matrix
    held = ReviewMeeting.objects.get(register__code="nabosenteret", date__year=2025)
    minutes = client.get(page("workspace:review_minutes", held.public_id)).text
    assert "Sannsynlighet 4,0, effekt 4,7 (Vurdering 2025)" in minutes
    assert ".." not in minutes
    assert "Publisert" not in minutes  # that was long before


@pytest.mark.requirement("R-REG-10")
def test_the_open_review_lists_as_changed_what_it_can_tell_a_change_of() -> None:
    meeting = ReviewMeeting.objects.get(closed_at=None, register__code="nabosenteret")
    told = news.news_of(meeting.register, meeting.since, meeting.date)
    why = {item.entry_id: item.why for item in meeting.items.all()}
    said_changed = {pk for pk, codes in why.items() if "changed" in codes}
    assert said_changed == {pk for pk, one in told.items() if news.lines(one) and "new" not in why[pk]}
    assert said_changed
