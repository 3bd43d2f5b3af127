"""Evidence of an entry: links, notes and files."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from ninja import File, Form, Router
from ninja.files import UploadedFile

from samspill.api import answers, loading
from samspill.api.endpoints.entry_parts import editable
from samspill.api.routing import actor, reader, reads, writes
from samspill.api.schemas.changes import EvidenceChange, NewEvidence, NewFile
from samspill.api.schemas.entries import EvidenceOut
from samspill.api.scopes import ENTRIES_WRITE
from samspill.core.downloads import download
from samspill.core.policy import require
from samspill.registry import policies
from samspill.registry.domain import evidence as acts
from samspill.registry.models import Entry, Evidence

router = Router(tags=["entries"])
ALL, FILES, ONE = "/{public_id}/evidence", "/{public_id}/evidence/files", "/{public_id}/evidence/{evidence}"


@writes(router, "POST", ALL, EvidenceOut, scope=ENTRIES_WRITE, status=201, summary="Add evidence")
def evidence_new(request: HttpRequest, public_id: str, body: NewEvidence) -> HttpResponse:
    """A link or a note. Confidential evidence is shown only to those who work with the entry."""
    entry = editable(request, public_id)
    values: dict[str, Any] = body.model_dump(exclude={"date"})
    made = acts.add_evidence(entry=entry, actor=actor(request), on=body.date, **values)
    return _answer(request, made, status=201)


@writes(router, "POST", FILES, EvidenceOut, scope=ENTRIES_WRITE, status=201, summary="Add a file as evidence")
def evidence_file_new(
    request: HttpRequest, public_id: str, file: File[UploadedFile], body: Form[NewFile]
) -> HttpResponse:
    """As multipart/form-data, at most 20 MB. Its type is told by its content: documents, pictures, sheets and text."""
    entry = editable(request, public_id)
    made = acts.add_evidence(
        entry=entry, actor=actor(request), kind=Evidence.Kind.FILE, file=file, title=body.title, on=body.date,
        is_confidential=body.is_confidential == "true",
    )  # fmt: skip
    return _answer(request, made, status=201)


@reads(router, f"{ONE}/file", bytes, summary="A file", one=True)
def evidence_file(request: HttpRequest, public_id: str, evidence: str) -> HttpResponseBase:
    """Byte for byte as it was uploaded; its ETag is its SHA-256. For those who may see this evidence."""
    acting = reader(request)
    piece = _find(loading.find(public_id, acting), evidence)
    require(policies.may_see_evidence(acting, piece))
    tag = f'"{piece.sha256 or answers.state_of(piece)}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=tag)
    if response is None:
        name = piece.file_name or piece.public_id
        response = download(piece.file, name=name, content_type=piece.content_type, keep="private, no-cache")
    response["ETag"] = tag
    return response


@writes(router, "PATCH", ONE, EvidenceOut, scope=ENTRIES_WRITE, versioned=True, summary="Change evidence")
def evidence_change(request: HttpRequest, public_id: str, evidence: str, body: EvidenceChange) -> HttpResponse:
    """What is said of it, and whether it is confidential; the file, link or note itself stays."""
    piece = _seen(request, public_id, evidence)
    saved = acts.change_evidence(evidence=piece, actor=actor(request), **body.model_dump(exclude_unset=True))
    return _answer(request, saved)


@writes(
    router, "DELETE", ONE, None, scope=ENTRIES_WRITE, versioned=True, status=204, summary="Remove evidence",
)  # fmt: skip
def evidence_gone(request: HttpRequest, public_id: str, evidence: str) -> HttpResponse:
    """The history keeps that it was there; a file goes for good."""
    acts.remove_evidence(evidence=_seen(request, public_id, evidence), actor=actor(request))
    return answers.nothing()


def _find(entry: Entry, evidence: str) -> Evidence:
    return get_object_or_404(entry.evidence, public_id=evidence)


def _seen(request: HttpRequest, public_id: str, evidence: str) -> Evidence:
    """What the caller may change, and has seen as it is."""
    piece = _find(editable(request, public_id), evidence)
    answers.require_seen(request, answers.state_of(piece), lambda: EvidenceOut.of(piece))
    return piece


def _answer(request: HttpRequest, piece: Evidence, *, status: int = 200) -> HttpResponse:
    return answers.one(request, EvidenceOut.of(piece), state=answers.state_of(piece), status=status)
