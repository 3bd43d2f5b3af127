"""A new entry: what it is, then its title and where it belongs."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samspill.core.errors import RuleError
from samspill.core.methods import takes_form
from samspill.core.policy import refused, require
from samspill.parties.domain.acting import acting_for
from samspill.registry.choices import Kind
from samspill.registry.domain.entries import create_entry
from samspill.registry.domain.parts import relate
from samspill.registry.models import Entry
from samspill.registry.places import may_register_somewhere
from samspill.workspace.forms.fields import add_errors, status_of
from samspill.workspace.forms.places import NewEntryForm
from samspill.workspace.users import signed_in


@takes_form
@login_required
def entry_new(request: HttpRequest) -> HttpResponse:
    """First the kind (in the address), then the rest; a draft comes of it, and its page opens."""
    user = signed_in(request)
    acting = acting_for(request.user)
    if not may_register_somewhere(acting):
        require(refused(_("You have no role that lets you register yet. Ask an innovation leader for an invitation.")))
    kind = request.GET.get("kind", "")
    origin = Entry.objects.visible_to(acting).filter(public_id=request.GET.get("from", "")).first()
    if kind not in Kind.values:
        return render(
            request, "workspace/entry_new.html", {"kinds": _kinds(), "origin": origin, "query": _kept(request)}
        )
    initial = {"place": request.GET.get("place") or _place_of(origin)}
    form = NewEntryForm(request.POST or None, kind=kind, acting=acting, initial=initial)
    if request.method == "POST" and form.is_valid():
        place = form.chosen_place
        try:
            with transaction.atomic():
                entry = create_entry(
                    actor=user,
                    kind=kind,
                    organisation=place.organisation,
                    unit=place.unit,
                    register=place.register,
                    values=form.values,
                )
                if origin is not None:
                    relate(entry=entry, other=origin, word="grew_from", actor=user)
        except (RuleError, ValidationError) as error:
            add_errors(form, error)
        else:
            told = _("The draft is made. Only you and the innovation leader see it until you submit it.")
            messages.success(request, told)
            return redirect("workspace:entry_edit", entry.public_id)
    context = {"form": form, "kind": kind, "kinds": _kinds(), "kind_name": Kind(kind).label, "origin": origin}
    return render(request, "workspace/entry_new.html", context, status=status_of(form))


def _kept(request: HttpRequest) -> str:
    """What the address says already (where it belongs, what it grew from), for the links to the kinds."""
    kept = {name: request.GET[name] for name in ("place", "from") if request.GET.get(name)}
    return f"&{urlencode(kept)}" if kept else ""


def _place_of(origin: Entry | None) -> str:
    """What grew from an entry most often belongs where that does."""
    return f"register:{origin.register.code}" if origin is not None and origin.register is not None else ""


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
