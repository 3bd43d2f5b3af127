"""Rows of a leader's lists are kept by the process: each change shows at once, and nobody sees what is for others."""

from datetime import date

import pytest
import time_machine
from django.utils import timezone

from samspill.registry.choices import Status
from samspill.registry.models import Entry
from samspill.rounds.domain.rounds import add_new, close_round
from samspill.rounds.models import RoundItem, UpdateRound
from tests.rounds.test_round_page import opened, post, told
from tests.scenes import Scene, client_of, page

pytestmark = pytest.mark.django_db


def _overview(scene: Scene, found: UpdateRound, language: str = "") -> str:
    path = language + page("workspace:round_overview", "senteret", found.public_id)
    return client_of(scene.curator).get(path, {"state": "all"}).text


def _matrix(scene: Scene, **asked: str) -> str:
    return client_of(scene.curator).get(page("workspace:round_matrix", "senteret"), asked).text


@pytest.mark.requirement("R-REG-03")
def test_a_row_of_the_overview_is_never_older_than_what_it_shows() -> None:
    scene = Scene()
    one = scene.published(title="Varmelager")
    found = opened(scene)
    item = found.items.get()
    assert "Varmelager" in _overview(scene, found)
    Entry.objects.filter(pk=one.pk).update(title="Solgjerde")
    assert "Solgjerde" in _overview(scene, found)
    scene.owner.__class__.objects.filter(pk=scene.owner.pk).update(name="Ny Navnesen")
    assert _overview(scene, found).count("Ny Navnesen") == 3, "in the row, and twice among those who are missing"
    post(scene.owner, found, told(item, progress="Prøvd i tre kommuner"))
    sent = _overview(scene, found)
    assert "Prøvd i tre kommuner" in sent
    assert "Hvem som mangler" not in sent
    assert "Updated" in _overview(scene, found, "/en")
    RoundItem.objects.filter(pk=item.pk).update(note="Ta den du")
    assert "Ta den du" in _overview(scene, found)
    other = scene.published(title="Atlas")
    assert "Atlas" not in _overview(scene, found)
    assert "1 innovasjon har kommet" in _overview(scene, found)
    add_new(found=found, actor=scene.curator, today=timezone.localdate())
    both = _overview(scene, found)
    assert both.index("Atlas") < both.index("Solgjerde")
    Entry.objects.filter(pk=other.pk).update(status=Status.ARCHIVED)
    assert "Stoppet" in _overview(scene, found)


def test_the_matrix_is_never_older_than_what_it_shows() -> None:
    scene = Scene()
    one = scene.published(title="Varmelager")
    with time_machine.travel("2026-02-01", tick=False):
        first = opened(scene)
        assert "Ikke oppdatert ennå" in _matrix(scene)
        post(scene.owner, first, told(first.items.get()))
        assert "TRL 5" in _matrix(scene)
        close_round(found=first, actor=scene.curator, today=date(2026, 3, 1))
    second = opened(scene)
    shown = _matrix(scene)
    assert shown.index("TRL 5") < shown.index("Ikke oppdatert ennå")
    other = scene.published(title="Atlas")
    add_new(found=second, actor=scene.curator, today=timezone.localdate())
    assert _matrix(scene).index("Atlas") < _matrix(scene).index("Varmelager")
    Entry.objects.filter(pk=other.pk).update(title="Østlyng")
    assert _matrix(scene).index("Varmelager") < _matrix(scene).index("Østlyng")
    assert "Varmelager" not in _matrix(scene, q="lyng")
    nothing = _matrix(scene, q="finnesikke")
    assert "Ingen innovasjon i rundene har «finnesikke» i tittelen" in nothing
    assert "0 innovasjoner" not in nothing
    Entry.objects.filter(pk=one.pk).update(register=None)
    assert "Varmelager" not in _matrix(scene)


def test_the_kept_order_of_the_matrix_shows_nobody_more_than_they_may_see() -> None:
    """The leader asks first; an owner with a role in the unit gets the same list without what is for others."""
    scene = Scene()
    scene.published(title="Varmelager")
    hidden = scene.published(title="Hemmelig", created_by=scene.curator)
    hidden.contributions.all().delete()
    opened(scene)
    Entry.objects.filter(pk=hidden.pk).update(status=Status.DRAFT)
    assert "Hemmelig" in _matrix(scene)
    seen = client_of(scene.owner).get(page("workspace:round_matrix", "senteret")).text
    assert "Varmelager" in seen
    assert "Hemmelig" not in seen


def test_the_year_is_never_older_than_what_it_shows_and_links_only_for_those_who_oversee() -> None:
    scene = Scene()
    item = scene.published(title="Varmelager")
    where = page("workspace:register_year", "senteret")
    leader, owner = client_of(scene.curator), client_of(scene.owner)
    with time_machine.travel("2026-02-01", tick=False):
        first = opened(scene)
        assert "0 av 1 innovasjon" in leader.get(where).text
        assert "Innovasjonen din i runden" in owner.get(where).text
        post(scene.owner, first, told(first.items.get()))
        assert "1 av 1 innovasjon" in leader.get(where).text
        close_round(found=first, actor=scene.curator, today=date(2026, 3, 1))
    address = page("workspace:round_overview", "senteret", first.public_id)
    assert f'{address}?state=answered">1</a>' in leader.get(where).text
    assert address not in owner.get(where).text
    assert "Round of" in leader.get("/en" + where).text
    opened(scene)
    Entry.objects.filter(pk=item.pk).update(created_by=scene.curator)
    RoundItem.objects.filter(entry=item, round__state="open").update(owner=scene.curator)
    assert "Innovasjonen din i runden" in leader.get(where).text
    assert "Innovasjonen din i runden" not in owner.get(where).text


def test_the_matrix_of_a_register_that_measures_nothing_does_not_miss_readings() -> None:
    scene = Scene()
    scene.published(title="Varmelager")
    found = opened(scene)
    post(scene.owner, found, told(found.items.get(), level="", no_reading_reason="Ventar"))
    assert "ingen måling" in _matrix(scene)
    scene.register.profile.fields = ["keywords"]
    scene.register.profile.save()
    assert "ingen måling" not in _matrix(scene)
    assert '<td data-answer="">Oppdatert</td>' in _matrix(scene)
