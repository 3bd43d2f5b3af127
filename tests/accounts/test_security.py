"""Cookies, headers and Django's own check of a public installation."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from samspill.accounts.models import User

ROOT = Path(__file__).resolve().parents[2]


def run_with_https(code: list[str], tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """Another Python, as an operator with https:// in SAMSPILL_URL would start it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SAMSPILL_")} | {
        "SAMSPILL_URL": "https://samspill.eksempel.no",
        "SAMSPILL_HOME": str(tmp_path),
        "DATABASE_URL": os.environ.get("DATABASE_URL", "postgresql://localhost/unused"),
        "DJANGO_SETTINGS_MODULE": "samspill.settings",
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run(
        [sys.executable, *code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_djangos_check_of_a_public_installation_is_clean(tmp_path: Path) -> None:
    done = run_with_https(["-m", "django", "check", "--deploy", "--fail-level", "WARNING"], tmp_path)
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout + done.stderr


def test_with_https_cookies_are_secure_and_the_secret_is_only_the_owners(tmp_path: Path) -> None:
    wanted = (
        "import django; django.setup(); from django.conf import settings as s; "
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, "
        "s.SECURE_HSTS_SECONDS >= 31536000, s.ALLAUTH_TRUSTED_PROXY_COUNT, s.ACCOUNT_DEFAULT_HTTP_PROTOCOL)"
    )
    done = run_with_https(["-c", wanted], tmp_path)
    assert done.stdout.split() == ["True", "True", "True", "True", "1", "https"], done.stderr
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db
def test_every_page_says_what_the_browser_may_load(client: Client, user: User) -> None:
    policy = client.get("/konto/logg-inn/")["Content-Security-Policy"]
    rules = dict(part.strip().split(" ", 1) for part in policy.split(";") if part.strip())
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == "'self'"
    assert rules["style-src"] == "'self'"
    assert rules["frame-ancestors"] == "'none'"
    assert rules["base-uri"] == "'none'"
    assert rules["form-action"] == "'self'"
    assert "unsafe" not in policy
    assert client.get("/konto/logg-inn/")["X-Frame-Options"] == "DENY"
    assert client.get("/konto/logg-inn/")["X-Content-Type-Options"] == "nosniff"
    assert client.get("/konto/logg-inn/")["Referrer-Policy"] == "same-origin"


def test_session_settings() -> None:
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == settings.CSRF_COOKIE_SAMESITE == "Lax"
    assert settings.SESSION_COOKIE_AGE == 14 * 24 * 3600


@pytest.mark.django_db
def test_posting_without_the_token_is_refused() -> None:
    assert (
        Client(enforce_csrf_checks=True).post("/konto/logg-inn/", {"login": "a@b.no", "password": "x"}).status_code
        == 403
    )
