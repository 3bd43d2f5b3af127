"""The workspace's lists as files: what is filtered, and what this user may see."""

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspill.core import strange
from samspill.core.exporting import respond
from samspill.core.policy import refused, require
from samspill.core.sorting import by_name
from samspill.parties import exporting as parties
from samspill.parties import hooks, policies
from samspill.parties.domain.acting import acting_for
from samspill.parties.models import Organisation
from samspill.parties.queries import invitations_waiting
from samspill.registry import worklists
from samspill.registry.choices import Kind, Status
from samspill.registry.exporting.entries import entry_table
from samspill.registry.exporting.history import history_table
from samspill.registry.exporting.lists import import_table, report_table
from samspill.registry.importing.queries import jobs_of
from samspill.registry.models import Entry
from samspill.registry.policies import may_see_history
from samspill.workspace.views.data_requests import requests_of
from samspill.workspace.views.frame import find
from samspill.workspace.views.imports import job_of, register_of
from samspill.workspace.views.my_work import Narrowed, curates_something, narrowed
from samspill.workspace.views.organisations import figures_of, managed
from samspill.workspace.views.people import members_of
from samspill.workspace.views.roles import roles_of


@require_safe
@login_required
def my_entries(request: HttpRequest, form: str) -> HttpResponseBase:
    """What the user made or takes part in."""
    acting = acting_for(request.user)
    return _entries(request, form, _("My entries"), narrowed(request.GET, Entry.objects.mine(acting)), ["-updated_at"])


@require_safe
@login_required
def queue(request: HttpRequest, form: str) -> HttpResponseBase:
    """What the user decides on, oldest first."""
    acting = acting_for(request.user)
    if not curates_something(acting):
        require(refused(_("The queue is for innovation leaders. You see your own entries under My entries.")))
    return _entries(request, form, _("Queue"), narrowed(request.GET, worklists.queue(acting)), ["submitted_at", "pk"])


def _entries(request: HttpRequest, form: str, title: str, found: Narrowed, order: list[str]) -> HttpResponseBase:
    acting = acting_for(request.user)
    ids: QuerySet[Entry, int] = found.entries.order_by(*order).values_list("pk", flat=True)
    return respond(
        request,
        form=form,
        title=title,
        filters=_named(found),
        problems=found.problems,
        understood=urlencode({name: value for name, value in found.chosen.items() if value}),
        make=lambda: entry_table(ids.iterator(), acting),
    )


def _named(found: Narrowed) -> list[tuple[str, str]]:
    """The filters that are on, in words."""
    chosen, named = found.chosen, list[tuple[str, str]]()
    if chosen["status"]:
        named.append((_("Status"), str(Status(chosen["status"]).label)))
    if chosen["kind"]:
        named.append((_("Kind"), str(Kind(chosen["kind"]).label)))
    named += [(_("Register"), one.name) for one in found.registers if one.code == chosen["register"]]
    return [*named, (_("Words"), chosen["q"])] if chosen["q"] else named


def _unknown(request: HttpRequest, *known: str) -> list[str]:
    return strange.told(strange.names(request.GET, known))


@require_safe
@login_required
def organisations(request: HttpRequest, form: str) -> HttpResponseBase:
    """The organisations that the user looks after."""
    acting = acting_for(request.user)
    require(policies.manages_something(acting))
    wanted = request.GET.get("q", "").strip()
    rows = managed(acting, wanted).order_by(by_name("name_nb"), "pk")
    return respond(
        request,
        form=form,
        title=_("Parties"),
        filters=[(_("Words"), wanted)] if wanted else [],
        problems=_unknown(request),
        understood=urlencode({"q": wanted}) if wanted else "",
        make=lambda: parties.organisation_table(rows),
    )


@require_safe
@login_required
def members(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """Who belongs to an organisation today."""
    organisation = get_object_or_404(Organisation, code=code)
    wanted = request.GET.get("q", "").strip()
    rows = members_of(organisation, acting_for(request.user), wanted)
    return respond(
        request,
        form=form,
        title=_("People of %(organisation)s") % {"organisation": organisation.name},
        filters=[(_("Words"), wanted)] if wanted else [],
        problems=_unknown(request),
        understood=urlencode({"q": wanted}) if wanted else "",
        make=lambda: parties.affiliation_table(rows),
    )


@require_safe
@login_required
def roles(request: HttpRequest, form: str) -> HttpResponseBase:
    """Roles within what the user looks after: those that hold, or with ``ended=1`` those that have ended."""
    acting = acting_for(request.user)
    require(policies.manages_something(acting))
    rows = roles_of(request.GET, acting)
    registers = {home.code: home.name for home in hooks.registers()}
    wanted, ended = request.GET.get("q", "").strip(), request.GET.get("ended") == "1"
    return respond(
        request,
        form=form,
        title=_("Roles that have ended") if ended else _("Roles"),
        filters=[(_("Words"), wanted)] if wanted else [],
        problems=_unknown(request, "ended"),
        understood=urlencode({name: value for name, value in (("q", wanted), ("ended", "1" * ended)) if value}),
        make=lambda: parties.role_table(rows, registers),
    )


@require_safe
@login_required
def invitations(request: HttpRequest, form: str) -> HttpResponseBase:
    """Invitations within what the user looks after that nobody has accepted yet."""
    acting = acting_for(request.user)
    require(policies.manages_something(acting))
    registers = {home.code: home.name for home in hooks.registers()}
    return respond(
        request,
        form=form,
        title=_("Invitations not yet accepted"),
        problems=_unknown(request),
        page=reverse("workspace:roles"),
        make=lambda: parties.invitation_table(invitations_waiting(acting), registers),
    )


@require_safe
@login_required
def organisation_figures(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """Size figures of an organisation, also those that were corrected later."""
    organisation = get_object_or_404(Organisation, code=code)
    require(policies.may_edit_organisation(acting_for(request.user), organisation))
    return respond(
        request,
        form=form,
        title=_("Size figures"),
        filters=[(_("Organisation"), organisation.name)],
        problems=_unknown(request),
        make=lambda: parties.figure_table(figures_of(organisation), corrected=True),
    )


@require_safe
@login_required
def data_requests(request: HttpRequest, form: str) -> HttpResponseBase:
    """Requests about personal data that the user sees on their page: those that wait, or with ``done=1`` the others."""
    acting = acting_for(request.user)
    require(policies.manages_something(acting))
    done = request.GET.get("done") == "1"
    return respond(
        request,
        form=form,
        title=_("Requests about personal data"),
        filters=[(_("Status"), _("Answered"))] if done else [],
        problems=_unknown(request, "done"),
        understood="done=1" if done else "",
        make=lambda: parties.request_table(requests_of(acting, done=done)),
    )


@require_safe
@login_required
def imports(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """The sheets that were sent to a register."""
    register = register_of(request, code)
    return respond(
        request,
        form=form,
        title=_("Spreadsheets"),
        filters=[(_("Register"), register.name)],
        problems=_unknown(request),
        make=lambda: import_table(jobs_of(register)),
    )


@require_safe
@login_required
def entry_history(request: HttpRequest, public_id: str, form: str) -> HttpResponseBase:
    """Who changed what in an entry, from what to what, when and why."""
    frame = find(request, public_id)
    require(may_see_history(frame.acting, frame.entry))
    return respond(
        request,
        form=form,
        title=_("History"),
        filters=[(_("Entry"), frame.entry.title)],
        problems=_unknown(request),
        make=lambda: history_table(frame.entry, frame.acting),
    )


@require_safe
@login_required
def import_report(request: HttpRequest, public_id: str, form: str) -> HttpResponseBase:
    """What became of the rows of a sheet."""
    job = job_of(request, public_id)
    return respond(
        request,
        form=form,
        title=_("Report"),
        filters=[(_("Spreadsheet"), job.file_name.rsplit(".", 1)[0])],
        make=lambda: report_table(job),
    )
