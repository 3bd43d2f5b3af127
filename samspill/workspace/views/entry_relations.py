"""Relations of an entry to others."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspill.core.errors import RuleError
from samspill.core.gone import row_or_gone
from samspill.core.methods import takes_form
from samspill.core.numbers import whole_number
from samspill.registry.domain import parts
from samspill.registry.models import Entry, Relation
from samspill.workspace.views.frame import Frame, for_editors

WORDS = (
    ("grew_from", gettext_lazy("grew from")),
    ("led_to", gettext_lazy("led to")),
    ("documents", gettext_lazy("documents")),
    ("tested_in", gettext_lazy("was tested and shown in")),
    ("tests", gettext_lazy("is where this was tested and shown:")),
    ("moved_forward", gettext_lazy("moved forward")),
    ("moved_forward_by", gettext_lazy("was moved forward by")),
)
HITS = 12


@takes_form
@for_editors
def entry_relations(request: HttpRequest, frame: Frame) -> HttpResponse:
    """What it grew from, led to and documents; new ones by searching for the other entry."""
    if request.method == "POST":
        act = _remove if request.POST.get("do") == "remove" else _add
        try:
            messages.success(request, act(request, frame))
        except RuleError as refused:
            return _page(request, frame, refused)
        return redirect("workspace:entry_relations", frame.entry.public_id)
    return _page(request, frame)


def _page(request: HttpRequest, frame: Frame, refused: RuleError | None = None) -> HttpResponse:
    hits = _hits(request.GET.get("q") or request.POST.get("q", ""), frame)
    context = frame.context("relations", words=WORDS, refused=refused, **_relations(frame), **hits)
    template = "parts/entry_hits.html" if request.headers.get("HX-Request") else "entry_relations.html"
    return render(request, f"workspace/{template}", context, status=refused.status if refused else 200)


def _add(request: HttpRequest, frame: Frame) -> str:
    other = get_object_or_404(Entry, public_id=request.POST.get("other", ""))
    parts.relate(entry=frame.entry, other=other, word=request.POST.get("word", ""), actor=frame.user)
    return _("The relation to “%(title)s” is saved.") % {"title": other.title}


def _remove(request: HttpRequest, frame: Frame) -> str:
    number = request.POST.get("relation", "")
    own = Relation.objects.filter(Q(source=frame.entry) | Q(target=frame.entry))
    relation = row_or_gone(own, pk=whole_number(number))
    parts.unrelate(relation=relation, entry=frame.entry, actor=frame.user)
    return _("The relation is taken away. The history keeps it.")


def _relations(frame: Frame) -> dict[str, Any]:
    """Relations in words, seen from this entry; others that the user may not see have no title."""
    entry = frame.entry
    out = list(entry.relations_out.select_related("target"))
    into = list(entry.relations_in.select_related("source"))
    ends = {row.target_id for row in out} | {row.source_id for row in into}
    seen = set(Entry.objects.visible_to(frame.acting).filter(pk__in=ends).values_list("pk", flat=True))
    names = {
        ("led_to", True): _("Led to"),
        ("led_to", False): _("Grew from"),
        ("documents", True): _("Documents"),
        ("documents", False): _("Documented by"),
        ("tested_in", True): _("Tested and shown in"),
        ("tested_in", False): _("Tested and shown here"),
        ("moved_forward", True): _("Moved forward"),
        ("moved_forward", False): _("Moved forward by"),
    }
    rows = [(row, row.target, names[row.kind, True]) for row in out]
    rows += [(row, row.source, names[row.kind, False]) for row in into]
    return {
        "relations": [
            {"relation": row, "other": other if other.pk in seen else None, "name": name} for row, other, name in rows
        ]
    }


def _hits(asked: str, frame: Frame) -> dict[str, Any]:
    searched = asked.replace("\x00", "").strip()[:100]
    if len(searched) < 2:
        return {"q": searched, "hits": []}
    hits = Entry.objects.visible_to(frame.acting).exclude(pk=frame.entry.pk)
    for word in searched.split():
        hits = hits.filter(title__icontains=word)
    return {"q": searched, "hits": hits.select_related("organisation")[:HITS]}
