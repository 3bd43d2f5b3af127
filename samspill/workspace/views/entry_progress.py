"""Progress indicators of an innovation (R-REG-16)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.core.errors import RuleError
from samspill.core.gone import row_or_gone
from samspill.core.methods import takes_form
from samspill.core.numbers import whole_number
from samspill.registry import profiles
from samspill.registry.choices import Kind
from samspill.registry.domain import progress
from samspill.workspace.forms.carry_on import ProgressForm
from samspill.workspace.forms.fields import add_errors, status_of
from samspill.workspace.views.frame import Frame, for_editors


@takes_form
@for_editors
def entry_progress(request: HttpRequest, frame: Frame) -> HttpResponse:
    """All that is reported, by indicator; a new number."""
    entry = frame.entry
    if request.POST.get("do") == "remove":
        number = request.POST.get("row", "")
        pk = whole_number(number)
        progress.remove_progress(row=row_or_gone(entry.progress, pk=pk), actor=frame.user)
        messages.success(request, _("The number is taken away. The history keeps it."))
        return redirect("workspace:entry_progress", entry.public_id)
    initial = {"date": timezone.localdate()}
    form = ProgressForm(request.POST if request.POST.get("do") == "add" else None, initial=initial)
    if form.is_valid():
        said = dict(form.cleaned_data)
        try:
            progress.report_progress(entry=entry, actor=frame.user, on=said.pop("date"), **said)
        except RuleError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The number is saved."))
            return redirect("workspace:entry_progress", entry.public_id)
    rows = list(entry.progress.order_by("indicator", "-date"))
    context = frame.context(
        "progress",
        form=form,
        rows=rows,
        indicators=list(dict.fromkeys(row.indicator for row in rows)),
        is_asked=entry.kind == Kind.INNOVATION and profiles.PROGRESS not in profiles.left_out(entry),
    )
    return render(request, "workspace/entry_progress.html", context, status=status_of(form))
