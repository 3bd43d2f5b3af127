"""What every page about one entry shares: finding it, who may work on it, the panel with its next steps."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core.policy import require
from samspill.parties.domain.acting import Acting, acting_for
from samspill.registry import policies, profiles
from samspill.registry.choices import Kind, Status, Visibility
from samspill.registry.domain import readiness, workflow
from samspill.registry.models import Confirmation, Entry, StatusChange
from samspill.registry.shown import is_tombstone
from samspill.reviews import matrix
from samspill.rounds.policies import may_see_story
from samspill.workspace.users import signed_in

P = ParamSpec("P")


@dataclass
class Frame:
    """An entry, the user before it, and what they may do."""

    entry: Entry
    user: User
    acting: Acting

    @property
    def disputes(self) -> list[Confirmation]:
        """Disputes that stand: the newest answer about a part is that it is not true."""
        parts = [*self.entry.contributions.all(), *self.entry.participations.all()]
        newest = [answer for part in parts for answer in standing_answers(part)]
        return [answer for answer in newest if answer.answer == Confirmation.Answer.DISPUTED]

    def context(self, section: str, **more: Any) -> dict[str, Any]:
        """What the templates of all sections need."""
        entry = self.entry
        missing = workflow.missing_for_publishing(entry) if entry.status not in DONE else []
        last = StatusChange.objects.filter(entry=entry).select_related("actor").order_by("-pk").first()
        return {
            "entry": entry,
            "section": section,
            "sections": [
                *(one for one in sections(entry, section) if one[0] == section or self._opens(one[0])),
                *assessed(entry, section, self.acting),
            ],
            "steps": workflow.available(entry, self.acting),
            "missing": [(text, missing_address(entry, field)) for field, text in missing],
            "is_done": entry.status in DONE,
            "disputes": self.disputes,
            "last_step": last,
            "message_back": last.message if last and entry.status == Status.RETURNED else "",
            "audience": audience(entry),
            "curates": bool(policies.curates(self.acting, entry)),
            "may_move": bool(policies.may_move(self.acting, entry)),
            "is_correction": entry.status == Status.PUBLISHED,
            "may_edit": bool(policies.may_edit(self.acting, entry)),
            "is_high": is_high(entry, self.acting),
        } | more

    def _opens(self, section: str) -> bool:
        """Whether the page opens for the user; the others open for everybody who may see the entry's work."""
        if section == "readiness":
            return bool(policies.may_edit(self.acting, self.entry) or readiness.may_record(self.acting, self.entry))
        if section == "rounds":
            return bool(may_see_story(self.acting, self.entry, has_items=False))
        return True


DONE = (Status.PUBLISHED, Status.ARCHIVED, Status.WITHDRAWN)


def find(request: HttpRequest, public_id: str) -> Frame:
    """The entry with its parts, for a user who may see it. Raises `Http404` or `Refusal`."""
    user = signed_in(request)
    entries = Entry.objects.select_related(
        "register__unit", "register__scale", "register__profile", "organisation", "unit", "created_by"
    ).prefetch_related(
        "contributions__person",
        "contributions__unit",
        "contributions__confirmations__by",
        "participations__organisation",
        "participations__role",
        "participations__confirmations__by",
    )
    entry = get_object_or_404(entries, public_id=public_id)
    acting = acting_for(user)
    require(policies.may_see(acting, entry))
    return Frame(entry, user, acting)


View = Callable[Concatenate[HttpRequest, Frame, P], HttpResponse]


def for_viewers(view: View[P]) -> Callable[Concatenate[HttpRequest, str, P], HttpResponse]:
    """A page for those who may see the entry; what more it takes, the page says itself."""

    @wraps(view)
    @login_required
    def wrapped(request: HttpRequest, public_id: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return view(request, find(request, public_id), *args, **kwargs)

    return wrapped  # type: ignore[return-value]


def for_editors(view: View[P]) -> Callable[Concatenate[HttpRequest, str, P], HttpResponse]:
    """A page that changes the entry. Somebody of its own who may not just now, sees why and what they can do."""

    @wraps(view)
    @login_required
    def wrapped(request: HttpRequest, public_id: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        frame = find(request, public_id)
        answer = policies.may_edit(frame.acting, frame.entry)
        if answer:
            return view(request, frame, *args, **kwargs)
        if request.method in ("GET", "HEAD") and policies.may_see_history(frame.acting, frame.entry):
            return render(request, "workspace/entry_locked.html", frame.context("locked", refusal=answer.reason))
        require(answer)
        raise AssertionError("not reached")

    return wrapped  # type: ignore[return-value]


def sections(entry: Entry, here: str = "") -> list[tuple[str, str, str]]:
    """The pages of an entry: key, address, name. What its register does not use is left out, unless it holds
    something from before or is the page ``here``."""
    named = [
        ("edit", "workspace:entry_edit", _("Description")),
        ("case", "workspace:case", _("The case")),
        ("parts", "workspace:entry_parts", _("Who took part")),
        ("readiness", "workspace:entry_readiness", _("Readiness")),
        ("progress", "workspace:entry_progress", _("Progress")),
        ("rounds", "workspace:entry_rounds", _("Rounds")),
        ("effects", "workspace:entry_effects", _("Effects")),
        ("evidence", "workspace:entry_evidence", _("Evidence")),
        ("relations", "workspace:entry_relations", _("Relations")),
        ("stories", "workspace:entry_stories", _("Stories")),
        ("channels", "workspace:entry_channels", _("Channels")),
        ("identifiers", "workspace:entry_identifiers", _("In other archives")),
        ("history", "workspace:entry_history", _("History")),
    ]
    used = {
        "case": _is_case,
        "readiness": _has_readiness,
        "progress": _has_progress,
        "effects": _has_effects,
        "rounds": _has_rounds,
    }
    return [
        (key, reverse(name, args=[entry.public_id]), label)
        for key, name, label in named
        if key == here or key not in used or used[key](entry)
    ]


def _is_case(entry: Entry) -> bool:
    return entry.kind == Kind.IMPACT_CASE


def assessed(entry: Entry, here: str, acting: Acting) -> list[tuple[str, str, str]]:
    """Assessments, for those who curate an innovation of a register that assesses; and on the page itself."""
    asks = entry.kind == Kind.INNOVATION and entry.register is not None and entry.register.profile.assesses
    if here != "assessments" and not (asks and policies.curates(acting, entry)):
        return []
    return [("assessments", reverse("workspace:entry_assessments", args=[entry.public_id]), _("Assessments"))]


def is_high(entry: Entry, acting: Acting) -> bool:
    """Whether it is marked for considerable further effort (R-REG-09): asked for those who curate an innovation of a
    register that assesses, and one query then."""
    if not assessed(entry, "", acting):
        return False
    marked = matrix.with_mark(Entry.objects.filter(pk=entry.pk), acting)
    return marked.filter(is_high=True).exists()  # type: ignore[misc]  # an annotation


def _has_readiness(entry: Entry) -> bool:
    if entry.kind != Kind.INNOVATION:
        return False
    return profiles.READINESS not in profiles.left_out(entry) or entry.readings.exists()


def _has_progress(entry: Entry) -> bool:
    if entry.kind != Kind.INNOVATION:
        return False
    return profiles.PROGRESS not in profiles.left_out(entry) or entry.progress.exists()


def _has_rounds(entry: Entry) -> bool:
    return entry.kind == Kind.INNOVATION and entry.register is not None


def _has_effects(entry: Entry) -> bool:
    return profiles.uses_effects(entry.register) or entry.effect_tags.exists()


def missing_address(entry: Entry, field: str) -> str:
    """Where something that is missing is filled in."""
    if field == "contributors":
        return reverse("workspace:entry_parts", args=[entry.public_id])
    return reverse("workspace:entry_edit", args=[entry.public_id]) + f"#id_{field}"


def audience(entry: Entry) -> str:
    """In one sentence, who sees the entry once it is published, and who sees it now (R-NFR-05)."""
    if entry.status == Status.WITHDRAWN:
        if is_tombstone(entry):
            return _("What it said is no longer shown. Whoever opens its address sees that it was withdrawn, and why.")
        return _("It is withdrawn. Only those who have a part in it and the innovation leader see it.")
    if entry.status in (Status.PUBLISHED, Status.ARCHIVED):
        now = {
            Visibility.PUBLIC: _("Everyone sees it, also those who are not logged in, and search engines."),
            Visibility.PARTIES: _(
                "Only the organisations that take part, the owner and the innovation leaders see it."
            ),
            Visibility.UNIT: _("Only those with a role where it belongs, and those who have a part in it, see it."),
        }
        return str(now[Visibility(entry.visibility)])
    who = {
        Visibility.PUBLIC: _("Everyone will see it, also those who are not logged in, and search engines."),
        Visibility.PARTIES: _(
            "Only the organisations that take part, the owner and the innovation leaders will see it."
        ),
        Visibility.UNIT: _("Only those with a role where it belongs, and those who have a part in it, will see it."),
    }
    return str(who[Visibility(entry.visibility)])


def standing_answers(part: Any) -> list[Confirmation]:
    """The newest answer for each statement about a part; from what is prefetched."""
    newest: dict[str, Confirmation] = {}
    for answer in sorted(part.confirmations.all(), key=lambda row: row.pk):
        newest[answer.statement] = answer
    return [answer for answer in newest.values() if answer.stands]
