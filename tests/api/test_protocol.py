"""What holds for every request: tokens and scopes, versions, keys that make a POST once, limits, problems, CORS."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from samspill.accounts.domain.tokens import revoke_token
from samspill.accounts.models import ApiToken
from samspill.api.models import Reply
from samspill.api.repeats import KEPT
from samspill.api.tasks import forget_replies
from samspill.registry.models import Entry
from tests.api.helpers import Program, problem
from tests.factories import PublishedEntryFactory
from tests.scenes import Scene

pytestmark = pytest.mark.django_db
NEW = {"kind": "innovation", "title": "Ny", "register": "senteret"}


@pytest.fixture
def scene() -> Scene:
    return Scene()


# Tokens and scopes


def test_a_token_acts_as_its_user(scene: Scene) -> None:
    said = Program(scene.curator, "read").get("/me").json()
    assert (said["name"], said["roles"], said["scopes"]) == ("Ivar Innovasjonsleder", ["innovation_leader"], ["read"])
    assert Program().get("/me").json()["name"] is None


def test_a_write_without_a_token(scene: Scene) -> None:
    answer = Program().post("/entries", NEW)
    problem(answer, 401, "no-token")
    assert answer["WWW-Authenticate"] == 'Bearer realm="samspill", scope="entries:write"'


def test_a_token_without_the_scope_says_which(scene: Scene) -> None:
    program = Program(scene.owner, "read", "parties:write")
    answer = program.post("/entries", NEW)
    said = problem(answer, 403, "missing-scope")
    assert said["needed_scope"] == "entries:write"
    assert said["token_scopes"] == ["read", "parties:write"]
    assert "«entries:write» (Skrive oppføringer)" in said["detail"]
    assert 'error="insufficient_scope", scope="entries:write"' in answer["WWW-Authenticate"]
    problem(Program(scene.owner, "entries:write").get("/entries"), 403, "missing-scope")


def test_a_token_that_does_not_work(scene: Scene) -> None:
    program = Program(scene.owner)
    for header in ("Bearer ssp_ukjent", "Bearer x", "Basic abc", "Bearer ", "Bearer ssp_\u00e6", "ssp_x"):
        answer = Program(authorization=header).get("/entries")
        problem(answer, 401, "bad-token")
        assert answer["WWW-Authenticate"].startswith("Bearer")
    ApiToken.objects.filter(pk=program.token.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert problem(program.get("/entries"), 401, "bad-token")["detail"] != ""
    ApiToken.objects.filter(pk=program.token.pk).update(expires_at=timezone.now() + timedelta(days=1))
    assert program.get("/entries").status_code == 200
    revoke_token(token=program.token, actor=scene.owner)
    problem(program.get("/entries"), 401, "bad-token")
    closed = Program(scene.curator)
    type(scene.curator).objects.filter(pk=scene.curator.pk).update(is_active=False)
    problem(closed.get("/entries"), 401, "bad-token")


def test_a_role_that_asks_for_two_step_login_asks_it_of_tokens_too(scene: Scene, settings: Any) -> None:
    program = Program(scene.curator)
    settings.SECOND_FACTOR_ROLES = frozenset({"innovation_leader"})
    problem(program.get("/entries"), 401, "bad-token")


def test_the_secret_is_not_in_the_database(scene: Scene) -> None:
    program = Program(scene.owner)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(t)::text FROM accounts_apitoken t")
        rows = str(cursor.fetchall())
        cursor.execute("SELECT row_to_json(t)::text FROM accounts_apitokenevent t")
        events = str(cursor.fetchall())
    assert program.secret not in rows + events
    assert program.token.secret_hash not in events


def test_last_use_is_noted_once_a_minute(scene: Scene, django_assert_num_queries: Any) -> None:
    program = Program(scene.owner)
    program.get("/regions")
    first = ApiToken.objects.get(pk=program.token.pk).last_used_at
    assert first is not None
    with django_assert_num_queries(3):  # token, allowance, regions
        program.get("/regions")
    assert ApiToken.objects.get(pk=program.token.pk).last_used_at == first


def test_the_cookie_of_a_login_is_not_looked_at(scene: Scene) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(scene.administrator)
    assert browser.get("/api/v1/me").json()["name"] is None
    answer = browser.post("/api/v1/entries", NEW, content_type="application/json")
    problem(answer, 401, "no-token")
    assert not Entry.objects.exists()
    assert "Cookie" not in browser.get("/api/v1/entries")["Vary"]


# Versions


@pytest.mark.requirement("R-PAR-28")
def test_etags(scene: Scene) -> None:
    entry = scene.published()
    owner, path = Program(scene.owner), f"/entries/{entry.public_id}"
    answer = owner.get(path)
    tag = answer["ETag"]
    again = owner.get(path, if_none_match=tag)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert Program().get(path, if_none_match=tag).status_code == 200, "another reader sees other steps"
    answer = owner.post(f"{path}/evidence", {"kind": "note", "note": "Sett i drift"})
    assert answer.status_code == 201
    assert owner.get(path, if_none_match=tag).status_code == 200, "a part is part of it"
    assert owner.get(path)["ETag"] != tag


def test_a_stale_version_gets_both(scene: Scene) -> None:
    entry = scene.entry(title="Første")
    owner, curator, path = Program(scene.owner), Program(scene.curator), f"/entries/{entry.public_id}"
    mine = owner.get(path)["ETag"]
    problem(owner.patch(path, {"title": "Min"}), 428, "no-version")
    curator.patch(path, {"title": "Lederens"}, if_match=curator.get(path)["ETag"])
    said = problem(owner.patch(path, {"title": "Min"}, if_match=mine), 412, "stale")
    assert said["yours"] == {"etag": mine, "sent": {"title": "Min"}}
    assert said["current"]["resource"]["title"] == "Lederens"
    assert Entry.objects.get().title == "Lederens"
    assert owner.patch(path, {"title": "Min"}, if_match=said["current"]["etag"]).json()["title"] == "Min"


def test_the_same_version_in_another_language_is_not_stale(scene: Scene) -> None:
    entry = scene.entry()
    owner, path = Program(scene.owner), f"/entries/{entry.public_id}"
    tag = owner.get(path, accept_language="en")["ETag"]
    assert owner.patch(path, {"title": "Ny"}, if_match=tag, accept_language="nn").status_code == 200
    for odd in ('""', "x", '"v1', '"v999999999999999999999"', "*, *", "W/"):
        assert owner.patch(path, {"title": "Nyere"}, if_match=odd).status_code == 412, odd


# Once


def test_a_post_that_is_sent_twice_is_done_once(scene: Scene) -> None:
    owner = Program(scene.owner)
    first, second = (owner.post("/entries", NEW, idempotency_key="k-1") for _time in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert (second["Idempotency-Replayed"], second["Location"], second["ETag"]) == (
        "true", first["Location"], first["ETag"],
    )  # fmt: skip
    assert Entry.objects.count() == 1
    problem(owner.post("/entries", NEW | {"title": "Annen"}, idempotency_key="k-1"), 409, "key-used")
    assert Program(scene.curator).post("/entries", NEW, idempotency_key="k-1").status_code == 201, "another's key"
    problem(owner.post("/entries", NEW, idempotency_key="k 1"), 400, "unreadable")
    problem(owner.post("/entries", NEW, idempotency_key="k" * 256), 400, "unreadable")
    problem(owner.post("/entries", NEW, idempotency_key=""), 400, "unreadable")


def test_what_was_refused_may_be_sent_again_with_the_same_key(scene: Scene) -> None:
    owner = Program(scene.owner)
    problem(owner.post("/entries", {"title": "x"}, idempotency_key="k"), 422, "invalid")
    assert owner.post("/entries", NEW, idempotency_key="k").status_code == 201


def test_old_answers_are_forgotten(scene: Scene) -> None:
    owner = Program(scene.owner)
    owner.post("/entries", NEW, idempotency_key="old")
    owner.post("/entries", NEW, idempotency_key="new")
    Reply.objects.filter(key="old").update(at=timezone.now() - KEPT - timedelta(minutes=1))
    forget_replies(0)
    assert [reply.key for reply in Reply.objects.all()] == ["new"]


@pytest.mark.django_db(transaction=True)
def test_the_same_key_at_the_same_moment_is_one_execution() -> None:
    scene = Scene()
    owner = Program(scene.owner)
    answers: list[Any] = []
    start = threading.Barrier(4)

    def send() -> None:
        start.wait()
        client = Client(headers={"authorization": f"Bearer {owner.secret}", "idempotency-key": "together"})
        answers.append(client.post("/api/v1/entries", NEW, content_type="application/json"))
        connection.close()

    threads = [threading.Thread(target=send) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({answer.content for answer in answers}) == 1
    assert sorted(answer.get("Idempotency-Replayed", "") for answer in answers) == ["", "true", "true", "true"]
    assert Entry.objects.count() == 1


# Limits


def test_limits(scene: Scene, settings: Any) -> None:
    settings.API_REQUESTS_PER_MINUTE = [2, 3]
    visitor, owner, other = Program(), Program(scene.owner), Program(scene.owner)
    answers = [visitor.get("/regions") for _time in range(3)]
    assert [answer.status_code for answer in answers[:2]] == [200, 200]
    problem(answers[2], 429, "too-many")
    assert 0 < int(answers[2]["Retry-After"]) <= 60
    assert answers[0]["RateLimit-Policy"] == '"minute";q=2;w=60'
    assert answers[0]["RateLimit"].startswith('"minute";r=1;t=')
    assert [one.get("/regions").status_code for one in (owner, other, owner, other)] == [200, 200, 200, 429], "one user"
    guesser = Program(authorization="Bearer ssp_x", x_forwarded_for="10.0.0.9")
    problem(guesser.get("/regions"), 429, "too-many")


# Problems


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("get", "/finnes-ikke", 404, "not-found"),
        ("get", "/", 404, "not-found"),
        ("get", "/entries/zzzzzzzz", 404, "not-found"),
        ("get", "/entries/", 404, "not-found"),
        ("get", "/vocabularies/x", 404, "not-found"),
        ("put", "/entries", 405, "wrong-method"),
        ("delete", "/openapi.json", 405, "wrong-method"),
        ("get", "/entries?tull=1", 400, "bad-parameter"),
        ("get", "/entries?kind=x", 400, "bad-parameter"),
        ("get", "/entries?limit=101", 400, "bad-parameter"),
        ("get", "/entries?limit=x", 400, "bad-parameter"),
        ("get", "/entries?year=5", 400, "bad-parameter"),
        ("get", "/entries?register=ukjent", 400, "bad-parameter"),
        ("get", "/entries?cursor=abc", 400, "bad-cursor"),
        ("get", "/entries?cursor=W10", 400, "bad-cursor"),
        ("get", "/entries?cursor=æ", 400, "bad-cursor"),
        ("get", "/search?filter=tull:1", 400, "bad-parameter"),
        ("get", "/search?filter=sdg:18", 400, "bad-parameter"),
        ("get", "/search?filter=county:x&filter=kind:innovation", 400, "bad-parameter"),
        ("get", "/search?facet=tull", 400, "bad-parameter"),
        ("get", "/search?kinds=tull", 400, "bad-parameter"),
    ],
)
def test_every_refusal_is_a_problem(method: str, path: str, status: int, code: str) -> None:
    problem(Program().send(method, path), status, code)


def test_an_unknown_facet_names_the_known() -> None:
    said = problem(Program().get("/search?filter=farge:blå"), 400, "bad-parameter")
    assert "sdg" in said["errors"][0]["mend"]
    assert "partner" in problem(Program().get("/entries?farge=x"), 400, "bad-parameter")["detail"]


@pytest.mark.parametrize(
    ("body", "content_type", "status", "code"),
    [
        ("x=1", "application/x-www-form-urlencoded", 415, "wrong-type"),
        ("<a/>", "text/xml", 415, "wrong-type"),
        ("{", "application/json", 400, "unreadable"),
        ('{"a": NaN}', "application/json", 400, "unreadable"),
        ('{"a": 1, "a": 2}', "application/json", 400, "unreadable"),
        ("[" * 100_000, "application/json", 400, "unreadable"),
        (b"\xff\xfe", "application/json", 400, "unreadable"),
        ("9" * 5000, "application/json", 400, "unreadable"),
        ('"tekst"', "application/json", 422, "invalid"),
        ("null", "application/json", 422, "invalid"),
        ('{"title": "\\ud800", "kind": "innovation"}', "application/json", 422, "invalid"),
        (b"x" * (1024 * 1024 + 1), "application/json", 413, "too-large"),
    ],
)
def test_bodies_that_are_none(scene: Scene, body: Any, content_type: str, status: int, code: str) -> None:
    headers = {"authorization": f"Bearer {Program(scene.owner).secret}"}
    problem(Client(headers=headers).post("/api/v1/entries", body, content_type=content_type), status, code)


def test_problems_come_in_the_language_asked_for(scene: Scene) -> None:
    titles = {
        language: problem(Program().get("/nei", accept_language=language), 404, "not-found")["title"]
        for language in ("nb", "nn-NO,nb;q=0.5", "en", "de, no;q=0.4", "x;q=y", "")
    }
    assert len({titles["nb"], titles["nn-NO,nb;q=0.5"], titles["en"]}) == 3
    assert titles["de, no;q=0.4"] == titles["nb"] == titles[""] == titles["x;q=y"]


@pytest.mark.parametrize(("method", "path"), [("get", "/nei"), ("get", "/entries/nei!"), ("put", "/entries")])
def test_a_problem_made_of_a_page_is_answered_as_all_others_are(method: str, path: str) -> None:
    """In a language that is told, of a length that is told, and with what every answer says to browsers."""
    answer = Program().send(method, path, accept_language="nn")
    problem(answer, {"get": 404, "put": 405}[method], {"get": "not-found", "put": "wrong-method"}[method])
    assert answer["Content-Language"] == "nn"
    assert answer["Content-Length"] == str(len(answer.content))
    like = Program().get("/entries/zzzzzzzz", accept_language="nn")
    others = {"Allow", "Access-Control-Allow-Origin", "Access-Control-Expose-Headers"}  # by the method
    assert {name for name, _value in answer.items()} - others == {name for name, _value in like.items()} - others


def test_a_request_that_nobody_below_has_read_is_refused_in_a_language_too() -> None:
    answer = Program(host="ukjent.example").get("/entries", accept_language="en")
    problem(answer, 400, "unreadable")
    assert answer["Content-Language"] == "en"


def test_a_fault_of_ours_is_a_problem_too(monkeypatch: pytest.MonkeyPatch) -> None:
    from samspill.api.endpoints import places

    def broken(*args: object) -> None:
        raise ZeroDivisionError("hemmelig")

    monkeypatch.setattr(places.RegionOut, "of", broken)
    program = Program()
    PublishedEntryFactory()
    program.client.raise_request_exception = False
    from tests.factories import RegionFactory

    RegionFactory()
    answer = program.get("/regions")
    assert "hemmelig" not in str(problem(answer, 500, "our-fault"))


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/entries", "GET, HEAD, OPTIONS, POST"), ("/entries/zzzzzzzz", "GET, HEAD, OPTIONS, PATCH"),
     ("/openapi.json", "GET, HEAD, OPTIONS")],
)  # fmt: skip
def test_an_address_tells_what_can_be_done_with_it(path: str, allowed: str) -> None:
    answer = Program().send("options", path)
    assert (answer.status_code, answer.content, answer["Allow"]) == (204, b"", allowed)
    assert answer.get("Accept-Patch", "") == ("application/merge-patch+json" if "PATCH" in allowed else "")
    assert "Content-Type" not in answer
    problem(Program().send("options", "/nei"), 404, "not-found")


# From other sites


def test_browsers_elsewhere_may_read_only(scene: Scene) -> None:
    answer = Program(origin="https://annet.example").get("/entries")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    asked = Client().options(
        "/api/v1/entries",
        headers={"origin": "https://annet.example", "access-control-request-method": "POST",
                 "access-control-request-headers": "authorization"},
    )  # fmt: skip
    assert asked.status_code == 204
    assert asked["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert "authorization" not in asked["Access-Control-Allow-Headers"].lower()
    assert "Access-Control-Allow-Origin" not in Program(scene.owner, origin="https://x.example").post("/entries", NEW)
