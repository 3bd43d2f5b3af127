"""The OAI-PMH provider as a harvester meets it: verbs, arguments, errors, pages."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import signing
from django.test import Client
from lxml import etree

from samspill.api.oai import pages, tokens
from samspill.registry.choices import Kind, Visibility
from samspill.registry.models import Entry
from tests.api.oai_helpers import NS, ask, error, every_page, identifiers, record, settle, token
from tests.factories import (
    ContributionFactory,
    EntryTypeFactory,
    ParticipationFactory,
    PersonFactory,
    PublishedEntryFactory,
    RegisterFactory,
    RelationFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-CHN-04", "R-PAR-28")]


def full_entry(**values: Any) -> Entry:
    """A public entry with a contributor, a partner and a neighbour."""
    entry: Entry = PublishedEntryFactory(**values)
    ContributionFactory(entry=entry)
    ParticipationFactory(entry=entry)
    RelationFactory(source=PublishedEntryFactory(), target=entry)
    return entry


def prize() -> Entry:
    """A public entry that the profile has no place for."""
    EntryTypeFactory(code="prize", kind=Kind.RESULT, cerif_class="other")
    made: Entry = PublishedEntryFactory(kind=Kind.RESULT, types=["prize"])
    return made


def test_identify_tells_who_we_are(settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "Samspill <drift@eksempel.no>"
    settings.SITE_URL = "https://samspill.eksempel.no"
    PublishedEntryFactory()
    settle()
    answer = ask(verb="Identify")
    said = {etree.QName(one).localname: one.text for one in answer.find("o:Identify", NS)}
    assert said["baseURL"] == "https://samspill.eksempel.no/oai"
    assert said["adminEmail"] == "drift@eksempel.no"
    assert (said["protocolVersion"], said["deletedRecord"]) == ("2.0", "persistent")
    assert said["granularity"] == "YYYY-MM-DDThh:mm:ssZ"
    assert datetime.fromisoformat(said["earliestDatestamp"]) < datetime.now(UTC) - timedelta(minutes=50)
    assert answer.findtext(".//{*}Compatibility").endswith("OpenAIRE_Service_Compatibility#1.2")
    assert answer.findtext(".//{*}repositoryIdentifier") == "samspill.eksempel.no"


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://localhost:8000"])
def test_without_a_domain_name_the_identifiers_are_well_formed_all_the_same(url: str, settings: Any) -> None:
    settings.SITE_URL = url
    answer = ask(verb="Identify")
    assert answer.findtext(".//{*}repositoryIdentifier") == "samspill.localhost"
    assert answer.findtext(".//o:adminEmail", "", NS) == "samspill@samspill.localhost"


def test_formats_of_all_and_of_one_record() -> None:
    every = ask(verb="ListMetadataFormats").findall(".//o:metadataPrefix", NS)
    assert [one.text for one in every] == ["oai_dc", "oai_cerif_openaire", "oai_cerif_openaire_v1_2"]
    one = ask(verb="ListMetadataFormats", identifier=f"oai:samspill.localhost:entry-{prize().public_id}")
    assert [prefix.text for prefix in one.findall(".//o:metadataPrefix", NS)] == ["oai_dc"]


def test_sets_are_those_of_the_profile_and_our_own() -> None:
    RegisterFactory(code="apent")
    RegisterFactory(code="lukket", is_public=False)
    specs = [one.text for one in ask(verb="ListSets").findall(".//o:setSpec", NS)]
    for name in ("publications", "products", "patents", "persons", "orgunits", "projects", "funding", "events"):
        assert f"openaire_cris_{name}" in specs
    assert {"kind_innovation", "register_apent"} <= set(specs)
    assert "register_lukket" not in specs


def test_a_set_holds_its_records_only() -> None:
    inside = PublishedEntryFactory(register=RegisterFactory(code="senteret"))
    PublishedEntryFactory()
    settle()
    found = ask(verb="ListIdentifiers", metadataPrefix="oai_dc", set="register_senteret")
    assert identifiers(found) == [f"entry-{inside.public_id}"]
    specs = [one.text for one in found.findall(".//o:setSpec", NS)]
    assert specs == ["openaire_cris_products", "kind_innovation", "register_senteret"]
    units = ask(verb="ListIdentifiers", metadataPrefix="oai_dc", set="openaire_cris_orgunits")
    assert all(one.startswith(("organisation-", "unit-")) for one in identifiers(units))


def test_a_closed_register_is_not_told_of() -> None:
    entry = PublishedEntryFactory(register=RegisterFactory(code="lukket", is_public=False))
    assert b"lukket" not in etree.tostring(record(f"entry-{entry.public_id}"))


def test_cerif_leaves_out_what_the_profile_has_no_place_for() -> None:
    identifier = f"entry-{prize().public_id}"
    settle()
    assert identifier in identifiers(ask(verb="ListRecords", metadataPrefix="oai_dc"))
    assert identifier not in identifiers(ask(verb="ListRecords", metadataPrefix="oai_cerif_openaire"))
    assert error(record(identifier, "oai_cerif_openaire")) == "cannotDisseminateFormat"


def test_nothing_private_is_harvested() -> None:
    hidden = PublishedEntryFactory(title="Bare for enheten", visibility=Visibility.UNIT)
    ContributionFactory(entry=hidden, person=PersonFactory(name="Hemmelig Person", email="hemmelig@eksempel.no"))
    shown = PublishedEntryFactory()
    shy = PersonFactory(name="Sky Person", email="sky@eksempel.no", is_public=False)
    ContributionFactory(entry=shown, person=shy)
    RelationFactory(source=hidden, target=shown)
    settle()
    for prefix in ("oai_dc", "oai_cerif_openaire"):
        text = b"".join(etree.tostring(page) for page in every_page(verb="ListRecords", metadataPrefix=prefix)).decode()
        assert shown.title in text
        for secret in ("Bare for enheten", "Hemmelig", "@eksempel.no", hidden.public_id, f"person-{shy.public_id}"):
            assert secret not in text


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=", "badVerb"),
        ("verb=listRecords", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&color=red", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&until=", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=yesterday", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-30", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01T00:00:00", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=%EF%BC%92026-01-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01&until=2026-01-02T00:00:00Z", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-02&until=2026-01-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&until=9999-12-31", ""),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=0001-01-01", ""),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=nothing", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc21", "cannotDisseminateFormat"),
        ("verb=ListIdentifiers&metadataPrefix=oai_dc&from=2999-01-01", "noRecordsMatch"),
        ("verb=ListIdentifiers&metadataPrefix=oai_dc&until=1999-12-31", "noRecordsMatch"),
        ("verb=ListIdentifiers&metadataPrefix=oai_dc&set=openaire_cris_equipments", "noRecordsMatch"),
        ("verb=ListIdentifiers&metadataPrefix=oai_dc&set=register_finnes-ikke", "noRecordsMatch"),
        ("verb=ListRecords&resumptionToken=x&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&resumptionToken=", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=made-up", "badResumptionToken"),
        ("verb=ListSets&resumptionToken=made-up", "badResumptionToken"),
        ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=entry-abc", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:other.no:entry-abc", "idDoesNotExist"),
        ("verb=ListMetadataFormats&identifier=", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=%3Cb%3E%27;DROP%20TABLE%01", "idDoesNotExist"),
    ],
)  # fmt: skip
def test_each_wrong_request_is_told_what_is_wrong(query: str, code: str) -> None:
    PublishedEntryFactory()
    settle()
    for response in (
        Client().get(f"/oai?{query}"),
        Client().post("/oai", query, content_type="application/x-www-form-urlencoded"),
    ):
        answer = etree.fromstring(response.content)
        assert error(answer) == code
        if code:
            assert len(answer.findtext("o:error", "", NS)) > 20
            assert bool(answer.find("o:request", NS).attrib) is (code not in ("badVerb", "badArgument"))


def test_post_answers_like_get() -> None:
    entry = full_entry()
    query = {"verb": "GetRecord", "metadataPrefix": "oai_dc"}
    query["identifier"] = f"oai:samspill.localhost:entry-{entry.public_id}"
    by_post = Client(enforce_csrf_checks=True).post("/oai", query)
    got, posted = ask(**query), etree.fromstring(by_post.content)
    assert etree.tostring(got.find("o:GetRecord", NS)) == etree.tostring(posted.find("o:GetRecord", NS))


def test_pages_go_on_by_tokens_until_an_empty_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PAGE_SIZE", 3)
    made = [PublishedEntryFactory() for _ in range(7)]
    settle()
    found = every_page(verb="ListRecords", metadataPrefix="oai_dc", set="kind_innovation")
    assert [len(identifiers(page)) for page in found] == [3, 3, 1]
    assert sorted(one for page in found for one in identifiers(page)) == sorted(
        f"entry-{row.public_id}" for row in made
    )
    assert [token(page).get("cursor") for page in found] == ["0", "3", "6"]
    assert not token(found[-1]).text
    assert len({page.findtext("o:responseDate", "", NS) for page in found}) == 1


def test_a_list_of_one_page_has_no_token() -> None:
    PublishedEntryFactory()
    settle()
    assert token(ask(verb="ListRecords", metadataPrefix="oai_dc", set="kind_innovation")) is None


def test_a_token_of_last_month_is_refused_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PAGE_SIZE", 1)
    full_entry()
    settle()
    with time_machine.travel(datetime.now(UTC) - timedelta(days=31), tick=False):
        old = token(ask(verb="ListRecords", metadataPrefix="oai_dc")).text
        assert error(ask(verb="ListRecords", resumptionToken=old)) == ""
    refused = ask(verb="ListRecords", resumptionToken=old)
    assert error(refused) == "badResumptionToken"
    assert "too old" in refused.findtext("o:error", "", NS)
    assert "Begin the list anew" in refused.findtext("o:error", "", NS)


def test_a_token_of_another_verb_or_bent_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PAGE_SIZE", 1)
    full_entry()
    settle()
    good = token(ask(verb="ListRecords", metadataPrefix="oai_dc")).text
    assert error(ask(verb="ListIdentifiers", resumptionToken=good)) == "badResumptionToken"
    assert error(ask(verb="ListRecords", resumptionToken=f"x{good}")) == "badResumptionToken"
    for strange in (["a"], {"verb": "ListRecords"}, "ListRecords", 7):
        signed = signing.dumps(strange, salt=tokens._SALT)
        assert error(ask(verb="ListRecords", resumptionToken=signed)) == "badResumptionToken"


def test_the_last_page_is_found_without_walking_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PAGE_SIZE", 2)
    made = [PublishedEntryFactory() for _ in range(5)]
    settle()
    position = pages.near_end(spec="kind_innovation")
    assert position is not None
    last = ask(verb="ListRecords", resumptionToken=tokens.issue(position)[0])
    assert identifiers(last) == [f"entry-{row.public_id}" for row in made[-2:]]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("prefix", ["oai_dc", "oai_cerif_openaire"])
def test_a_page_takes_the_same_queries_for_1_and_3_rows(
    number: int, prefix: str, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        full_entry()
    settle()
    with django_assert_num_queries(18):
        ask(verb="ListRecords", metadataPrefix=prefix)


def test_a_day_as_until_holds_to_its_last_second() -> None:
    entry = PublishedEntryFactory()
    settle(48)
    day = f"{datetime.now(UTC) - timedelta(hours=48):%Y-%m-%d}"
    found = ask(verb="ListIdentifiers", metadataPrefix="oai_dc", set="kind_innovation", from_=day, until=day)
    assert identifiers(found) == [f"entry-{entry.public_id}"]
