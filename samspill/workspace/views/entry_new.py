"""A new entry: what it is, then its title and where it belongs."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samspill.core.errors import RuleError
from samspill.core.policy import refused, require
from samspill.parties.domain.acting import acting_for
from samspill.registry.choices import Kind
from samspill.registry.domain.entries import create_entry
from samspill.registry.places import may_register_somewhere
from samspill.workspace.forms.fields import add_errors
from samspill.workspace.forms.places import NewEntryForm
from samspill.workspace.users import signed_in


@require_http_methods(["GET", "POST"])
@login_required
def entry_new(request: HttpRequest) -> HttpResponse:
    """First the kind (in the address), then the rest; a draft comes of it, and its page opens."""
    user = signed_in(request)
    acting = acting_for(request.user)
    if not may_register_somewhere(acting):
        require(refused(_("You have no role that lets you register yet. Ask an innovation leader for an invitation.")))
    kind = request.GET.get("kind", "")
    if kind not in Kind.values:
        return render(request, "workspace/entry_new.html", {"kinds": _kinds(), "title_so_far": ""})
    form = NewEntryForm(request.POST or None, kind=kind, acting=acting, initial={"place": request.GET.get("place", "")})
    if request.method == "POST" and form.is_valid():
        place = form.chosen_place
        try:
            entry = create_entry(
                actor=user,
                kind=kind,
                organisation=place.organisation,
                unit=place.unit,
                register=place.register,
                values=form.values,
            )
        except (RuleError, ValidationError) as error:
            add_errors(form, error)
        else:
            told = _("The draft is made. Only you and the innovation leader see it until you submit it.")
            messages.success(request, told)
            return redirect("workspace:entry_edit", entry.public_id)
    context = {"form": form, "kind": kind, "kinds": _kinds(), "kind_name": Kind(kind).label}
    return render(request, "workspace/entry_new.html", context, status=422 if form.errors else 200)


def _kinds() -> list[tuple[str, str, str]]:
    """The kinds: code, name, and when to choose it."""
    about = {
        Kind.INNOVATION: _(
            "Something new that is made or done: a product, a service, a way of working, a work of art. Also an idea."
        ),
        Kind.ACTIVITY: _(
            "Something you did together: a workshop, a guest lecture, a project, a student thesis with a partner."
        ),
        Kind.RESULT: _(
            "Something that came of it: a patent, a company, software, a data set, a standard, a work of art, a prize."
        ),
        Kind.IMPACT_CASE: _("A story, with evidence, of what it led to and for whom."),
    }
    return [(str(kind), str(kind.label), about[kind]) for kind in Kind]
