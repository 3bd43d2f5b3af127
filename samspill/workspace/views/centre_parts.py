"""Rows that hang on a centre, an initiative or a study: one page for each kind, all of one shape."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspill.accounts.models import User
from samspill.centres import exporting
from samspill.centres.domain import parts as domain
from samspill.centres.models import Study
from samspill.core.errors import RuleError
from samspill.core.exporting import Table
from samspill.core.gone import row_or_gone
from samspill.core.methods import takes_form
from samspill.core.numbers import whole_number
from samspill.parties.domain.acting import acting_for
from samspill.workspace.forms.centre_parts import (
    AppointmentForm,
    InstrumentForm,
    MoneyForm,
    PartForm,
    PartnerForm,
    PhaseForm,
    RegisterLinkForm,
)
from samspill.workspace.forms.fields import add_errors, status_of
from samspill.workspace.forms.watched import SEEN
from samspill.workspace.kept_forms import Keeping, keeping
from samspill.workspace.views.centre_frame import Frame, find_centre, find_initiative


@dataclass(frozen=True)
class Kind:
    """A kind of row. ``who`` says who uses the answer, ``empty`` teaches, ``line`` tells of a row (name, rest),
    ``table`` makes a file of such rows."""

    title: str | Promise
    add: str | Promise
    who: str | Promise
    empty: str | Promise
    related: str
    owner: str
    form: type[PartForm]
    line: Callable[[Any], tuple[str, str]]
    table: Callable[[QuerySet[Any]], Table]
    joins: tuple[str, ...] = ()
    changes: bool = True


def _days(row: Any) -> str:
    first, last = (date_format(day) if day else "" for day in (row.start, row.end))
    if first and last:
        return f"{first} – {last}"
    if first:
        return _("from %(day)s") % {"day": first}
    return _("until %(day)s") % {"day": last} if last else ""


def _partner(row: Any) -> tuple[str, str]:
    return row.organisation.name, " · ".join(filter(None, (row.get_role_display(), _days(row))))


def _money(row: Any) -> tuple[str, str]:
    amount = number_format(row.amount, force_grouping=True)
    return row.field, f"{amount} kr, {row.first_year}–{row.last_year}. {row.source}"


def _phase(row: Any) -> tuple[str, str]:
    return row.name, " · ".join(filter(None, (_days(row), row.note)))


def _leader(row: Any) -> tuple[str, str]:
    return row.person.name, " · ".join((row.unit.name, row.get_focus_display(), _days(row)))


MONEY = Kind(
    gettext_lazy("Public money behind the field"),
    gettext_lazy("Add an amount"),
    gettext_lazy("Who uses this: everyone who compares what the field costs with what comes of it."),
    gettext_lazy("Nothing yet. For example: more than 4 billion kroner to a field in ten years, with the source."),
    "money",
    "centre",
    MoneyForm,
    _money,
    exporting.money_table,
)
CENTRE: dict[str, Kind] = {
    "partnere": Kind(
        gettext_lazy("Partners"),
        gettext_lazy("Add a partner"),
        gettext_lazy("Who uses this: the partners, who find the centre on their own pages, and the count of centres."),
        gettext_lazy("No partner yet. Add the consortium, each with its role and from when to when."),
        "partners",
        "centre",
        PartnerForm,
        _partner,
        exporting.partner_table,
        ("organisation",),
    ),
    "registre": Kind(
        gettext_lazy("Registers"),
        gettext_lazy("Tie a register to the centre"),
        gettext_lazy("Who uses this: everyone who looks for the centre's innovations, and the annual report."),
        gettext_lazy("No register yet. The innovations of a register stand on the centre's page."),
        "register_links",
        "centre",
        RegisterLinkForm,
        lambda row: (row.register.name, ""),
        exporting.centre_register_table,
        ("register",),
        changes=False,
    ),
    "midler": MONEY,
}
INITIATIVE: dict[str, Kind] = {
    "faser": Kind(
        gettext_lazy("Phases"),
        gettext_lazy("Add a phase"),
        gettext_lazy("Who uses this: everyone who reads the initiative's page."),
        gettext_lazy("No phase yet, for example phase I, 2018–2021."),
        "phases",
        "initiative",
        PhaseForm,
        _phase,
        exporting.phase_table,
    ),
    "virkemidler": Kind(
        gettext_lazy("Instruments"),
        gettext_lazy("Add an instrument"),
        gettext_lazy("Who uses this: everyone who reads the initiative's page."),
        gettext_lazy("No instrument yet, for example innovation leaders, and competence gatherings."),
        "instruments",
        "initiative",
        InstrumentForm,
        lambda row: (row.name, row.description),
        exporting.instrument_table,
    ),
    "ledere": Kind(
        gettext_lazy("Innovation leaders"),
        gettext_lazy("Add an innovation leader"),
        gettext_lazy("Who uses this: everyone who looks for somebody to ask. What they may do here is a role."),
        gettext_lazy("Nobody yet. Say who leads innovation where, with which focus and tasks, from when to when."),
        "appointments",
        "initiative",
        AppointmentForm,
        _leader,
        exporting.leader_table,
        ("person", "unit__organisation"),
    ),
}


@takes_form
@login_required
def centre_parts(request: HttpRequest, code: str, part: str) -> HttpResponse:
    """Partners, registers or public money of a centre."""
    if part not in CENTRE:
        raise Http404
    return _frame_page(request, find_centre(request, code), part, CENTRE[part])


@takes_form
@login_required
def initiative_parts(request: HttpRequest, code: str, part: str) -> HttpResponse:
    """Phases, instruments or innovation leaders of an initiative."""
    if part not in INITIATIVE:
        raise Http404
    return _frame_page(request, find_initiative(request, code), part, INITIATIVE[part])


def _frame_page(request: HttpRequest, frame: Frame, part: str, kind: Kind) -> HttpResponse:
    """The page of a kind: its rows, each with a form, and a form for a new one."""
    bound: dict[str, PartForm] = {}
    if request.method == "POST":
        bound = act(request, frame.subject, kind, frame.user, part)
        if not bound:
            return redirect(request.path)
    context = frame.context(part, **rows(request, frame.subject, kind, frame.user, bound, part))
    return render(request, "workspace/centres/parts.html", context, status=status_of(*bound.values()))


def rows(
    request: HttpRequest, owner: Any, kind: Kind, user: User, bound: dict[str, PartForm], part: str
) -> dict[str, Any]:
    """What the template needs: the rows in words, a form for the one of ``?row=``, and one for a new row."""
    acting = acting_for(user)
    asked = request.GET.get("row", "")
    listed = []
    for row in parts_of(owner, kind):
        key = str(row.pk)
        form = bound.get(key)
        if form is None and kind.changes and key == asked:
            form = kind.form(instance=row, acting=acting, prefix=f"row{row.pk}")
        kept = _keeping(request, user, owner, kind, part, key, row) if form else None
        if form and kept:
            _show(request, form, kept)
        name, rest = kind.line(row)
        listed.append({"row": row, "name": name, "rest": rest, "form": form, "keeping": kept})
    new = bound.get("new") or _new_form(None, owner, kind, user)
    new_kept = _keeping(request, user, owner, kind, part, "new")
    _show(request, new, new_kept)
    return {
        "kind": kind,
        "listed": listed,
        "new_form": new,
        "new_keeping": new_kept,
        "failed_form": next(iter(bound.values()), None),
    }


def parts_of(owner: Any, kind: Kind) -> QuerySet[Any]:
    """The rows of a kind, with what they join."""
    rows: QuerySet[Any] = getattr(owner, kind.related).all()
    return rows.select_related(*kind.joins) if kind.joins else rows


def _keeping(request: HttpRequest, user: User, owner: Any, kind: Kind, part: str, key: str, row: Any = None) -> Keeping:
    thing = owner.public_id if isinstance(owner, Study) else owner.code
    names = domain.EDITABLE[type(row)] if row is not None else ()
    return keeping(request, user, f"{kind.owner}-{part}", f"{thing}-{key}", row=row, names=names)


def _show(request: HttpRequest, form: PartForm, kept: Keeping) -> None:
    """Kept typing in a form that is not sent; what was sent and is wrong is kept."""
    if form.is_bound:
        kept.refused(request, form, form.refusal)
    else:
        kept.show(form)


def act(request: HttpRequest, owner: Any, kind: Kind, user: User, part: str) -> dict[str, PartForm]:
    """Add, change or remove a row. Empty when it was done; else the form with what is wrong, by its key."""
    do = request.POST.get("do", "")
    if do == "add":
        form, key = _new_form(request.POST, owner, kind, user), "new"
    elif do == "remove" or (do == "change" and kind.changes):
        number = request.POST.get("row", "")
        known = whole_number(number)
        row = row_or_gone(getattr(owner, kind.related), removing=do == "remove", pk=known)
        if do == "remove":
            domain.remove_part(part=row, actor=user)
            messages.success(request, _("It is taken away. The history keeps it."))
            return {}
        form, key = kind.form(request.POST, instance=row, acting=acting_for(user), prefix=f"row{row.pk}"), str(row.pk)
    else:
        messages.error(request, _("Nothing was done: the button is not known here. Reload the page and try again."))
        return {}
    if form.is_valid():
        try:
            domain.save_part(part=form.instance, actor=user, seen=request.POST.get(SEEN, ""))
        except (RuleError, ValidationError) as error:
            form.refusal = error
            add_errors(form, error)
    if form.errors:
        return {key: form}
    _keeping(request, user, owner, kind, part, key).done(request)
    messages.success(request, _("Saved."))
    return {}


def _new_form(data: Any, owner: Any, kind: Kind, user: User) -> PartForm:
    model = kind.form._meta.model
    return kind.form(data, instance=model(**{kind.owner: owner}), acting=acting_for(user), prefix="new")
