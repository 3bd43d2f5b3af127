"""The self-check: scores with reasons, year by year, and what to do next (R-REG-20)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.centres import policies
from samspill.centres.models import Advice, Centre, Score, SelfCheckScore
from samspill.core.errors import Meanwhile, RuleError
from samspill.core.history import acting as acting_context
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for

GOOD = Score.LARGELY
"""From here on nothing is suggested."""


@dataclass(frozen=True)
class Line:
    """One advice with the score that stands for a year, and the years before it."""

    advice: Advice
    standing: SelfCheckScore | None
    by_year: Mapping[int, SelfCheckScore]

    @property
    def suggestion(self) -> str:
        """What to do next; nothing when it is followed well or not scored."""
        return self.advice.next_step if self.standing and self.standing.score < GOOD else ""


class NewerScores(Meanwhile):
    """Somebody else scored the same advice meanwhile.

    ``scores`` are theirs where the sender says something else, ``others`` theirs where the sender had changed nothing.
    """

    def __init__(self, scores: Mapping[Advice, SelfCheckScore], others: Mapping[Advice, SelfCheckScore]) -> None:
        super().__init__(
            _(
                "Somebody else scored the same while you wrote, and nothing of yours is saved yet. Above the form "
                "stands what is saved now. Take over what you want to keep of it, and save once more."
            )
        )
        self.scores, self.others = scores, others


def standing_scores(scores: Iterable[SelfCheckScore]) -> dict[tuple[int, int], SelfCheckScore]:
    """(advice, year) -> the newest score."""
    return {(one.advice_id, one.year): one for one in sorted(scores, key=lambda one: one.pk)}


def lines(centre: Centre, year: int, *, with_names: bool = False) -> list[Line]:
    """All advices with what stands for the year and all years; ``with_names`` of who scored. Two queries."""
    scores = SelfCheckScore.objects.filter(centre=centre)
    found = standing_scores(scores.select_related("by") if with_names else scores)
    advices = [one for one in Advice.objects.all() if one.is_active or any(key[0] == one.pk for key in found)]
    return [
        Line(
            advice=one,
            standing=found.get((one.pk, year)),
            by_year={y: score for (advice, y), score in sorted(found.items()) if advice == one.pk},
        )
        for one in advices
    ]


def newest(found: Iterable[Line]) -> int:
    """The number of the newest score that these lines tell of; 0 when there is none."""
    return max((line.standing.pk for line in found if line.standing), default=0)


def weakest(found: Iterable[Line]) -> Line | None:
    """Where to begin: the lowest score below `GOOD`, the first of equals."""
    low = [line for line in found if line.suggestion]
    return min(low, key=lambda line: line.standing.score if line.standing else 0, default=None)


@transaction.atomic
def record_scores(
    *, centre: Centre, actor: User, year: int, scores: Mapping[Advice, tuple[int, str]], seen: int | None = None
) -> list[SelfCheckScore]:
    """Record scores with their reasons for a year. What stands already with the same words is not written again.

    ``seen``: what `newest` said when the form was made. What is sent as it stood there is no score of the sender's.
    Raises `NewerScores`, `RuleError` with the field "reason-<code>" or "year", or `Refusal`.
    """
    require(policies.runs(acting_for(actor), centre))
    today = timezone.localdate()
    if not centre.start.year <= year <= today.year:
        raise RuleError(
            _("Choose a year from %(first)s to %(last)s.") % {"first": centre.start.year, "last": today.year},
            field="year",
        )
    Centre.objects.select_for_update().get(pk=centre.pk)
    recorded = list(SelfCheckScore.objects.filter(centre=centre, year=year).select_related("advice"))
    standing = standing_scores(recorded)
    began = standing if seen is None else standing_scores(one for one in recorded if one.pk <= seen)
    made, newer = [], {}
    for advice, (score, said) in scores.items():
        reason = said.strip()
        if not reason:
            raise RuleError(_("Say what shows it, in a sentence."), field=f"reason-{advice.code}")
        now, before = standing.get((advice.pk, year)), began.get((advice.pk, year))
        if any(one and (one.score, one.reason) == (score, reason) for one in (now, before)):
            continue
        if now and now != before:
            newer[advice] = now
            continue
        row = SelfCheckScore(centre=centre, year=year, advice=advice, score=score, reason=reason, by=actor)
        row.clean_fields()
        with acting_context(actor=actor):
            row.save()
        made.append(row)
    if newer:
        others = {one.advice: one for key, one in standing.items() if one != began.get(key)}
        raise NewerScores(newer, {advice: one for advice, one in others.items() if advice not in newer})
    return made
