"""What is asked before each operation: the token's scope, known parameters, and that a write is done once or not."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.operation import Operation

from samspill.accounts.scopes import SCOPES
from samspill.api import problems, repeats
from samspill.api.lookups import wrong_parameter
from samspill.api.middleware import SAFE, no_token
from samspill.api.problems import Fault, Problem
from samspill.api.scopes import READ

Run = Callable[..., HttpResponse]


def gate(run: Run) -> Run:
    """Wraps the running of an operation (as ninja's decorators of mode “view” do)."""
    operation: Operation = run.__self__  # type: ignore[attr-defined]
    scope, is_open = scope_of(operation), is_open_to_all(operation)
    known = parameters_of(operation)

    @wraps(run)
    def gated(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            check_scope(request, scope, is_open=is_open)
            check_parameters(request, known)
            if request.method in SAFE:
                return run(request, **kwargs)
            if request.method == "POST":
                return repeats.once(request, lambda: run(request, **kwargs))
            return repeats.undone_if_refused(lambda: run(request, **kwargs))
        except Problem as problem:
            return problems.response(request, problem)

    return gated


def scope_of(operation: Operation) -> str:
    """The scope that an operation asks for."""
    return str((operation.openapi_extra or {}).get("x-scope", READ))


def is_open_to_all(operation: Operation) -> bool:
    """Whether it answers those without a token."""
    return scope_of(operation) == READ and not (operation.openapi_extra or {}).get("x-token", False)


def parameters_of(operation: Operation) -> dict[str, bool]:
    """An operation's parameters in the query string, by name: whether each may come several times."""
    names: dict[str, bool] = {}
    for model in operation.models:
        if model.__ninja_param_source__ == "query":
            lists = getattr(model, "__ninja_collection_fields__", None) or []
            flat = getattr(model, "__ninja_flatten_map__", None) or model.model_fields
            names |= {name: name in lists for name in flat}
    return dict(sorted(names.items()))


def check_scope(request: HttpRequest, scope: str, *, is_open: bool) -> None:
    """Everyone reads what is open; a token must have the scope. Raises `Problem` 401 or 403."""
    token = getattr(request, "api_token", None)
    if token is None:
        if is_open:
            return
        raise no_token(scope)
    if scope not in token.scopes:
        has = ", ".join(token.scopes)
        mend = _("This needs the scope “%(scope)s” (%(label)s). The token “%(token)s” has: %(has)s. Make a new one.")
        vain = _(
            "This needs the scope “%(scope)s” (%(label)s), which opens nothing for you: ask somebody whose role does."
        )
        raise Problem(
            "missing-scope",
            (mend if SCOPES[scope].opens_for(token.user) else vain)
            % {"scope": scope, "label": SCOPES[scope].label, "token": token.name, "has": has},
            headers={"WWW-Authenticate": f'Bearer realm="samspill", error="insufficient_scope", scope="{scope}"'},
            more={"needed_scope": scope, "token_scopes": token.scopes},
        )


def check_parameters(request: HttpRequest, known: Mapping[str, bool]) -> None:
    """Each parameter is known, and comes once unless it takes several values. Raises `Problem` 400."""
    unknown = [name for name in request.GET if name not in known]
    if unknown:
        mend = _("Known here: %(names)s.") % {"names": ", ".join(known)} if known else _("There are none here.")
        raise Problem(
            "bad-parameter",
            _("There is no such parameter here: %(names)s.") % {"names": ", ".join(name[:60] for name in unknown[:5])}
            + " "
            + mend,
            [Fault(_("Not known here."), parameter=name[:60], mend=mend) for name in unknown[:20]],
        )
    for name, values in request.GET.lists():
        if len(values) > 1 and not known[name]:
            raise wrong_parameter(name, _("Given more than once, and only one value is taken here."))
