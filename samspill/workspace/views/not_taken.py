"""What the user typed in forms that could not be taken in any more: to copy, and to throw away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from samspill.core import not_taken as kept
from samspill.core.gone import Gone
from samspill.core.methods import takes_form
from samspill.core.numbers import whole_number
from samspill.workspace.users import signed_in


@never_cache
@takes_form
@login_required
def not_taken(request: HttpRequest) -> HttpResponse:
    """All of it, the newest first. Only the user's own."""
    found = kept.kept_by(signed_in(request).pk)
    if request.method == "POST":
        number = request.POST.get("discard", "")
        gone, _rows = found.filter(pk=whole_number(number) or 0).delete()
        if not gone:
            raise Gone
        messages.success(request, _("It is thrown away."))
        return redirect("workspace:not_taken")
    drafts = [(draft, kept.texts_of(draft)) for draft in found]
    return render(request, "workspace/personal_data/not_taken.html", {"drafts": drafts})
