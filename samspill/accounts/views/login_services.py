"""To a login service and back."""

import time
from typing import Any

from allauth.core import ratelimit
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from requests import RequestException

from samspill.accounts.federated.adapter import logger, refused, told_of
from samspill.accounts.provider import Exchange
from samspill.core.methods import takes_form


@takes_form
@never_cache
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Asks on GET, so that no other site can log somebody in; on POST leads to the service.

    The answer to the form is a page that moves on by itself, not a redirect: browsers hold a form's redirects, all the
    way through the service's own, against ``form-action`` of our content security policy.
    """
    try:
        provider = get_adapter(request).get_provider(request, provider_id)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    if request.method != "POST":
        return render(request, "socialaccount/login.html", {"provider": provider})
    if too_many := ratelimit.consume_or_429(request, action="login"):
        return too_many  # type: ignore[no-any-return]
    try:
        leaving = provider.redirect_from_request(request)
    except (RequestException, ProviderException, OAuth2Error, KeyError) as error:
        logger.warning("%s cannot be reached: %s %s", provider_id, type(error).__name__, told_of(error))
        return refused(request, provider, "down")  # type: ignore[no-any-return]
    return render(request, "socialaccount/leaving.html", {"service": provider.name, "address": leaving["Location"]})


@require_safe
@never_cache
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Where the service sends people back to; in the language of the page where they began."""
    state = _state(request, provider_id)
    exchange = Exchange(request, provider_id)
    exchange.expected_nonce = str(state.get("nonce", ""))
    with override(state.get("language") or get_language()):
        try:
            view = OAuth2CallbackView.adapter_view(exchange)
            answer: HttpResponse = view(request)
        except SocialApp.DoesNotExist:
            raise Http404 from None
    return answer


def _state(request: HttpRequest, provider_id: str) -> dict[str, Any]:
    """What was remembered when this login began, looked at before allauth uses it up; empty when there is none."""
    kept = statekit.get_states(request).get(request.GET.get("state", ""))
    if not kept or len(kept) != 3 or kept[2] != provider_id or time.time() - kept[1] > statekit.STATE_TTL:
        return {}
    return dict(kept[0])
