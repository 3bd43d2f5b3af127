"""The rounds of a register, and its innovations in all of them, as files: what the pages about them list."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspill.core import strange
from samspill.core.exporting import Column, Table, Value, respond
from samspill.core.policy import require
from samspill.core.sorting import by_name
from samspill.parties.domain.acting import Acting, acting_for
from samspill.registry.models import Entry, Register
from samspill.rounds import exporting, policies
from samspill.rounds.models import RoundItem
from samspill.workspace.users import signed_in
from samspill.workspace.views.round_matrix import SHOWN, words_asked
from samspill.workspace.views.round_year import RoundLine, register_for_round, round_lines


@require_safe
@login_required
def matrix(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """The innovations of a register in its rounds, by words of the title (``q``)."""
    register = register_for_round(code)
    acting = acting_for(signed_in(request))
    require(policies.may_follow(acting, register))
    text = words_asked(request.GET)
    return respond(
        request,
        form=form,
        title=_("All innovations in all rounds"),
        filters=[(_("Register"), register.name), *([(_("Words"), text)] if text else [])],
        problems=strange.told(strange.names(request.GET, ())),
        understood=urlencode({"q": text}) if text else "",
        make=lambda: exporting.matrix_table(_entries(register, acting, text), SHOWN(register.pk)[::-1]),
    )


def _entries(register: Register, acting: Acting, text: str) -> QuerySet[Entry]:
    """As on the page: who leads the register's rounds sees all of them."""
    rows = Entry.objects.filter(register=register)
    if text or not policies.may_lead(acting, register):
        rows = Entry.objects.visible_to(acting).filter(register=register, title__icontains=text)
    asked = RoundItem.objects.filter(entry=OuterRef("pk"), round__register=register)
    return rows.filter(Exists(asked)).order_by(by_name("title"), "pk")


@require_safe
@login_required
def rounds(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """The rounds of a register, planned ones too, with how many innovations stood where."""
    register = register_for_round(code)
    require(policies.may_follow(acting_for(signed_in(request)), register))
    return respond(
        request,
        form=form,
        title=_("Rounds"),
        filters=[(_("Register"), register.name)],
        problems=strange.told(strange.names(request.GET, ())),
        make=lambda: _rounds_table(register),
    )


def _rounds_table(register: Register) -> Table:
    lines, _owned = round_lines(register)
    columns: list[tuple[Column, Callable[[RoundLine], Value]]] = [
        (Column("id", _("Samspill’s own number")), lambda one: one.found.public_id),
        (Column("name", _("Round"), 40), lambda one: one.found.name),
        (Column("state", _("Where it stands"), 16), lambda one: str(one.found.get_state_display())),
        (Column("opens", _("Opens")), lambda one: one.found.opens),
        (Column("due", _("Due")), lambda one: one.found.due),
        (Column("closed", _("Closed")), lambda one: one.found.closed_at),
        (Column("innovations", _("Innovations")), lambda one: one.number),
        (Column("updated", _("Updated")), lambda one: one.updated),
        (Column("late", _("Of them late")), lambda one: one.late),
        (Column("not_updated", _("Not updated")), lambda one: one.left),
        (Column("targets", _("Targets")), lambda one: one.targets),
        (Column("reached", _("Targets reached")), lambda one: one.reached),
    ]
    return Table(
        columns=[column for column, _cell in columns],
        count=len(lines),
        objects=lambda: iter(lines),
        cells=lambda line: [cell(line) for _column, cell in columns],
    )
