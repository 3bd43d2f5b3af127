"""Where else an entry is found: identifiers in the national archive, DOI and the like."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspill.core.errors import RuleError
from samspill.core.gone import row_or_gone
from samspill.core.methods import takes_form
from samspill.core.numbers import whole_number
from samspill.registry import identifiers
from samspill.registry.domain import identifiers as acts
from samspill.registry.models import EntryIdentifier
from samspill.workspace.forms.fields import add_errors, status_of
from samspill.workspace.views.frame import Frame, for_editors


class IdentifierForm(forms.Form):
    """An identifier as somebody pastes it."""

    value = forms.CharField(
        label=gettext_lazy("Identifier or address"),
        max_length=500,
        help_text=gettext_lazy("Paste the address from the archive, or the identifier alone."),
    )
    scheme = forms.ChoiceField(
        label=gettext_lazy("Kind of identifier"),
        choices=[("", gettext_lazy("Seen from the address")), *EntryIdentifier.Scheme.choices],
        required=False,
    )


@takes_form
@for_editors
def entry_identifiers(request: HttpRequest, frame: Frame) -> HttpResponse:
    """The identifiers so far, and a form for one more."""
    form = IdentifierForm()
    if request.method == "POST":
        if request.POST.get("do") == "remove":
            return _remove(request, frame)
        form = IdentifierForm(request.POST)
        if form.is_valid() and _added(form, frame):
            messages.success(request, _("The identifier is added."))
            return redirect("workspace:entry_identifiers", frame.entry.public_id)
    rows = list(frame.entry.identifiers.all())
    context = frame.context("identifiers", form=form, failed_form=form if form.errors else None, rows=rows)
    return render(request, "workspace/entry_identifiers.html", context, status=status_of(form))


def _added(form: IdentifierForm, frame: Frame) -> bool:
    value = form.cleaned_data["value"]
    scheme = form.cleaned_data["scheme"] or identifiers.guess(value)
    try:
        acts.add_identifier(entry=frame.entry, actor=frame.user, scheme=scheme, value=value)
    except (RuleError, ValidationError) as error:
        add_errors(form, error)
        return False
    return True


def _remove(request: HttpRequest, frame: Frame) -> HttpResponse:
    number = request.POST.get("identifier", "")
    found = row_or_gone(frame.entry.identifiers, pk=whole_number(number))
    acts.remove_identifier(identifier=found, actor=frame.user)
    messages.success(request, _("The identifier is taken away. The history keeps it."))
    return redirect("workspace:entry_identifiers", frame.entry.public_id)
