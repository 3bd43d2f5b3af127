"""The user's own calendar: the page where its secret address is made, and the file at that address."""

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from samspill.accounts.calendar_file import calendar_file
from samspill.accounts.domain.calendar_feed import end_feed, feed_with, make_feed, note_use
from samspill.accounts.models import CalendarFeed, User
from samspill.core.errors import RuleError
from samspill.core.methods import takes_form


@takes_form
@never_cache
@login_required
def calendar(request: HttpRequest) -> HttpResponse:
    """Whether there is an address, and the buttons that make, renew and end it."""
    if request.method != "POST":
        return _page(request)
    user = request.user
    assert isinstance(user, User)
    if request.POST.get("action") == "end":
        if end_feed(user=user):
            messages.success(request, _("The address is switched off. Calendars that use it get nothing more."))
        return redirect("accounts:calendar")
    if request.POST.get("action") != "make":
        return _page(request, status=422, error=_("Choose whether to make a new address or to switch it off."))
    try:
        _feed, secret = make_feed(user=user)
    except RuleError as error:
        return _page(request, status=422, error=error.message)
    return _page(request, address=settings.SITE_URL + reverse("calendar_feed", args=[secret]))


def _page(request: HttpRequest, *, status: int = 200, address: str = "", error: str = "") -> HttpResponse:
    context = {
        "feed": CalendarFeed.objects.filter(user=request.user.pk or 0).first(),
        "address": address,
        "subscribe": "webcal" + address[address.index(":") :] if address else "",
        "error": error,
    }
    return render(request, "accounts/calendar.html", context, status=status)


@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The file. Whoever knows the address may fetch it, so a wrong one is told nothing. The checksum (ETag) comes from
    Django's ConditionalGetMiddleware."""
    if too_many := ratelimit.consume_or_429(request, action="calendar", key=secret, limit_get=True):
        return too_many  # type: ignore[no-any-return]
    feed = feed_with(secret)
    if feed is None:
        raise Http404
    note_use(feed)
    response = HttpResponse(
        calendar_file(feed.user, today=timezone.localdate()), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Language"] = feed.user.language
    response["Content-Disposition"] = 'inline; filename="samspill.ics"'
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response
