"""The one address of the provider: /oai, by GET and by POST."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from samspill.api.oai import pages
from samspill.api.oai.answers import VERBS, base_url
from samspill.api.oai.arguments import Request, read, stamp
from samspill.api.oai.errors import OaiError
from samspill.core.xml_tree import Element, document, el, make

NAMESPACE = "http://www.openarchives.org/OAI/2.0/"


@csrf_exempt  # POST reads only, and changes nothing
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request: HttpRequest) -> HttpResponse:
    """Answers any OAI-PMH request; what is wrong with it is told in XML with status 200, as the protocol says.

    ``responseDate`` is the second that the answer is true for: a harvester that goes on from it misses nothing.
    """
    now = pages.horizon()
    asked: Request | None = None
    try:
        asked = read(request.POST if request.method == "POST" else request.GET)
        answer, now = VERBS[asked.verb](asked, now)
    except OaiError as error:
        if error.code in ("badVerb", "badArgument"):
            asked = None  # the protocol: no arguments are repeated then
        answer = el("error", str(error), code=error.code)
    return HttpResponse(_envelope(now, asked, answer), content_type="text/xml; charset=utf-8")


def _envelope(now: datetime, asked: Request | None, answer: Element) -> str:
    arguments = {"verb": asked.verb, **asked.arguments} if asked else {}
    return document(
        make(
            "OAI-PMH",
            [el("responseDate", stamp(now)), make("request", [base_url()], arguments), answer],
            {
                "xmlns": NAMESPACE,
                "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
                "xsi:schemaLocation": f"{NAMESPACE} {NAMESPACE}OAI-PMH.xsd",
            },
        )
    )
