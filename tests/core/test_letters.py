"""A letter that comes as two signs is kept as one, at every door; an erasure finds names that lie there as two."""

import json
import unicodedata

import pytest
from django.test import Client, RequestFactory

from samspill.api.base import JsonParser
from samspill.core.importing.reading import kept
from samspill.core.letters import both, composed, composed_in
from samspill.core.models import FormDraft
from samspill.core.null_bytes import NullByteMiddleware
from samspill.core.personal_data.erasing import erase
from samspill.core.personal_data.words import mentions
from samspill.parties.models import Organisation, Person
from samspill.parties.subjects import subject_of
from samspill.registry.models import Entry
from tests.api.helpers import Program
from tests.factories import OrganisationFactory, PersonFactory, PublishedEntryFactory, UserFactory
from tests.scenes import Scene, client_of, page

pytestmark = pytest.mark.django_db
NAME = "Åse Børdalen"
APART = unicodedata.normalize("NFD", NAME)


def test_the_two_look_the_same_and_are_not() -> None:
    assert APART != NAME
    assert composed(APART) == NAME
    assert composed_in({APART: [APART, 1, {"a": APART}]}) == {NAME: [NAME, 1, {"a": NAME}]}
    assert both([APART]) == [APART, NAME]
    assert both(["a@b.no"]) == ["a@b.no"]


def test_forms_and_addresses(client: Client) -> None:
    scene = Scene()
    entry = scene.entry(title="Før")
    browser = client_of(scene.owner)
    browser.post(page("workspace:entry_autosave", entry.public_id), {"version": "1", "title": "T", "summary": APART})
    assert FormDraft.objects.get().data["summary"] == [NAME]
    PersonFactory(name=NAME)
    assert NAME in client.get("/sok/", {"q": APART}).text
    assert f'value="{NAME}"' in client.get("/sok/", {"q": APART}).text


def test_a_password_stays_what_was_typed() -> None:
    request = RequestFactory().post("/", {"password": APART, "login": APART})
    NullByteMiddleware(lambda request: None).process_view(request, None, (), {})  # type: ignore[arg-type, return-value]
    assert (request.POST["password"], request.POST["login"]) == (APART, NAME)


@pytest.mark.parametrize("escaped", [True, False])
def test_programs(escaped: bool) -> None:
    body = json.dumps({"title": APART, "summary": f"Av {APART}"}, ensure_ascii=escaped)
    request = RequestFactory().post("/", body, content_type="application/json")
    assert JsonParser().parse_body(request) == {"title": NAME, "summary": f"Av {NAME}"}


def test_an_entry_by_a_program() -> None:
    scene = Scene()
    new = {"kind": "innovation", "title": f"Varme fra {APART}", "types": ["product"], "summary": "Den varmer."}
    assert Program(scene.owner).post("/entries", new | {"register": "senteret"}).status_code == 201
    assert Entry.objects.get().title == f"Varme fra {NAME}"


def test_sheets_and_whatever_else_saves_a_row() -> None:
    assert kept(APART) == NAME
    assert UserFactory(name=APART).name == NAME
    assert Person.objects.get(pk=PersonFactory(name=APART).pk).name == NAME
    assert Organisation.objects.get(pk=OrganisationFactory(name_nb=APART).pk).name_nb == NAME


@pytest.mark.requirement("R-NFR-06")
@pytest.mark.parametrize(("kept_name", "stands"), [(NAME, APART), (APART, NAME), (APART, APART)])
def test_an_erasure_finds_rows_from_before(kept_name: str, stands: str) -> None:
    user = UserFactory()
    person = PersonFactory(user=user)
    Person.objects.filter(pk=person.pk).update(name=kept_name)  # past what puts letters together
    other = UserFactory()
    FormDraft.objects.create(user=other, key="entry:y", data={"summary": [f"Ring {stands} i dag"]})
    entry = PublishedEntryFactory()
    Entry.objects.filter(pk=entry.pk).update(summary=f"Prisen gikk til {stands}.")
    subject = subject_of(person=Person.objects.get(pk=person.pk))
    assert [found.field for found in mentions(subject)] == ["summary"]
    erase(subject=subject)
    assert "Ring slettet person i dag" in str(FormDraft.objects.get(user=other).data).replace("Slettet", "slettet")


def test_a_namesake_is_one_however_the_letters_lie() -> None:
    person = PersonFactory(name=NAME)
    other = PersonFactory()
    Person.objects.filter(pk=other.pk).update(name=APART)
    assert subject_of(person=person).shared_names == (NAME,)
