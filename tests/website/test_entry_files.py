"""Entries and a person's works as files, for archives, ORCID and reference managers."""

import json
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from samspill.registry.choices import Kind, Visibility
from samspill.registry.models import Confirmation
from tests.factories import ContributionFactory, EntryTypeFactory, PersonFactory, PublishedEntryFactory
from tests.website.helpers import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-CHN-04", "R-CHN-07")]


@pytest.mark.parametrize("form", ["dublin-core", "cerif", "orcid-xml"])
def test_xml_files_are_well_formed_and_downloaded(client: Client, form: str) -> None:
    entry = PublishedEntryFactory(title="A <b> & \x0b c")
    response = client.get(f"/e/{entry.public_id}/fil/{form}/")
    assert response["Content-Disposition"].startswith(f'attachment; filename="samspill-{entry.public_id}.')
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    assert "A <b> &  c" in "".join(etree.fromstring(response.content).itertext())


def test_a_persons_works_are_those_on_the_page(client: Client) -> None:
    person = PersonFactory(name="Kari Nordmann")
    shown, hidden = PublishedEntryFactory(title="Vist"), PublishedEntryFactory(visibility=Visibility.UNIT)
    disputed = PublishedEntryFactory(title="Omstridt")
    for entry in (shown, hidden, disputed):
        part = ContributionFactory(entry=entry, person=person)
    Confirmation.objects.create(contribution=part, statement="contributed", answer="disputed", message="Nei")
    page = text_of(client, f"/personer/{person.public_id}/")
    address = f"/personer/{person.public_id}/fil/bibtex/"
    assert f'href="{address}"' in page
    bib = client.get(address)
    assert bib["Content-Type"].startswith("application/x-bibtex")
    assert "author = {Nordmann, Kari}" in bib.content.decode()
    works = json.loads(client.get(f"/personer/{person.public_id}/fil/orcid-json/").content)["bulk"]
    assert [one["work"]["title"]["title"]["value"] for one in works] == ["Vist"]
    for form in ("bibtex", "orcid-xml", "orcid-json"):
        assert hidden.public_id not in client.get(f"/personer/{person.public_id}/fil/{form}/").content.decode()


def test_the_page_offers_what_there_is(client: Client) -> None:
    EntryTypeFactory(code="prize", kind=Kind.RESULT, cerif_class="other")
    EntryTypeFactory(code="book", kind=Kind.RESULT, cerif_class="publication")  # which others are, and these are not
    for kind, types, has_cerif in (("innovation", ["product"], True), ("result", ["prize"], False)):
        EntryTypeFactory(code="product")
        entry = PublishedEntryFactory(kind=kind, types=types)
        page = text_of(client, f"/e/{entry.public_id}/{entry.slug}/")
        assert f"/e/{entry.public_id}/fil/bibtex/" in page
        assert (f"/e/{entry.public_id}/fil/cerif/" in page) is has_cerif
        assert client.get(f"/e/{entry.public_id}/fil/cerif/").status_code == (200 if has_cerif else 404)


def test_a_file_takes_the_same_queries_however_many_works(client: Client, django_assert_num_queries: Any) -> None:
    person = PersonFactory()
    for _ in range(3):
        ContributionFactory(entry=PublishedEntryFactory(), person=person)
        with django_assert_num_queries(13):
            client.get(f"/personer/{person.public_id}/fil/bibtex/")
