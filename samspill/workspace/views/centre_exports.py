"""Centres and initiatives that the user runs, and what hangs on them, as files: what their pages list."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspill.centres import exporting
from samspill.centres.models import Centre, Initiative, Milestone
from samspill.core import strange
from samspill.core.exporting import Table, respond
from samspill.parties.domain.acting import acting_for
from samspill.workspace.views.centre_frame import Frame, find_centre, find_initiative
from samspill.workspace.views.centre_parts import CENTRE, INITIATIVE, Kind, parts_of
from samspill.workspace.views.studies import studies_of


@require_safe
@login_required
def centres(request: HttpRequest, form: str) -> HttpResponseBase:
    """The centres that the user runs."""
    acting = acting_for(request.user)
    return respond(
        request,
        form=form,
        title=_("Centres"),
        problems=_problems(request),
        make=lambda: exporting.centre_table(Centre.objects.run_by(acting), acting),
    )


@require_safe
@login_required
def initiatives(request: HttpRequest, form: str) -> HttpResponseBase:
    """The initiatives that the user runs."""
    rows = Initiative.objects.run_by(acting_for(request.user))
    return respond(
        request,
        form=form,
        title=_("Initiatives"),
        problems=_problems(request),
        page=reverse("workspace:centres"),
        make=lambda: exporting.initiative_table(rows),
    )


@require_safe
@login_required
def centre_milestones(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """The milestones of a centre."""
    return _milestones(request, find_centre(request, code), form)


@require_safe
@login_required
def initiative_milestones(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """The milestones of an initiative."""
    return _milestones(request, find_initiative(request, code), form)


def _milestones(request: HttpRequest, frame: Frame, form: str) -> HttpResponseBase:
    kind = "centre" if frame.is_centre else "initiative"
    rows = Milestone.objects.filter(**{kind: frame.subject})
    return _of(request, frame, form, _("Milestones"), lambda: exporting.milestone_table(rows))


@require_safe
@login_required
def centre_studies(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """The studies that a centre is part of."""
    frame = find_centre(request, code)
    return _of(request, frame, form, _("Studies"), lambda: exporting.study_table(studies_of(frame), frame.acting))


@require_safe
@login_required
def centre_parts(request: HttpRequest, code: str, part: str, form: str) -> HttpResponseBase:
    """Partners, registers or public money of a centre."""
    return _parts(request, find_centre(request, code), form, CENTRE.get(part))


@require_safe
@login_required
def initiative_parts(request: HttpRequest, code: str, part: str, form: str) -> HttpResponseBase:
    """Phases, instruments or innovation leaders of an initiative."""
    return _parts(request, find_initiative(request, code), form, INITIATIVE.get(part))


def _parts(request: HttpRequest, frame: Frame, form: str, kind: Kind | None) -> HttpResponseBase:
    if kind is None:
        raise Http404
    return _of(request, frame, form, str(kind.title), lambda: kind.table(parts_of(frame.subject, kind)))


def _of(request: HttpRequest, frame: Frame, form: str, title: str, make: Callable[[], Table]) -> HttpResponseBase:
    filters = [(_("Centre") if frame.is_centre else _("Initiative"), frame.subject.name)]
    return respond(request, form=form, title=title, filters=filters, problems=_problems(request), make=make)


def _problems(request: HttpRequest) -> list[str]:
    return strange.told(strange.names(request.GET, ()))
