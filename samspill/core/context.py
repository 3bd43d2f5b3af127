"""What every template gets."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url


def site(request: HttpRequest) -> dict[str, object]:
    """Site name and address, and the same page's path in each language (name, code, path)."""
    here = request.get_full_path()
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "language_links": [
            {"code": code, "name": name, "url": translate_url(here, code)} for code, name in settings.LANGUAGES
        ],
    }
