"""Which register an entry belongs to."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samspill.core.errors import RuleError
from samspill.core.methods import takes_form
from samspill.core.policy import require
from samspill.registry import policies, worklists
from samspill.registry.domain.entries import PLACE, place_in_register
from samspill.registry.models import Register
from samspill.workspace.forms.fields import add_errors, status_of
from samspill.workspace.forms.places import PlaceInRegisterForm
from samspill.workspace.forms.watched import watch
from samspill.workspace.views.frame import Frame, for_editors


@takes_form
@for_editors
def entry_register(request: HttpRequest, frame: Frame) -> HttpResponse:
    """Move the entry to a register where the user may register, or out of all."""
    entry = frame.entry
    require(policies.may_move(frame.acting, entry))
    initial = {"register": entry.register.code if entry.register else ""}
    registers = worklists.registers(frame.acting) | Register.objects.filter(entries=entry)
    posted = request.POST if request.method == "POST" else None
    form = PlaceInRegisterForm(posted, registers=registers.distinct(), initial=initial)
    watch(form, entry, PLACE)
    if request.method == "POST" and form.is_valid():
        try:
            moved = place_in_register(entry=entry, actor=frame.user, **form.cleaned_data)
        except RuleError as error:
            add_errors(form, error)
        else:
            where = moved.register.name if moved.register else _("no register")
            messages.success(request, _("The entry now belongs to: %(where)s.") % {"where": where})
            if policies.may_edit(frame.acting, moved):
                return redirect("workspace:entry_edit", entry.public_id)
            return redirect("workspace:my_entries")
    context = frame.context("register", form=form)
    return render(request, "workspace/entry_register.html", context, status=status_of(form))
