"""Atom feeds and the map of the site: valid, stable, in each language, and cheap to ask again."""

from datetime import datetime
from xml.etree.ElementTree import Element

import pytest
from defusedxml import ElementTree
from django.test import Client

from samspill.registry.choices import Kind, Visibility
from samspill.registry.models import Entry
from samspill.website.views import sitemaps
from tests.factories import PersonFactory, PublishedEntryFactory
from tests.scenes import Scene, client_of
from tests.website.helpers import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-PAR-28")]
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def feed(client: Client, address: str = "/atom/") -> Element:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    found: Element = ElementTree.fromstring(response.content)
    return found


def titles(root: Element) -> list[str]:
    return [entry.findtext(f"{ATOM}title", "") for entry in root.iter(f"{ATOM}entry")]


def test_a_feed_has_what_the_format_asks_for(client: Client) -> None:
    scene = Scene()
    entry = scene.published(title="Varme & <lager>\x0b", summary="**Fint** ]]> &amp;")
    root = feed(client)
    for name in ("id", "title", "updated"):
        assert root.findtext(f"{ATOM}{name}"), name
    one = root.find(f"{ATOM}entry")
    assert one is not None
    assert one.findtext(f"{ATOM}id") == f"http://127.0.0.1:8000/e/{entry.public_id}/"
    assert one.findtext(f"{ATOM}title") == "Varme & <lager>"
    assert one.findtext(f"{ATOM}summary") == "Fint ]]> &"
    assert [name.text for name in one.iter(f"{ATOM}name")] == ["Eva Eier"]
    for moment in ("updated", "published"):
        assert datetime.fromisoformat(one.findtext(f"{ATOM}{moment}", "")).tzinfo
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {"self": "http://127.0.0.1:8000/atom/", "alternate": "http://127.0.0.1:8000/innovasjoner/"}


def test_a_feed_can_be_of_a_register_a_unit_an_organisation_or_a_search(client: Client) -> None:
    scene = Scene()
    scene.published(title="Varmelager")
    PublishedEntryFactory(title="Et annet sted")
    for query in (f"register={scene.register.code}", f"unit={scene.centre.code}", f"partner={scene.municipality.code}",
                  "q=varmelager"):  # fmt: skip
        assert titles(feed(client, f"/atom/?{query}")) == ["Varmelager"], query
    assert "<subtitle>Vi kjenner ikke til Type: tull." in client.get("/atom/?type=tull").content.decode()
    assert feed(client, "/en/atom/?q=varmelager").get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert 'application/atom+xml" title="Nyeste oppføringer" href="/atom/"' in text_of(client, "/")
    assert f'href="/atom/?register={scene.register.code}"' in text_of(client, f"/registre/{scene.register.code}/")
    shown = text_of(client, "/innovasjoner/?q=varmelager&type=product").split("<main")[1]
    assert 'href="/atom/?q=varmelager&amp;type=product"' in shown, "who reads the list can follow it"


def test_a_feed_is_the_same_for_the_logged_in_and_has_nothing_hidden(client: Client) -> None:
    scene = Scene()
    scene.published(title="For enheten", visibility=Visibility.UNIT)
    assert titles(feed(client_of(scene.curator))) == []
    assert feed(client).findtext(f"{ATOM}updated")


def test_asked_again_nothing_is_sent_until_something_has_changed(client: Client) -> None:
    entry = PublishedEntryFactory(title="Varmelager")
    first = client.get("/atom/")
    headers = {"if-none-match": first["ETag"]}
    assert client.get("/atom/", headers=headers).status_code == 304
    assert client.get("/atom/", headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
    assert "public" in first["Cache-Control"]
    entry.title = "Nytt navn"
    entry.save()
    assert client.get("/atom/", headers=headers).status_code == 200


def test_robots_leads_to_the_map_and_away_from_the_workspace(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in lines
    assert {"Disallow: /arbeid/", "Disallow: /nn/arbeid/", "Disallow: /en/konto/"} <= set(lines)


def places(client: Client, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200, address
    raw = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    return [one.text or "" for one in ElementTree.fromstring(raw).iter(f"{MAP}loc")]


def test_every_public_page_is_on_the_map_in_three_languages(client: Client) -> None:
    scene = Scene()
    entry = scene.published(title="Varmelager")
    scene.published(title="For enheten", visibility=Visibility.UNIT)
    PersonFactory(name="Hemmelig", is_public=False)
    found = [
        place
        for part in places(client, "/sitemap.xml")
        for place in places(client, part.removeprefix("http://127.0.0.1:8000"))
    ]
    site = "http://127.0.0.1:8000"
    for prefix in ("", "/nn", "/en"):
        assert f"{site}{prefix}/e/{entry.public_id}/varmelager/" in found
        assert f"{site}{prefix}/personer/{scene.owner_person.public_id}/" in found
        assert f"{site}{prefix}/registre/{scene.register.code}/" in found
    assert not any("for-enheten" in place for place in found)
    assert len([place for place in found if "/personer/" in place]) == 3
    assert all(client.get(place.removeprefix(site)).status_code == 200 for place in found[:6])


def test_parts_are_ranges_of_ids_so_that_the_last_costs_as_the_first(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = [PublishedEntryFactory(kind=Kind.INNOVATION) for _number in range(3)]
    monkeypatch.setattr(sitemaps, "SPAN", 1)
    parts = [part for part in places(client, "/sitemap.xml") if "oppforinger" in part]
    assert parts == [f"http://127.0.0.1:8000/sitemap/oppforinger-{entry.pk}.xml" for entry in entries]
    assert len(places(client, f"/sitemap/oppforinger-{entries[2].pk}.xml")) == 3
    Entry.objects.filter(pk=entries[1].pk).update(visibility=Visibility.UNIT)
    assert client.get(f"/sitemap/oppforinger-{entries[1].pk}.xml").status_code == 404
    for name in ("ukjent-0", "oppforinger", "oppforinger-x", "oppforinger-99999999999999999999"):
        assert client.get(f"/sitemap/{name}.xml").status_code == 404
