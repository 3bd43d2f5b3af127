"""Requests made up from the document itself, right and wrong: never a fault of ours, never an answer that it lacks.

API_EXAMPLES=200 makes a longer run by hand; the numbers of the usual one are always the same.
"""

import os
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable

warnings.filterwarnings("ignore", category=DeprecationWarning, module="schemathesis")
import schemathesis  # noqa: E402
from schemathesis import GenerationMode  # noqa: E402
from schemathesis.checks import not_a_server_error  # noqa: E402
from schemathesis.specs.openapi import checks  # noqa: E402

from samspill.accounts.domain.tokens import make_token  # noqa: E402
from samspill.accounts.scopes import scopes_for  # noqa: E402
from samspill.api.document import document  # noqa: E402
from samspill.core.search import drain  # noqa: E402
from samspill.registry.models import (  # noqa: E402
    Contribution,
    EntryIdentifier,
    Participation,
    ReadinessReading,
    Relation,
)
from samspill.wsgi import application  # noqa: E402
from tests.factories import ReadingFactory, RelationFactory  # noqa: E402
from tests.permission_world import World, build  # noqa: E402

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("API_EXAMPLES", "2"))
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.allow_header_conformance,
]
WRONG = [*CHECKS, checks.negative_data_rejection, checks.missing_required_header]


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """As Django's own test client does: the end of a request does not close the test's connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def world() -> World:
    world = build()
    for entry in ("open2222", "draft222"):
        made = Contribution.objects.filter(entry__public_id=entry).first()
        if made:
            ReadingFactory(entry=made.entry)
            EntryIdentifier.objects.create(entry=made.entry, scheme="doi", value="10.1234/abc")
            RelationFactory(source=made.entry)
    world.numbers |= {
        "contributions": Contribution.objects.earliest("pk").pk,
        "participations": Participation.objects.earliest("pk").pk,
        "readings": ReadinessReading.objects.earliest("pk").pk,
        "relations": Relation.objects.earliest("pk").pk,
        "identifiers": EntryIdentifier.objects.earliest("pk").pk,
        "affiliations": world.numbers["affiliation"],
        "roles": world.numbers["role"],
        "personal-data-looks": world.numbers["access"],
    }
    drain()  # or each request does it again, and is rolled back
    return world


def real(world: World, path: str) -> dict[str, Any]:
    """Parameters that lead to something."""
    last = path.split("/")[3]
    codes = {
        "organisations": "komm", "units": "inst", "registers": "reg", "vocabularies": "entry-types",
        "centres": "senter", "initiatives": "satsing", "profiles": "free",
    }  # fmt: skip
    ids = {
        "entries": "case2222" if "/case" in path else "open2222", "people": "person22", "rounds": "round222",
        "assessment-calls": "call2222", "reviews": "closed22", "recommendations": "advice22", "reports": "shown222",
        "imports": "import22", "personal-data-requests": "request2",
        "studies": "study222", "milestones": "midway22", "case-readings": "review22",
    }  # fmt: skip
    number = next((world.numbers[part] for part in path.split("/") if part in world.numbers), 1)
    return {
        "public_id": ids.get(last, ""), "code": codes.get(last, "trl"), "pk": number, "number": "0000",
        "evidence": "proof222", "year": 2026, "kind": "effects", "form": "json",
    }  # fmt: skip


@pytest.mark.requirement("R-PAR-28")
def test_whatever_is_sent_the_document_holds(world: World) -> None:
    user = world.users["administrator"]
    assert user
    _token, secret = make_token(user=user, name="Prøve", scopes=scopes_for(user), days=1)
    schema = schemathesis.openapi.from_dict(dict(document()))
    schema.app = application
    seen: Counter[str] = Counter()
    faults: list[str] = []
    for result in schema.get_all_operations():
        operation = result.ok()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            _try(operation, mode, real(world, operation.path), secret, seen, faults)
    print(f"{sum(seen.values())} requests: {dict(sorted(seen.items()))}")
    assert not faults, "\n\n".join(faults[:10])
    assert seen["2xx"] > 25, "hardly anything got through: the test tests nothing"


def _try(
    operation: Any, mode: GenerationMode, there: dict[str, Any], secret: str, seen: Counter[str], faults: list[str]
) -> None:
    """Some requests to one operation, each undone; about half lead to something that is there."""
    parts = [*operation.query, *operation.body, *(one for one in operation.headers if one.name != "If-None-Match")]
    if mode is GenerationMode.NEGATIVE and not parts:
        return  # nothing in it can be wrong: an entity tag is any text, and hypothesis looks long for one that is not
    cases = operation.as_strategy(generation_mode=mode)

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases, lead=st.booleans(), now=st.booleans())
    def send(case: Any, lead: bool, now: bool) -> None:
        if lead:
            case.path_parameters = {name: there[name] for name in case.path_parameters or {}}
        if now and "If-Match" in (case.headers or {}):
            case.headers["If-Match"] = "*"
        with transaction.atomic():
            response = case.call(headers={"Authorization": f"Bearer {secret}"})
            transaction.set_rollback(True)
        seen[f"{response.status_code // 100}xx"] += 1
        # A request that was led to something is no longer the wrong one that was made up.
        asked = CHECKS if mode is GenerationMode.POSITIVE or lead or now else WRONG
        try:
            case.validate_response(response, checks=asked)
        except (AssertionError, schemathesis.core.failures.FailureGroup) as error:
            faults.append(f"{operation.label} {mode.name}: {type(error).__name__}: {str(error)[:1500]}")

    with suppress(Unsatisfiable):
        send()
