"""The description of an entry: saving, saving by itself, and two people at once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samspill.core.errors import RuleError
from samspill.core.methods import takes_form
from samspill.registry.choices import Status
from samspill.registry.domain.entries import StaleVersion, update_entry
from samspill.registry.models import Entry
from samspill.workspace import conflicts, drafts
from samspill.workspace.forms.entry import EntryForm
from samspill.workspace.forms.fields import add_errors, status_of
from samspill.workspace.views.frame import Frame, for_editors

SAVES_ITSELF = (Status.DRAFT, Status.RETURNED)
"""Where typing goes straight into the entry. What others rely on is saved by the button only."""


@takes_form
@for_editors
def entry_edit(request: HttpRequest, frame: Frame) -> HttpResponse:
    """The form. Saving never loses typing: errors, conflicts and a closed tab all bring it back."""
    entry = frame.entry
    if request.method == "POST":
        posted = conflicts.resolved(request.POST, entry) if "resolve" in request.POST else request.POST
        return _save(request, frame, posted)
    draft = drafts.kept(frame.user, entry)
    form = EntryForm(drafts.as_posted(draft), entry=entry) if draft else EntryForm(entry=entry)
    return _page(request, frame, form, draft=draft)


def _save(request: HttpRequest, frame: Frame, posted: QueryDict) -> HttpResponse:
    form = EntryForm(posted, entry=frame.entry)
    if not form.is_valid():
        return _page(request, frame, form, seen=_keep(frame, posted), status=422)
    try:
        entry = _update(frame, form)
    except StaleVersion as stale:
        _keep(frame, posted)
        return _compare(request, frame, form, stale.current)
    except (RuleError, ValidationError) as error:
        add_errors(form, error)
        return _page(request, frame, form, seen=_keep(frame, posted), status=status_of(form))
    seen = None if "resolve" in request.POST else form.cleaned_data["version"]
    drafts.discard(frame.user, entry, seen=seen, posted=request.POST)
    messages.success(request, _("Saved."))
    return redirect("workspace:entry_edit", entry.public_id)


def _keep(frame: Frame, posted: QueryDict) -> str:
    """Keep what was typed, and say which kept typing the form has seen now. Another tab's is not written over: what
    was typed here stands on the page that is answered."""
    try:
        return drafts.token(drafts.keep(frame.user, frame.entry, posted))
    except drafts.TypedElsewhere:
        return posted.get(drafts.TOKEN, "")


def _update(frame: Frame, form: EntryForm) -> Entry:
    """Save, unless somebody else saved something different in the meantime."""
    seen = form.cleaned_data["version"]
    try:
        return update_entry(
            entry=frame.entry, actor=frame.user, seen_version=seen, values=form.values(), reason=form.reason_given
        )
    except StaleVersion as stale:
        if not conflicts.differences(form, stale.current, seen):
            return stale.current  # both say the same
        raise


def _page(
    request: HttpRequest, frame: Frame, form: EntryForm, *, draft: Any = None, seen: str = "", status: int = 200
) -> HttpResponse:
    saves_itself = frame.entry.status in SAVES_ITSELF
    context = frame.context("edit", form=form, draft=draft, seen=seen or drafts.token(draft), saves_itself=saves_itself)
    return render(request, "workspace/entry_edit.html", context, status=status)


def _compare(request: HttpRequest, frame: Frame, form: EntryForm, current: Entry) -> HttpResponse:
    """Both versions side by side. Nothing was saved."""
    frame.entry.version = current.version
    frame.entry.status = current.status
    differences = conflicts.differences(form, current, form.cleaned_data["version"])
    context = frame.context("edit", form=form, differences=differences, version=current.version)
    return render(request, "workspace/entry_compare.html", context, status=StaleVersion.status)


@require_POST
@for_editors
def entry_autosave(request: HttpRequest, frame: Frame) -> HttpResponse:
    """Save a draft by itself, or keep what is typed about something that others rely on. Answers in JSON:
    ``state`` saved, kept, invalid or stale; ``text`` for the status line; ``version`` for the next save."""
    try:
        return _autosave(frame, request.POST)
    except drafts.TypedElsewhere:
        text = _(
            "You have typed something else about this entry in another tab, and it is kept. What you type here is not "
            "kept now: press Save, or copy it and reload the page to see the other."
        )
        return JsonResponse({"state": "stale", "text": text}, status=409)


def _autosave(frame: Frame, posted: QueryDict) -> HttpResponse:
    """Raises `drafts.TypedElsewhere`."""
    form = EntryForm(posted, entry=frame.entry)
    now = formats.time_format(timezone.localtime(), "H:i")
    if frame.entry.status not in SAVES_ITSELF:
        kept = drafts.token(drafts.keep(frame.user, frame.entry, posted))
        text = _("Your typing is kept (%(time)s). It is published when you save it with a reason.") % {"time": now}
        return JsonResponse({"state": "kept", "text": text, "kept": kept})
    errors: dict[str, list[str]] = {}
    if form.is_valid():
        try:
            entry = _update(frame, form)
        except StaleVersion as stale:
            kept = drafts.token(drafts.keep(frame.user, frame.entry, posted))
            compare = _("Press Save to compare.")
            text = f"{stale.message} {compare}"
            return JsonResponse({"state": "stale", "text": text, "kept": kept}, status=stale.status)
        except (RuleError, ValidationError) as error:
            add_errors(form, error)
        else:
            drafts.discard(frame.user, entry, seen=form.cleaned_data["version"], posted=posted)
            return JsonResponse(
                {"state": "saved", "text": _("Saved %(time)s") % {"time": now}, "version": entry.version}
            )
    kept = drafts.token(drafts.keep(frame.user, frame.entry, posted))
    errors = {name: [str(text) for text in texts] for name, texts in form.errors.items()}
    text = _("Not saved yet: something must be mended. Your typing is kept (%(time)s).") % {"time": now}
    return JsonResponse({"state": "invalid", "text": text, "errors": errors, "kept": kept}, status=422)


@require_POST
@for_editors
def entry_discard(request: HttpRequest, frame: Frame) -> HttpResponse:
    """Throw away typing that was kept and not saved."""
    drafts.discard(frame.user, frame.entry)
    messages.info(request, _("What was not saved is thrown away. This is the entry as it is saved."))
    return redirect("workspace:entry_edit", frame.entry.public_id)


@require_safe
@for_editors
def entry_fields(request: HttpRequest, frame: Frame) -> HttpResponse:
    """The extra fields for the types in the address, as a piece of the page."""
    data = QueryDict(mutable=True)
    data.setlist("types", request.GET.getlist("types"))
    asked = EntryForm(data, entry=frame.entry).asked
    form = EntryForm(entry=frame.entry)
    return render(request, "workspace/parts/extra_fields.html", {"extra": [form[name] for name in asked]})
