"""Taking away what is gone already: a button pressed twice, a page in another tab, or somebody who was quicker.

The page is shown again, with a word about it: nothing is wrong, and nobody has to know of a page that was not found.
Only for taking away; whoever would change what is gone gets 404, with what was typed.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.contrib import messages
from django.db.models import Manager, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

P = ParamSpec("P")
Row = TypeVar("Row", bound=Model)


class Gone(Exception):
    """What was to be taken away is not there. ``onward``: where to, when the page itself went with it."""

    def __init__(self, onward: str = "") -> None:
        super().__init__(onward)
        self.onward = onward


def row_or_gone(
    rows: "QuerySet[Row] | Manager[Row]", *, removing: bool = True, onward: str = "", **which: object
) -> Row:
    """The row. Raises `Gone` when it is to be taken away and is not there, else `Http404`."""
    if (found := rows.filter(**which).first()) is not None:
        return found
    raise Gone(onward) if removing else Http404


def told_when_gone(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Answers `Gone` for a view."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Gone as gone:
            messages.info(request, _("There was nothing to take away: it is gone already."))
            return HttpResponseRedirect(gone.onward or request.path)

    return wrapped  # type: ignore[return-value]
