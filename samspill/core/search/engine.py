"""Answering a search."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from samspill.core.search import counting, known, lists, parsing, ranking, sampling, showing, sources, suggestions
from samspill.core.search.asking import question
from samspill.core.search.contract import FacetCount, Result
from samspill.core.search.known import Held, about
from samspill.core.search.orders import END, ORDERS, Order, cursor_of, read_cursor
from samspill.core.search.questions import Question
from samspill.core.search.ranking import Found, Samples
from samspill.core.search.sampling import Sample
from samspill.core.search.showing import Count, Counted, See

MOST_PER_PAGE = 100
ByKind = Mapping[str, Sequence[int]]
Filters = Mapping[str, Sequence[str]]


def search(
    text: str = "",
    *,
    kinds: Sequence[str],
    filters: Filters | None = None,
    facets: Sequence[str] = (),
    audience: Any = None,
    page: int = 1,
    per_page: int = 20,
    after: str = "",
    before: str = "",
    order: str = "",
    prefix: bool = False,
    explained: int = MOST_PER_PAGE,
    suggesting: bool = True,
    visible: See | None = None,
    probed: Samples | None = None,
) -> Result:
    """Things of these kinds that hold all words of ``text`` and pass the filters, as far as the audience may see them.

    ``filters``: facet name -> values; one of the values of each facet must hold. ``facets``: names to count values of;
    the counts of a facet ignore its own filter. ``order``: one of `orders.ORDERS`; else the best come first, and
    without words the newest. Page the best by number, and all else by number or by the cursors of the last result
    (``after``, ``before``; `orders.END` as ``before`` gives the last page). ``prefix``: the last word may be the
    beginning of a word; tried by itself when nothing is found, as a note then tells, and so are letters that a
    keyboard lacks (tromso: Tromsø).
    Only the first ``explained`` hits get their texts and why they match; with 0, or not ``suggesting``, nothing is
    suggested either. ``visible`` asks which of the ids by kind may be shown at this moment, and what it gives tells it,
    in place of the kinds' sources: for those who read more in the same look. ``probed``: what `probe` has told of
    words and kinds.
    Raises `KeyError` for a kind that nobody has registered.
    """
    asked = parsing.read(text)
    if text.strip() and not asked.wanted:
        return Result(notes=asked.notes or ("no_words",), terms=asked.terms)
    if prefix:
        asked = suggestions.with_prefix(asked, text)
    paging = Paging(max(1, page), max(1, min(per_page, MOST_PER_PAGE)), after, before, explained)
    asking = question(asked, kinds, filters, audience)
    by = ORDERS.get(order) or (None if asked.wanted else ORDERS["newest"])
    if by and len(kinds) > 1:
        by = replace(by, mixed=True)
    size = sampling.documents(asking) if asked.wanted else 0  # a list without words knows it otherwise
    see = visible or partial(showing.visible, audience=audience)
    # counted: for whether there is any, PostgreSQL reads along a large table until it meets one, and there is none
    if not prefix and suggestions.may_be_unknown(asking) and not sampling.count(asking):
        result = Result(facets=dict.fromkeys(facets, ()), terms=asked.terms, notes=asked.notes, page=paging.page)
    else:
        result = _answer(asking, size, facets, see, paging, by, probed)
    if result.total == 0 and asked.wanted and not prefix:
        longer = suggestions.otherwise(asked, text)
        if longer != asked:
            asking = question(longer, kinds, filters, audience)
            result = _answer(asking, size, facets, see, paging, by)
            if result.total and any(term.prefix for term in longer.terms):
                result = replace(result, notes=(*result.notes, "beginning"))
    if suggesting and explained and asked.wanted:
        number = result.total if result.total_is_exact else max(result.total, suggestions.FEW)
        if suggestions.may_suggest(asked, number):
            result = replace(result, suggestion=suggestions.suggest(asked, text, asking, number))
    return result


def probe(text: str, kinds: Sequence[Sequence[str]], *, audience: Any = None) -> list[Samples | None]:
    """About how much several searches without filters will find, for `search`: in one statement for all of them."""
    asked = parsing.read(text)
    if not asked.wanted:
        return [None] * len(kinds)
    questions = [question(asked, own, None, audience) for own in kinds]
    return [*ranking.samples_of([(one, sampling.documents(one)) for one in questions])]


@dataclass(frozen=True)
class Paging:
    """Which hits to show."""

    page: int
    size: int
    after: str = ""
    before: str = ""
    explained: int = MOST_PER_PAGE

    @property
    def is_first(self) -> bool:
        """Whether the beginning is asked for."""
        return self.page == 1 and not self.after and not self.before

    @property
    def start(self) -> int:
        """How many hits go before."""
        return (self.page - 1) * self.size


def _answer(
    asking: Question, size: int, facets: Sequence[str], see: See, paging: Paging, order: Order | None,
    samples: Samples | None = None,
) -> Result:  # fmt: skip
    if not order:
        return _best(asking, size, facets, see, paging, samples)
    if not asking.asked.wanted:
        return _list(asking, facets, see, paging, order)
    sample, total, exact = _total(asking, size)
    found, following, previous = _listed(asking, total, exact, paging, order)
    counted: Mapping[str, Sequence[FacetCount]] = {}
    if facets:
        number, counted = _facets(asking, facets, sample, size)()
        if number is not None and not exact:
            total = number
    hits, _nothing = showing.hits(found, asking, see, paging.explained)
    if len(hits) < len(found) and exact:
        total -= len(found) - len(hits)
    return Result(
        hits=tuple(hits),
        total=total if exact else about(total),
        total_is_exact=exact,
        listed=total,
        facets=counted,
        terms=asking.asked.terms,
        notes=asking.asked.notes,
        page=paging.page,
        pages=max(1, -(-total // paging.size)),
        next=following,
        previous=previous,
    )


def _best(
    asking: Question, size: int, facets: Sequence[str], see: See, paging: Paging, samples: Samples | None
) -> Result:  # fmt: skip
    """A page of what words find, the best first."""
    samples = samples or ranking.samples_of([(asking, size)])[0]
    held = known.sample(asking, facets) if facets else None
    level = sampling.level_among(samples[0].estimate, held.level) if held and not samples[0].is_all else 0
    page = ranking.ranked(
        asking, samples, size, start=paging.start, most=paging.size, explained=paging.explained, level=level,
        every_id=held is not None and samples[0].is_all,
    )  # fmt: skip
    exact = samples[0].is_all and page.listed < ranking.most_ranked(asking, size)
    total = page.listed if exact else max(page.listed, samples[0].estimate)
    count: Count = lambda: (None, dict.fromkeys(facets, ()))  # noqa: E731 (for whom there is nothing to count)
    if facets and (total or asking.filters):
        sample = Sample(sampling.level_for(total), total)
        told: Told | None = None
        if held and level:
            told = (*page.sampled, held)
        elif held and exact and page.ids and not sample.is_all and sampling.level_among(total, held.level):
            told = (total, page.ids, held)
        count = _facets(asking.of(page.ids) if sample.is_all else asking, facets, sample, size, told)
    hits, (number, counted) = showing.hits(page.rows, asking, see, paging.explained, page.texts, count)
    if number is not None and not exact:
        total = number
    if exact:
        total -= len(page.rows) - len(hits)
    too_deep = ("too_deep",) if paging.start >= page.listed and page.listed else ()
    return Result(
        hits=tuple(hits),
        total=total if exact else about(total),
        total_is_exact=exact,
        listed=min(page.listed, total) if exact else page.listed,
        facets=counted,
        terms=asking.asked.terms,
        notes=(*asking.asked.notes, *too_deep),
        page=paging.page,
        pages=max(1, -(-page.listed // paging.size)),
    )


def _list(asking: Question, facets: Sequence[str], see: See, paging: Paging, order: Order) -> Result:
    """A page of a list without words. Counts may be some seconds old; what stands in it is as it is now."""
    counted = counting.counted(asking, facets, may_follow=paging.is_first)
    if counted.follows:
        found, number = lists.first_and_number(asking, paging.size + 1, order, told=paging.explained > 0)
        counted = replace(counted, total=number, exact=True)
        following, previous = cursor_of(found[paging.size - 1], order) if len(found) > paging.size else "", ""
        found = found[: paging.size]
    else:
        found, following, previous = _listed(asking, counted.total, counted.exact, paging, order)
    hits, _nothing = showing.hits(found, asking, see, paging.explained)
    total = counted.total if counted.exact else about(counted.total)
    if counted.exact:
        total = max(total, len(found)) - (len(found) - len(hits))
        if not (following or previous) and paging.page == 1:
            total = len(hits)
    return Result(
        hits=tuple(hits),
        total=total,
        total_is_exact=counted.exact,
        listed=total if counted.exact else counted.total,
        facets=counted.facets,
        terms=asking.asked.terms,
        notes=tuple(asking.asked.notes),
        page=paging.page,
        pages=max(1, -(-counted.total // paging.size)),
        next=following,
        previous=previous,
    )


def _total(asking: Question, size: int) -> tuple[Sample, int, bool]:
    """The sample to look in, how many match, and whether that is exact."""
    known = _stored_total(asking)
    if known is not None:
        return Sample(sampling.level_for(known), known), known, True
    sample = sampling.sample_for(asking, size)
    if sample.is_all or sample.estimate <= sampling.COUNTED:
        found = sampling.count(asking)
        return Sample(sampling.level_for(found), found), found, True
    return sample, sample.estimate, False


def _stored_total(asking: Question) -> int | None:
    """The number when it is kept: no filter, or one value of one facet."""
    names = _stored_names(asking)
    return sum(sampling.stored(asking, names, everything=asking.sees_all).values()) if names else None


def _stored_names(asking: Question) -> list[str]:
    """What the number is kept as; nothing when it is not."""
    if asking.asked.wanted or not (asking.is_public or asking.sees_all):
        return []
    if not asking.filters:
        return list(asking.tags)
    if len(asking.filters) == 1 and len(asking.filters[0][1]) == 1:
        return [f"{asking.filters[0][0]}:{asking.filters[0][1][0]}"]
    return []


def _listed(
    asking: Question, total: int, exact: bool, paging: Paging, order: Order
) -> tuple[list[Found], str, str]:  # fmt: skip
    """A page of a list, and the cursors to go on from it."""
    one_more, told = paging.size + 1, paging.explained > 0
    if (place := read_cursor(paging.after, order)) is not None:
        found = lists.page_after(asking, total, place, one_more, order, told=told)
        more, fewer = len(found) > paging.size, True
        found = found[: paging.size]
    elif paging.before == END or (place := read_cursor(paging.before, order)) is not None:
        found = lists.page_before(asking, total, place, one_more, order, told=told)
        more, fewer = paging.before != END, len(found) > paging.size
        found = found[-paging.size :]
    else:
        known = total if exact else None
        size = one_more if paging.start == 0 else paging.size
        found = lists.page_of(asking, total, start=paging.start, size=size, total=known, order=order, told=told)
        more, fewer = paging.start + len(found) < total or len(found) > paging.size, paging.page > 1
        found = found[: paging.size]
    if not found:
        return [], "", ""
    return found, cursor_of(found[-1], order) if more else "", cursor_of(found[0], order) if fewer else ""


Told = tuple[int, Sequence[int], Held]  # about how many match, those of them in a sample, and what is held of it


def _facets(
    asking: Question, names: Sequence[str], sample: Sample, size: int, told: Told | None = None
) -> Count:  # fmt: skip
    """Asks how many match, if it is counted, and counts for each facet, as if its own filter were off."""
    on = {name for name, _values in asking.filters}
    plain = [name for name in names if name not in on]
    wanted = [(asking, plain)] if plain else []
    wanted += [(asking.without(name), [name]) for name in names if name in on]
    found: dict[str, Sequence[FacetCount]] = {}
    here = partial(told[2].count_of, told[1], told[0], plain) if told and plain else dict
    if told and plain:
        wanted = wanted[1:]
    for free, own in wanted:
        if _is_stored(free):
            found |= sampling.stored_facets(free, own)
    counted = [(free, own) for free, own in wanted if not _is_stored(free)]
    samples = _samples([free for free, _own in counted if free is not asking], size)
    answers = sampling.ask_facet_counts(
        [(free, own, sample if free is asking else samples.pop(0)) for free, own in counted]
    )  # fmt: skip

    def count() -> Counted:
        every = found | here()
        read = answers()
        for _number, facets in read:
            every |= facets
        total = read[0][0] if counted and counted[0][0] is asking else told[0] if told else None
        return total, {name: every[name] for name in names}

    return count


def _is_stored(asking: Question) -> bool:
    """Whether all counts are kept: nothing narrows."""
    return not asking.asked.wanted and not asking.filters and (asking.is_public or asking.sees_all)


def _samples(questions: Sequence[Question], size: int) -> list[Sample]:
    """The samples to count facets in, in the order of the questions."""
    names = [_stored_names(one) for one in questions]
    known: dict[str, int] = {}
    if any(names):
        every = [name for own in names for name in own]
        known = sampling.stored(questions[0], every, everything=questions[0].sees_all)
    probed = iter(sampling.samples_for([one for one, own in zip(questions, names, strict=True) if not own], size))
    totals = [sum(known.get(name, 0) for name in own) if own else None for own in names]
    return [next(probed) if total is None else Sample(sampling.level_for(total), total) for total in totals]


def matching_ids(text: str = "", *, kind: str, filters: Filters | None = None, audience: Any = None) -> Iterator[int]:
    """Ids of everything that `search` counts, the newest first, in portions: for exports. Memory stays flat."""
    asked = parsing.read(text)
    if text.strip() and not asked.wanted:
        return
    asking = question(asked, [kind], filters, audience)
    if asked.wanted and not sampling.more_than(asking, 0):
        asking = question(suggestions.otherwise(asked, text), [kind], filters, audience)
    for portion in lists.every(asking):
        visible = sources.source(kind).visible([one.object_id for one in portion], audience)
        yield from (one.object_id for one in portion if one.object_id in visible)


def complete(prefix: str, *, limit: int = 8) -> list[str]:
    """Ways to go on typing: the last word of ``prefix`` completed, the most used words first."""
    return suggestions.complete(prefix, limit)
