"""The OpenAPI document: what ninja knows of the operations, and what the gate and the middleware add."""

import copy
from functools import cache
from typing import Any

from django.utils.translation import override
from pydantic.json_schema import models_json_schema

from samspill.api.base import VERSION, api
from samspill.api.groups import GROUPS
from samspill.api.problems import KINDS
from samspill.api.schemas import base as schemas
from samspill.api.scopes import READ, SCOPES

Operation = dict[str, Any]

DESCRIPTION = """\
What you may see in the pages of Samspill, and making and changing entries and parties, for programs.

Without a token you read what is open to everyone. A personal token, made on your account's page of keys, acts as you:
`Authorization: Bearer ssp_…`. Lists come in pages; `next` leads to the following one. A single resource has an ETag;
PATCH and DELETE ask for it in If-Match. A POST with an Idempotency-Key is done once, however often it is sent.
Refusals are problem documents (RFC 9457), in the language of Accept-Language: nb, nn or en.
"""


@cache
def document() -> dict[str, Any]:
    """The whole document. The same each time, whatever the installation's address is."""
    made: dict[str, Any] = copy.deepcopy(dict(api.get_openapi_schema(path_prefix="/api/v1/")))
    made["info"] = {
        "title": "Samspill",
        "version": VERSION,
        "description": DESCRIPTION,
        "license": {"name": "MIT", "identifier": "MIT"},
    }
    made.pop("servers", None)
    with override("en"):
        made["tags"] = [{"name": group.tag, "description": str(group.what)} for group in GROUPS]
    _problem_schemas(made)
    made["components"]["securitySchemes"] = {
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "A personal token. Scopes: " + ", ".join(scope.code for scope in SCOPES) + ".",
        }
    }
    for path, operations in made["paths"].items():
        operations.pop("head", None)  # answers like GET
        for method, operation in operations.items():
            _complete(path, method, operation)
    return made


def _problem_schemas(made: dict[str, Any]) -> None:
    _names, found = models_json_schema(
        [(schemas.Problem, "serialization")], ref_template="#/components/schemas/{model}"
    )
    made["components"]["schemas"] |= found["$defs"]


def _complete(path: str, method: str, operation: Operation) -> None:
    scope, versioned = operation.pop("x-scope"), operation.pop("x-versioned", False)
    is_one, asks_token = operation.pop("x-one", False), operation.pop("x-token", False)
    is_file, asks_once = operation.pop("x-file", False), operation.pop("x-asks-once", False)
    operation["operationId"] = operation["operationId"].removeprefix("samspill_api_endpoints_")
    operation["security"] = [{"token": []}, {}] if scope == READ and not asks_token else [{"token": []}]
    operation["description"] = f"{operation.get('description', '')}\n\nScope: `{scope}`.".strip()
    for parameter in operation["parameters"]:
        parameter["schema"].pop("title", None)
    codes = {"unreadable", "bad-parameter", "bad-token", "missing-scope", "too-many", "our-fault"}
    if "{" in path:
        codes |= {"not-found", "refused"}
    if "/entries/{" in path:
        codes.add("withdrawn")
    if asks_token:
        codes.add("no-token")
    if method == "get":
        _describe_reading(operation, is_one)
        if is_file:
            codes.add("not-now")
            operation["responses"][200]["content"] = {"application/octet-stream": {"schema": {"type": "string"}}}
    else:
        codes |= _codes_of_writing(path, method, versioned=versioned, has_body="requestBody" in operation)
        if asks_once:
            codes.add("looks-alike")
    _describe_headers(operation, method, versioned, is_step=path.endswith("/steps"))
    for status, titles in _by_status(codes).items():
        operation["responses"][status] = {
            "description": titles,
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    operation["responses"] = {str(status): answer for status, answer in operation["responses"].items()}


def _codes_of_writing(path: str, method: str, *, versioned: bool, has_body: bool) -> set[str]:
    codes = {"no-token", "refused", "conflict"}
    if has_body:
        codes |= {"no-length", "too-large", "wrong-type", "invalid"}
    if versioned:
        codes |= {"no-version", "stale"}
    elif path.endswith("/steps"):
        codes.add("stale")
    if method == "delete":
        codes.add("invalid")
    return codes


def _by_status(codes: set[str]) -> dict[int, str]:
    """Status -> the kinds of problem that it may be."""
    statuses: dict[int, list[str]] = {}
    for code in sorted(codes):
        statuses.setdefault(KINDS[code].status, []).append(code)
    return {status: "Problem: " + ", ".join(found) + "." for status, found in sorted(statuses.items())}


def _describe_reading(operation: Operation, is_one: bool) -> None:
    if is_one:
        operation["parameters"].append(_header("If-None-Match", "The ETag you have; 304 when nothing is new."))
        operation["responses"][304] = {"description": "As you have it."}


def _describe_headers(operation: Operation, method: str, versioned: bool, *, is_step: bool) -> None:
    if versioned:
        text = "The ETag of what you have read; * for whatever is there now."
        operation["parameters"].append(_header("If-Match", text, required=True))
    if method == "post":
        text = "A new one for each new request, such as a UUID. The same again gives the same answer, for 48 hours."
        operation["parameters"].append(_header("Idempotency-Key", text, pattern="^[!-~]{1,255}$"))
    if is_step:
        text = "The ETag of what you have read: the step is taken only while it is so."
        operation["parameters"].append(_header("If-Match", text))


def _header(name: str, description: str, *, required: bool = False, **schema: str) -> dict[str, Any]:
    return {
        "in": "header",
        "name": name,
        "required": required,
        "description": description,
        "schema": {"type": "string", **schema},
    }
