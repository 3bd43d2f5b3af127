"""The Content-Security-Policy of an answer, by django-csp: its text is put together once, not for every answer.

An answer that asks for a policy of its own, or has used a nonce, gets what django-csp makes for it.
"""

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

OWN = frozenset(
    f"_csp_{name}{which}" for name in ("exempt", "config", "update", "replace") for which in ("", "_ro")
)  # fmt: skip
"""What django-csp's decorators leave on an answer."""


class ContentPolicyMiddleware(CSPMiddleware):
    """Every answer leaves with a policy."""

    _made: tuple[object, str] = (None, "")

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The usual policy as it stands, or one made for this answer."""
        if settings.DEBUG or "_csp_nonce" in request.__dict__ or not OWN.isdisjoint(response.__dict__):
            return super().process_response(request, response)
        policy = settings.CONTENT_SECURITY_POLICY
        if policy.keys() != {"DIRECTIVES"} or hasattr(settings, "CONTENT_SECURITY_POLICY_REPORT_ONLY"):
            return super().process_response(request, response)
        if self._made[0] is not policy:
            self._made = (policy, build_policy())
        if HEADER not in response:
            response[HEADER] = self._made[1]
        return response
