"""A kept file as a download, and never run by the browser."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404


def download(file: FieldFile, *, name: str, content_type: str, keep: str = "private, no-store") -> FileResponse:
    """The file under the name that its owner gave it; whoever calls has asked whether it may be seen.

    ``keep``: what caches may do. Raises `Http404` when there is none, or it is gone from the storage.
    """
    if not file:
        raise Http404
    try:
        content = file.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    response = FileResponse(
        content, as_attachment=True, filename=name, content_type=content_type or "application/octet-stream"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = keep
    return response
