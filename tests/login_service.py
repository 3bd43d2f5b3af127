"""A login service on this machine that tests talk to: oidc-provider-mock, which also remembers what it was asked."""

import base64
import hashlib
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import flask
import oidc_provider_mock  # type: ignore[import-untyped]
import werkzeug.serving

SECRET = "hemmeligheten-som-ingen-skal-se"

KARI = {
    "name": "Kari Eksempel",
    "email": "kari@eksempel.no",
    "email_verified": False,
    "https://n.feide.no/claims/eduPersonPrincipalName": "kari@eksempel.no",
    "https://n.feide.no/claims/userid_sec": ["feide:kari@eksempel.no"],
}
"""An invented employee, as Feide describes people."""


def groups(number: str, *, affiliation: str = "employee", unit: str = "", domain: str = "eksempel.no") -> list[Any]:
    """Feide's groups of somebody in an organisation. ``basic: admin`` is what Feide says of employees."""
    rows: list[Any] = [
        {
            "id": f"fc:org:{domain}",
            "type": "fc:org",
            "norEduOrgNIN": f"NO{number}",
            "membership": {"basic": "admin", "primaryAffiliation": affiliation, "affiliation": [affiliation, "member"]},
        }
    ]
    if unit:
        rows.append({"id": f"fc:org:{domain}:unit:{unit}", "type": "fc:orgunit", "membership": {"basic": "member"}})
    return rows


@dataclass
class LoginService:
    """``asked``: the parameters of each visit to the authorization page; ``exchanged``: of each token request."""

    url: str
    groups: list[Any] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    exchanged: list[dict[str, str]] = field(default_factory=list)
    nonce: str = ""  # replaces the one that was asked for, as an attacker's would

    refuses: str = ""  # the error that each token request is answered with

    def settings(self, **more: Any) -> dict[str, Any]:
        """As in SAMSPILL_OIDC."""
        return {
            "kind": "feide",
            "issuer": self.url,
            "groups_url": f"{self.url}/groups",
            "client_id": "samspill",
            "secret": SECRET,
        } | more

    def proved(self) -> bool:
        """Whether the last exchange proved that it was who had asked (RFC 7636, S256)."""
        asked, given = self.asked[-1], self.exchanged[-1]
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        made = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        return asked.get("code_challenge_method") == "S256" and asked.get("code_challenge") == made


@contextmanager
def running(people: Mapping[str, Mapping[str, Any]], *, port: int = 0) -> Iterator[LoginService]:
    """The service, with people by subject, on a port of this machine."""
    users = [oidc_provider_mock.User(sub=subject, claims=dict(claims)) for subject, claims in people.items()]
    application = oidc_provider_mock.app(user_claims=users)
    server = werkzeug.serving.make_server("localhost", port, application, threaded=True)
    service = LoginService(f"http://localhost:{server.server_port}")

    @application.before_request
    def remember() -> Any:
        if flask.request.path == "/oauth2/authorize":
            service.asked.append(flask.request.args.to_dict())
        if flask.request.path == "/oauth2/token":
            service.exchanged.append(flask.request.form.to_dict())
            if service.refuses:
                return flask.jsonify(error=service.refuses), 401
        return None

    @application.get("/groups")
    def member_of() -> Any:
        return flask.jsonify(service.groups)

    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join(2)
        server.server_close()
