"""What somebody typed in a form that cannot be taken in any more: shown for copying, and kept.

Minutes close, a case is sent on, a line is taken from a list while somebody writes. The answer then says why, and holds
what was typed. A view that knows its form says so with `remember`, so that each text stands under its own name; for
the others the forms of their module are looked through.
"""

import hashlib
import inspect
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from samspill.core.models import FormDraft

PREFIX = "not-taken:"
MOST = 30
"""So many of one user's are kept, the newest; each for as long as other unsaved typing."""
MACHINERY = {
    "csrfmiddlewaretoken",
    "version",
    "kept",
    "tab",
    "began",
    "item",
    "do",
    "next",
    "seen",
    "base_version",
    "once",
    "read",
    "part_kind",
    "statement",
    "evidence",
    "review",
    "kind",
    "query",
}
"""Fields that nobody types in."""
REMEMBERED = "_samspill_form"


@dataclass(frozen=True)
class Text:
    """One thing that was typed. ``label`` may be empty: then nobody knows what the field is called."""

    label: str
    text: str


def remember(request: HttpRequest, form: forms.BaseForm | list[Text]) -> None:
    """This form (or these texts) is what the user sends: if it is refused from here on, it is told by its labels."""
    setattr(request, REMEMBERED, form)


def keep(request: HttpRequest, *, reason: str = "") -> list[Text]:
    """Keep what was typed in the request's form for the user who is logged in, and give it back.

    Empty for those who are not logged in, and when nothing was typed.
    """
    found = _of_request(request) if _is_typing(request) else []
    user_id = request.user.pk if found else None
    if user_id is None:
        return []
    name = request.path + request.POST.get("item", "")
    if not saves_itself(request):  # what saves itself follows on what it saved before; the rest stands by itself
        name += "".join(one.text for one in found)
    FormDraft.objects.update_or_create(
        user_id=user_id,
        key=PREFIX + hashlib.sha256(name.encode()).hexdigest()[:32],
        defaults={
            "data": {
                "address": came_from(request) or request.path,
                "reason": reason,
                "texts": [[one.label, one.text] for one in found],
            }
        },
    )
    old = kept_by(user_id).values("pk")[MOST:]
    FormDraft.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()
    return found


def saves_itself(request: HttpRequest) -> bool:
    """Whether a script sent it, while the user goes on writing."""
    return request.headers.get("X-Requested-With") == "fetch" or "HX-Request" in request.headers


def came_from(request: HttpRequest) -> str:
    """The page of this site on which the form stands: where one can see how it is now. Empty when unknown."""
    address = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def kept_by(user_id: int) -> "QuerySet[FormDraft]":
    """What is kept for a user, the newest first."""
    return FormDraft.objects.filter(user=user_id, key__startswith=PREFIX).order_by("-updated_at", "-pk")


def texts_of(draft: FormDraft) -> list[Text]:
    """What was typed there."""
    return [Text(str(label), str(text)) for label, text in draft.data.get("texts", [])]


def typed_in(form: forms.BaseForm, data: Mapping[str, Any] | None = None) -> list[Text]:
    """What is filled in, by the labels of a form; choices in their own words. ``data``: if not what the form holds."""
    found = []
    for bound in form:
        values = bound.field.widget.value_from_datadict(data or form.data, form.files, bound.html_name)
        words = _words(bound.field, values if isinstance(values, list | tuple) else [values])
        if words and not bound.is_hidden:
            found.append(Text(str(bound.label), words))
    return found


def _words(field: forms.Field, values: Iterable[Any]) -> str:
    given = [str(value).replace("\r\n", "\n").strip() for value in values if value not in (None, "", False)]
    if given and hasattr(field, "choices"):
        names = {str(value): str(label) for value, label in field.choices if not isinstance(label, list | tuple)}
        given = [names.get(one, one) for one in given]
    return ", ".join(one for one in given if one)


def _is_typing(request: HttpRequest) -> bool:
    """A form of the workspace, sent by somebody who is logged in. Pages of the account have passwords in them."""
    match = getattr(request, "resolver_match", None)
    user = getattr(request, "user", None)
    return bool(
        request.method == "POST" and match and match.namespace == "workspace" and user and user.is_authenticated
    )


def _of_request(request: HttpRequest) -> list[Text]:
    form = getattr(request, REMEMBERED, None)
    if isinstance(form, forms.BaseForm):
        return typed_in(form, request.POST)
    if isinstance(form, list):
        return form
    found, fields = [], _fields_near(request)
    for name, values in request.POST.lists():
        text = ", ".join(value.replace("\r\n", "\n").strip() for value in values if value.strip())
        if name not in MACHINERY and text and not text.isdecimal():
            found.append(Text(fields.get(name.rsplit("-", 1)[-1], ""), text))
    return found


def _fields_near(request: HttpRequest) -> dict[str, str]:
    """Field -> label, of the forms that the view's module uses; without those that they call by different names."""
    match = getattr(request, "resolver_match", None)
    module = sys.modules.get(getattr(inspect.unwrap(match.func), "__module__", "")) if match else None
    labels = defaultdict[str, set[str]](set)
    for value in vars(module).values() if module else ():
        if isinstance(value, type) and issubclass(value, forms.BaseForm):
            for name, field in getattr(value, "base_fields", {}).items():
                labels[name].add(str(field.label or ""))
    return {name: said.pop() for name, said in labels.items() if len(said) == 1}
