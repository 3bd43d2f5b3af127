"""Typing in forms of plain pages: kept while it goes on, thrown away when asked to. Each user's own only."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samspill.workspace import drafts, kept_forms
from samspill.workspace.users import signed_in


@require_POST
@login_required
def kept_form(request: HttpRequest, form: str, thing: str) -> HttpResponse:
    """Keep what is typed. Nobody else sees it; whether it may be saved is asked when it is saved."""
    user = signed_in(request)
    if form not in kept_forms.FORMS:
        raise Http404
    answer = drafts.answer(user, kept_forms.draft_key(form, thing), request.POST)
    kept_forms.trim(user)
    return answer


@require_POST
@login_required
def kept_form_discard(request: HttpRequest, form: str, thing: str) -> HttpResponse:
    """Throw away what was typed, and go back to the page."""
    user = signed_in(request)
    if form not in kept_forms.FORMS:
        raise Http404
    drafts.discard_key(user, kept_forms.draft_key(form, thing))
    messages.info(request, _("What was not saved is thrown away."))
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        return redirect(back)
    return redirect("workspace:my_work")
