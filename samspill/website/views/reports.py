"""Annual reports: lists of those that are published, an edition, its files, what its figures counted, differences."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspill.core import strange
from samspill.core.exporting import respond
from samspill.core.policy import require
from samspill.core.typesetting import TypesettingError
from samspill.parties.domain.acting import NOBODY, acting_for
from samspill.parties.models import Unit
from samspill.registry.models import Entry, Register
from samspill.reports import facts, outputs, policies
from samspill.reports import queries as editions
from samspill.reports.content import LANGUAGES
from samspill.reports.difference import compare
from samspill.reports.exporting import counted_table, edition_table
from samspill.reports.models import Edition
from samspill.website import queries, report_atom
from samspill.website.report_pages import Page
from samspill.website.views.feeds import ATOM, NEWEST


@require_safe
def register_reports(request: HttpRequest, code: str) -> HttpResponse:
    """The published reports of a register."""
    shown = queries.registers_shown(acting_for(request.user)).select_related("organisation", "unit")
    return _list(request, get_object_or_404(shown, code=code))


@require_safe
def unit_reports(request: HttpRequest, code: str) -> HttpResponse:
    """The published reports of a unit."""
    return _list(request, get_object_or_404(Unit.objects.select_related("organisation"), code=code))


def _list(request: HttpRequest, subject: Register | Unit) -> HttpResponse:
    context = {
        "section": "registers" if isinstance(subject, Register) else "environments",
        "subject": subject,
        "is_register": isinstance(subject, Register),
        "editions": editions.readable_of(subject),
        "may_make": bool(policies.may_make(acting_for(request.user), subject)),
    }
    return render(request, "website/reports/list.html", context)


@require_safe
def register_file(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """The same list as a file."""
    return _file(request, form, get_object_or_404(queries.registers_shown(acting_for(request.user)), code=code))


@require_safe
def unit_file(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """The same list as a file."""
    return _file(request, form, get_object_or_404(Unit, code=code))


def _file(request: HttpRequest, form: str, subject: Register | Unit) -> HttpResponseBase:
    return respond(
        request,
        form=form,
        title=_("Annual reports"),
        filters=[(_("Register") if isinstance(subject, Register) else _("Unit"), subject.name)],
        problems=strange.told(strange.names(request.GET, ())),
        make=lambda: edition_table(editions.readable_of(subject)),
    )


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The newest published editions as Atom: all, or those of ``?register=`` or ``?unit=``."""
    subject: Register | Unit | None = None
    if code := request.GET.get("register"):
        subject = get_object_or_404(queries.registers_shown(NOBODY), code=code)
        page, query = reverse("website:register_reports", args=[code]), f"?register={code}"
    elif code := request.GET.get("unit"):
        subject = get_object_or_404(Unit, code=code)
        page, query = reverse("website:unit_reports", args=[code]), f"?unit={code}"
    else:
        page, query = reverse("website:register_list"), ""
    found = editions.readable_of(subject) if subject else editions.published(queries.registers_shown(NOBODY))
    content = report_atom.feed(
        list(found.order_by("-published_at", "-pk")[:NEWEST]),
        self_url=f"{settings.SITE_URL}{reverse('website:report_feed')}{query}",
        page_url=settings.SITE_URL + page,
        of=subject.name if subject else "",
    )
    answer = HttpResponse(content, content_type=ATOM)
    answer["Cache-Control"] = "public, max-age=300"
    return answer


@require_safe
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    """An edition."""
    edition = _edition(request, public_id)
    language = _language()
    page = Page(edition, language)
    made_at = parse_datetime(page.document["made_at"])
    assert made_at is not None
    context = _frame(request, edition) | {
        "title": page.said["title"],
        "subtitle": page.said["subtitle"],
        "description": facts.description(page.document, language),
        "about": facts.about(page.document, edition.checksum, localtime(made_at), language),
        "sections": page.sections(),
    }
    return render(request, "website/reports/report.html", context)


@require_safe
def report_list(request: HttpRequest, public_id: str, number: int, line: int) -> HttpResponse:
    """What one figure, bar or cell counted: the titles as they were, with the entries as they are today."""
    edition = _edition(request, public_id)
    page = Page(edition, _language())
    note, counted, rows = _counted(request, page, number, line)
    context = _frame(request, edition) | {
        "title": page.said["title"], "note": note, "counted": counted, "value": facts.shown(counted.value),
        "rows": rows, "is_alone": len(note.lines) == 1,
        "counts_more": isinstance(counted.value, int) and counted.value > len(rows),
    }  # fmt: skip
    return render(request, "website/reports/counted.html", context)


@require_safe
def counted_file(request: HttpRequest, public_id: str, number: int, line: int, form: str) -> HttpResponseBase:
    """What a figure counted, as a file."""
    edition = _edition(request, public_id)
    page = Page(edition, _language())
    _note, counted, rows = _counted(request, page, number, line)
    return respond(
        request,
        form=form,
        title=page.said["title"],
        filters=[(counted.label, str(facts.shown(counted.value)))],
        problems=strange.told(strange.names(request.GET, ())),
        make=lambda: counted_table(rows),
    )


def _counted(request: HttpRequest, page: Page, number: int, line: int) -> tuple[Any, Any, list[dict[str, Any]]]:
    """The note, its line, and the records that it counted: as they were, and what they are called today."""
    note = page.notes.get(number)
    if note is None or not 1 <= line <= len(note.lines):
        raise Http404
    counted = note.lines[line - 1]
    records = [page.record(key) for key in counted.records]
    today = dict(
        Entry.objects.visible_to(acting_for(request.user))
        .filter(public_id__in=[one["id"] for one in records if one["kind"] == "entry"])
        .values_list("public_id", "title")
    )
    rows = [
        one
        | {
            "now": today.get(one["id"], "") if one["kind"] == "entry" else one["title"],
            "is_open": one["kind"] != "entry" or one["id"] in today,
        }
        for one in records
    ]
    return note, counted, rows


@require_safe
def report_file(request: HttpRequest, public_id: str, form: str) -> HttpResponse:
    """The edition as PDF, XLSX or JSON, in the language of the address."""
    if form not in outputs.TYPES:
        raise Http404
    edition = _edition(request, public_id)
    language = _language()
    headers = {
        "Content-Disposition": f'attachment; filename="{outputs.file_name(edition, form, language)}"',
        "X-Content-Type-Options": "nosniff",
    }
    if request.method == "HEAD":
        return HttpResponse(content_type=outputs.TYPES[form], headers=headers)
    try:
        return HttpResponse(outputs.write(edition, form, language), outputs.TYPES[form], headers=headers)
    except TypesettingError:
        return render(request, "website/reports/no_pdf.html", _frame(request, edition), status=503)


@require_safe
def report_difference(request: HttpRequest, public_id: str) -> HttpResponse:
    """What is different from the edition before it that the reader may read."""
    edition = _edition(request, public_id)
    context = _frame(request, edition)
    if before := context["before"]:
        context["difference"] = compare(before.document, edition.document, _language())
    return render(request, "website/reports/difference.html", context)


@require_safe
def report_check(request: HttpRequest, public_id: str) -> HttpResponse:
    """The checksum taken anew, and how anybody can take it themselves."""
    edition = _edition(request, public_id)
    now = edition.checksum_now()
    context = _frame(request, edition) | {"now": now, "holds": now == edition.checksum}
    return render(request, "website/reports/check.html", context)


def _edition(request: HttpRequest, public_id: str) -> Edition:
    """One that is ready, for those who may read it."""
    edition = get_object_or_404(editions.editions().defer(None), public_id=public_id, state=Edition.State.READY)
    require(policies.may_read(acting_for(request.user), edition))
    return edition


def _frame(request: HttpRequest, edition: Edition) -> dict[str, Any]:
    may_make = bool(policies.may_make(acting_for(request.user), edition.subject))
    return {
        "section": "registers" if edition.register_id else "environments",
        "edition": edition,
        "subject": edition.subject,
        "is_register": bool(edition.register_id),
        "may_make": may_make,
        "before": editions.before(edition, published=not may_make),
    }


def _language() -> str:
    language = get_language() or LANGUAGES[0]
    return language if language in LANGUAGES else LANGUAGES[0]
