"""A program that calls the API, with or without a user's token."""

import itertools
from typing import Any

from django.test import Client

from samspill.accounts.domain.tokens import make_token
from samspill.accounts.models import User
from samspill.accounts.scopes import scopes_for

ROOT = "/api/v1"
_number = itertools.count()


class Program:
    """Sends JSON and reads JSON. Its headers go along with every request; those given to a call come on top."""

    def __init__(self, user: User | None = None, *scopes: str, days: int = 1, **headers: str) -> None:
        self.headers = headers
        self.client = Client()
        if user is not None:
            name = f"Program {next(_number)}"
            self.token, self.secret = make_token(user=user, name=name, scopes=scopes or scopes_for(user), days=days)
            self.headers["authorization"] = f"Bearer {self.secret}"

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """``path`` begins after /api/v1; header names have _ for -."""
        named = {name.replace("_", "-"): value for name, value in (self.headers | headers).items()}
        sent = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(self.client, method)(
            path if path.startswith(("/api", "http")) else ROOT + path, headers=named, **sent
        )

    def get(self, path: str, **headers: str) -> Any:
        return self.send("get", path, **headers)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        return self.send("post", path, body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        return self.send("patch", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Any:
        return self.send("delete", path, **headers)


def problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    """The problem document, which must be whole and of this kind."""
    assert answer.status_code == status, answer.content.decode()
    assert answer["Content-Type"] == "application/problem+json"
    said: dict[str, Any] = answer.json()
    assert said["type"].endswith(f"/api/#{code}"), said
    assert said["status"] == status
    assert said["title"]
    assert said["detail"]
    assert said["instance"].startswith("/api/v1")
    return said
