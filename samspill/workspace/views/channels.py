"""Where an entry was shown, and the catalogue of channels."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspill.cases import policies, queries
from samspill.cases.domain import channels as domain
from samspill.cases.exporting import channel_table
from samspill.cases.models import Channel, Shown
from samspill.core import strange
from samspill.core.errors import RuleError
from samspill.core.exporting import respond
from samspill.core.gone import row_or_gone
from samspill.core.methods import takes_form
from samspill.core.numbers import whole_number
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.workspace.forms.fields import add_errors, status_of
from samspill.workspace.forms.stories import ChannelForm, ShownForm
from samspill.workspace.forms.watched import watch
from samspill.workspace.users import signed_in
from samspill.workspace.views.frame import Frame, for_editors


@takes_form
@for_editors
def entry_channels(request: HttpRequest, frame: Frame) -> HttpResponse:
    """Where it was shown; a new place, and, with ``?change=``, what is said of one."""
    changing = _asked_for(request, frame)
    do = request.POST.get("do", "")
    if changing is not None and do == "remove":
        domain.take_away(shown=changing, actor=frame.user)
        messages.success(request, _("It is taken away. The history keeps it."))
        return redirect("workspace:entry_channels", frame.entry.public_id)
    initial: dict[str, Any] = {"channel": request.GET.get("channel", "")}
    if changing is not None:
        initial = {"channel": changing.channel_id, "date": changing.date, "title": changing.title, "url": changing.url}
    form = ShownForm(
        request.POST if do in ("add", "change") else None,
        initial=initial,
        keep=changing.channel_id if changing else "",
    )
    if changing is not None:
        watch(form, changing, domain.SHOWN_EDITABLE)
    if form.is_valid():
        said = dict(form.cleaned_data)
        try:
            domain.mark_shown(entry=frame.entry, actor=frame.user, on=said.pop("date"), shown=changing, **said)
            messages.success(request, _("It is marked as shown."))
            return redirect("workspace:entry_channels", frame.entry.public_id)
        except (RuleError, ValidationError) as error:
            add_errors(form, error)
    shown = list(Shown.objects.filter(entry=frame.entry).select_related("channel"))
    suggested = queries.suggestions(frame.entry, Channel.objects.all(), [one.channel_id for one in shown])
    context = frame.context("channels", form=form, changing=changing, shown=shown, suggested=suggested)
    return render(request, "workspace/cases/channels.html", context, status=status_of(form))


def _asked_for(request: HttpRequest, frame: Frame) -> Shown | None:
    asked = request.POST.get("shown") or request.GET.get("change")
    if not asked:
        return None
    number = whole_number(asked)
    rows, removing = Shown.objects.select_related("channel"), request.POST.get("do") == "remove"
    return row_or_gone(rows, removing=removing, pk=number, entry=frame.entry)


@login_required
@require_safe
def channel_list(request: HttpRequest) -> HttpResponse:
    """The catalogue as administrators see it, those that are switched off too."""
    require(policies.may_make_channels(acting_for(signed_in(request))))
    return render(request, "workspace/cases/channel_list.html", {"channels": Channel.objects.all()})


@login_required
@require_safe
def channels_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The same as a file."""
    acting = acting_for(signed_in(request))
    require(policies.may_make_channels(acting))
    rows = queries.channels_with_numbers(acting, in_use=False)
    return respond(
        request,
        form=form,
        title=_("Channels"),
        problems=strange.told(strange.names(request.GET, ())),
        make=lambda: channel_table(rows, kept=True),
    )


@login_required
@takes_form
def channel_new(request: HttpRequest) -> HttpResponse:
    """A channel of the site's own."""
    return _edit(request, None)


@login_required
@takes_form
def channel_edit(request: HttpRequest, code: str) -> HttpResponse:
    """What is said of a channel; switching it off and on."""
    require(policies.may_make_channels(acting_for(signed_in(request))))
    found = get_object_or_404(Channel, code=code)
    if request.POST.get("do") in ("on", "off"):
        domain.switch_channel(channel=found, actor=signed_in(request), on=request.POST["do"] == "on")
        messages.success(request, _("Saved."))
        return redirect("workspace:channel_list")
    return _edit(request, found)


def _edit(request: HttpRequest, channel: Channel | None) -> HttpResponse:
    user = signed_in(request)
    require(policies.may_make_channels(acting_for(user)))
    initial = {name: getattr(channel, name) for name in domain.EDITABLE} if channel else {}
    form = ChannelForm(request.POST if request.method == "POST" else None, initial=initial)
    seen = watch(form, channel, domain.EDITABLE) if channel else ""
    if form.is_valid():
        said = form.cleaned_data
        try:
            domain.set_channel(
                actor=user, names=form.names, suits_types=said["suits_types"], suits_kinds=said["suits_kinds"],
                url=said["url"], channel=channel, seen=seen,
            )  # fmt: skip
            messages.success(request, _("Saved."))
            return redirect("workspace:channel_list")
        except (RuleError, ValidationError) as error:
            add_errors(form, error)
    context = {"form": form, "channel": channel}
    return render(request, "workspace/cases/channel_form.html", context, status=status_of(form))
