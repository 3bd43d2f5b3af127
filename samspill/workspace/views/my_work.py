"""My work, my entries and the curator's queue."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspill.core import not_taken, strange
from samspill.core.agenda import agenda_of
from samspill.core.errors import RuleError
from samspill.core.methods import takes_form
from samspill.core.numbers import whole_number
from samspill.core.policy import refused, require
from samspill.parties.domain.acting import Acting, acting_for
from samspill.registry import worklists
from samspill.registry.choices import Kind, Status
from samspill.registry.domain import workflow
from samspill.registry.due import QUEUE
from samspill.registry.models import Entry, EntryType, Register
from samspill.registry.places import may_register_somewhere
from samspill.registry.policies import curates_register
from samspill.reviews import matrix
from samspill.workspace.users import signed_in

ROWS = 50
"""Rows on a page of a list."""

FILTERS = ("status", "kind", "register", "q")
"""Of the lists of entries."""

SOME = 10
"""Registers on My work."""


@require_safe
@login_required
def my_work(request: HttpRequest) -> HttpResponse:
    """What is due now and why, whatever module waits for it, and the ways to everything else (R-NFR-08)."""
    acting = acting_for(request.user)
    # Lists are read here: an error inside a template's {% if %} would pass for an empty list.
    agenda = agenda_of(signed_in(request), today=timezone.localdate())
    context = {
        "agenda": agenda,
        "queue_count": agenda.counts.get(QUEUE, 0),
        "curates": curates_something(acting),
        "registers": [(one, bool(curates_register(acting, one))) for one in worklists.registers(acting)[:SOME]],
        "has_role": bool(acting.kinds),
        "may_register": may_register_somewhere(acting),
    }
    return render(request, "workspace/my_work.html", context)


@require_safe
@login_required
def my_entries(request: HttpRequest) -> HttpResponse:
    """Everything the user made or takes part in, filtered by the address."""
    acting = acting_for(request.user)
    entries = Entry.objects.mine(acting)
    return _list(
        request,
        entries.with_parties().order_by("-updated_at", "-pk"),
        "workspace/my_entries.html",
        may_register=lambda: may_register_somewhere(acting),  # asked for where the list is empty
    )


@takes_form
@login_required
def queue(request: HttpRequest) -> HttpResponse:
    """Submitted entries that the user decides on, oldest first; published or returned right here."""
    acting = acting_for(request.user)
    if not curates_something(acting):
        require(refused(_("The queue is for innovation leaders. You see your own entries under My entries.")))
    if request.method == "POST":
        return _decide(request)
    return _list(request, worklists.queue(acting).with_parties(), "workspace/queue.html")


def _decide(request: HttpRequest) -> HttpResponse:
    """Publish or return one entry of the queue; the list keeps its filters. What was typed is kept on errors."""
    user = signed_in(request)
    entry = get_object_or_404(Entry.objects.curated_by(acting_for(user)), public_id=request.POST.get("entry", ""))
    action, message = request.POST.get("action", ""), request.POST.get("message", "")
    if action not in ("publish", "return"):
        messages.error(request, _("Choose whether to publish or to return it."))
        return redirect(request.get_full_path())
    try:
        workflow.change_status(
            entry=entry,
            action=action,
            actor=user,
            message=message,
            seen_version=whole_number(request.POST.get("version")),
        )
    except RuleError as error:
        acting = acting_for(request.user)
        failed: dict[str, Any] = {
            "failed_entry": entry.public_id, "failed_text": error.message, "failed_message": message,
        }  # fmt: skip
        if not worklists.queue(acting).filter(pk=entry.pk).exists():  # somebody else was faster: it has no row any more
            failed["gone"] = entry
            not_taken.remember(request, [not_taken.Text(_("What should be mended?"), message)] if message else [])
            failed["texts"] = not_taken.keep(request, reason=error.message)
        return _list(
            request, worklists.queue(acting).with_parties(), "workspace/queue.html", status=error.status, **failed
        )
    told = _("“%(title)s” is published.") if action == "publish" else _("“%(title)s” is returned to its owner.")
    messages.success(request, told % {"title": entry.title})
    return redirect(request.get_full_path())


def curates_something(acting: Acting) -> bool:
    """Whether there can be anything in the user's queue."""
    return bool(
        acting.is_administrator or acting.curates_registers or acting.curates_units or acting.curates_organisations
    )


@dataclass(frozen=True)
class Narrowed:
    """Entries that are left, what the address asks for, the registers to choose from, and what nobody knows."""

    entries: QuerySet[Entry]
    chosen: dict[str, str]
    registers: list[Register]
    problems: list[str]


def narrowed(given: QueryDict, entries: QuerySet[Entry]) -> Narrowed:
    """The entries that the filters leave; unknown values are left out and told of, not refused. One query."""
    chosen = {name: given.get(name, "").replace("\x00", "").strip()[:200] for name in FILTERS}
    registers = list(Register.objects.filter(pk__in=entries.order_by().values("register")))
    known = {
        "status": (_("Status"), Status.values),
        "kind": (_("Kind"), Kind.values),
        "register": (_("Register"), [one.code for one in registers]),
    }
    unknown = []
    for name, (label, values) in known.items():
        if chosen[name] and chosen[name] not in values:
            unknown.append(f"{label}: {chosen[name][: strange.LONGEST]}")
            chosen[name] = ""
    if chosen["status"]:
        entries = entries.filter(status=chosen["status"])
    if chosen["kind"]:
        entries = entries.filter(kind=chosen["kind"])
    if chosen["register"]:
        entries = entries.filter(register__code=chosen["register"])
    if chosen["q"]:
        entries = entries.filter(title__icontains=chosen["q"])
    return Narrowed(entries, chosen, registers, strange.told(unknown + strange.names(given, FILTERS)))


def _list(
    request: HttpRequest, entries: QuerySet[Entry], template: str, status: int = 200, **more: Any
) -> HttpResponse:
    """A list with its filters."""
    found = narrowed(request.GET, entries)
    chosen, acting = found.chosen, acting_for(request.user)
    entries = matrix.with_mark(found.entries, acting) if curates_something(acting) else found.entries
    page = Paginator(entries, ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
        "statuses": Status.choices,
        "kinds": Kind.choices,
        "registers": found.registers,
        "problems": found.problems,
        "type_names": {row.code: row.name for row in EntryType.objects.all()},
    }
    return render(request, template, context | more, status=status)
