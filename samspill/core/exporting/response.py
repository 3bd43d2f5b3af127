"""An export as an answer to a request."""

from collections.abc import Callable, Iterator, Sequence

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from samspill.core.exporting import csv_file, json_file, workbook
from samspill.core.exporting.snapshot import Stream, TooManyExports
from samspill.core.exporting.tables import About, Table

FORMS: dict[str, tuple[str, Callable[[Table, About], Iterator[bytes]]]] = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook.write),
    "csv": ("text/csv; charset=utf-8", csv_file.write),
    "json": ("application/json", json_file.write),
}
"""Ending -> (type, writer)."""


def respond(
    request: HttpRequest,
    *,
    form: str,
    title: str,
    make: Callable[[], Table],
    filters: Sequence[tuple[str, str]] = (),
    problems: Sequence[str] = (),
    understood: str = "",
    page: str = "",
) -> HttpResponseBase:
    """The list as a file, sent while it is made. ``make`` is called inside the export's own transaction.

    ``title`` says what it is of, ``filters`` (label, value) what it was narrowed by; both are in the file's name.
    ``problems`` are sentences on what the address asks for and cannot have: then no file is made, in no form, since a
    script that fetches it reads no notes; 400, with the way to the file that ``understood`` (a query string) asks for.
    ``page`` is the address of the page that the list stands on, where it is not the file's own without its name.
    404 for a form that is none of `FORMS`; 503 when too many exports are being made.
    """
    if form not in FORMS:
        raise Http404
    if problems:
        context = {"problems": problems, "mended": request.path + (f"?{understood}" if understood else "")}
        return render(request, "core/export_refused.html", context, status=400)
    content_type, write = FORMS[form]
    language = translation.get_language()
    own, _mark, asked = request.get_full_path().partition("?")
    shown = "?".join(filter(None, (page or own.replace(f"eksport.{form}", ""), asked)))
    about = About(
        title=title,
        site=str(settings.SITE_NAME),
        address=f"{settings.SITE_URL}{shown}",
        made_at=timezone.localtime(),
        made_for=str(request.user) if request.user.is_authenticated else _("everyone"),
        filters=list(filters),
    )

    def blocks() -> Iterator[bytes]:
        with translation.override(language):
            yield from write(make(), about)

    headers = {
        "Content-Type": content_type,
        "Content-Disposition": f'attachment; filename="{file_name(about, form)}"',
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex",
    }
    if request.method == "HEAD":
        return HttpResponse(headers=headers)
    try:
        return StreamingHttpResponse(Stream(blocks), headers=headers)
    except TooManyExports:
        told = _("Many exports are being made just now. Wait a minute, and try again.")
        return HttpResponse(told, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": "60"})


def file_name(about: About, form: str) -> str:
    """Site, what, filters and date: "samspill-oppforinger-innovasjon-2024-2026-11-22.xlsx"."""
    words = [about.site, about.title, *(value for _name, value in about.filters)]
    letters = str.maketrans("æøåÆØÅ", "aoaAOA")
    stem = "-".join(filter(None, (slugify(word.translate(letters))[:40].strip("-") for word in words)))
    return f"{stem[:110].strip('-')}-{about.made_at:%Y-%m-%d}.{form}"
