"""Two who change who took part in the same moment: what one takes away, the other's form does not bring back."""

import threading
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

from samspill.accounts.models import User
from samspill.registry.domain import parts
from samspill.registry.models import Contribution, Participation
from tests.factories import ContributionFactory, ParticipationFactory, ParticipationRoleFactory, PersonFactory
from tests.scenes import Scene, client_of, page

pytestmark = pytest.mark.django_db(transaction=True)
TAKEN = "Noen tok det bort mens du skrev"
DAY = "2024-05-17"
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"


def send_during(act: Callable[[], object], sender: User, address: str, data: dict[str, Any]) -> Any:
    """The answer to a form that is read while another connection acts, and that can go on when that has saved."""
    answers: list[Any] = []

    def send() -> None:
        try:
            answers.append(client_of(sender).post(address, data))
        finally:
            connection.close()

    thread = threading.Thread(target=send)
    with transaction.atomic():
        act()
        thread.start()
        waited = any(is_waited_for() for _turn in range(200))
    thread.join(20)
    assert waited, "the form never waited for the other"
    return answers[0]


def is_waited_for() -> bool:
    time.sleep(0.05)
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return bool(cursor.fetchone() != (0,))


def test_a_contributor_who_is_taken_out_stays_out() -> None:
    scene = Scene()
    part = ContributionFactory(entry=scene.entry(), person=PersonFactory(), roles=[])
    address = page("workspace:entry_parts", part.entry.public_id)
    typed = {"do": "change_contributor", "part": part.pk, f"c{part.pk}-share": "37.25"}
    taking = lambda: parts.remove_contribution(contribution=part, actor=scene.curator)  # noqa: E731
    answer = send_during(taking, scene.owner, address, typed)
    assert not Contribution.objects.exists(), "brought back by a form that was opened before"
    assert answer.status_code == 404
    assert TAKEN in answer.text
    assert "37.25" in answer.text, "what was typed is lost"


def test_an_organisation_that_is_taken_out_stays_out() -> None:
    scene = Scene()
    part = ParticipationFactory(entry=scene.entry(), organisation=scene.municipality)
    address = page("workspace:entry_parts", part.entry.public_id)
    key = f"p{part.pk}"
    typed = {"do": "change_organisation", "part": part.pk, f"{key}-role": part.role_id, f"{key}-start_date": DAY}
    taking = lambda: parts.remove_participation(participation=part, actor=scene.curator)  # noqa: E731
    answer = send_during(taking, scene.owner, address, typed)
    assert not Participation.objects.exists()
    assert answer.status_code == 404
    assert TAKEN in answer.text
    assert DAY in answer.text, "what was typed is lost"


def test_who_is_taken_out_cannot_be_moved() -> None:
    scene = Scene()
    entry = scene.entry()
    first, second = ContributionFactory(entry=entry, position=0), ContributionFactory(entry=entry, position=1)
    taking = lambda: parts.remove_contribution(contribution=second, actor=scene.curator)  # noqa: E731
    moving = {"do": "up", "part": second.pk}
    answer = send_during(taking, scene.owner, page("workspace:entry_parts", entry.public_id), moving)
    assert answer.status_code == 302
    assert entry.contributions.get() == first


def test_who_is_added_by_another_keeps_what_that_one_said_of_them() -> None:
    scene = Scene()
    entry, person = scene.entry(), PersonFactory(name="Ola Lagt Til")
    adding = lambda: parts.set_contribution(  # noqa: E731
        entry=entry, actor=scene.curator, person=person, roles=["artist"], share=40
    )
    address = page("workspace:entry_parts", entry.public_id)
    answer = send_during(adding, scene.owner, address, {"do": "add_contributor", "who": f"person:{person.public_id}"})
    assert answer.status_code == 302
    part = entry.contributions.get()
    assert (part.roles, part.share) == (["artist"], 40)


def test_an_organisation_that_another_adds_keeps_what_that_one_said_of_it() -> None:
    scene = Scene()
    ParticipationRoleFactory(code="adopter", name_nb="Har tatt i bruk")
    entry = scene.entry()
    adding = lambda: parts.set_participation(  # noqa: E731
        entry=entry, actor=scene.curator, organisation=scene.municipality, role="adopter", in_use_since=date(2024, 2, 1)
    )
    typed = {"do": "add_organisation", "organisation": scene.municipality.code, "o-role": "adopter",
             "o-start_date": DAY}  # fmt: skip
    answer = send_during(adding, scene.owner, page("workspace:entry_parts", entry.public_id), typed)
    part = entry.participations.get()
    assert (part.start_date, part.in_use_since) == (None, date(2024, 2, 1))
    assert answer.status_code == 422
    assert "har denne rollen i oppføringen fra før" in answer.text
    assert f'value="{DAY}"' in answer.text, "what was typed is lost"
    assert "i bruk siden 1. februar 2024" in answer.text, "what the other did is not told of"
