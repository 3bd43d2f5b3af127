"""Every URL × every role: what is answered, and that every refusal says why.

The expectations are in `permission_table.py`, a line for each URL. A URL that is not there fails.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from lxml import etree

from samspill.accounts.domain import tokens
from samspill.accounts.models import User
from samspill.accounts.scopes import scopes_for
from tests import permission_table
from tests.permission_world import WHO, World, standing

pytestmark = pytest.mark.django_db  # also makes pytest-django set up the test database for `world`

LOGIN = "/konto/logg-inn/?next="
TELL = (
    "“{name}” is not in tests/permission_table.py. Add a line with its name, its arguments, and what each of "
    "{columns} shall get: 200, 302, 403, 404, 405, or login (sent to the login page). Do the same in POST if the "
    "view takes it, or write the name in READ_ONLY."
)


def names(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[str]:
    """All URL names of the project, with their namespaces."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern} has no name: give it one, so that it can be linked to and tested"
            yield namespace + pattern.name
        else:
            yield from names(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)


def lines(table: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """The lines of a table: URL name, arguments as written, and an answer for each column."""
    found = []
    for line in table.strip().splitlines():
        if not line.strip() or line.strip().startswith("#"):
            continue
        name, arguments, *answers = line.split()
        if len(answers) == 1:
            answers = answers * len(WHO)
        assert len(answers) == len(WHO), f"“{line}” has {len(answers)} answers: write one for all, or {len(WHO)}"
        found.append((name, arguments, tuple(answers)))
    return found


GET, POST = lines(permission_table.GET), lines(permission_table.POST)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with standing(django_db_blocker) as made:
        yield made


@pytest.fixture(scope="module")
def browsers(world: World) -> dict[str, Client]:
    """A browser for each column; it shows the user's token too, which the API looks at, and nobody else."""
    found = {}
    for who in WHO:
        user = world.users[who]
        found[who] = Client(raise_request_exception=True, headers=with_token(user) if user else None)
        if user:
            found[who].force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return found


def with_token(user: User) -> dict[str, str]:
    """The header of a program that may do all that the user may."""
    _token, secret = tokens.make_token(user=user, name="Test", scopes=scopes_for(user), days=1)
    return {"authorization": f"Bearer {secret}"}


def address(world: World, name: str, arguments: str) -> str:
    """The path in bokmål; ``code=fak,pk=@role`` takes the number of the role in this world."""
    values: dict[str, object] = {}
    if arguments != "-":
        for part in arguments.split(","):
            key, _equals, value = part.partition("=")
            values[key] = world.numbers[value[1:]] if value.startswith("@") else value
    return reverse(name, kwargs=values)


class Asking:
    """Asks, and undoes everything that the answer changed.

    Always back to the same savepoint: to make and to leave one for each question takes a tenth of the time.
    """

    def __init__(self) -> None:
        self._before = transaction.savepoint()

    def __call__(self, browser: Client, method: str, path: str, body: bytes = b"", content_type: str = "") -> Any:
        cookies = browser.cookies.copy()
        if method == "POST" and "/api/" in path and not content_type:
            body, content_type = b"{}", "application/json"
        try:
            if method == "POST" and content_type:
                answer = browser.generic(method, path, body, content_type)
            else:
                answer = getattr(browser, method.lower())(path)
            if answer.streaming:
                b"".join(answer.streaming_content)
        finally:
            transaction.savepoint_rollback(self._before)
            transaction.set_rollback(False)
            connection.run_on_commit.clear()
        browser.cookies = cookies
        return answer


def in_short(answer: Any) -> str:
    """The answer as the table writes it."""
    if answer.status_code == 302 and answer["Location"].startswith(LOGIN):
        return "login"
    return str(answer.status_code)


def test_every_url_is_in_the_table() -> None:
    columns = ", ".join(WHO)
    asked, posted = {name for name, *_rest in GET}, {name for name, *_rest in POST}
    missing = sorted(set(names()) - asked) + sorted(set(names()) - posted - permission_table.READ_ONLY)
    assert not missing, "\n".join(TELL.format(name=name, columns=columns) for name in dict.fromkeys(missing))
    gone = sorted((asked | posted | permission_table.READ_ONLY) - set(names()))
    assert not gone, f"No longer a URL: {', '.join(gone)}. Take the lines out of tests/permission_table.py."


@pytest.mark.requirement("R-NFR-05")
@pytest.mark.parametrize(("method", "table"), [("GET", GET), ("POST", POST)])
def test_answers(world: World, browsers: dict[str, Client], method: str, table: Any) -> None:
    ask, wrong = Asking(), []
    for name, arguments, expected in table:
        path = address(world, name, arguments)
        for who, wanted in zip(WHO, expected, strict=True):
            answer = ask(browsers[who], method, path)
            assert answer.status_code < 500
            if in_short(answer) != wanted:
                wrong.append(f"{method} {name} {arguments} by {who}: {in_short(answer)}, expected {wanted}")
            if answer.status_code == 403 and not _reason(answer):
                wrong.append(f"{method} {name} {arguments} by {who}: refused without a reason")
            wrong += [f"{method} {name} by {who}: {fault}" for fault in _unsafe(answer)]
    assert not wrong, "\n".join(wrong)


def test_pages_to_read_take_no_post(world: World, browsers: dict[str, Client]) -> None:
    ask = Asking()
    asked = {
        name: ask(browsers["administrator"], "POST", address(world, name, arguments)).status_code
        for name, arguments, _answers in GET
        if name in permission_table.READ_ONLY
    }
    assert {name: status for name, status in asked.items() if status != 405} == {}


def _reason(answer: Any) -> str:
    """Why it was refused: what the 403 page shows, or the problem document says."""
    if answer["Content-Type"] == "application/problem+json":
        return str(answer.json()["detail"])
    if answer.context is None:
        return ""
    reason = answer.context.get("reason")
    if reason is None:  # a page of its own that explains
        return " ".join(re.findall(r"ds-alert", answer.content.decode()))
    return str(reason)


CONTENT = etree.XPath("//style | //script[not(string(@src)) and not(@type = 'application/ld+json')]")
ACTING = etree.XPath("//*/@*[name() = 'style' or starts-with(name(), 'on') or starts-with(name(), 'hx-on')]")
GOES = etree.XPath("//@href | //@action")
PARSER = etree.HTMLParser(huge_tree=True)


def _inline(page: str) -> list[str]:
    """What the content security policy would block."""
    if not re.search(r"<\w", page):
        return []
    root = etree.fromstring(page, PARSER)
    faults = [f"<{element.tag}> with its content inline" for element in CONTENT(root)]
    faults += [
        f"{found.attrname}= on <{found.getparent().tag}>"
        for found in ACTING(root)
        if not found.attrname.startswith("on") or re.fullmatch(r"on[a-z]+", found.attrname)
    ]
    return faults + [f"goes to {where}" for where in GOES(root) if where.strip().lower().startswith("javascript:")]


def _unsafe(answer: Any) -> list[str]:
    """What is missing or inline in a page (R-NFR: strict CSP)."""
    if not answer["Content-Type"].startswith("text/html") or not answer.content:
        return []
    faults = [] if "script-src 'self'" in answer.get("Content-Security-Policy", "") else ["no content security policy"]
    return faults + _inline(answer.content.decode())


def test_the_finder_of_inline_code_finds_it() -> None:
    for page in (
        "<p style='x'>",
        "<p style=''>",
        "<script src='x' onerror='x'></script>",
        "<form action=' JavaScript:x'>",
        "<script>x</script>",
        "<style>",
        "<a onclick='x'>",
        "<a href='javascript:x'>",
        "<p hx-on:click='x'>",
    ):
        assert _inline(page), page
    assert not _inline("<script src='x'></script><script type='application/ld+json'>x</script><a href='/x' on-x='x'>")


def test_logged_out_visitors_come_back_to_where_they_were_going(world: World) -> None:
    answer = Client().get("/nn/arbeid/roller/")
    assert answer["Location"] == "/nn/konto/logg-inn/?next=/nn/arbeid/roller/"
    assert settings.LOGIN_URL == "account_login"
