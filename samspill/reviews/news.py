"""What has happened to a register's innovations since a day: the facts that a review goes through (R-REG-10)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.apps import apps
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samspill.registry.models import Entry, ReadinessReading, Register, StatusChange
from samspill.reviews import matrix
from samspill.reviews.living import living_innovations
from samspill.reviews.models import AgendaItem, CallEntry
from samspill.rounds.models import Update

Why = AgendaItem.Why
MISSED = (Update.Answer.NOT, Update.Answer.PARTLY)
ORDER = [Why.CARRIED, Why.NEW, Why.HIGH, Why.MISSED, Why.CHANGED, Why.REGISTERED]
"""The groups of the agenda, in the order in which the meeting takes them."""


@dataclass(frozen=True)
class Move:
    """Readiness on one scale: the level at the day (None: none known), and now."""

    scale: str
    before: int | None
    after: int


@dataclass
class News:
    """Of one innovation."""

    entry: Entry
    moves: list[Move] = field(default_factory=list)
    readings: int = 0
    changed: int = 0
    missed: list[str] = field(default_factory=list)
    updates: list[Update] = field(default_factory=list)
    steps: list[StatusChange] = field(default_factory=list)
    result: CallEntry | None = None
    is_high: bool = False

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.readings or self.changed or self.steps or self.updates)


def news_of(register: Register, since: date, until: date, entries: Iterable[Entry] | None = None) -> dict[int, News]:
    """From the day after ``since`` to ``until``, by entry; of all living innovations, or of some.

    Six queries, whatever their number.
    """
    found = {one.pk: News(one) for one in (living_innovations(register) if entries is None else entries)}
    days = (since + timedelta(days=1), until)
    _readings(found, since, until)
    for step in StatusChange.objects.filter(entry__in=found, at__date__range=days).order_by("at", "pk"):
        found[step.entry_id].steps.append(step)
    events = apps.get_model("registry", "EntryEvent")._default_manager
    changed = events.filter(pgh_obj_id__in=found, pgh_created_at__date__range=days, pgh_label="update")
    for pk in changed.order_by().values_list("pgh_obj_id", flat=True):
        found[pk].changed += 1
    for result in matrix.results_of(register).filter(entry__in=found).select_related("call"):
        found[result.entry_id].result = result
        found[result.entry_id].is_high = matrix.is_high(
            result.probability, result.impact, register.profile.assessment_threshold
        )
    updates = Update.objects.filter(item__entry__in=found, answered_at__date__range=days).select_related("item__round")
    for update in updates.order_by("answered_at", "pk"):
        one = found[update.item.entry_id]
        one.updates.append(update)
        if update.target_answer in MISSED:
            said = {"round": update.item.round, "answer": update.get_target_answer_display().lower()}
            one.missed.append(_("Target of %(round)s: %(answer)s") % said + f" – {update.target_reason}")
    return found


def _readings(found: dict[int, News], since: date, until: date) -> None:
    before: dict[tuple[int, int], int] = {}
    after: dict[tuple[int, int], int] = {}
    names: dict[int, str] = {}
    rows = ReadinessReading.objects.filter(entry__in=found, corrected_by=None, date__lte=until).select_related(
        "level__scale"
    )
    for reading in rows.order_by("date", "pk"):
        key = reading.entry_id, reading.level.scale_id
        names[reading.level.scale_id] = reading.level.scale.name
        (after if reading.date > since else before)[key] = reading.level.level
        found[reading.entry_id].readings += reading.date > since
    for (entry, scale), level in after.items():
        found[entry].moves.append(Move(names[scale], before.get((entry, scale)), level))


def lines(news: News) -> list[str]:
    """The same in words, a line for each thing, without a full stop: they are joined in minutes. What was told twice
    in the same words, as in two rounds, stands once.
    """
    said = []
    for move in news.moves:
        if move.before is None:
            said.append(_("%(scale)s: first reading, level %(after)s") % {"scale": move.scale, "after": move.after})
        elif move.before == move.after:
            said.append(_("%(scale)s: still at level %(after)s") % {"scale": move.scale, "after": move.after})
        else:
            said.append(
                _("%(scale)s: from level %(before)s to %(after)s")
                % {"scale": move.scale, "before": move.before, "after": move.after}
            )
    said += news.missed
    said += [update.progress for update in news.updates]
    for step in news.steps:
        text = step.get_to_status_display()
        said.append(f"{text}: {step.message}" if step.message else text)
    if news.changed:
        said.append(
            ngettext(
                "The description was saved %(number)s time", "The description was saved %(number)s times", news.changed
            )
            % {"number": news.changed}
        )
    return list(dict.fromkeys(filter(None, (line.strip().removesuffix(".") for line in said))))


def result_in_words(news: News) -> str:
    """What the newest closed assessment came to."""
    if news.result is None or news.result.probability is None or news.result.impact is None:
        return ""
    return _("Probability %(p)s, impact %(i)s (%(call)s)") % {
        "p": _one_decimal(news.result.probability),
        "i": _one_decimal(news.result.impact),
        "call": news.result.call.title,
    }


def _one_decimal(mean: Decimal) -> str:
    """Rounded as on the pages; `number_format` alone would cut 4.67 to 4.6."""
    return number_format(mean.quantize(Decimal("0.1"), ROUND_HALF_UP), 1)
