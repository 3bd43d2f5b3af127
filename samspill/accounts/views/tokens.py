"""The user's own keys for programs: made, seen and revoked. A key's secret is shown once, on the page that made it."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from samspill.accounts.domain.tokens import make_token, revoke_token
from samspill.accounts.forms_tokens import TokenForm
from samspill.accounts.models import ApiToken, User
from samspill.accounts.scopes import SCOPES
from samspill.core.errors import RuleError
from samspill.core.methods import takes_form

TYPED = "key_not_made"
"""Of the session: what was typed of a new key when another was revoked, for the page that comes after it, which gives
it on when one more is revoked."""
LONGEST = 2000


@takes_form
@never_cache
@login_required
def tokens(request: HttpRequest) -> HttpResponse:
    """All keys of the user, and the form for a new one."""
    assert isinstance(request.user, User)
    if request.method == "POST":
        answer: HttpResponse = _make(request)
        return answer
    typed = QueryDict(request.session.pop(TYPED, ""))
    return _page(request, TokenForm(user=request.user, given_back=typed))


@reauthentication_required  # type: ignore[untyped-decorator]
def _make(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    form = TokenForm(request.POST, user=request.user)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        token, secret = make_token(user=request.user, **form.cleaned_data)
    except RuleError as error:
        form.add_error(error.field or None, error.message)
        return _page(request, form, status=422)
    return _page(request, TokenForm(user=request.user), made=token, secret=secret)


@require_POST
@login_required
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """The key stops working at once. What was typed of a new one is given back."""
    assert isinstance(request.user, User)
    token = get_object_or_404(ApiToken, pk=pk, user=request.user)
    revoke_token(token=token, actor=request.user)
    if typed := request.POST.get("typed"):
        request.session[TYPED] = typed[:LONGEST]
    messages.success(
        request, _("The key “%(name)s” is revoked. Programs that use it are refused now.") % {"name": token.name}
    )
    return redirect("accounts:tokens")


def _page(
    request: HttpRequest, form: TokenForm, *, status: int = 200, made: ApiToken | None = None, secret: str = ""
) -> HttpResponse:
    own = list(ApiToken.objects.filter(user=request.user.pk or 0))
    labels = {token.pk: [SCOPES[code].label for code in token.scopes if code in SCOPES] for token in own}
    context = {
        "form": form,
        "typed": form.as_typed(),
        "live": [{"token": one, "scopes": labels[one.pk]} for one in own if one.state == "live"],
        "gone": [{"token": one} for one in own if one.state != "live"][:50],
        "made": made,
        "secret": secret,
    }
    return render(request, "accounts/tokens.html", context, status=status)
