"""Closing while somebody answers: what is frozen is all that was taken in."""

import json
import threading
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from samspill.core.errors import Meanwhile
from samspill.rounds import frozen
from samspill.rounds.domain.rounds import close_round
from samspill.rounds.domain.updates import Seen, Told, answer
from samspill.rounds.models import Update
from tests.factories import level
from tests.rounds.test_round_page import opened
from tests.scenes import Scene


@pytest.mark.django_db(transaction=True)
@pytest.mark.requirement("R-REG-03")
def test_an_answer_during_closing_is_frozen_or_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = Scene()
    scene.published()
    found = opened(scene)
    item = found.items.get()
    today, failures = timezone.localdate(), list[Exception]()
    told = Told(progress="I siste liten", level=level(5), on=today, target_level=level(6), reaches="Som tjeneste")

    def send() -> None:
        try:
            answer(item=item, actor=scene.owner, told=told, seen=Seen(version=0), today=today)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    late, document = threading.Thread(target=send), frozen.document

    def slowly(*args: Any, **kwargs: Any) -> frozen.Json:
        made = document(*args, **kwargs)
        late.start()
        late.join(0.7)
        return made

    monkeypatch.setattr(frozen, "document", slowly)
    closed = close_round(found=found, actor=scene.curator, today=today)
    late.join(10)
    assert "I siste liten" not in closed.content
    assert not Update.objects.exclude(answered_at=None).exists()
    assert [type(one) for one in failures] == [Meanwhile]


@pytest.mark.django_db
@pytest.mark.requirement("R-REG-03")
def test_an_answer_after_midnight_is_frozen_with_the_day_it_was_here() -> None:
    """Half past midnight in Norway is the day before in UTC."""
    scene = Scene()
    scene.published()
    with time_machine.travel(datetime(2026, 3, 31, 22, 30, tzinfo=UTC), tick=False):
        found = opened(scene)
        today = timezone.localdate()
        told = Told(progress="Sent ute", level=level(5), on=today, target_level=level(6), reaches="Som tjeneste")
        answer(item=found.items.get(), actor=scene.owner, told=told, seen=Seen(version=0), today=today)
        closed = close_round(found=found, actor=scene.curator, today=today)
    assert today == date(2026, 4, 1)
    assert json.loads(closed.content)["items"][0]["answered"] == "2026-04-01"
