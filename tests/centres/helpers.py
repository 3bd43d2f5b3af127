"""What a browser would send about a centre, and addresses."""

from django.urls import reverse


def facts(**more: str) -> dict[str, str]:
    return {"name_nb": "Nytt senter", "code": "nytt", "start": "2021-01-01", "is_public": "on"} | more


def page(name: str, *args: object) -> str:
    return reverse(name, args=args)
