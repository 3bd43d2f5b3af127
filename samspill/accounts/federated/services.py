"""The login services of an installation, read from SAMSPILL_OIDC. No database: the settings ask here.

Facts of the presets: Feide's issuer and scopes from its reference pages for OpenID Connect and the groups API;
Ansattporten's issuer from the guide of the Norwegian Digitalisation Agency; Entra's from Microsoft's identity platform.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KINDS = ("feide", "ansattporten", "entra", "generic")
NAMES = {"feide": "Feide", "ansattporten": "Ansattporten", "entra": "Microsoft"}
ISSUERS = {"feide": "https://auth.dataporten.no", "ansattporten": "https://ansattporten.no"}
GROUPS = {"feide": "https://groups-api.dataporten.no/groups/me/groups"}
SCOPES = {
    "feide": ("openid", "profile", "email", "userid-feide", "groups-org"),
    "ansattporten": ("openid", "profile"),
    "entra": ("openid", "profile", "email"),
    "generic": ("openid", "profile", "email"),
}
METHODS = ("client_secret_basic", "client_secret_post")
FIELDS = {
    "kind", "name", "issuer", "client_id", "secret", "scope", "trusted_domains", "organisation", "groups_url",
    "auth_params", "token_auth_method",
}  # fmt: skip


@dataclass(frozen=True)
class LoginService:
    """One service. ``secret`` is never shown; ``trusted_domains`` are those whose e-mail addresses we believe when
    the service says that they are verified; ``organisation`` is the number of the organisation whose employees it
    holds, where that is one only."""

    id: str
    kind: str
    name: str
    issuer: str
    client_id: str
    secret: str = field(repr=False)
    scope: tuple[str, ...]
    trusted_domains: tuple[str, ...] = ()
    organisation: str = ""
    groups_url: str = ""
    auth_params: tuple[tuple[str, str], ...] = ()
    token_auth_method: str = ""

    def trusts(self, email: str) -> bool:
        """Whether this service's word about the address is enough, without a mail of ours."""
        return email.rpartition("@")[2].lower() in self.trusted_domains


def read_services(given: str) -> tuple[LoginService, ...]:
    """The services in SAMSPILL_OIDC: JSON, or the path of a file with it. Raises `ImproperlyConfigured`, which says
    what is wrong and never what the secret is."""
    given = given.strip()
    if not given:
        return ()
    if not given.startswith("{"):
        if not Path(given).is_absolute():  # the web, the worker and a timer stand in other folders than the operator
            raise ImproperlyConfigured("SAMSPILL_OIDC: neither JSON nor the whole path (/…) of a file")
        try:
            given = Path(given).read_text(encoding="utf-8")
        except (OSError, ValueError):
            raise ImproperlyConfigured("SAMSPILL_OIDC: a file that cannot be read") from None
    try:
        table = json.loads(given)
    except ValueError:
        raise ImproperlyConfigured("SAMSPILL_OIDC: this is not JSON") from None  # the text may hold a secret
    if not isinstance(table, dict) or not all(isinstance(row, dict) for row in table.values()):
        raise ImproperlyConfigured('SAMSPILL_OIDC: write {"feide": {"client_id": …, "secret": …}, …}')
    return tuple(_service(name, row) for name, row in table.items())


def _service(code: str, row: Mapping[str, Any]) -> LoginService:
    def wrong(what: str) -> ImproperlyConfigured:
        return ImproperlyConfigured(f"SAMSPILL_OIDC, “{code}”: {what}")

    if not re.fullmatch(r"[a-z][a-z0-9-]{0,30}", code):
        raise wrong("a name has small letters a–z, digits and hyphens only; it becomes part of addresses")
    if unknown := set(row) - FIELDS:
        raise wrong(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(sorted(FIELDS))}")
    kind = row.get("kind") or (code if code in KINDS else "generic")
    if kind not in KINDS:
        raise wrong(f"the kind is one of {', '.join(KINDS)}")
    for name in ("client_id", "secret"):
        if not isinstance(row.get(name), str) or not row[name]:
            raise wrong(f"{name} is missing")
    issuer = str(row.get("issuer") or ISSUERS.get(kind, "")).rstrip("/")
    _check_address(issuer, wrong)
    if kind == "entra" and re.search(r"/(common|organizations|consumers)(/|$)", issuer):
        raise wrong("name your own tenant in the issuer: with “common”, anybody with a Microsoft account gets in")
    groups_url = str(row.get("groups_url", GROUPS.get(kind, "") if "issuer" not in row else ""))
    if groups_url:
        _check_address(groups_url, wrong)
    organisation = str(row.get("organisation", ""))
    if organisation and not re.fullmatch(r"\d{9}", organisation):
        raise wrong("organisation is a number of nine digits")
    method = str(row.get("token_auth_method", ""))
    if method and method not in METHODS:
        raise wrong(f"token_auth_method is one of {', '.join(METHODS)}")
    params = row.get("auth_params", {})
    if not isinstance(params, dict):
        raise wrong("auth_params is an object of names and values")
    return LoginService(
        id=code,
        kind=kind,
        name=str(row.get("name") or NAMES.get(kind) or code.capitalize()),
        issuer=issuer,
        client_id=row["client_id"],
        secret=row["secret"],
        scope=_texts(row.get("scope") or SCOPES[kind], wrong, "scope"),
        trusted_domains=tuple(
            domain.lower() for domain in _texts(row.get("trusted_domains", ()), wrong, "trusted_domains")
        ),
        organisation=organisation,
        groups_url=groups_url,
        auth_params=tuple(
            (str(name), value if isinstance(value, str) else json.dumps(value)) for name, value in params.items()
        ),
        token_auth_method=method,
    )


def _check_address(address: str, wrong: Any) -> None:
    parts = urlsplit(address)
    local = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1")
    if not parts.hostname or not (parts.scheme == "https" or local):
        raise wrong("issuer is missing, or is not an https:// address")


def _texts(value: Any, wrong: Any, name: str) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, Sequence) or not all(isinstance(part, str) for part in value):
        raise wrong(f"{name} is a list of texts")
    return tuple(value)


def as_allauth(services: Sequence[LoginService]) -> dict[str, Any]:
    """SOCIALACCOUNT_PROVIDERS. PKCE is on for all of them."""
    apps = [
        {
            "provider_id": each.id,
            "name": each.name,
            "client_id": each.client_id,
            "secret": each.secret,
            "settings": {"server_url": each.issuer, "oauth_pkce_enabled": True}
            | ({"token_auth_method": each.token_auth_method} if each.token_auth_method else {}),
        }
        for each in services
    ]
    return {"openid_connect": {"APPS": apps, "OAUTH_PKCE_ENABLED": True}}


def names_of() -> dict[str, str]:
    """The names that people know the services by."""
    return {each.id: each.name for each in settings.LOGIN_SERVICES}
