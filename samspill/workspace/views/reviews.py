"""Review meetings of a register: the list of them, a new one, the meeting's page, its minutes (R-REG-10)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from samspill.core import not_taken
from samspill.core.errors import RuleError
from samspill.core.methods import takes_form
from samspill.core.policy import require
from samspill.core.prepared_rows import Prepared
from samspill.core.typesetting import TypesettingError
from samspill.parties.domain.acting import Acting, acting_for
from samspill.registry.policies import curates_register
from samspill.reviews import minutes, policies
from samspill.reviews.domain import closing, meetings
from samspill.reviews.models import FollowUp, MeetingParticipant, ReviewMeeting
from samspill.reviews.queries import with_decided
from samspill.workspace.forms.fields import add_errors, status_of
from samspill.workspace.forms.meetings import MeetingDetailsForm, NewMeetingForm
from samspill.workspace.review_agenda import Outlined, agenda_html, outline_of
from samspill.workspace.users import signed_in
from samspill.workspace.views.assessment_calls import find_register

ROWS = 50
"""Reviews on a page."""
ITEMS_ON_A_PAGE = 100


@login_required
@require_safe
def review_list(request: HttpRequest, code: str) -> HttpResponse:
    """The reviews of a register."""
    register = find_register(code)
    require(curates_register(acting_for(signed_in(request)), register))
    # All at once: there are a few a year, and counting them first would be one question more.
    held = list(with_decided(ReviewMeeting.objects.filter(register=register)))
    page = Paginator(held, ROWS).get_page(request.GET.get("page"))
    open_one = next((meeting for meeting in held if meeting.is_open), None)
    context = {"register": register, "curates": True, "page": page, "open_one": open_one}
    return render(request, "workspace/reviews/meetings.html", context)


@login_required
@takes_form
def review_new(request: HttpRequest, code: str) -> HttpResponse:
    """Prepare a review; its list makes itself."""
    user, register = signed_in(request), find_register(code)
    require(curates_register(acting_for(user), register))
    first = {"date": timezone.localdate(), "participants": [user.pk]}
    form = NewMeetingForm(request.POST if request.method == "POST" else None, register=register, initial=first)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            meeting = meetings.prepare_meeting(
                register=register,
                actor=user,
                on=given["date"],
                since=given["since"],
                participants=list(given["participants"]),
                others=given["others"],
            )
        except RuleError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The list is made. Those who take part can open it from now on."))
            return redirect("workspace:review", meeting.public_id)
    open_one = ReviewMeeting.objects.filter(register=register, closed_at=None).first()
    context = {"register": register, "curates": True, "form": form, "open_one": open_one}
    return render(request, "workspace/reviews/meeting_new.html", context, status=status_of(form))


MEETING = Prepared(
    lambda public_id: ReviewMeeting.objects.filter(public_id=public_id).select_related(
        "register__unit", "register__organisation", "register__profile", "closed_by"
    ),
    str,
)


def find_meeting(request: HttpRequest, public_id: str) -> tuple[ReviewMeeting, Acting]:
    """The meeting, for a user who may see it. Raises `Http404` or `Refusal`."""
    meeting = MEETING.one_or_404(public_id)
    acting = acting_for(signed_in(request))
    require(policies.may_see_meeting(acting, meeting))
    return meeting, acting


@login_required
@takes_form
def review(request: HttpRequest, public_id: str) -> HttpResponse:
    """The list of one review, group by group, with what is decided so far; and the meeting's own facts."""
    meeting, acting = find_meeting(request, public_id)
    may = policies.may_decide(acting, meeting)
    participants, form = list[MeetingParticipant](), None
    if may or request.method == "POST":
        participants = list(meeting.participants.select_related("user").order_by("user__name"))
        there = [one.user_id for one in participants]
        form = MeetingDetailsForm(request.POST if request.method == "POST" else None, meeting=meeting, there=there)
    if request.method == "POST" and form:
        not_taken.remember(request, form)
        require(may)
        if form.is_valid() and _saved(request, meeting, form):
            messages.success(request, _("The meeting is saved."))
            return redirect("workspace:review", meeting.public_id)
    items = outline_of(meeting)
    left = [item for item in items if not item.decision]
    page: Page[Outlined] = Paginator(items, ITEMS_ON_A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "register": meeting.register,
        "curates": bool(curates_register(acting, meeting.register)),
        "meeting": meeting,
        "may_decide": bool(may),
        "form": form,
        "agenda": agenda_html(meeting, items, list(page)) if items else "",
        "page": page,
        "items": len(items),
        "left": len(left),
        "next_entry": left[0].entry if left else None,
        "participants": participants,
        "follows": [] if meeting.is_open else _follow_ups(meeting),
        "is_held": meeting.date <= timezone.localdate(),
    }
    return render(request, "workspace/reviews/meeting.html", context, status=status_of(form))


def _follow_ups(meeting: ReviewMeeting) -> "QuerySet[FollowUp]":
    """They come to be when the minutes are closed."""
    found = FollowUp.objects.filter(item__meeting=meeting).select_related("item__entry", "item__follower")
    return found.order_by("item__follow_by", "pk")


def _saved(request: HttpRequest, meeting: ReviewMeeting, form: MeetingDetailsForm) -> bool:
    given = form.cleaned_data
    try:
        meetings.change_meeting(
            meeting=meeting,
            actor=signed_in(request),
            seen_version=given["version"],
            on=given["date"],
            participants=list(given["participants"]),
            others=given["others"],
            notes=given["notes"],
        )
    except RuleError as error:
        add_errors(form, error)
        if isinstance(error, meetings.StaleMeeting):  # what was typed stays; the next save knows what it replaces
            form.data = posted = request.POST.copy()
            posted["version"] = str(ReviewMeeting.objects.values_list("version", flat=True).get(pk=meeting.pk))
        return False
    return True


@login_required
@require_POST
def review_act(request: HttpRequest, public_id: str, word: str) -> HttpResponse:
    """Bring the list up to date, or close the minutes."""
    meeting, _acting = find_meeting(request, public_id)
    acts = {"oppdater": _refresh, "lukk": _close}
    if word not in acts:
        raise Http404
    try:
        acts[word](request, meeting)
    except RuleError as error:
        messages.error(request, error.message)
        return redirect("workspace:review", meeting.public_id)
    return redirect("workspace:review_minutes" if word == "lukk" else "workspace:review", meeting.public_id)


def _refresh(request: HttpRequest, meeting: ReviewMeeting) -> None:
    came, went = meetings.refresh_agenda(meeting=meeting, actor=signed_in(request))
    said = [
        ngettext("%(number)s came to the list.", "%(number)s came to the list.", came) % {"number": came},
        ngettext("%(number)s went from it.", "%(number)s went from it.", went) % {"number": went},
    ]
    messages.success(request, " ".join(said))


def _close(request: HttpRequest, meeting: ReviewMeeting) -> None:
    closing.close_minutes(meeting=meeting, actor=signed_in(request))
    messages.success(request, _("The minutes are closed, and the decisions have taken effect."))


@login_required
@require_safe
def review_minutes(request: HttpRequest, public_id: str) -> HttpResponse:
    """The minutes: as they would be now, or frozen."""
    meeting, acting = find_meeting(request, public_id)
    context = {
        "register": meeting.register,
        "curates": bool(curates_register(acting, meeting.register)),
        "meeting": meeting,
        "said": minutes.of(meeting),
    }
    return render(request, "workspace/reviews/minutes.html", context)


@login_required
@require_safe
def review_pdf(request: HttpRequest, public_id: str) -> HttpResponse:
    """The same as a file, in the language of the page."""
    meeting, _acting = find_meeting(request, public_id)
    name = f"{slugify(meeting.register.code)}-{meeting.date}-{translation.get_language()}.pdf"
    try:
        content = minutes.pdf(meeting)
    except TypesettingError:
        messages.error(request, _("The PDF file could not be made. The minutes are here; try again in a while."))
        return redirect("workspace:review_minutes", meeting.public_id)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
