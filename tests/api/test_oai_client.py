"""A harvester that others wrote (Sickle) takes everything through a real server, and later just what has changed."""

from typing import Any

import pytest
from django.db import connection
from sickle import Sickle
from sickle.oaiexceptions import BadResumptionToken, NoRecordsMatch

from samspill.api.oai import pages
from samspill.registry.choices import Status
from samspill.registry.models import Entry
from tests.api.oai_helpers import settle
from tests.factories import ContributionFactory, OrganisationFactory, PersonFactory, PublishedEntryFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("R-CHN-04", "R-PAR-28")]

FORMATS = ("oai_dc", "oai_cerif_openaire")


def harvest(client: Sickle, prefix: str, **arguments: str) -> dict[str, tuple[str, bool, str]]:
    """Identifier -> datestamp, deleted, and the record as it came."""
    found: dict[str, tuple[str, bool, str]] = {}
    for record in client.ListRecords(metadataPrefix=prefix, ignore_deleted=False, **arguments):
        header = record.header
        assert header.identifier not in found, "given twice"
        found[header.identifier] = (header.datestamp, bool(header.deleted), record.raw)
    return found


def test_everything_twice_and_then_what_has_changed(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PAGE_SIZE", 6)
    owner = OrganisationFactory()
    for place in range(8):
        entry = PublishedEntryFactory(
            organisation=owner, public_id=f"entry2{place + 30}", title=f"Ære & <være> {place}"
        )
        ContributionFactory(entry=entry, person=PersonFactory(public_id=f"pers2{place + 30}"))
    settle()
    client = Sickle(f"{live_server.url}/oai", timeout=20)
    assert client.Identify().deletedRecord == "persistent"
    assert {one.metadataPrefix for one in client.ListMetadataFormats()} >= set(FORMATS)
    assert "openaire_cris_persons" in {one.setSpec for one in client.ListSets()}
    for prefix in FORMATS:
        first = harvest(client, prefix)
        assert len([one for one in first if ":entry-" in one]) == 8
        assert len([one for one in first if ":person-" in one]) == 8
        assert first == harvest(client, prefix)
        assert list(first) == [one.identifier for one in client.ListIdentifiers(metadataPrefix=prefix)]

    since = max(stamp for stamp, _deleted, _raw in first.values())
    Entry.objects.filter(public_id="entry230").update(title="Nytt navn")
    Entry.objects.filter(public_id="entry231").update(status=Status.WITHDRAWN, withdrawn_reason="Feil")
    fresh = PublishedEntryFactory(public_id="fresh222", organisation=owner)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(2)")  # the second that is running is not answered yet
    changed = harvest(client, "oai_dc", **{"from": since})
    for identifier, was in first.items():
        if was[0] == since and changed.get(identifier, was)[0] == since:
            changed.pop(identifier, None)  # of the last second of the first harvest: from is included
    ours = {one.split(":")[2]: deleted for one, (_stamp, deleted, _raw) in changed.items()}
    assert ours == {
        "entry-entry230": False,
        "entry-entry231": True,
        "person-pers231": True,  # has no part in anything public any more
        f"entry-{fresh.public_id}": False,
    }
    assert "Nytt navn" in changed["oai:samspill.localhost:entry-entry230"][2]
    with pytest.raises(NoRecordsMatch):
        harvest(client, "oai_dc", **{"from": "2999-01-01"})
    with pytest.raises(BadResumptionToken):
        client.ListRecords(resumptionToken="fra i fjor")
