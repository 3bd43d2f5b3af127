"""Switching reminders off by the link in the mail: no login, and no effect before a button is pressed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from samspill.accounts.domain.users import choose_reminders
from samspill.accounts.models import User
from samspill.accounts.reminder_mail import user_of
from samspill.core.methods import takes_form


@csrf_exempt  # mail programs press the button by themselves (RFC 8058); the token in the address is the permission
@takes_form
@never_cache
def reminders_off(request: HttpRequest, token: str) -> HttpResponse:
    """Asks on GET: programs that look at mail open its links. POST switches off, or to one a week."""
    user = user_of(token)
    if user is None:
        raise Http404
    done = ""
    if request.method == "POST":
        weekly = request.POST.get("reminders") == User.Reminders.WEEKLY
        done = User.Reminders.WEEKLY if weekly else User.Reminders.OFF
        choose_reminders(user=user, reminders=done)
    return render(request, "accounts/reminders_off.html", {"done": done})
