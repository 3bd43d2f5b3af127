"""One search over entries, organisations, units, people, centres and annual reports."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Literal

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from samspill.api import answers, cursors, lookups
from samspill.api.routing import Cursor, Limit, reader, reads
from samspill.api.schemas.base import href, page_of
from samspill.api.schemas.search import CompletionList, FacetOut, HitOut, LoosenedOut, SearchOut, WhyOut
from samspill.centres.models import Centre, Scheme
from samspill.core import search as engine
from samspill.core.search.orders import is_place
from samspill.parties.domain.acting import Acting
from samspill.parties.models import Organisation, Person, Unit
from samspill.registry import shown
from samspill.registry.facets import BY_NAME
from samspill.registry.models import Entry
from samspill.reports.models import Edition

router = Router(tags=["search"])
Counts = Sequence[engine.FacetCount]
Kind = Literal["entry", "organisation", "unit", "person", "centre", "report"]
CODES: dict[str, tuple[str, type[Model], str]] = {
    "entry": ("entries", Entry, "public_id"),
    "organisation": ("organisations", Organisation, "code"),
    "unit": ("units", Unit, "code"),
    "person": ("people", Person, "public_id"),
    "centre": ("centres", Centre, "code"),
    "report": ("reports", Edition, "public_id"),
}
"""Kind -> where it stands here, its model, and the field with its lasting code."""

FACETS = (
    "kind", "type", "year", "level", "unit", "partner", "person", "register", "municipality", "county", "region",
    "sdg", "discipline", "area", "way", "in_use", "effect", "recipient",
    "effect_for", "organisation", "ended", "scheme",
)  # fmt: skip
"""What a search can be narrowed by and counted on."""
VOCABULARIES = ("type", "municipality", "county", "region", "sdg", "discipline", "area", "effect", "recipient")
"""Those whose values are words of a table: another value would only ever find nothing."""


@reads(router, "/search", SearchOut, summary="Search")
def search(
    request: HttpRequest,
    q: Annotated[
        str, Query(max_length=20_000, description="Words, “a phrase”, -excluded. Norwegian is understood.")
    ] = "",
    kinds: Annotated[list[Kind] | None, Query(description="What to look for; without it, all of them.")] = None,
    filter: Annotated[list[str] | None, Query(description="facet:value, such as sdg:11. Repeat for more.")] = None,
    facet: Annotated[list[str] | None, Query(description="Facets to count the values of. Repeat for more.")] = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> HttpResponse:
    """The best come first; without words, the newest. Values of one facet widen, those of several narrow.

    With words, “next” leads on as far as hits are ranked: to all of them, or where there are too many, to the best of
    the newest.
    """
    wanted = list(dict.fromkeys(kinds or CODES))
    acting = reader(request)
    filters = _filters(filter or [], acting)
    counted = [_facet(name, "facet") for name in dict.fromkeys(facet or [])]
    number, size = _numbered(cursor, limit) if q.strip() else (1, limit)
    found = engine.search(
        q.replace("\x00", ""), kinds=wanted, filters=filters, facets=counted, audience=acting, per_page=size,
        page=number, after="" if q.strip() else _cursor(cursor, len(wanted)),
    )  # fmt: skip
    after = cursors.write(AFTER, found.next) if found.next else None
    if q.strip() and found.page < found.pages:
        after = cursors.write(BEST, found.page + 1, size)
    out = SearchOut(
        items=_hits(found.hits),
        total=found.total,
        total_is_exact=found.total_is_exact,
        facets={
            name: [FacetOut(value=one.value, count=one.count, exact=one.exact) for one in counts]
            for name, counts in _open_registers(found.facets, acting).items()
        },
        suggestion=found.suggestion,
        loosened=None if found.total else _loosened(q, wanted, filters, acting),
        notes=list(found.notes),
        next=answers.next_address(request, after),
    )
    return answers.page(request, out, cursor=after)


@reads(router, "/search/completions", CompletionList, summary="Words that begin so")
def completions(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=200, description="What has been typed.")],
    limit: Annotated[int, Query(ge=1, le=20)] = 8,
) -> HttpResponse:
    """For a search box that completes as one types."""
    found = engine.complete(q.replace("\x00", ""), limit=limit)
    return answers.page(request, CompletionList(items=[str(one) for one in found]), cursor=None)


def _loosened(
    q: str, kinds: Sequence[str], filters: Mapping[str, Sequence[str]], acting: Acting
) -> LoosenedOut | None:  # fmt: skip
    found = engine.loosen(q.replace("\x00", ""), kinds=kinds, filters=filters, audience=acting)
    return LoosenedOut(q=found.text, left_out=list(found.without)) if found else None


AFTER = cursors.Order("s", ("after",), (str,))
BEST = cursors.Order("w", ("page", "size"), (int, int))
MOST_PAGES = 100_000


def _cursor(cursor: str | None, kinds: int) -> str:
    """The place in a list without words. Raises `Problem` 400."""
    place = str(cursors.read(cursor, AFTER)[0]) if cursor else ""
    if place and not is_place(place, "newest", kinds=kinds):
        raise cursors.unreadable()
    return place


def _numbered(cursor: str | None, limit: int) -> tuple[int, int]:
    """The page among the best, and how many stand on each: those before it had as many. Raises `Problem` 400."""
    if not cursor:
        return 1, limit
    number, size = cursors.read(cursor, BEST)
    if not (1 < number <= MOST_PAGES and 0 < size <= cursors.MOST):
        raise cursors.unreadable()
    return number, size


def _filters(given: Sequence[str], acting: Acting) -> dict[str, list[str]]:
    """Values by facet.

    Raises `Problem` 400 for an unknown facet, a value that its vocabulary does not have, and a register that the caller
    may not know of.
    """
    chosen: dict[str, list[str]] = {}
    for one in given[:100]:
        name, _colon, value = one.partition(":")
        chosen.setdefault(_facet(name, "filter"), []).append(value.replace("\x00", "")[:100])
    for name in {*VOCABULARIES, "scheme"} & set(chosen):
        known = _schemes() if name == "scheme" else BY_NAME[name].texts(chosen[name], acting)
        for value in chosen[name]:
            if value not in known:
                raise lookups.unknown_parameter("filter", f"{name}:{value}", kind=name)
    registers = chosen.get("register", [])
    seen = _registers_seen(registers, acting)
    for code in registers:
        if code not in seen:
            raise lookups.unknown_parameter("filter", f"register:{code}", kind="register")
    return chosen


def _schemes() -> set[str]:
    return set(Scheme.objects.values_list("code", flat=True))


def _open_registers(facets: Mapping[str, Counts], acting: Acting) -> dict[str, Counts]:
    """The counts without registers that the caller may not know of: the index holds the codes of all."""
    found = dict(facets)
    if registers := found.get("register"):
        seen = _registers_seen([one.value for one in registers], acting)
        found["register"] = tuple(one for one in registers if one.value in seen)
    return found


def _registers_seen(codes: Sequence[str], acting: Acting) -> set[str]:
    """One query, and none when there is nothing to ask of."""
    return set(shown.registers_shown(acting).filter(code__in=codes).values_list("code", flat=True)) if codes else set()


def _facet(name: str, parameter: str) -> str:
    if name not in FACETS:
        known = _("Known facets: %(names)s.") % {"names": ", ".join(FACETS)}
        message = _("There is no facet “%(name)s”.") % {"name": name[:60]}
        raise lookups.wrong_parameter(parameter, f"{message} {known}", known)
    return name


def _hits(hits: Iterable[engine.Hit]) -> list[HitOut]:
    """With lasting codes for ids: one query for each kind that was found."""
    found = list(hits)
    codes: dict[tuple[str, int], str] = {}
    for kind, (_place, model, field) in CODES.items():
        if ids := [hit.object_id for hit in found if hit.kind == kind]:
            rows = model._default_manager.order_by().filter(pk__in=ids).values_list("pk", field)
            codes |= {(kind, pk): str(code) for pk, code in rows}
    return [
        HitOut(
            kind=hit.kind, code=code, title=hit.title, snippet=hit.snippet,
            why=[WhyOut(term=one.term, word=one.word, field=one.field) for one in hit.why],
            href=href(CODES[hit.kind][0], code), page=page_of(hit.kind, code),
        )
        for hit in found
        if (code := codes.get((hit.kind, hit.object_id)))
    ]  # fmt: skip
