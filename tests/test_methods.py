"""HTTP methods and misshapen requests, for every URL: an answer that holds, never a fault of ours."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.permission_world import WHO, World, standing
from tests.test_permissions import GET, POST, Asking, address

pytestmark = pytest.mark.django_db

ROWS = [(name, arguments) for name, arguments, _answers in [*GET, *POST]]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with standing(django_db_blocker) as made:
        yield made


@pytest.fixture(scope="module")
def browsers(world: World) -> list[Client]:
    """A visitor, and an administrator."""
    administrator = Client()
    user = world.users["administrator"]
    assert user
    administrator.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return [Client(), administrator]


def paths(world: World) -> list[tuple[str, str]]:
    """Each URL of the tables once, with its name."""
    return [(name, address(world, name, arguments)) for name, arguments in dict.fromkeys(ROWS)]


def test_head_answers_like_get(world: World, browsers: list[Client]) -> None:
    """What GET answers stands in the table, and is shown there to be so; it is asked for only where more than the
    status counts, or where the table does not say: where a redirect goes, addresses that are posted to, and the API,
    which these browsers show no token.
    """
    told = {(name, arguments): dict(zip(WHO, answers, strict=True)) for name, arguments, answers in GET}
    ask, wrong = Asking(), []
    for name, arguments in dict.fromkeys(ROWS):
        path = address(world, name, arguments)
        for browser, who in zip(browsers, ("anonymous", "administrator"), strict=True):
            head = ask(browser, "HEAD", path)
            wanted = told.get((name, arguments), {}).get(who, "")
            if not wanted.isdigit() or wanted.startswith("3") or "/api/" in path:
                got = ask(browser, "GET", path)
                if (head.status_code, head.get("Location")) != (got.status_code, got.get("Location")):
                    wrong.append(f"{name}: HEAD {head.status_code}, GET {got.status_code}")
            elif (str(head.status_code), head.get("Location")) != (wanted, None):
                wrong.append(f"{name} by {who}: HEAD {head.status_code}, GET {wanted}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_methods_that_nothing_takes(world: World, browsers: list[Client], method: str) -> None:
    ask, wrong = Asking(), []
    for name, path in paths(world):
        for browser in browsers:
            answer = ask(browser, method, path)
            assert answer.status_code < 500, name
            is_ours = name.startswith(("workspace:", "website:", "accounts:"))
            # Some ask who it is before they ask how; nothing is done either way.
            to_login = answer.status_code == 302 and "/logg-inn/" in answer["Location"] and browser is browsers[0]
            if is_ours and answer.status_code != 405 and not to_login:
                wrong.append(f"{method} {name}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=x"),
        (b"x", "multipart/form-data"),
        (b"x", "multipart/form-data; boundary="),
        (b"--x\r\n\r\n", "multipart/form-data; boundary=" + "x" * 5000),
        (b'--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--x--\r\n',
         "multipart/form-data; boundary=x"),
        (b'--x\r\nContent-Disposition: form-data; name="file"; filename="../../a\x00b"\r\n\r\nx\r\n--x--\r\n',
         "multipart/form-data; boundary=x"),
        (b'{"title": "x"', "application/json"),
        (b"\xff\xfe\x00", "text/plain"),
        (b"a=\xff&%ff=%zz", "application/x-www-form-urlencoded"),
        (b"a=b", "application/x-www-form-urlencoded; charset=no-such"),
        (b"a=b", "application/x-www-form-urlencoded; charset=utf-16"),
        (b"a=b", ";;;"),
        (b"&".join(b"a%d=1" % number for number in range(1001)), "application/x-www-form-urlencoded"),
    ],
)  # fmt: skip
def test_body_that_is_no_form(world: World, browsers: list[Client], body: bytes, content_type: str) -> None:
    ask, wrong = Asking(), []
    for name, arguments in dict.fromkeys((name, arguments) for name, arguments, _answers in POST):
        path = address(world, name, arguments)
        for browser in browsers:
            answer = ask(browser, "POST", path, body, content_type)
            if answer.status_code >= 500:
                wrong.append(f"{name}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "path",
    [
        "/nn//", "/nn", "/nn/%00", "/nn/%00/", "/xx/", "/nb/", "/NN/", "/nn/nn/", "/en/nn/om/", "//", "//om/",
        "/nn//om/", "/nn/../en/", "/nn/%2e%2e/", "/%ff/", "/nn/%ff%fe/", "/nn-NO/om/", "/e/%E2%80%AE/", "/om/%3Fa",
        "/om/?next=//evil.example", "/om", "/nn/om?x=%ff", "/" + "a/" * 2000, "/nn/" + "x" * 20_000, "/om/;x",
        "/%0d%0aSet-Cookie:x=y/", "/konto/logg-inn/?next=%00", "/konto/logg-inn/?next=https://[", "//%5B/", "/\u00e6/",
        "/nn/konto/logg-inn/?next=javascript:alert(1)", "//evil.example/om", "/nn//evil.example",
    ],
)  # fmt: skip
def test_odd_addresses(browsers: list[Client], path: str) -> None:
    for browser in browsers:
        for method in ("GET", "HEAD", "POST"):
            answer = browser.generic(method, path)
            assert answer.status_code in (200, 301, 302, 400, 404, 405), f"{method} {path}: {answer.status_code}"
            assert not answer.get("Location", "").startswith("//"), "leads away from the site"


@pytest.mark.parametrize("language", ["xx", "", "\x00", "nn" * 5000, "nn;q=\x00", "*", "nn-NO,nb;q=x,,,;;", "x" * 600])
def test_odd_wishes_for_a_language(language: str) -> None:
    assert Client().get("/om/", headers={"accept-language": language}).status_code == 200
    browser = Client()
    browser.cookies["django_language"] = language.replace("\x00", "")
    assert browser.get("/om/").status_code == 200


def test_unknown_host_is_answered_with_a_page() -> None:
    answer = Client().get("/om/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "Vi kunne ikke lese det som ble sendt" in answer.text


def test_what_cannot_be_read_is_said_in_the_language_of_the_address() -> None:
    answer = Client().get("/nn/innovasjoner/?" + "type=a&" * 1500)
    assert answer.status_code == 400
    assert '<html lang="nn"' in answer.text
