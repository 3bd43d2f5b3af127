"""Affiliations that a login service tells of: yes or no."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from samspill.accounts.federated.services import names_of
from samspill.core.errors import RuleError
from samspill.core.methods import takes_form
from samspill.core.numbers import whole_number
from samspill.parties.domain import proposals as domain
from samspill.parties.models import Person, ProposedAffiliation
from samspill.parties.queries import claimable_by, open_proposals
from samspill.workspace.users import signed_in


@takes_form
@login_required
def proposals(request: HttpRequest) -> HttpResponse:
    """Show those that wait, and take the answers."""
    user = signed_in(request)
    if request.method == "POST":
        return _answer(request)
    own = Person.objects.filter(user=user).first()
    names = names_of()
    rows = [(row, names.get(row.service, row.service)) for row in open_proposals(user)]
    context = {"rows": rows, "own": own, "persons": [] if own else claimable_by(user)}
    return render(request, "workspace/parties/proposals.html", context)


def _answer(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    number = request.POST.get("proposal", "")
    proposal = get_object_or_404(ProposedAffiliation, user=user, pk=whole_number(number))
    code = request.POST.get("person", "")
    person = get_object_or_404(Person, public_id=code) if code else None
    place = proposal.unit or proposal.organisation
    if request.POST.get("answer") == "yes" and "person" not in request.POST and claimable_by(user):
        messages.error(request, _("Say whether the person with your e-mail address is you, and then yes."))
        return redirect("workspace:proposals")
    try:
        if request.POST.get("answer") == "yes":
            domain.accept(proposal=proposal, user=user, person=person)
            messages.success(request, _("You are now registered at %(place)s.") % {"place": place})
        else:
            domain.decline(proposal=proposal, user=user)
            messages.success(request, _("You will not be asked about %(place)s again.") % {"place": place})
    except RuleError as error:
        messages.error(request, error.message)
    return redirect("workspace:proposals" if open_proposals(user).exists() else "workspace:my_work")
