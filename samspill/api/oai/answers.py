"""What each verb answers, as XML, and the second that it is true for."""

import re
from collections.abc import Callable
from datetime import datetime
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Min

from samspill.api.oai import pages, sets, tokens
from samspill.api.oai.arguments import Request, stamp
from samspill.api.oai.errors import BadResumptionToken, CannotDisseminateFormat, IdDoesNotExist, NoRecordsMatch
from samspill.api.oai.formats import FORMATS, has
from samspill.core.xml_tree import Element, el, make
from samspill.registry.formats import cerif
from samspill.registry.models import HarvestRecord

DOMAIN = re.compile(r"[a-zA-Z][a-zA-Z0-9\-]*(\.[a-zA-Z][a-zA-Z0-9\-]*)+")
Answer = tuple[Element, datetime]
IDENTIFIER_NAMESPACE = "http://www.openarchives.org/OAI/2.0/oai-identifier"


def repository() -> str:
    """What stands in every identifier: the host of the site's address, when it is a domain name."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    return host if DOMAIN.fullmatch(host) else "samspill.localhost"


def base_url() -> str:
    """Where the provider is."""
    return f"{settings.SITE_URL}/oai"


def admin_email() -> str:
    """Whom a harvester writes to: the sender of our mail."""
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return address if re.fullmatch(r"\S+@(\S+\.)+\S+", address) else f"samspill@{repository()}"


def identify(request: Request, now: datetime) -> Answer:
    """Who we are."""
    earliest = HarvestRecord.objects.aggregate(first=Min("stamp"))["first"] or now
    answer = el(
        "Identify",
        el("repositoryName", f"{settings.SITE_NAME} ({urlsplit(settings.SITE_URL).netloc})"),
        el("baseURL", base_url()),
        el("protocolVersion", "2.0"),
        el("adminEmail", admin_email()),
        el("earliestDatestamp", stamp(earliest)),
        el("deletedRecord", "persistent"),
        el("granularity", "YYYY-MM-DDThh:mm:ssZ"),
        el(
            "description",
            make(
                "oai-identifier",
                [
                    el("scheme", "oai"),
                    el("repositoryIdentifier", repository()),
                    el("delimiter", ":"),
                    el("sampleIdentifier", f"oai:{repository()}:entry-abcd2345"),
                ],
                {
                    "xmlns": IDENTIFIER_NAMESPACE,
                    "xsi:schemaLocation": f"{IDENTIFIER_NAMESPACE} {IDENTIFIER_NAMESPACE}.xsd",
                },
            ),
        ),
        el("description", cerif.service()),
    )
    return answer, now


def list_metadata_formats(request: Request, now: datetime) -> Answer:
    """The formats, of everything or of one record. noMetadataFormats cannot happen: all have Dublin Core."""
    record = _record(request.get("identifier")) if "identifier" in request.arguments else None
    answer = el(
        "ListMetadataFormats",
        *(
            el(
                "metadataFormat",
                el("metadataPrefix", one.prefix),
                el("schema", one.schema),
                el("metadataNamespace", one.namespace),
            )
            for one in FORMATS.values()
            if record is None or has(one.prefix, record.entity)
        ),
    )
    return answer, now


def list_sets(request: Request, now: datetime) -> Answer:
    """All sets, in one answer."""
    if "resumptionToken" in request.arguments:
        raise BadResumptionToken("ListSets gives all sets at once and hands out no resumptionToken.")
    found = [el("set", el("setSpec", spec), el("setName", name)) for spec, name in sets.all_sets()]
    return el("ListSets", *found), now


def get_record(request: Request, now: datetime) -> Answer:
    """One record."""
    record = _record(request.get("identifier"))
    prefix = request.get("metadataPrefix")
    if not has(prefix, record.entity):
        raise CannotDisseminateFormat("This record is not to be had in that format: ListMetadataFormats tells which.")
    return el("GetRecord", _element(record, pages.metadata([record], prefix).get(record.pk))), now


def list_identifiers(request: Request, now: datetime) -> Answer:
    """Headers, page by page."""
    position, found = _page(request, now)
    headers = [_header(record, deleted=record.deleted) for record in found[: pages.PAGE_SIZE]]
    return el("ListIdentifiers", *headers, _token(position, found)), datetime.fromisoformat(position.told)


def list_records(request: Request, now: datetime) -> Answer:
    """Records, page by page."""
    position, found = _page(request, now)
    page = found[: pages.PAGE_SIZE]
    metadata = pages.metadata(page, position.prefix)
    elements = [_element(one, metadata.get(one.pk)) for one in page]
    return el("ListRecords", *elements, _token(position, found)), datetime.fromisoformat(position.told)


VERBS: dict[str, Callable[[Request, datetime], Answer]] = {
    "Identify": identify,
    "ListMetadataFormats": list_metadata_formats,
    "ListSets": list_sets,
    "GetRecord": get_record,
    "ListIdentifiers": list_identifiers,
    "ListRecords": list_records,
}


def _page(request: Request, now: datetime) -> tuple[tokens.Position, list[HarvestRecord]]:
    token = request.get("resumptionToken")
    if "resumptionToken" in request.arguments:
        position = tokens.read(token, request.verb)
    else:
        position = pages.first_position(request, now)
    found = pages.find(position)
    if not found and not position.seen:
        raise NoRecordsMatch("Nothing fits: try a wider from and until, or another set.")
    return position, found


def _token(position: tokens.Position, found: list[HarvestRecord]) -> Element | None:
    """The token of the next page; an empty one on the last of several pages; none when there is just one."""
    seen = position.seen + min(len(found), pages.PAGE_SIZE)
    if len(found) > pages.PAGE_SIZE:
        last = found[pages.PAGE_SIZE - 1]
        token, expires = tokens.issue(
            tokens.Position(
                position.verb, position.prefix, position.set, position.start, position.until, position.told,
                last.stamp.isoformat(), last.pk, seen,
            )
        )  # fmt: skip
        return make("resumptionToken", [token], {"expirationDate": stamp(expires), "cursor": str(position.seen)})
    return make("resumptionToken", [], {"cursor": str(position.seen)}) if position.seen else None


def _record(identifier: str) -> HarvestRecord:
    prefix = f"oai:{repository()}:"
    local = identifier.removeprefix(prefix)
    record = HarvestRecord.objects.filter(identifier=local).first() if identifier.startswith(prefix) else None
    if record is None:
        raise IdDoesNotExist(f"No record has this identifier. Ours begin with {prefix}")
    return record


def _element(record: HarvestRecord, metadata: Element | None) -> Element:
    if metadata is None:
        return el("record", _header(record, deleted=True))
    return el("record", _header(record, deleted=False), el("metadata", metadata))


def _header(record: HarvestRecord, *, deleted: bool) -> Element:
    return el(
        "header",
        el("identifier", f"oai:{repository()}:{record.identifier}"),
        el("datestamp", stamp(record.stamp)),
        *(el("setSpec", spec) for spec in sets.of_record(record)),
        status="deleted" if deleted else None,
    )
