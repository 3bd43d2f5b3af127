"""The self-check: scores with reasons, year by year, and what to do next (R-REG-20)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.centres import policies
from samspill.centres.models import Advice, Centre, Score, SelfCheckScore
from samspill.core.errors import RuleError
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


def weakest(found: Iterable[Line]) -> Line | None:
    """Where to begin: the lowest score below `GOOD`, the first of equals."""
    low = [line for line in found if line.suggestion]
    return min(low, key=lambda line: line.standing.score if line.standing else 0, default=None)


@transaction.atomic
def record_scores(
    *, centre: Centre, actor: User, year: int, scores: Mapping[Advice, tuple[int, str]]
) -> list[SelfCheckScore]:
    """Record scores with their reasons for a year. What stands already with the same words is not written again.

    Raises `RuleError` with the field "reason-<code>" or "year", or `Refusal`.
    """
    require(policies.runs(acting_for(actor), centre))
    today = timezone.localdate()
    if not centre.start.year <= year <= today.year:
        raise RuleError(
            _("Choose a year from %(first)s to %(last)s.") % {"first": centre.start.year, "last": today.year},
            field="year",
        )
    Centre.objects.select_for_update().get(pk=centre.pk)
    standing = standing_scores(SelfCheckScore.objects.filter(centre=centre, year=year))
    made = []
    for advice, (score, said) in scores.items():
        reason = said.strip()
        if not reason:
            raise RuleError(_("Say what shows it, in a sentence."), field=f"reason-{advice.code}")
        now = standing.get((advice.pk, year))
        if now and (now.score, now.reason) == (score, reason):
            continue
        row = SelfCheckScore(centre=centre, year=year, advice=advice, score=score, reason=reason, by=actor)
        row.clean_fields()
        with acting_context(actor=actor):
            row.save()
        made.append(row)
    return made
