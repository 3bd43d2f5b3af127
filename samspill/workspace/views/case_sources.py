"""References of an impact case, and who can confirm it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samspill.cases import counting, policies
from samspill.cases.domain import cases
from samspill.cases.models import CaseReference, CaseSource
from samspill.core.errors import RuleError
from samspill.core.methods import takes_form
from samspill.core.policy import require
from samspill.registry.choices import Status
from samspill.registry.models import Entry
from samspill.workspace import drafts
from samspill.workspace.forms.cases import ReferenceForm, SourceForm
from samspill.workspace.views.cases import case_parts
from samspill.workspace.views.frame import Frame, for_editors

BLANK = 2
KEY = "case-sources"
KINDS: dict[str, tuple[type[forms.Form], Any, tuple[str, ...], str]] = {
    "references": (ReferenceForm, CaseReference, ("text", "link", "year"), "text"),
    "sources": (SourceForm, CaseSource, ("name", "confirms", "contact", "contact_is_shown", "link"), "name"),
}
"""Part -> form of a row, model, fields, and the field without which a row is empty."""


@takes_form
@for_editors
def case_sources(request: HttpRequest, frame: Frame) -> HttpResponse:
    """Both lists on one page: rows that are emptied are removed; over the limit it says so and saves all the same."""
    require(policies.may_write(frame.acting, frame.entry))
    if request.method == "POST":
        more = request.POST.get("do", "")
        lists = _lists(frame.entry, request.POST, more=more)
        if more in KINDS:
            return _page(request, frame, lists, seen=request.POST.get(drafts.TOKEN, ""))
        return _save(request, frame, lists)
    draft = drafts.kept(frame.user, frame.entry, KEY)
    return _page(request, frame, _lists(frame.entry, drafts.as_posted(draft) if draft else None), draft=draft)


def _lists(entry: Entry, data: QueryDict | None, more: str = "") -> dict[str, Any]:
    made = {}
    for kind, (form, model, fields, _needed) in KINDS.items():
        factory = forms.formset_factory(form, extra=BLANK, max_num=cases.MOST_ROWS, absolute_max=cases.MOST_ROWS + 10)
        if data is None:
            initial = list(model._default_manager.filter(entry=entry).values(*fields))
            made[kind] = factory(prefix=kind, initial=initial)
        else:
            posted = data.copy()
            for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS"):
                given = posted.get(f"{kind}-{name}", "")
                posted[f"{kind}-{name}"] = given if given.isascii() and given.isdecimal() and len(given) < 4 else "0"
            if more == kind:
                posted[f"{kind}-TOTAL_FORMS"] = str(int(str(posted[f"{kind}-TOTAL_FORMS"])) + BLANK)
            posted[f"{kind}-INITIAL_FORMS"] = "0"  # rows are found by their place, not by what they began as
            made[kind] = factory(posted, prefix=kind)
    return made


def _save(request: HttpRequest, frame: Frame, lists: dict[str, Any]) -> HttpResponse:
    error, status = "", 422
    are_valid = [rows.is_valid() for rows in lists.values()]  # all of them, so that all errors stand there
    if all(are_valid):
        try:
            _write(frame, lists, request.POST)
        except RuleError as problem:
            error, status = problem.message, problem.status
        except ValidationError as problem:
            error = " ".join(problem.messages)
    if error or any(rows.total_error_count() for rows in lists.values()):
        try:
            seen = drafts.token(drafts.keep(frame.user, frame.entry, request.POST, KEY))
        except drafts.TypedElsewhere:
            seen = request.POST.get(drafts.TOKEN, "")
        return _page(request, frame, lists, seen=seen, error=error, status=status)
    drafts.discard(frame.user, frame.entry, posted=request.POST, form=KEY)
    messages.success(request, _("Saved."))
    return redirect("workspace:case_sources", frame.entry.public_id)


@transaction.atomic
def _write(frame: Frame, lists: dict[str, Any], posted: QueryDict) -> None:
    rows = {
        kind: [form.cleaned_data for form in lists[kind] if form.cleaned_data.get(needed)]
        for kind, (_form, _model, _fields, needed) in KINDS.items()
    }
    reason = posted.get("reason", "")
    seen = drafts.version_in(posted)
    entry = cases.set_references(
        entry=frame.entry, actor=frame.user, rows=rows["references"], seen_version=seen, reason=reason
    )
    cases.set_sources(entry=entry, actor=frame.user, rows=rows["sources"], seen_version=entry.version, reason=reason)


def _page(
    request: HttpRequest,
    frame: Frame,
    lists: dict[str, Any],
    *,
    draft: Any = None,
    seen: str = "",
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    parts = counting.parts()
    found = []
    for kind, rows in lists.items():
        part = parts.get(kind)
        number = sum(bool(form[KINDS[kind][3]].value()) for form in rows)
        length = counting.Length(number, part.most_items if part else None)
        found.append({"kind": kind, "part": part, "rows": rows, "length": length})
    context = frame.context(
        "case",
        lists=found,
        draft=draft,
        draft_key=KEY,
        seen=seen or drafts.token(draft),
        error=error,
        version=frame.entry.version if error or not draft else drafts.version_in(drafts.as_posted(draft)),
        reason=request.POST.get("reason", ""),
        needs_reason=frame.entry.status == Status.PUBLISHED,
        failed=any(rows.is_bound and rows.total_error_count() for rows in lists.values()) and status != 200,
        **case_parts(frame.entry, "sources"),
    )
    return render(request, "workspace/cases/sources.html", context, status=status)
