"""A register's profile: chosen after seeing what changes, followed by the form, and nothing recorded is ever lost."""

import re
from datetime import date
from typing import Any

import pytest

from samspill.registry.models import Entry, EntryType, RegisterProfile
from tests.factories import ReadingFactory, ScaleFactory
from tests.scenes import Scene, client_of, form_data, page

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-REG-18")]


def profile(code: str, *fields: str, **more: Any) -> RegisterProfile:
    made: RegisterProfile = RegisterProfile.objects.create(code=code, name_nb=f"Profilen {code}", fields=fields, **more)
    return made


def zen() -> RegisterProfile:
    return profile("zen", "readiness", "market_potential", "potential_effect", sets_targets=True)


def higheff() -> RegisterProfile:
    return profile("higheff", "potential_effect", assessment="probability_impact", due_days=["10-31"])


def seen_on(text: str) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', text)
    assert found is not None
    return found[1]


def choose(scene: Scene, code: str) -> None:
    answer = client_of(scene.curator).post(page("workspace:register_profile", scene.register.code), {"profile": code})
    assert answer.status_code == 302


def edit_page(scene: Scene, entry: Entry) -> str:
    return client_of(scene.owner).get(page("workspace:entry_edit", entry.public_id)).text


def test_what_a_change_shows_and_hides_is_seen_before_it_is_made() -> None:
    scene = Scene()
    zen(), higheff()
    choose(scene, "zen")
    nothing = client_of(scene.curator).get(page("workspace:register_profile", "senteret") + "?profile=higheff").text
    assert "Tallet sier hvor mange" not in nothing, "there is no number yet"
    ReadingFactory(entry=scene.entry(market_potential="Mange skoler"))
    text = client_of(scene.curator).get(page("workspace:register_profile", "senteret") + "?profile=higheff").text
    assert "Hvis dere velger «Profilen higheff»" in text
    assert "Tallet sier hvor mange" in text
    assert "Modenhet – 1 innovasjon" in text
    assert "Markeds- og brukspotensial – 1 innovasjon" in text
    assert "31. oktober" in text
    scene.register.refresh_from_db()
    assert scene.register.profile.code == "zen"


def test_there_and_back_again_loses_nothing() -> None:
    scene = Scene()
    zen(), higheff()
    entry = scene.entry(potential_effect="Mindre strøm")
    choose(scene, "zen")
    form = edit_page(scene, entry)
    assert 'name="market_potential"' in form
    assert 'name="effects"' not in form
    sent = form_data(entry, market_potential="Mange skoler", potential_effect="Mindre strøm")
    client_of(scene.owner).post(page("workspace:entry_edit", entry.public_id), sent)
    reading = ReadingFactory(entry=entry, date=date(2024, 12, 31))

    choose(scene, "higheff")
    form = edit_page(scene, entry)
    assert "Registrert tidligere" in form
    folded = form[form.index('id="earlier"') :]
    assert "Mange skoler" in folded
    entry.refresh_from_db()
    sent = form_data(entry, potential_effect="Mye mindre strøm", left_out=["ways", "sdgs"])
    sent.pop("market_potential", None)
    client_of(scene.owner).post(page("workspace:entry_edit", entry.public_id), sent)
    readiness = client_of(scene.owner).get(page("workspace:entry_readiness", entry.public_id)).text
    assert "spør ikke om modenhet nå" in readiness
    assert reading.level.name in readiness

    choose(scene, "zen")
    entry.refresh_from_db()
    assert (entry.market_potential, entry.potential_effect) == ("Mange skoler", "Mye mindre strøm")
    form = edit_page(scene, entry)
    assert "Registrert tidligere" not in form
    assert entry.readings.get() == reading


@pytest.mark.requirement("R-NFR-04")
def test_boxes_that_are_not_on_the_page_keep_what_was_ticked() -> None:
    scene = Scene()
    higheff()
    entry = scene.entry(ways=["direct"])
    before = edit_page(scene, entry)
    assert 'name="left_out"' not in before
    choose(scene, "higheff")
    after = edit_page(scene, entry)
    assert 'name="left_out" value="sdgs"' in after
    assert 'name="left_out" value="ways"' not in after  # it says something, so it is folded on the page
    hidden = form_data(entry, title="Ny tittel", left_out=["ways", "sdgs", "disciplines", "service_areas"])
    hidden.pop("ways", None)
    client_of(scene.owner).post(page("workspace:entry_edit", entry.public_id), hidden)
    entry.refresh_from_db()
    assert (entry.title, entry.ways) == ("Ny tittel", ["direct"])


def test_a_profile_speaks_of_innovations_only() -> None:
    scene = Scene()
    higheff()
    choose(scene, "higheff")
    activity = scene.entry(kind="activity", types=["workshop"])
    assert 'name="keywords"' in edit_page(scene, activity)
    assert 'name="keywords"' not in edit_page(scene, scene.entry())


def test_details_and_keywords_of_the_profile_are_asked_for() -> None:
    scene = Scene()
    profile("own", "potential_effect", "phase", tags=["nullutslipp", "varme"])
    choose(scene, "own")
    form = edit_page(scene, scene.entry())
    assert 'name="d_phase"' in form
    assert "nullutslipp, varme" in form


@pytest.mark.requirement("R-REG-19")
def test_a_service_is_not_forced_onto_the_scale_of_the_profile() -> None:
    scene = Scene()
    trl = ScaleFactory(code="trl")
    profile("zen", "readiness", scale=trl)
    choose(scene, "zen")
    scene.register.refresh_from_db()
    assert scene.register.scale == trl
    text = client_of(scene.owner).get(page("workspace:entry_readiness", scene.entry(types=["artistic"]).public_id)).text
    levels = text[text.index('name="level"') : text.index("</select>")]
    assert levels.count("<option") == 7  # six levels of the artistic scale, and none chosen


def test_only_curators_choose_and_only_what_is_in_use() -> None:
    scene = Scene()
    profile("old", is_active=False)
    address = page("workspace:register_profile", "senteret")
    assert client_of(scene.owner).post(address, {"profile": "zen"}).status_code == 403
    assert client_of(scene.curator).post(address, {"profile": "old"}).status_code == 404
    assert "Velg en profil først" in client_of(scene.curator).post(address, {}).text


def test_an_administrator_makes_a_profile_in_the_browser_and_a_register_takes_it() -> None:
    scene = Scene()
    client = client_of(scene.administrator)
    sent = {
        "code": "vaar", "name_nb": "Vår måte", "fields_asked": ["readiness", "keywords"], "details": ["phase"],
        "due_days": "30.11., 31.05", "report_due": "31.3.", "assessment": "none", "assessment_threshold": "4",
        "review_months": ["6"],
        "has_effects": "on", "is_active": "on", "tags": "varme",
    }  # fmt: skip
    wrong = client.post(page("workspace:profile_new"), sent | {"due_days": "31.05, 31.13"})
    assert wrong.status_code == 422
    assert "«31.13» er ikke en dag" in wrong.text
    wrong = client.post(page("workspace:profile_new"), sent | {"report_due": "5-31"})
    assert 'value="5-31"' in wrong.text
    assert 'value="Vår måte"' in wrong.text
    wrong = client.post(page("workspace:profile_new"), sent | {"code": "Sol Lik", "name_nb": ""}).text
    assert "Bruk bare bokstavene a–z" in wrong
    assert "Må fylles ut." in wrong, "not Django's own words"
    assert client.post(page("workspace:profile_new"), sent).status_code == 302
    made = RegisterProfile.objects.get(code="vaar")
    assert (made.due_days, made.report_due) == (["05-31", "11-30"], "03-31")
    shown = client.get(page("workspace:profile_edit", "vaar")).text
    assert 'value="31.5., 30.11."' in shown
    assert 'value="31.3."' in shown
    assert made.fields == ["readiness", "keywords", "phase"]
    assert "Vår måte" in client.get(page("workspace:profile_list")).text
    choose(scene, "vaar")
    assert client_of(scene.curator).get(page("workspace:profile_list")).status_code == 403
    changed = client.post(page("workspace:profile_edit", "vaar"), sent | {"due_days": "02-29"})
    assert "ikke en dag" in changed.text
    assert client.post(page("workspace:profile_edit", "vaar"), sent | {"due_days": ""}).status_code == 302
    made.refresh_from_db()
    assert made.due_days == []


def test_the_free_profile_stays_on() -> None:
    scene = Scene()
    sent = {"name_nb": "Fri", "assessment": "none", "assessment_threshold": "4"}
    answer = client_of(scene.administrator).post(page("workspace:profile_edit", "free"), sent)
    assert answer.status_code == 422
    assert "begynner med denne profilen" in answer.text


def test_a_new_entry_says_nothing_that_its_register_does_not_ask_for() -> None:
    """Its way came from its type, and stood on a page made minutes ago as recorded earlier."""
    scene = Scene()
    EntryType.objects.filter(code="product").update(way="direct")
    zen()
    sent = {"title": "Varmepumpe", "types": ["product"], "place": "register:senteret"}
    client_of(scene.owner).post("/arbeid/ny/?kind=innovation", sent)
    choose(scene, "zen")
    client_of(scene.owner).post("/arbeid/ny/?kind=innovation", sent | {"title": "Vindmølle"})
    assert {entry.title: entry.ways for entry in Entry.objects.all()} == {"Varmepumpe": ["direct"], "Vindmølle": []}


def test_a_change_that_is_another_by_now_than_what_was_seen_is_shown_anew() -> None:
    scene = Scene()
    zen(), higheff()
    choose(scene, "zen")
    curator, path = client_of(scene.curator), page("workspace:register_profile", "senteret")
    seen = seen_on(curator.get(path + "?profile=higheff").text)
    RegisterProfile.objects.filter(code="higheff").update(fields=["potential_effect", "market_potential"])
    answer = curator.post(path, {"profile": "higheff", "seen": seen})
    assert answer.status_code == 409
    assert "Ingenting er endret ennå" in answer.text
    assert "Hvis dere velger «Profilen higheff»" in answer.text
    scene.register.refresh_from_db()
    assert scene.register.profile.code == "zen"
    again = curator.post(path, {"profile": "higheff", "seen": seen_on(answer.text)})
    assert again.status_code == 302
    scene.register.refresh_from_db()
    assert scene.register.profile.code == "higheff"
    late = curator.post(path, {"profile": "higheff", "seen": seen})  # pressed twice: it works so already
    assert late.status_code == 302


def test_a_register_that_somebody_else_gave_another_profile_is_not_changed_by_what_was_seen_before() -> None:
    scene = Scene()
    zen(), higheff(), profile("tredje", "readiness")
    curator, path = client_of(scene.curator), page("workspace:register_profile", "senteret")
    seen = seen_on(curator.get(path + "?profile=higheff").text)
    choose(scene, "tredje")
    answer = curator.post(path, {"profile": "higheff", "seen": seen})
    assert answer.status_code == 409
    scene.register.refresh_from_db()
    assert scene.register.profile.code == "tredje"
