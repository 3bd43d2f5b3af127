"""Asking the OAI-PMH provider, and reading what it answers."""

from datetime import timedelta
from typing import Any

from django.db.models import F
from django.test import Client
from lxml import etree

from samspill.registry.models import HarvestRecord
from tests.outlines import faults

NS = {
    "o": "http://www.openarchives.org/OAI/2.0/",
    "c": "https://www.openaire.eu/cerif-profile/1.2/",
    "dc": "http://purl.org/dc/elements/1.1/",
}


def settle(hours: int = 1) -> None:
    """As if all that has been changed so far was changed this much earlier: the running second is never answered."""
    HarvestRecord.objects.update(stamp=F("stamp") - timedelta(hours=hours))


def ask(**arguments: Any) -> Any:
    """The answer to a request by GET, as an XML tree whose elements stand where they may; ``from_`` stands for from."""
    response = Client().get("/oai", {name.rstrip("_"): value for name, value in arguments.items()})
    assert response.status_code == 200
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    answer = etree.fromstring(response.content)
    assert faults(answer) == []
    return answer


def error(answer: Any) -> str:
    """The code of the error that was answered; empty when there was none."""
    found = answer.find("o:error", NS)
    return "" if found is None else str(found.get("code"))


def identifiers(answer: Any, *, deleted: bool | None = None) -> list[str]:
    """Local identifiers of the headers in an answer, in order."""
    return [
        header.findtext("o:identifier", "", NS).split(":", 2)[2]
        for header in answer.findall(".//o:header", NS)
        if deleted is None or (header.get("status") == "deleted") is deleted
    ]


def token(answer: Any) -> Any:
    """The resumptionToken element, if there is one."""
    return answer.find(".//o:resumptionToken", NS)


def every_page(**arguments: Any) -> list[Any]:
    """All pages of a list."""
    pages = [ask(**arguments)]
    while (going_on := token(pages[-1])) is not None and going_on.text:
        pages.append(ask(verb=arguments["verb"], resumptionToken=going_on.text))
    return pages


def record(identifier: str, prefix: str = "oai_dc") -> Any:
    """One record, by its local identifier."""
    return ask(verb="GetRecord", metadataPrefix=prefix, identifier=f"oai:samspill.localhost:{identifier}")
