"""Which person is the same as which, and which user is which person."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core.errors import RuleError
from samspill.core.methods import takes_form
from samspill.core.policy import require
from samspill.parties import policies
from samspill.parties.domain import people as domain
from samspill.parties.domain.acting import acting_for
from samspill.parties.queries import NEAREST, claimable_by, persons_like
from samspill.workspace.forms.errors import shown_on
from samspill.workspace.forms.fields import status_of
from samspill.workspace.forms.people import LinkForm, MergeForm
from samspill.workspace.forms.watched import watch
from samspill.workspace.views.people import person_or_404


@takes_form
@login_required
def merge(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make one person of two; this one is kept."""
    assert isinstance(request.user, User)
    require(policies.is_administrator(acting_for(request.user)))
    person = person_or_404(public_id)
    form = MergeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with shown_on(form):
            domain.merge_persons(
                kept=person,
                duplicate=form.cleaned_data["duplicate"],
                actor=request.user,
                reason=form.cleaned_data["reason"],
            )
            messages.success(request, _("The two are now one person. Old addresses lead here."))
            return redirect("workspace:person_edit", person.public_id)
    nearest = persons_like(person.name, email=person.email, but=person)[:NEAREST]
    return render(
        request,
        "workspace/parties/person_merge.html",
        {"form": form, "person": person, "nearest": nearest},
        status=status_of(form),
    )


@takes_form
@login_required
def link(request: HttpRequest, public_id: str) -> HttpResponse:
    """Which user the person is."""
    assert isinstance(request.user, User)
    require(policies.is_administrator(acting_for(request.user)))
    person = person_or_404(public_id)
    form = LinkForm(request.POST or None, initial={"email": person.user.email if person.user else person.email})
    seen = watch(form, person, domain.WHO)
    if request.method == "POST" and form.is_valid():
        with shown_on(form):
            domain.link_user(person=person, user=form.user(), actor=request.user, seen=seen)
            messages.success(request, _("Saved."))
            return redirect("workspace:person_edit", person.public_id)
    return render(
        request, "workspace/parties/person_link.html", {"form": form, "person": person}, status=status_of(form)
    )


@takes_form
@login_required
def claim(request: HttpRequest) -> HttpResponse:
    """Persons who may be the user: “this is me” (or not)."""
    assert isinstance(request.user, User)
    if request.method == "POST":
        person = person_or_404(request.POST.get("person", ""))
        try:
            domain.claim_person(person=person, user=request.user)
        except RuleError as error:
            messages.error(request, error.message)
            return redirect("workspace:person_claim")
        messages.success(request, _("What %(person)s has contributed to is now yours.") % {"person": person.name})
        return redirect("workspace:my_work")
    own = getattr(request.user, "person", None)
    return render(request, "workspace/parties/person_claim.html", {"persons": claimable_by(request.user), "own": own})
