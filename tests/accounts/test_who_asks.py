"""Who asks is read anew for every page: what has ended since does not help any more."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from csp.constants import NONCE
from csp.decorators import csp_update
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone

from samspill.accounts.models import LoginSession as Session
from samspill.accounts.models import User
from samspill.core.content_policy import ContentPolicyMiddleware
from tests.factories import UserFactory

HEADER = "Content-Security-Policy"
ENDS: dict[str, Callable[[User], Any]] = {
    "the session has run out": lambda user: Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1)),
    "the session is gone": lambda user: Session.objects.all().delete(),
    "the account is closed": lambda user: User.objects.filter(pk=user.pk).update(is_active=False),
    "the password is another": lambda user: User.objects.filter(pk=user.pk).update(password="another"),
}


@pytest.mark.django_db
@pytest.mark.requirement("R-NFR-05")
@pytest.mark.parametrize("end", ENDS)
def test_what_has_ended_ends_at_once(client: Client, end: str) -> None:
    user = UserFactory()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    assert client.get("/arbeid/").status_code == 200
    ENDS[end](user)
    assert client.get("/arbeid/").status_code == 302


@pytest.mark.django_db
def test_users_are_found_by_id_as_by_anything_else() -> None:
    user = UserFactory(name="Kari Nordbø")
    assert User.objects.get(pk=user.pk).name == User.objects.get(email=user.email).name == "Kari Nordbø"
    with pytest.raises(User.DoesNotExist):
        User.objects.get(pk=user.pk + 1)


@pytest.mark.requirement("R-NFR-05")
def test_every_answer_has_the_usual_policy_or_its_own() -> None:
    def usual(request: HttpRequest) -> HttpResponse:
        return HttpResponse("")

    def with_nonce(request: HttpRequest) -> HttpResponse:
        return HttpResponse(str(request.csp_nonce))  # type: ignore[attr-defined]

    own = csp_update({"img-src": ["https://example.org"]})(usual)
    request = RequestFactory().get("/")
    for _again in range(2):
        assert ContentPolicyMiddleware(usual)(request)[HEADER] == build_policy()
        assert "https://example.org" in ContentPolicyMiddleware(own)(request)[HEADER]
    with override_settings(CONTENT_SECURITY_POLICY={"DIRECTIVES": {"script-src": [NONCE]}}):
        answer = ContentPolicyMiddleware(with_nonce)(RequestFactory().get("/"))
        assert f"script-src 'nonce-{answer.content.decode()}'" in answer[HEADER]
