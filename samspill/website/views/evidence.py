"""Evidence as a file: only through the permission check, and never run by the browser."""

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from samspill.core.downloads import download
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.registry import policies
from samspill.registry.models import Evidence


@require_safe
def evidence_file(request: HttpRequest, public_id: str) -> FileResponse:
    """The file as a download."""
    evidence = get_object_or_404(
        Evidence.objects.select_related("entry__register", "entry__organisation"), public_id=public_id
    )
    require(policies.may_see_evidence(acting_for(request.user), evidence))
    return download(
        evidence.file,
        name=evidence.file_name or evidence.public_id,
        content_type=evidence.content_type,
        keep="private, no-store" if evidence.is_confidential else "private, max-age=300",
    )
