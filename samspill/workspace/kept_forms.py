"""Forms of plain pages that keep their typing: each form of a thing has one draft, and all of them one address.

A view makes a `Keeping`, gives its form to `show`, and says `done` or `refused`. The template includes
workspace/kept/notice.html above the form, attributes.html in its tag, fields.html in it and status.html by its button.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse

from samspill.accounts.models import User
from samspill.core.models import FormDraft
from samspill.core.seen import Stale, mark
from samspill.workspace import drafts
from samspill.workspace.forms.fields import status_of
from samspill.workspace.forms.watched import SEEN, differing

FORMS = frozenset(
    {
        "centre", "centre-new", "centre-partnere", "centre-registre", "centre-midler", "initiative", "initiative-new",
        "initiative-faser", "initiative-virkemidler", "initiative-ledere", "milestone", "milestone-new", "self-check",
        "study", "study-new", "study-midler", "recommendation", "recommendation-new", "recommendation-owner",
        "recommendation-follow", "step-accept", "step-accept_partly", "step-decline", "step-begin", "step-finish",
        "step-check", "step-reopen", "step-reconsider",
    }
)  # fmt: skip
"""Forms whose typing is kept."""
NEW = "ny"
"""Stands for a thing that is not there yet."""
PREFIX, MOST = "form:", 100
"""So many drafts of one user are kept, the newest."""


@dataclass
class Keeping:
    """One form of one thing, and what the user has typed in it and not saved."""

    user: User
    form: str
    thing: str
    here: str  # the address of the page
    draft: FormDraft | None = None
    names: tuple[str, ...] = ()  # fields that somebody else can have changed meanwhile
    mark: str = ""  # of what the form showed of them
    token: str = ""
    now: list[tuple[str, str]] = field(default_factory=list)  # what somebody else saved meanwhile: label and text

    def __post_init__(self) -> None:
        if self.form not in FORMS:
            raise ValueError(f"{self.form} is not in FORMS")

    @property
    def key(self) -> str:
        """Of the draft."""
        return draft_key(self.form, self.thing)

    @property
    def address(self) -> str:
        """Where typing is sent."""
        return reverse("workspace:kept_form", args=[self.form, self.thing])

    @property
    def discard_address(self) -> str:
        """Where it is thrown away."""
        return reverse("workspace:kept_form_discard", args=[self.form, self.thing])

    def show(self, form: forms.BaseForm) -> None:
        """Put the kept typing into a form that is not sent. Half-typed answers are not judged."""
        if form.is_bound or self.draft is None:
            return
        data = drafts.as_posted(self.draft)
        for name, one in form.fields.items():
            known = form.add_prefix(name)
            if (
                not one.disabled
                and not isinstance(one, forms.FileField)
                and (known in data or _is_absent_when_off(one))
            ):
                form.initial[name] = one.widget.value_from_datadict(data, {}, known)
        self.mark = data.get(SEEN, self.mark)

    def done(self, request: HttpRequest) -> None:
        """It is saved: the draft goes, unless another tab typed something that this one has not seen."""
        drafts.discard_key(self.user, self.key, posted=request.POST)

    def refused(self, request: HttpRequest, form: forms.BaseForm, error: Exception | None = None) -> int:
        """Keep what was sent and could not be saved. Returns the status of the answer."""
        self.mark = request.POST.get(SEEN, self.mark)
        if isinstance(error, Stale):
            self.mark = mark(error.current, self.names)
            self.now = differing(form, error.current, self.names)
        try:
            self.token = drafts.token(drafts.keep_key(self.user, self.key, request.POST))
        except drafts.TypedElsewhere:
            self.token = request.POST.get(drafts.TOKEN, "")
        return status_of(form)


def draft_key(form: str, thing: str) -> str:
    """What the draft of a form of a thing is called."""
    return f"{PREFIX}{form}:{thing}"


def keeping(
    request: HttpRequest, user: User, form: str, thing: str, *, row: Any = None, names: Iterable[str] = ()
) -> Keeping:
    """The keeping of one form. One query. ``row`` and ``names``: what can have been changed meanwhile."""
    return _made(request, user, form, thing, drafts.kept_key(user, draft_key(form, thing)), row, names)


def keepings(request: HttpRequest, user: User, wanted: Iterable[str], thing: str) -> dict[str, Keeping]:
    """The keepings of several forms of a page, by form. One query."""
    keys = {draft_key(form, thing): form for form in wanted}
    found = {draft.key: draft for draft in FormDraft.objects.filter(user=user, key__in=keys)}
    return {form: _made(request, user, form, thing, found.get(key), None, ()) for key, form in keys.items()}


def trim(user: User) -> None:
    """Let the oldest go when there are very many."""
    old = FormDraft.objects.filter(user=user, key__startswith=PREFIX).order_by("-updated_at", "-pk")
    FormDraft.objects.filter(pk__in=list(old.values_list("pk", flat=True)[MOST:])).delete()


def _made(
    request: HttpRequest, user: User, form: str, thing: str, draft: FormDraft | None, row: Any, names: Iterable[str]
) -> Keeping:
    return Keeping(
        user, form, thing, request.get_full_path(), draft=draft, names=tuple(names), token=drafts.token(draft),
        mark=mark(row, names) if row is not None else "",
    )  # fmt: skip


def _is_absent_when_off(one: forms.Field) -> bool:
    """Whether a browser sends nothing of it when nothing is chosen."""
    return isinstance(one.widget, forms.CheckboxInput | forms.SelectMultiple | forms.CheckboxSelectMultiple)
