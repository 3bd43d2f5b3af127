"""People of an organisation, new ones, and where each belongs."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import floatformat
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspill.accounts.models import User
from samspill.core import strange
from samspill.core.methods import takes_form
from samspill.core.policy import require
from samspill.core.sorting import by_name
from samspill.parties import policies
from samspill.parties.domain import people as domain
from samspill.parties.domain.acting import Acting, acting_for
from samspill.parties.models import Affiliation, Organisation, Person
from samspill.parties.queries import find_person, members_shown, overlapping_shares
from samspill.registry.shown import may_see_person
from samspill.workspace.forms.errors import shown_on
from samspill.workspace.forms.fields import status_of
from samspill.workspace.forms.people import AffiliationForm, NewPersonForm, PersonForm
from samspill.workspace.forms.watched import watch


@require_safe
@login_required
def members(request: HttpRequest, code: str) -> HttpResponse:
    """Who belongs to an organisation today."""
    organisation = get_object_or_404(Organisation, code=code)
    acting = acting_for(request.user)
    wanted = request.GET.get("q", "").strip()
    rows = members_of(organisation, acting, wanted)
    return render(
        request,
        "workspace/parties/members.html",
        {
            "organisation": organisation,
            "page": Paginator(rows, 50).get_page(request.GET.get("page")),
            "q": wanted,
            "problems": strange.told(strange.names(request.GET, ())),
            "tab": "people",
            "may_create_person": policies.may_create_person(acting),
        },
    )


def members_of(organisation: Organisation, acting: Acting, wanted: str) -> QuerySet[Affiliation]:
    """Who belongs there today, by name; for those who look after the organisation or a unit of it."""
    return members_shown(acting, organisation, words=wanted).order_by(by_name("person__name"), "pk")


@takes_form
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """A new person with a first affiliation; those who may be the same are shown first."""
    assert isinstance(request.user, User)
    acting = acting_for(request.user)
    require(policies.may_create_person(acting))
    organisation = Organisation.objects.filter(code=request.GET.get("organisation", "")).first()
    data = request.POST or None
    form = NewPersonForm(data, acting=acting, initial={"name": request.GET.get("name", "")})
    place = AffiliationForm(data, acting=acting, prefix="place", initial={"organisation": organisation})
    if request.method == "POST" and form.is_valid() and place.is_valid() and not form.looks_alike():
        with shown_on(place), shown_on(form):
            person = domain.create_person(actor=request.user, values=form.values(), affiliation=place.values())
            messages.success(request, _("%(person)s is saved.") % {"person": person.name})
            return redirect("workspace:person_edit", person.public_id)
    context = {"form": form, "place": place}
    return render(request, "workspace/parties/person_new.html", context, status=status_of(form, place))


@takes_form
@login_required
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Facts about a person, and where they belong and have belonged."""
    assert isinstance(request.user, User)
    person = person_or_404(public_id)
    acting = acting_for(request.user)
    may_edit = policies.may_edit_person(acting, person)
    require(may_edit if request.method == "POST" else policies.may_open_person(acting, person))
    form = PersonForm(request.POST or None, instance=person)
    seen = watch(form, person, domain.EDITABLE)
    if request.method == "POST" and form.is_valid():
        with shown_on(form):
            domain.update_person(person=person, actor=request.user, values=form.values(), seen=seen)
            messages.success(request, _("Saved."))
            return redirect("workspace:person_edit", person.public_id)
    rows = [
        {"row": row, "may_edit": (mine := bool(policies.may_edit_affiliation(acting, row))), "share": mine or may_edit}
        for row in person.affiliations.select_related("organisation", "unit__organisation")
    ]
    context = {
        "form": form,
        "person": person,
        "may_edit": may_edit,
        "rows": rows,
        "overlaps": overlapping_shares(person),
        "may_add_place": policies.may_create_person(acting),
        "is_administrator": acting.is_administrator,
    }
    return render(request, "workspace/parties/person_edit.html", context, status=status_of(form))


@takes_form
@login_required
def affiliation(request: HttpRequest, public_id: str, pk: int | None = None) -> HttpResponse:
    """A place where the person belongs: a new one, or one to change."""
    assert isinstance(request.user, User)
    person = person_or_404(public_id)
    row = get_object_or_404(Affiliation, pk=pk, person=person) if pk else None
    acting = acting_for(request.user)
    require(policies.may_edit_affiliation(acting, row) if row else policies.may_create_person(acting))
    if row is None and not may_see_person(acting, person):
        raise Http404
    form = AffiliationForm(request.POST or None, acting=acting, affiliation=row)
    seen = watch(form, row, domain.PLACE) if row else ""
    if request.method == "POST" and form.is_valid():
        with shown_on(form):
            domain.set_affiliation(person=person, actor=request.user, values=form.values(), affiliation=row, seen=seen)
            messages.success(request, _("Saved."))
            _warn_of_overlap(request, person)
            return redirect("workspace:person_edit", person.public_id)
    return render(
        request,
        "workspace/parties/affiliation.html",
        {"form": form, "person": person, "affiliation": row},
        status=status_of(form),
    )


def person_or_404(public_id: str) -> Person:
    """Also by the address of a duplicate that was merged."""
    if person := find_person(public_id):
        return person
    raise Http404


def _warn_of_overlap(request: HttpRequest, person: Person) -> None:
    for day, total in overlapping_shares(person):
        messages.warning(
            request,
            _("From %(date)s the positions sum to %(sum)s %%. Check whether one of them has ended.")
            % {"date": date_format(day) if day else _("the beginning"), "sum": floatformat(total, -2)},
        )
