"""Who took part: contributors and organisations."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import BooleanField, Case, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspill.core.errors import RuleError
from samspill.core.gone import row_or_gone
from samspill.core.methods import takes_form
from samspill.core.not_taken import remember
from samspill.core.numbers import whole_number
from samspill.parties.domain.acting import Acting
from samspill.parties.models import Organisation, Person, Unit
from samspill.registry.domain import parts
from samspill.registry.models import Contribution, Participation
from samspill.registry.shown import people_shown
from samspill.workspace.forms.fields import add_errors, status_of
from samspill.workspace.forms.parts import ContributionForm, NewPersonForm, ParticipationForm
from samspill.workspace.forms.watched import watch
from samspill.workspace.views.frame import Frame, find, for_editors, standing_answers

Part = TypeVar("Part", Contribution, Participation)
HITS = 12
"""Names shown for a search; a longer list is answered by typing more."""


@takes_form
@for_editors
def entry_parts(request: HttpRequest, frame: Frame) -> HttpResponse:
    """Contributors in order, and organisations; each can be changed, moved and taken out where it stands."""
    if request.method == "POST":
        act = ACTS.get(request.POST.get("do", ""))
        if act is None:
            messages.error(request, _("Nothing was done: the button is not known here. Reload the page and try again."))
            return redirect("workspace:entry_parts", frame.entry.public_id)
        if (failed := act(request, frame)) is None:
            return redirect("workspace:entry_parts", frame.entry.public_id)
        return _page(request, find(request, frame.entry.public_id), failed)  # with what others did
    return _page(request, frame, {})


Failed = dict[str, Any] | None
"""Nothing, or the form to show again: its key on the page -> the bound form."""


def _add_contributor(request: HttpRequest, frame: Frame) -> Failed:
    kind, _sep, code = request.POST.get("who", "").partition(":")
    person = get_object_or_404(Person, public_id=code) if kind == "person" else None
    unit = get_object_or_404(Unit, code=code) if kind == "unit" else None
    if person is None and unit is None:
        messages.error(request, _("Choose a person or a unit from the list."))
        return None
    try:
        parts.add_contribution(entry=frame.entry, actor=frame.user, person=person, unit=unit)
    except parts.ThereAlready as there:
        messages.info(request, there.message)
        return None
    messages.success(request, _("%(name)s is added. Say what they did.") % {"name": person or unit})
    return None


def _new_person(request: HttpRequest, frame: Frame) -> Failed:
    form = NewPersonForm(request.POST, entry=frame.entry, user=frame.user, prefix="new")
    if not form.is_valid():
        return {"new": form}
    try:
        parts.add_new_person(entry=frame.entry, actor=frame.user, **form.cleaned_data)
    except (RuleError, ValidationError) as error:
        add_errors(form, error)
        return {"new": form}
    messages.success(request, _("%(name)s is added. Say what they did.") % {"name": form.cleaned_data["name"]})
    return None


def _change_contributor(request: HttpRequest, frame: Frame) -> Failed:
    part = _contribution(request, frame)
    form = ContributionForm(request.POST, prefix=f"c{part.pk}", initial={"roles": part.roles})
    watch(form, part, parts.CONTRIBUTION_EDITABLE)
    remember(request, form)
    if not form.is_valid():
        return {f"c{part.pk}": form}
    try:
        parts.change_contribution(contribution=part, actor=frame.user, **form.cleaned_data)
    except (RuleError, ValidationError) as error:
        add_errors(form, error)
        return {f"c{part.pk}": form}
    messages.success(request, _("Saved."))
    return None


def _move(request: HttpRequest, frame: Frame) -> Failed:
    part = _contribution(request, frame)
    parts.move_contribution(contribution=part, actor=frame.user, up=request.POST["do"] == "up")
    return None


def _remove_contributor(request: HttpRequest, frame: Frame) -> Failed:
    part = _contribution(request, frame)
    name = str(part)
    parts.remove_contribution(contribution=part, actor=frame.user, reason=request.POST.get("reason", ""))
    messages.success(request, _("%(name)s is taken out. The history keeps it.") % {"name": name})
    return None


def _add_organisation(request: HttpRequest, frame: Frame) -> Failed:
    code = request.POST.get("organisation", "")
    organisation = get_object_or_404(Organisation, code=code)
    form = ParticipationForm(request.POST, prefix="o")
    set_new = partial(parts.add_participation, entry=frame.entry, actor=frame.user, organisation=organisation)
    return _saved(request, form, organisation, f"o:{code}", set_new)


def _change_organisation(request: HttpRequest, frame: Frame) -> Failed:
    part = _participation(request, frame)
    key = f"p{part.pk}"
    form = ParticipationForm(request.POST, prefix=key, initial={"role": part.role_id})
    watch(form, part, parts.PARTICIPATION_EDITABLE)
    remember(request, form)
    return _saved(
        request, form, part.organisation, key, partial(parts.change_participation, participation=part, actor=frame.user)
    )


def _saved(
    request: HttpRequest, form: ParticipationForm, organisation: Organisation, key: str, act: Callable[..., object]
) -> Failed:
    if not form.is_valid():
        return {key: form}
    try:
        act(**form.cleaned_data)
    except (RuleError, ValidationError) as error:
        add_errors(form, error)
        return {key: form}
    messages.success(request, _("%(name)s is saved.") % {"name": organisation.name})
    return None


def _remove_organisation(request: HttpRequest, frame: Frame) -> Failed:
    part = _participation(request, frame)
    parts.remove_participation(participation=part, actor=frame.user, reason=request.POST.get("reason", ""))
    messages.success(request, _("%(name)s is taken out. The history keeps it.") % {"name": part.organisation.name})
    return None


ACTS: dict[str, Callable[[HttpRequest, Frame], Failed]] = {
    "add_contributor": _add_contributor,
    "new_person": _new_person,
    "change_contributor": _change_contributor,
    "up": _move,
    "down": _move,
    "remove_contributor": _remove_contributor,
    "add_organisation": _add_organisation,
    "change_organisation": _change_organisation,
    "remove_organisation": _remove_organisation,
}
"""What each button does."""


def _contribution(request: HttpRequest, frame: Frame) -> Contribution:
    return _one_of(frame.entry.contributions.select_related("entry", "person", "unit"), request)


def _participation(request: HttpRequest, frame: Frame) -> Participation:
    return _one_of(frame.entry.participations.select_related("entry", "organisation"), request)


def _one_of(parts_of: QuerySet[Part], request: HttpRequest) -> Part:
    removing = request.POST.get("do", "").startswith("remove")
    return row_or_gone(parts_of, removing=removing, pk=whole_number(request.POST.get("part")))


def _page(request: HttpRequest, frame: Frame, failed: dict[str, Any]) -> HttpResponse:
    entry = frame.entry
    contributors = [
        {
            "part": part,
            "form": failed.get(f"c{part.pk}") or _shown(ContributionForm, "c", part, parts.CONTRIBUTION_EDITABLE),
            "is_open": f"c{part.pk}" in failed or not part.roles,
            "answers": standing_answers(part),
        }
        for part in sorted(entry.contributions.all(), key=lambda part: (part.position, part.pk))
    ]
    organisations = [
        {
            "part": part,
            "form": failed.get(f"p{part.pk}") or _shown(ParticipationForm, "p", part, parts.PARTICIPATION_EDITABLE),
            "is_open": f"p{part.pk}" in failed,
            "answers": standing_answers(part),
        }
        for part in entry.participations.all()
    ]
    shares = [part.share for part in entry.contributions.all() if part.share is not None]
    adding = next((key[2:] for key in failed if key.startswith("o:")), "")
    context = frame.context(
        "parts",
        contributors=contributors,
        organisations=organisations,
        share_sum=sum(shares) if shares else None,
        new_person=failed.get("new") or NewPersonForm(entry=entry, user=frame.user, prefix="new"),
        new_person_open="new" in failed,
        organisation_form=failed.get(f"o:{adding}") or ParticipationForm(prefix="o"),
        organisation_code=adding,
        failed_form=next(iter(failed.values()), None),
        **_people_hits(request, frame.acting),
        **_organisation_hits(request, adding),
    )
    return render(request, "workspace/entry_parts.html", context, status=status_of(*failed.values()))


def _shown(kind: type[forms.Form], letter: str, part: Any, names: tuple[str, ...]) -> forms.Form:
    form = kind(prefix=f"{letter}{part.pk}", initial=_initial(part))
    watch(form, part, names)
    return form


def _initial(part: Any) -> dict[str, Any]:
    names = ("roles", "share", "start_date", "end_date", "in_use_since")
    return {name: getattr(part, name) for name in names if hasattr(part, name)} | {
        "role": getattr(part, "role_id", None)
    }


def _people_hits(request: HttpRequest, acting: Acting) -> dict[str, Any]:
    """Persons and units whose name holds every word that was searched for.

    Whoever has no public page, and is no colleague, is found by the whole name, and nothing more is told of them.
    """
    searched = request.GET.get("who", "").replace("\x00", "").strip()[:100]
    if len(searched) < 2:
        return {"who": searched, "people": [], "units": []}
    people, units = Q(), Q()
    for word in searched.split():
        people &= Q(name__icontains=word)
        units &= Q(name_nb__icontains=word) | Q(name_nn__icontains=word) | Q(name_en__icontains=word)
    seen = Case(When(people_shown(acting), then=Value(True)), default=False, output_field=BooleanField())
    known = Person.objects.filter(people, withheld="").annotate(is_seen=seen)
    whole = Q(name__iexact=" ".join(searched.split()))
    return {
        "who": searched,
        "people": known.filter(Q(is_seen=True) | whole).prefetch_related(
            "affiliations__organisation", "affiliations__unit"
        )[:HITS],
        "units": Unit.objects.filter(units, valid_to=None).select_related("organisation")[:HITS],
    }


def _organisation_hits(request: HttpRequest, code: str = "") -> dict[str, Any]:
    """Organisations by name, short name or number."""
    searched = request.GET.get("org", "").replace("\x00", "").strip()[:100]
    if code and not searched:
        return {"org": "", "found_organisations": Organisation.objects.filter(code=code)}
    if len(searched) < 2:
        return {"org": searched, "found_organisations": []}
    matches = Q(is_active=True)
    for word in searched.split():
        matches &= (
            Q(name_nb__icontains=word)
            | Q(name_nn__icontains=word)
            | Q(name_en__icontains=word)
            | Q(short_name__icontains=word)
            | Q(number=word)
        )
    return {"org": searched, "found_organisations": Organisation.objects.filter(matches)[:HITS]}


@require_safe
@for_editors
def entry_parts_search(request: HttpRequest, frame: Frame) -> HttpResponse:
    """Hits while typing, as a piece of the page."""
    if "org" in request.GET:
        form: forms.Form = ParticipationForm(prefix="o")
        context = {"entry": frame.entry, "organisation_form": form, **_organisation_hits(request)}
        return render(request, "workspace/parts/organisation_hits.html", context)
    return render(
        request, "workspace/parts/people_hits.html", {"entry": frame.entry, **_people_hits(request, frame.acting)}
    )
