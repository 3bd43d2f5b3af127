"""Down the list of a review: one innovation at a time, its news, and the decision; and what was followed up."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samspill.core import not_taken
from samspill.core.errors import RuleError
from samspill.core.methods import takes_form
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.registry.domain.readiness import current_readings
from samspill.registry.policies import curates_register, may_see
from samspill.reviews import news, policies
from samspill.reviews.domain.deciding import StaleItem, answer_follow_up, decide
from samspill.reviews.models import AgendaItem, Assessment, FollowUp
from samspill.workspace.forms.fields import add_errors, status_of
from samspill.workspace.forms.meetings import DecisionForm, FollowUpForm
from samspill.workspace.users import signed_in
from samspill.workspace.views.reviews import find_meeting


@login_required
@takes_form
def review_item(request: HttpRequest, public_id: str, entry_id: str) -> HttpResponse:
    """One innovation of the list. Saving goes on to the next one that is not decided."""
    meeting, acting = find_meeting(request, public_id)
    items = AgendaItem.objects.filter(meeting=meeting).select_related(
        "entry__register", "entry__organisation", "entry__unit", "follower", "decided_by"
    )
    item = get_object_or_404(items, entry__public_id=entry_id)
    item.meeting = meeting
    may = policies.may_decide(acting, meeting)
    form, stale = DecisionForm(request.POST if request.method == "POST" else None, item=item), None
    if request.method == "POST":
        not_taken.remember(request, form)
        require(may)
        if form.is_valid():
            try:
                decide(
                    item=item,
                    actor=signed_in(request),
                    seen_version=form.cleaned_data["version"],
                    decided=form.decided,
                )
            except RuleError as error:
                add_errors(form, error)
                if isinstance(error, StaleItem):  # what was typed stays; the next save knows what it replaces
                    stale = error.current
                    form.data = posted = request.POST.copy()
                    posted["version"] = str(stale.version)
            else:
                messages.success(request, _("Saved: %(title)s.") % {"title": item.entry.title})
                return _onward(item)
    found = news.news_of(meeting.register, meeting.since, meeting.date, [item.entry])[item.entry_id]
    readings = current_readings(item.entry)
    neighbours = list(AgendaItem.objects.filter(meeting=meeting).values_list("entry__public_id", flat=True))
    place = neighbours.index(item.entry.public_id)
    context: dict[str, Any] = {
        "register": meeting.register,
        "curates": bool(curates_register(acting, meeting.register)),
        "meeting": meeting,
        "item": item,
        "entry": item.entry,
        "why": [AgendaItem.Why(code).label for code in item.why],
        "form": form,
        "stale": stale,
        "may_decide": bool(may),
        "said": news.lines(found),
        "news": found,
        "reading": readings[-1] if readings else None,
        "partners": item.entry.participations.select_related("organisation", "role").order_by("pk"),
        "assessments": Assessment.objects.filter(entry=item.entry)
        .visible_to(acting)
        .standing()
        .filter(call=found.result.call_id if found.result else None)
        .select_related("assessor"),
        "earlier": AgendaItem.objects.filter(entry=item.entry, meeting__closed_at__isnull=False)
        .exclude(meeting=meeting)
        .select_related("meeting")
        .order_by("-meeting__date"),
        "may_open": bool(may_see(acting, item.entry)),
        "number": place + 1,
        "listed": len(neighbours),
        "before": neighbours[place - 1] if place else None,
        "after": neighbours[place + 1] if place + 1 < len(neighbours) else None,
    }
    return render(request, "workspace/reviews/item.html", context, status=status_of(form))


def _onward(item: AgendaItem) -> HttpResponse:
    left = AgendaItem.objects.filter(meeting=item.meeting_id, decision="").exclude(pk=item.pk).select_related("entry")
    after = left.filter(position__gt=item.position).first() or left.first()
    if after is None:
        return redirect("workspace:review", item.meeting.public_id)
    return redirect(
        reverse("workspace:review_item", args=[item.meeting.public_id, after.entry.public_id]) + "?videre=1"
    )


@login_required
@takes_form
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """What somebody took upon themselves, and what came of it."""
    user = signed_in(request)
    rows = FollowUp.objects.select_related(
        "item__entry__unit", "item__entry__organisation", "item__meeting__register__unit", "item__follower", "done_by"
    )
    follow = get_object_or_404(rows, pk=pk)
    acting = acting_for(user)
    meeting = follow.item.meeting
    form = FollowUpForm(request.POST if request.method == "POST" else None, follow=follow)
    not_taken.remember(request, form)
    require(policies.may_answer_follow_up(acting, follow))
    if request.method == "POST" and form.is_valid():
        try:
            answer_follow_up(follow=follow, actor=user, **form.cleaned_data)
        except RuleError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Your answer is saved, and the thing is done."))
            return redirect("workspace:follow_up", follow.pk)
    context = {
        "register": meeting.register,
        "curates": bool(curates_register(acting, meeting.register)),
        "meeting": meeting,
        "follow": follow,
        "item": follow.item,
        "form": form,
        "may_see_meeting": bool(policies.may_see_meeting(acting, meeting)),
        "may_open": bool(may_see(acting, follow.item.entry)),
    }
    return render(request, "workspace/reviews/follow_up.html", context, status=status_of(form))
