"""How many entries a list without words has, in all and by facet: in one statement at most.

Few are counted one by one. Of many, and of the facets of many, the sample that the process holds tells about how
many there are; what is too rare there to tell is looked up in a sample of the right size in the database.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from samspill.core.search import known, sampling
from samspill.core.search.known import Held, Known
from samspill.core.search.questions import Question
from samspill.core.search.sampling import Facets, Sample

FEW = 250  # matches that are counted one by one where the counts are of what else could be chosen


@dataclass(frozen=True)
class Counted:
    """The number of a list, whether it is exact, and the counts of its facets.

    ``follows``: an estimate as yet; so few match that they are counted one by one when the page is read.
    """

    total: int
    exact: bool
    facets: Facets
    follows: bool = False


@dataclass(frozen=True)
class Plan:
    """How to count one question: in the database in a ``sample``, or among the ``hits`` of the sample held here."""

    question: Question
    estimate: int
    exact: bool = False
    hits: int | None = None

    @property
    def sample(self) -> Sample:
        """Where to look in the database."""
        return Sample(sampling.level_for(self.estimate), self.estimate)


def counted(question: Question, names: Sequence[str], *, may_follow: bool = False) -> Counted:
    """The number of a question without words, and counts for each facet, as if its own filter were off.

    ``may_follow``: all that matches will be looked at for the page, if it is not too much (`Counted.follows`).
    """
    counts, held = known.counts(question, names), known.sample(question, names) if names else None
    on = {name for name, _values in question.filters}
    asked = [(question, [name for name in names if name not in on])]
    asked += [(question.without(name), [name]) for name in names if name in on]
    plans = _plans([one for one, _names in asked], counts, held)
    main, facets = plans[0], Facets()
    looked_up = []
    for plan, (one, own) in zip(plans, asked, strict=True):
        if not own:
            continue
        if plan.exact and not one.filters:
            facets |= {name: counts.counts_of(name, one.sees_all) for name in own}
        elif plan.hits is not None and held:
            facets |= held.count(plan.hits, own)
        else:
            looked_up.append((one, own, plan.sample))
    in_full = bool(looked_up) and looked_up[0][0] is question and looked_up[0][2].is_all
    wanted = [question] if not in_full and not main.exact and main.estimate <= sampling.COUNTED else []
    follows = may_follow and bool(wanted)
    answers = sampling.facet_counts(looked_up, numbers=[] if follows else wanted)
    for _number, found in answers:
        facets |= found
    total, exact = main.estimate, main.exact
    if not exact and not follows and (in_full or wanted):
        total, exact = answers[0 if in_full else -1][0], True
    return Counted(total, exact, {name: facets[name] for name in names}, follows)


def _plans(questions: Sequence[Question], counts: Known, held: Held | None) -> list[Plan]:
    """How to count each; what nothing is known of is probed, all in one or two statements."""
    plans = [_plan(one, counts, held, few=FEW if place else sampling.ENOUGH) for place, one in enumerate(questions)]
    unknown = [one for one, plan in zip(questions, plans, strict=True) if plan is None]
    if not unknown:
        return [plan for plan in plans if plan]
    probed = iter(sampling.samples_for(unknown, sampling.documents(questions[0])))
    return [plan or Plan(one, next(probed).estimate) for one, plan in zip(questions, plans, strict=True)]


def _plan(question: Question, counts: Known, held: Held | None, *, few: int) -> Plan | None:
    """So ``few`` are counted one by one."""
    total = _kept(question, counts)
    plan = partial(Plan, question, exact=total is not None)
    hits = held.hits(question) if held else None
    if held is None or hits is None:
        most = total if total is not None else _at_most(question, counts)
        return None if most is None or (most > sampling.ENOUGH and total is None) else plan(most)
    number = hits.bit_count()
    estimate = round(number * held.times) if total is None else total
    if number < known.TOLD or estimate <= few:
        return plan(estimate)
    return plan(estimate, hits=hits)


def _at_most(question: Question, counts: Known) -> int | None:
    """No more than the rarest of the filters lets through, as far as that is known."""
    known_here = counts.public if question.is_public else counts.all
    facets = [[f"{name}:{value}" for value in chosen] for name, chosen in question.filters]
    return min(
        (sum(known_here[one] for one in group) for group in facets if all(one in known_here for one in group)),
        default=None,
    )


def _kept(question: Question, counts: Known) -> int | None:
    """The number when it is kept: no filter, or one value of one facet."""
    if not (question.is_public or question.sees_all):
        return None
    held = counts.all if question.sees_all else counts.public
    if not question.filters:
        return sum(held.get(tag, 0) for tag in question.tags)
    if len(question.filters) > 1 or len(question.filters[0][1]) > 1:
        return None
    facet = f"{question.filters[0][0]}:{question.filters[0][1][0]}"
    # of a value that is new, or of a facet that is not counted here, ask
    return held.get(facet) or sum(sampling.stored(question, [facet], everything=question.sees_all).values())
