"""A partner reads a case: asking, taking back, and the partner's own page with its answer."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samspill.cases import counting, policies, wording
from samspill.cases.domain import reviews
from samspill.cases.models import CaseReference, CaseReview, CaseSource
from samspill.core import not_taken
from samspill.core.errors import RuleError
from samspill.core.methods import takes_form
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for, roles_on
from samspill.parties.models import Role
from samspill.registry.models import Entry
from samspill.workspace.forms.cases import AnswerForm, AskForm
from samspill.workspace.forms.fields import add_errors, status_of
from samspill.workspace.users import signed_in
from samspill.workspace.views.cases import case_parts
from samspill.workspace.views.frame import Frame, for_viewers


@takes_form
@for_viewers
def case_review(request: HttpRequest, frame: Frame) -> HttpResponse:
    """Who was asked to read the case and what they said; asking one more."""
    require(policies.may_ask(frame.acting, frame.entry))
    form = AskForm(request.POST if request.POST.get("do") == "ask" else None, entry=frame.entry)
    if request.POST.get("do") == "take_back":
        review = get_object_or_404(CaseReview, entry=frame.entry, public_id=request.POST.get("review", ""))
        try:
            reviews.take_back(review=review, actor=frame.user)
            messages.success(request, _("The question is taken back."))
        except RuleError as error:
            messages.error(request, error.message)
        return redirect("workspace:case_review", frame.entry.public_id)
    if form.is_valid():
        try:
            reviews.ask_for_review(entry=frame.entry, actor=frame.user, **form.cleaned_data)
        except RuleError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The partner finds it under “My work”, and is reminded by e-mail."))
            return redirect("workspace:case_review", frame.entry.public_id)
    partners = {part.organisation_id: part.organisation for part in frame.entry.participations.all()}
    spoken_for = set(
        roles_on(timezone.localdate())
        .filter(kind=Role.Kind.PARTNER_REPRESENTATIVE, organisation__in=partners)
        .values_list("organisation_id", flat=True)
    )  # fmt: skip
    context = frame.context(
        "case",
        form=form,
        reviews=told(frame.entry),
        has_partners=bool(partners),
        silent=[one for pk, one in partners.items() if pk not in spoken_for],
        **case_parts(frame.entry, "review"),
    )
    return render(request, "workspace/cases/review.html", context, status=status_of(form))


def told(entry: Entry) -> list[dict[str, Any]]:
    """All that partners were asked and answered, the newest first. Few queries."""
    rows = CaseReview.objects.filter(entry=entry).select_related("organisation", "asked_by", "answered_by")
    now = reviews.state_of(entry) if entry.kind == "impact_case" else ""
    names = {"title": _("Title")} | {code: part.name for code, part in counting.parts().items()}
    return [
        {
            "review": row,
            "comments": [(names.get(code, code), text) for code, text in row.comments.items()],
            "is_of_earlier": bool(row.answer) and row.read != now,
        }
        for row in rows
    ]


@login_required
@takes_form
def case_read(request: HttpRequest, public_id: str) -> HttpResponse:
    """The case as a partner reads it, and the answer. Being asked lets the partner read a draft, too."""
    user = signed_in(request)
    found = CaseReview.objects.select_related("entry__organisation", "entry__register", "organisation", "asked_by")
    review = get_object_or_404(found, public_id=public_id)
    codes = [*wording.PARTS, "references", "sources"]
    if request.method == "POST":  # the question may be taken back while somebody writes
        not_taken.remember(request, AnswerForm(request.POST, codes=codes))
    require(policies.may_answer(acting_for(user), review))
    versions = wording.read_versions(review.entry)
    chosen = request.GET.get("language", "")
    shown = versions.get(chosen) or wording.best_for(versions, get_language() or "nb")
    original = next(iter(versions.values()))
    now = wording.checksum(list(versions.values()))
    form = AnswerForm(request.POST if request.method == "POST" else None, codes=codes, initial={"read": now})
    if form.is_valid():
        said = form.cleaned_data
        try:
            reviews.answer_review(
                review=review, actor=user, answer=said["answer"], read=said["read"],
                comment=said["comment"], comments=form.comments,
            )  # fmt: skip
        except RuleError as error:
            add_errors(form, error)
            data = request.POST.copy()
            data["read"] = now  # what stands on the page that is answered
            form.data = data
        else:
            messages.success(request, _("Thank you. Your answer is recorded."))
            return redirect("workspace:case_read", review.public_id)
    names = {"title": _("Title")} | {code: part.name for code, part in counting.parts().items()}
    parts = [
        {
            "code": code,
            "name": names.get(code, code),
            "text": shown.texts[code] or original.texts[code],
            "is_long": code != "title",
            "field": form[f"part-{code}"],
        }
        for code in wording.PARTS
    ]
    context = {
        "review": review,
        "entry": review.entry,
        "form": form,
        "parts": parts,
        "names": names,
        "shown": shown,
        "versions": list(versions.values()),
        "references": CaseReference.objects.filter(entry=review.entry),
        "sources": CaseSource.objects.filter(entry=review.entry),
        "references_field": form["part-references"],
        "sources_field": form["part-sources"],
        "answered_comments": [(names.get(code, code), text) for code, text in review.comments.items()],
    }
    return render(request, "workspace/cases/read.html", context, status=status_of(form))
