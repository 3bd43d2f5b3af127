"""schema.org in the pages, and addresses that last."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from samspill.parties.domain.people import merge_persons
from samspill.registry.choices import Visibility
from samspill.registry.models import EntryIdentifier
from tests.factories import ContributionFactory, EntryTypeFactory, PersonFactory
from tests.scenes import Scene, client_of, page
from tests.website.helpers import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-PAR-28"), pytest.mark.requirement("R-CHN-07")]
HOSTILE = "</script><script>alert(1)</script><!-- “&\u2028 'x'"


def data_in(html: str) -> dict[str, Any] | None:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert len(found) <= 1
    return json.loads(found[0]) if found else None


def entry_page(client: Client, entry: Any) -> str:
    return text_of(client, page("website:entry", entry.public_id, entry.slug))


def test_an_entry_says_what_it_is_and_who_did_what(client: Client) -> None:
    scene = Scene()
    scene.owner_person.orcid = "0000-0002-1825-0097"
    scene.owner_person.save()
    scene.municipality.number = "958935420"
    scene.municipality.save()
    entry = scene.published(title="Varmelager", summary="**Fint**", keywords=["varme"])
    data = data_in(entry_page(client, entry))
    assert data
    assert data["@context"] == "https://schema.org"
    assert data["@type"] == ["CreativeWork", "Product"]
    assert data["@id"] == f"http://127.0.0.1:8000/e/{entry.public_id}/"
    assert (data["name"], data["description"], data["inLanguage"]) == ("Varmelager", "Fint", "nb")
    assert data["publisher"]["name"] == "Eksempeluniversitetet"
    assert data["dateModified"][:4].isdecimal()
    person, municipality = data["contributor"]
    assert person["roleName"] == ["Idéhaver"]
    assert person["contributor"]["sameAs"] == ["https://orcid.org/0000-0002-1825-0097"]
    assert municipality["contributor"]["@type"] == "GovernmentOrganization"
    assert municipality["contributor"]["iso6523Code"] == "0192:958935420"


def test_an_entry_says_what_it_is_called_elsewhere(client: Client) -> None:
    scene = Scene()
    entry = scene.published(title="Varmelager")
    EntryIdentifier.objects.create(entry=entry, scheme="doi", value="10.1234/varme")
    EntryIdentifier.objects.create(entry=entry, scheme="isbn", value="9788215000009")
    data = data_in(entry_page(client, entry))
    assert data
    _short, doi, isbn = data["identifier"]
    assert doi == {
        "@type": "PropertyValue", "propertyID": "doi", "value": "10.1234/varme",
        "url": "https://doi.org/10.1234/varme",
    }  # fmt: skip
    assert (isbn["propertyID"], "url" in isbn) == ("isbn", False)
    assert data["sameAs"] == ["https://doi.org/10.1234/varme"]


def test_an_article_has_authors_and_the_day_it_came_out(client: Client) -> None:
    scene = Scene()
    EntryTypeFactory(code="article", kind="result")
    entry = scene.published(title="Damp", kind="result", types=["article"], start_date="2024-05-02")
    helper = PersonFactory(name="Hjelper", is_public=True)
    ContributionFactory(entry=entry, person=helper, roles=["supervisor"])
    data = data_in(entry_page(client, entry))
    assert data
    assert (data["@type"], data["headline"], data["datePublished"]) == ("ScholarlyArticle", "Damp", "2024-05-02")
    assert [one["name"] for one in data["author"]] == ["Eva Eier"]
    assert [one["contributor"]["name"] for one in data["contributor"]][:2] == ["Eva Eier", "Hjelper"]
    assert ("publisher" in data, data["sourceOrganization"]["name"]) == (False, "Eksempeluniversitetet")


def test_an_activity_is_an_event(client: Client) -> None:
    scene = Scene()
    entry = scene.published(title="Verksted", kind="activity", types=["workshop"], details={"place": "Fjordvik"})
    data = data_in(entry_page(client, entry))
    assert data
    assert (data["@type"], data["location"]["name"]) == ("EducationEvent", "Fjordvik")
    assert data["subjectOf"]["dateModified"]


def test_hostile_texts_stay_texts(client: Client) -> None:
    scene = Scene()
    entry = scene.published(title=HOSTILE, summary=HOSTILE, keywords=[HOSTILE[:90]], own_word=HOSTILE[:90])
    html = entry_page(client, entry)
    data = data_in(html)
    assert data
    assert (data["name"], data["alternateName"]) == (HOSTILE, HOSTILE[:90])
    assert "<script>alert" not in html


def test_only_what_everyone_may_see_is_said_whoever_asks(client: Client) -> None:
    scene = Scene()
    closed = scene.published(title="For enheten", visibility=Visibility.UNIT)
    assert data_in(entry_page(client_of(scene.curator), closed)) is None
    scene.register.is_public = False
    scene.register.save()
    scene.owner_person.is_public = False
    scene.owner_person.save()
    entry = scene.published(title="Åpen")
    for reader in (client, client_of(scene.curator)):
        data = data_in(entry_page(reader, entry))
        assert data
        assert "isPartOf" not in data
        assert data["contributor"][0]["contributor"] == {"@type": "Person", "name": "Eva Eier"}
    own = text_of(client_of(scene.owner), page("website:person", scene.owner_person.public_id))
    assert data_in(own) is None


def test_people_organisations_units_and_registers(client: Client) -> None:
    scene = Scene()
    scene.owner_person.email = "eva@eksempel.no"
    scene.owner_person.save()
    expected = {
        page("website:person", scene.owner_person.public_id): "Person",
        page("website:organisation", scene.university.code): "CollegeOrUniversity",
        page("website:unit", scene.centre.code): "Organization",
        page("website:register", scene.register.code): ["DataCatalog", "Collection"],
    }
    for address, kind in expected.items():
        html = text_of(client, address)
        data = data_in(html)
        assert data, address
        assert data["@type"] == kind
        assert data["name"]
        machine = re.search(r'<link rel="alternate" type="application/json" href="(/api/v1/[^"]+)">', html)
        assert machine
        assert client.get(machine[1]).status_code == 200
        assert data["url"] == f"http://127.0.0.1:8000{address}"
        assert "eva@eksempel.no" not in json.dumps(data)
    register = data_in(text_of(client, page("website:register", scene.register.code)))
    assert register
    forms = [one["encodingFormat"] for one in register["dataset"]["distribution"]]
    assert forms[1:] == ["text/csv", "application/json"]


def test_addresses_last(client: Client) -> None:
    """A new title moves the page's tail only; the short address, old tails and merged people lead on for good."""
    scene = Scene()
    entry = scene.published(title="Gammelt navn")
    entry.title = "Nytt navn"
    entry.save()
    for old in (f"/e/{entry.public_id}/", f"/e/{entry.public_id}/gammelt-navn/"):
        answer = client.get(old)
        assert (answer.status_code, answer["Location"]) == (301, f"/e/{entry.public_id}/nytt-navn/")
    html = entry_page(client, entry)
    assert f'<link rel="canonical" href="http://127.0.0.1:8000/e/{entry.public_id}/nytt-navn/">' in html
    for language, prefix in (("nb", ""), ("nn", "/nn"), ("en", "/en")):
        link = f'hreflang="{language}" href="http://127.0.0.1:8000{prefix}/e/{entry.public_id}/nytt-navn/"'
        assert link in html
    assert f'id="short-address" class="s-copied">http://127.0.0.1:8000/e/{entry.public_id}/</span>' in html
    duplicate = PersonFactory(name="Eva Eier")
    gone = duplicate.public_id
    merge_persons(kept=scene.owner_person, duplicate=duplicate, actor=scene.administrator)
    answer = client.get(f"/personer/{gone}/")
    assert (answer.status_code, answer["Location"]) == (301, f"/personer/{scene.owner_person.public_id}/")
