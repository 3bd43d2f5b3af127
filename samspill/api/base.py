"""The API itself: its parser, what becomes of exceptions, and the routers that hang on it."""

import json
import logging
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError, IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Router
from ninja.errors import HttpError
from ninja.errors import ValidationError as ShapeError
from ninja.parser import Parser

from samspill.api import problems, shape_faults
from samspill.api.endpoints import ROUTERS
from samspill.api.gate import gate
from samspill.api.problems import Fault, Problem
from samspill.core.errors import RuleError
from samspill.core.letters import composed_in

VERSION = "1.0"
logger = logging.getLogger(__name__)


class JsonParser(Parser):
    """JSON in UTF-8: decimals exact, no NaN, no name twice in one object; letters are put together."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Raises `ValueError` that says what is wrong, for whoever sent it."""
        try:
            text = request.body.decode()
        except UnicodeDecodeError as error:
            raise ValueError(_("The body is not UTF-8.")) from error
        try:
            found = json.loads(
                text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_without_doubles
            )
            return found if text.isascii() and "\\u" not in text else composed_in(found)
        except RecursionError as error:
            raise ValueError(_("The body is nested too deep.")) from error
        except json.JSONDecodeError as error:
            raise ValueError(
                _("The body is not JSON: line %(line)s, column %(column)s: %(what)s.")
                % {"line": error.lineno, "column": error.colno, "what": error.msg}
            ) from error


def _no_constant(name: str) -> None:
    raise ValueError(_("%(name)s is not a number in JSON.") % {"name": name})


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(_("A name stands twice in one object."))
    return found


def make() -> NinjaAPI:
    """The API with all its operations."""
    api = NinjaAPI(
        title="Samspill",
        version=VERSION,
        urls_namespace="api",
        openapi_url=None,
        docs_url=None,
        parser=JsonParser(),
        default_router=Router(),
    )
    api.add_decorator(gate, mode="view")
    for prefix, router in ROUTERS:
        api.add_router(prefix, router)
    _handle(api)
    return api


def _handle(api: NinjaAPI) -> None:
    """What each exception is answered with. Anything else is a fault of ours: logged by Django, answered with 500."""

    def on(kind: type[Exception], make_problem: Any) -> None:
        def handler(request: HttpRequest, error: Any) -> HttpResponse:
            return problems.response(request, make_problem(error))

        api.add_exception_handler(kind, handler)

    on(Problem, lambda error: error)
    on(RuleError, _broken_rule)
    on(ValidationError, lambda error: invalid(problems.of_validation(error)))
    on(PermissionDenied, lambda error: Problem("refused", str(error) or _("You may not do this.")))
    on(Http404, lambda error: Problem("not-found", _("There is nothing at this address, or you may not see it.")))
    on(ShapeError, shape_faults.problem)
    on(HttpError, _unreadable)
    on(IntegrityError, _clash)
    on(DataError, _clash)
    api._exception_handlers.pop(Exception)  # Django logs it


def invalid(faults: list[Fault]) -> Problem:
    """422 with the faults."""
    return Problem("invalid", " ".join(dict.fromkeys(fault.message for fault in faults)), faults)


CALLED = {"on": "date", "other": "entry", "contributor": "person", "contributors": "contributions"}
"""What the rules' fields are called here, where it is not the same."""


def _broken_rule(error: RuleError) -> Problem:
    return invalid([_fault_of_rule(field, message) for field, message in error.each])


def _fault_of_rule(field: str, message: str) -> Fault:
    mend = problems.known_at(problems.WHERE.get(field, "") if field in ("roles", "role", "types") else "")
    if field == "contributors":
        mend = _("Add somebody at the entry's address, with /contributions or /participations behind it.")
    return Fault(message, pointer=problems.pointer_to(CALLED.get(field, field)), mend=mend)


def _unreadable(error: HttpError) -> Problem:
    cause = error.__cause__
    detail = str(cause) if isinstance(cause, ValueError) else str(error)
    return Problem(problems.BY_STATUS.get(error.status_code, "unreadable"), detail)


def _clash(error: Exception) -> Problem:
    """A rule of the database that the domain did not foresee, most often two requests at the same moment."""
    logger.warning("the database refused what the API was asked for: %s", error)
    return Problem("conflict", _("It clashes with what somebody else has just saved. Read it again, and try anew."))


api = make()
