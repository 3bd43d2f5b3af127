"""The user's own name, language and wish for mail, and the way to e-mail and password."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from samspill.accounts.domain.users import update_profile
from samspill.accounts.forms import ProfileForm
from samspill.accounts.models import User
from samspill.accounts.second_factor import has_it
from samspill.core.methods import takes_form


@takes_form
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change; carries on in the language that was chosen."""
    assert isinstance(request.user, User)
    user = User.objects.get(pk=request.user.pk)  # a copy, so that a refused answer does not show as saved
    form = ProfileForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        update_profile(user=request.user, **form.cleaned_data)
        with override(request.user.language):
            messages.success(request, _("Saved."))
            return redirect(reverse("accounts:profile"))
    return render(request, "accounts/profile.html", {"form": form, "has_second_factor": has_it(request.user)})
