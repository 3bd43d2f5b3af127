"""Lists of organisations, units and people, sent in again: the file, what will happen, taking it in."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe
from openpyxl.utils import get_column_letter

from samspill.core.errors import RuleError
from samspill.core.importing.errors import SheetError
from samspill.core.methods import takes_form
from samspill.core.policy import require
from samspill.parties import policies
from samspill.parties.domain.acting import acting_for
from samspill.parties.importing import acts
from samspill.parties.importing.columns import KEYS, headings_of
from samspill.parties.importing.faults import message
from samspill.parties.importing.found import ACTIONS, CHANGED, FAULTY, NEW, UNCHANGED
from samspill.parties.models import PartySheet
from samspill.workspace.forms.party_sheets import PartySheetForm, TakeInForm
from samspill.workspace.users import signed_in

PER_PAGE = 25
FIRST = (FAULTY, NEW, CHANGED, UNCHANGED)
NAMED = {
    NEW: gettext_lazy("New"),
    CHANGED: gettext_lazy("Changed"),
    UNCHANGED: gettext_lazy("Unchanged"),
    FAULTY: gettext_lazy("With faults"),
}
TITLES = {
    PartySheet.Kind.ORGANISATIONS: gettext_lazy("Take in a list of organisations"),
    PartySheet.Kind.UNITS: gettext_lazy("Take in a list of units"),
    PartySheet.Kind.PEOPLE: gettext_lazy("Take in a list of people"),
}
EXPORTS = {
    PartySheet.Kind.ORGANISATIONS: "workspace:export_parties",
    PartySheet.Kind.UNITS: "website:export_units",
    PartySheet.Kind.PEOPLE: "website:export_people",
}


def sheet_of(request: HttpRequest, public_id: str) -> PartySheet:
    """The file, for the one who sent it."""
    sheet = get_object_or_404(PartySheet, public_id=public_id)
    acts.require_own(sheet, signed_in(request))
    return sheet


@login_required
@takes_form
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Send a file."""
    user = signed_in(request)
    require(policies.manages_something(acting_for(user)))
    form = PartySheetForm(request.POST, request.FILES) if request.method == "POST" else PartySheetForm()
    if request.method == "POST" and form.is_valid():
        try:
            sheet = acts.receive(kind=kind, actor=user, file=form.upload, name=form.upload.name or "")
            return redirect("workspace:party_sheet", sheet.public_id)
        except (SheetError, RuleError) as error:
            form.add_error("file", error.message)
    named = headings_of(kind)
    context = {
        "form": form,
        "kind": kind,
        "title": TITLES[PartySheet.Kind(kind)],
        "key": named[KEYS[kind]],
        "export": EXPORTS[PartySheet.Kind(kind)],
        "waiting": acts.waiting_of(user, kind),
    }
    return render(request, "workspace/party_sheets/new.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """What will happen; and afterwards what did."""
    sheet = sheet_of(request, public_id)
    return render(request, "workspace/party_sheets/preview.html", preview_context(request, sheet, TakeInForm()))


def preview_context(request: HttpRequest, sheet: PartySheet, form: TakeInForm) -> dict[str, Any]:
    """The rows of one page, and the counts of all."""
    counts = Counter(row["action"] for row in sheet.rows)
    action = request.GET.get("vis", "")
    rows = [row for row in sheet.rows if action not in ACTIONS or row["action"] == action]
    rows.sort(key=lambda row: FIRST.index(row["action"]))  # what is to be looked at comes first
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    named = headings_of(sheet.kind)
    columns = [_column(one, named) for one in acts.unread(sheet)]
    return {
        "sheet": sheet,
        "form": form,
        "title": TITLES[PartySheet.Kind(sheet.kind)],
        "page": page,
        "rows": [_shown(sheet, row, named) for row in page],
        "columns": columns,
        "action": action if action in ACTIONS else "",
        "filters": [(code, NAMED[code], counts[code]) for code in ACTIONS if counts[code]],
        "total": len(sheet.rows),
        "counts": {code: counts[code] for code in ACTIONS},
        "ready": counts[NEW] + counts[CHANGED],
        "taken": sum(row["taken_in"] for row in sheet.rows),
        "has_faults": bool(counts[FAULTY] or columns),
    }


def _column(unread: tuple[int, str, str], named: dict[str, str]) -> dict[str, str]:
    """A column that is not read."""
    number, heading, code = unread
    text = message({"code": code, "params": {"known": ", ".join(named.values())}})
    return {"letter": get_column_letter(number + 1), "heading": heading, "message": text}


def _shown(sheet: PartySheet, row: dict[str, Any], named: dict[str, str]) -> dict[str, Any]:
    """A row with its columns by name."""
    return row | {
        "label": NAMED[row["action"]],
        "changes": [one | {"label": named.get(one["column"], one["column"])} for one in row["changes"]],
        "faults": [_cell(sheet, one, row["number"], named) for one in row["faults"]],
        "notes": [_cell(sheet, one, row["number"], named) for one in row["notes"]],
    }


def _cell(sheet: PartySheet, one: dict[str, Any], number: int, named: dict[str, str]) -> dict[str, Any]:
    """Where in the file it is, what stands there, and what is to be said of it."""
    place = ""
    if one["column"] in sheet.columns:
        place = f"{get_column_letter(sheet.columns.index(one['column']) + 1)}{number}"
    return {"place": place, "label": named.get(one["column"], ""), "value": one["value"], "message": message(one)}


@login_required
@require_POST
def take_in(request: HttpRequest, public_id: str) -> HttpResponse:
    """Do what the file asks."""
    sheet = sheet_of(request, public_id)
    form = TakeInForm(request.POST)
    form.is_valid()
    try:
        sheet = acts.take_in(sheet=sheet, actor=signed_in(request), leave_out=form.cleaned_data["leave_out"])
    except acts.Waits as error:
        sheet = get_object_or_404(PartySheet, pk=sheet.pk)  # what was found out now; or put away in another window
        form.add_error("leave_out", error.message)
        return render(request, "workspace/party_sheets/preview.html", preview_context(request, sheet, form), status=422)
    except RuleError as error:
        messages.error(request, error.message)
        return redirect("workspace:party_sheet", public_id)
    taken = sum(row["taken_in"] for row in sheet.rows)
    messages.success(
        request, ngettext("%(number)s row is taken in.", "%(number)s rows are taken in.", taken) % {"number": taken}
    )
    return redirect("workspace:party_sheet", public_id)


@login_required
@require_POST
def look_again(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hold the file against what is here now."""
    sheet = sheet_of(request, public_id)
    try:
        acts.look_again(sheet=sheet, actor=signed_in(request))
        messages.success(request, _("The file is held against what is saved now."))
    except RuleError as error:
        messages.error(request, error.message)
    return redirect("workspace:party_sheet", public_id)


@login_required
@require_POST
def put_away(request: HttpRequest, public_id: str) -> HttpResponse:
    """Forget the file."""
    sheet = sheet_of(request, public_id)
    acts.put_away(sheet=sheet, actor=signed_in(request))
    messages.success(request, _("The file is put away. Nothing that was saved before is changed by that."))
    return redirect(f"workspace:party_sheet_{sheet.kind}")
