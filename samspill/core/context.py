"""What every template gets."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Site name, address and contact, and the same page's path in each language (name, code, path)."""
    here = _in_the_default_language(request.get_full_path())
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "site_contact": settings.SITE_CONTACT,
        "language_links": [{"code": code, "name": name, "url": _in(here, code)} for code, name in settings.LANGUAGES],
    }


def _in_the_default_language(path: str) -> str:
    """Without the prefix of a language (ADR 0004). Two slashes stay behind one: such a link would leave the site."""
    for code, _name in settings.LANGUAGES:
        if path.startswith(f"/{code}/") and not path.startswith(f"/{code}//"):
            return path[len(code) + 1 :]
    return path


def _in(path: str, code: str) -> str:
    """The same page's path in a language: its words are the same, so nothing has to be looked up."""
    return path if code == settings.LANGUAGE_CODE else f"/{code}{path}"
