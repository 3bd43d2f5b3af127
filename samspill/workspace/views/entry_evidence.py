"""Evidence of an entry."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from samspill.core.errors import RuleError
from samspill.core.gone import row_or_gone
from samspill.core.methods import takes_form
from samspill.registry.domain import evidence as acts
from samspill.registry.models import Evidence
from samspill.workspace.forms.fields import add_errors, status_of
from samspill.workspace.forms.parts import EvidenceForm, FileForm, LinkForm, NoteForm
from samspill.workspace.forms.watched import watch
from samspill.workspace.views.frame import Frame, for_editors

FORMS: dict[str, type[EvidenceForm]] = {"file": FileForm, "link": LinkForm, "note": NoteForm}


@takes_form
@for_editors
def entry_evidence(request: HttpRequest, frame: Frame) -> HttpResponse:
    """All evidence, and forms for a file, a link and a note."""
    bound: dict[str, forms.Form] = {}
    if request.method == "POST":
        do = request.POST.get("do", "")
        if do == "remove":
            return _remove(request, frame)
        if do == "change":
            bound = _change(request, frame)
        elif do in FORMS:
            bound = _add(request, frame, do)
        else:
            messages.error(request, _("Nothing was done: the button is not known here. Reload the page and try again."))
        if not bound:
            return redirect("workspace:entry_evidence", frame.entry.public_id)
    return _page(request, frame, bound)


def _add(request: HttpRequest, frame: Frame, kind: str) -> dict[str, forms.Form]:
    form = FORMS[kind](request.POST, request.FILES, prefix=kind)
    if form.is_valid():
        values = dict(form.cleaned_data)
        try:
            acts.add_evidence(entry=frame.entry, actor=frame.user, kind=kind, on=values.pop("date"), **values)
        except (RuleError, ValidationError) as error:
            add_errors(form, error)
    if form.errors:
        return {kind: form}
    messages.success(request, _("The evidence is added."))
    return {}


def _change(request: HttpRequest, frame: Frame) -> dict[str, forms.Form]:
    piece = get_object_or_404(frame.entry.evidence, public_id=request.POST.get("evidence", ""))
    form = EvidenceForm(request.POST, prefix=piece.public_id)
    watch(form, piece, acts.EVIDENCE_EDITABLE)
    if form.is_valid():
        try:
            acts.change_evidence(evidence=piece, actor=frame.user, **form.cleaned_data)
        except (RuleError, ValidationError) as error:
            add_errors(form, error)
    if form.errors:
        return {piece.public_id: form}
    messages.success(request, _("Saved."))
    return {}


def _remove(request: HttpRequest, frame: Frame) -> HttpResponse:
    piece = row_or_gone(frame.entry.evidence, public_id=request.POST.get("evidence", ""))
    acts.remove_evidence(evidence=piece, actor=frame.user, reason=request.POST.get("reason", ""))
    messages.success(
        request, _("“%(title)s” is removed. The history keeps that it was there.") % {"title": piece.title}
    )
    return redirect("workspace:entry_evidence", frame.entry.public_id)


def _page(request: HttpRequest, frame: Frame, bound: dict[str, forms.Form]) -> HttpResponse:
    pieces = [
        {"piece": piece, "form": bound.get(piece.public_id) or _form(piece), "is_open": piece.public_id in bound}
        for piece in frame.entry.evidence.select_related("added_by")
    ]
    adding: list[dict[str, Any]] = [
        {
            "kind": kind,
            "name": {"file": _("Add a file"), "link": _("Add a link"), "note": _("Add a note")}[kind],
            "form": bound.get(kind) or form(prefix=kind),
            "is_open": kind in bound,
        }
        for kind, form in FORMS.items()
    ]
    failed = next(iter(bound.values()), None)
    context = frame.context("evidence", pieces=pieces, adding=adding, failed_form=failed)
    return render(request, "workspace/entry_evidence.html", context, status=status_of(*bound.values()))


def _form(piece: Evidence) -> EvidenceForm:
    initial = {name: getattr(piece, name) for name in acts.EVIDENCE_EDITABLE}
    form = EvidenceForm(prefix=piece.public_id, initial=initial)
    watch(form, piece, acts.EVIDENCE_EDITABLE)
    return form
