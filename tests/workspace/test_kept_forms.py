"""Forms of centres and recommendations keep what is typed, and never write over what somebody else saved meanwhile."""

import pytest

from samspill.centres.models import Centre
from samspill.core.models import FormDraft
from tests.centres.factories import CentreFactory, MilestoneFactory
from tests.factories import UserFactory
from tests.scenes import Scene, client_of, page

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-NFR-09")]
TYPED = "Sentret samler kommuner og forskere"


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture
def centre(scene: Scene) -> Centre:
    made: Centre = CentreFactory(code="lys", organisation=scene.university, unit=scene.centre, name_nb="Lys")
    return made


def sent(centre: Centre, **changes: object) -> dict[str, object]:
    """What the page of facts posts."""
    return {
        "name_nb": centre.name_nb, "scheme": centre.scheme_id, "start": centre.start.isoformat(), "is_public": "on",
    } | changes  # fmt: skip


def test_typing_in_the_facts_of_a_centre_is_kept_and_shown_again(scene: Scene, centre: Centre) -> None:
    client, address = client_of(scene.curator), page("workspace:centre_edit", "lys")
    keeps = page("workspace:kept_form", "centre", "lys")
    assert f'data-autosave="{keeps}"' in client.get(address).content.decode()
    answer = client.post(keeps, sent(centre, description_nb=TYPED, start="tull", kept=""))
    assert (answer.status_code, answer.json()["state"]) == (200, "kept")
    again = client.get(address).content.decode()
    assert TYPED in again
    assert "Dette skrev du" in again
    assert "ds-validation-message" not in again  # what is half typed is not scolded
    assert TYPED not in client_of(scene.administrator).get(address).content.decode()
    centre.refresh_from_db()
    assert centre.description_nb == ""


def test_what_is_saved_or_thrown_away_is_not_kept_any_more(scene: Scene, centre: Centre) -> None:
    client, address = client_of(scene.curator), page("workspace:centre_edit", "lys")
    keeps = page("workspace:kept_form", "centre", "lys")
    client.post(keeps, sent(centre, description_nb=TYPED))
    assert client.post(address, sent(centre, description_nb=TYPED)).status_code == 302
    assert not FormDraft.objects.exists()
    client.post(keeps, sent(centre, description_nb=f"{TYPED} 2"))
    thrown = client.post(page("workspace:kept_form_discard", "centre", "lys"), {"next": address})
    assert (thrown.status_code, thrown["Location"]) == (302, address)
    assert not FormDraft.objects.exists()
    away = client.post(page("workspace:kept_form_discard", "centre", "lys"), {"next": "https://example.org/"})
    assert away["Location"] == page("workspace:my_work")


def test_what_somebody_else_saved_meanwhile_is_shown_and_not_written_over(scene: Scene, centre: Centre) -> None:
    client, address = client_of(scene.curator), page("workspace:centre_edit", "lys")
    mark = client.get(address).context["keeping"].mark
    Centre.objects.filter(pk=centre.pk).update(description_nb="Skrevet av en annen")
    answer = client.post(address, sent(centre, description_nb=TYPED, seen=mark))
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Skrevet av en annen" in shown
    assert TYPED in shown
    centre.refresh_from_db()
    assert centre.description_nb == "Skrevet av en annen"
    assert (
        client.post(address, sent(centre, description_nb=TYPED, seen=answer.context["keeping"].mark)).status_code == 302
    )
    centre.refresh_from_db()
    assert centre.description_nb == TYPED


def test_a_milestone_keeps_its_typing(scene: Scene, centre: Centre) -> None:
    milestone = MilestoneFactory(centre=centre)
    client, address = client_of(scene.curator), page("workspace:milestone", milestone.public_id)
    client.post(page("workspace:kept_form", "milestone", milestone.public_id), {"evaluator": "Et utvalg fra Ås"})
    assert "Et utvalg fra Ås" in client.get(address).content.decode()


def test_a_new_recommendation_keeps_its_typing(scene: Scene, centre: Centre) -> None:
    client, address = client_of(scene.curator), page("workspace:recommendation_new")
    data = {"subject": "centre:lys", "text": "La partnerne velge", "is_public": "on"}
    client.post(page("workspace:kept_form", "recommendation-new", "ny"), data)
    shown = client.get(address)
    assert "La partnerne velge" in shown.content.decode()
    assert shown.context["form"]["subject"].value() == "centre:lys"
    assert shown.context["form"]["is_public"].value() is True


def test_only_known_forms_and_no_more_than_a_hundred_of_each_user(scene: Scene) -> None:
    user = UserFactory()
    client = client_of(user)
    assert client.post(page("workspace:kept_form", "anything", "x"), {"a": "b"}).status_code == 404
    FormDraft.objects.bulk_create(FormDraft(user=user, key=f"form:centre:{number}", data={}) for number in range(100))
    client.post(page("workspace:kept_form", "centre", "one-more"), {"a": "b"})
    assert FormDraft.objects.filter(user=user, key__startswith="form:").count() == 100
    assert FormDraft.objects.filter(user=user, key="form:centre:one-more").exists()
