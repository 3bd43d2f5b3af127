"""The OpenID Connect provider that allauth uses here; allauth finds it by the name of this file.

Added to allauth's own: a nonce, the issuer and the subject checked against each other, no parameters from the address,
one callback address for all languages, and next to nothing kept of what the service sends.
"""

import hmac
import logging
import secrets
from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, override
from requests import RequestException

from samspill.accounts.federated.claims import Claims, read_claims
from samspill.accounts.federated.services import LoginService

logger = logging.getLogger("samspill.login")
MISSHAPEN = (AttributeError, ImproperlyConfigured, KeyError, TypeError, ValueError)
"""What comes of an answer that is not as the standard says."""


def service_called(code: str) -> LoginService:
    """The service with this name. Raises `KeyError`."""
    return {each.id: each for each in settings.LOGIN_SERVICES}[code]


class Exchange(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """The talk with the service: its metadata, the token, and who it says that this is."""

    expected_nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        """Fetched when somebody logs in, not at start: a service that is down stops nobody else."""
        try:
            config: dict[str, Any] = super().openid_config
            issuer = config["issuer"]
        except MISSHAPEN as error:
            raise ProviderException("metadata") from error
        if str(issuer).rstrip("/") != service_called(self.provider_id).issuer:
            raise ProviderException("issuer")
        return config

    def get_access_token_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        try:
            data: dict[str, Any] = super().get_access_token_data(*args, **kwargs)
        except MISSHAPEN as error:
            raise ProviderException("token") from error
        return data

    def parse_token(self, data: dict[str, Any]) -> Any:
        try:
            return super().parse_token(data)
        except MISSHAPEN as error:
            raise ProviderException("token") from error

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Who it is. Raises `ProviderException` for anything that does not fit together."""
        try:
            data: dict[str, Any] = {
                "id_token": self._decode_id_token(app, kwargs["response"]["id_token"]),
                "userinfo": self._fetch_user_info(token.token),
            }
            said = str(data["id_token"].get("nonce", ""))
            if not self.expected_nonce or not hmac.compare_digest(said.encode(), self.expected_nonce.encode()):
                raise ProviderException("nonce")
            if data["userinfo"].get("sub") != data["id_token"]["sub"]:
                raise ProviderException("subject")
            if groups_url := service_called(self.provider_id).groups_url:
                data["groups"] = self._groups(groups_url, token.token)
            return self.get_provider().sociallogin_from_response(request, data)
        except MISSHAPEN as error:
            raise ProviderException("claims") from error

    def _groups(self, address: str, token: str) -> Any:
        """What Feide says of where somebody works. Without it one gets in too; nothing is proposed then."""
        try:
            with get_adapter().get_requests_session() as session:
                answer = session.get(address, headers={"Authorization": f"Bearer {token}"})
                answer.raise_for_status()
                return answer.json()
        except (RequestException, ValueError) as error:
            logger.warning("No groups from %s: %s", self.provider_id, type(error).__name__)
            return []

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """The one address that is registered with the service, whatever language the page was in."""
        with override(settings.LANGUAGE_CODE):
            return str(settings.SITE_URL + reverse("openid_connect_callback", args=[self.provider_id]))


class Provider(OpenIDConnectProvider):  # type: ignore[misc]
    """One of `settings.LOGIN_SERVICES`."""

    oauth2_adapter_class = Exchange

    @property
    def service(self) -> LoginService:
        return service_called(self.app.provider_id)

    def get_scope(self) -> list[str]:
        return list(self.service.scope)

    def get_auth_params(self) -> dict[str, str]:
        return dict(self.service.auth_params)

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """allauth lets the address add scopes and parameters; here only where to go afterwards comes from it."""
        nonce = secrets.token_urlsafe(24)
        kwargs = {
            "process": "connect" if request.POST.get("process") == "connect" else "login",
            "scope": self.get_scope(),
            "auth_params": self.get_auth_params() | {"nonce": nonce},
            "nonce": nonce,
            "language": get_language(),
        }
        if address := get_next_redirect_url(request):
            kwargs["next_url"] = address
        return kwargs

    def serialize(self) -> dict[str, Any]:
        """By its own name: two services may have given us the same client id."""
        return {"id": self.sub_id}

    def claims(self, data: dict[str, Any]) -> Claims:
        return read_claims(self.service, data)

    def extract_uid(self, data: dict[str, Any]) -> str:
        return self.claims(data).subject

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        claims = self.claims(data)
        return {"email": claims.email, "name": claims.name}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        """Verified only when the service says so and is trusted for the domain; else our own mail asks."""
        claims = self.claims(data)
        if not claims.email:
            return []
        verified = claims.email_verified and self.service.trusts(claims.email)
        return [EmailAddress(email=claims.email, verified=verified, primary=True)]

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """All that is kept of the service's answer: what its owner knows the account by, and numbers of workplaces."""
        claims = self.claims(data)
        return {
            "label": claims.label,
            "places": [{"number": each.number, "domain": each.domain, "unit": each.unit} for each in claims.places],
        }


provider_classes = [Provider]
