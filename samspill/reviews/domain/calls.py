"""Opening and closing a call for assessment (R-REG-08)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Avg, Count, Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core.errors import Meanwhile, RuleError
from samspill.core.history import acting as acting_context
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.registry.models import Entry, Register
from samspill.registry.policies import curates_register
from samspill.reviews.living import LIVING, living_innovations
from samspill.reviews.models import Assessment, AssessmentCall, CallAssessor, CallEntry
from samspill.reviews.models.call import RESULT
from samspill.reviews.people import people_of


@transaction.atomic
def open_call(
    *,
    register: Register,
    actor: User,
    title: str,
    due_day: date,
    assessors: Sequence[User],
    entries: Sequence[Entry] | None = None,
    message: str = "",
) -> AssessmentCall:
    """Ask for an assessment. ``entries``: some of the register's living innovations; None for all of them.

    Raises `RuleError` or `Refusal`.
    """
    require(curates_register(acting_for(actor), register))
    _check(register, title, due_day, assessors)
    chosen = list(living_innovations(register)) if entries is None else list(entries)
    if not chosen and not (entries is not None and living_innovations(register).exists()):
        raise RuleError(_("The register has no active innovation to assess. One must be registered first."))
    if not chosen:
        raise RuleError(_("Choose at least one innovation to assess."), field="entries")
    for entry in chosen:
        if entry.register_id != register.pk or entry.status not in LIVING:
            raise RuleError(
                _("“%(title)s” is not a living innovation of this register (%(status)s), and cannot be assessed.")
                % {"title": entry.title, "status": entry.get_status_display().lower()},
                field="entries",
            )
    with acting_context(actor=actor):
        call = AssessmentCall.objects.create(
            register=register, title=title.strip(), due_day=due_day, message=message.strip(), opened_by=actor
        )
        CallAssessor.objects.bulk_create(CallAssessor(call=call, user=user) for user in dict.fromkeys(assessors))
        CallEntry.objects.bulk_create(
            CallEntry(call=call, entry=entry, position=place) for place, entry in enumerate(dict.fromkeys(chosen))
        )
    return call


def _check(register: Register, title: str, due_day: date, assessors: Sequence[User]) -> None:
    if not title.strip():
        raise RuleError(_("Give the assessment a name, such as “Autumn 2026”."), field="title")
    if due_day < timezone.localdate():
        raise RuleError(_("The last day is over already. Choose today or a later day."), field="due_day")
    if not assessors:
        raise RuleError(_("Choose at least one assessor."), field="assessors")
    known = set(people_of(register).values_list("pk", flat=True))
    if strangers := [user for user in assessors if user.pk not in known]:
        raise RuleError(
            _("%(name)s has no role in the register or its organisation. Give them one first.")
            % {"name": strangers[0].name},
            field="assessors",
        )


@transaction.atomic
def close_call(*, call: AssessmentCall, actor: User) -> AssessmentCall:
    """End it: the answers are shown to its assessors and those who curate, and means and spreads are kept.

    It cannot be opened again, so that nobody answers after having seen the others. Raises `RuleError` or `Refusal`.
    """
    call = AssessmentCall.objects.select_for_update(of=("self",)).select_related("register__profile").get(pk=call.pk)
    require(curates_register(acting_for(actor), call.register))
    if not call.is_open:
        raise Meanwhile(_("This assessment is closed already."))
    with acting_context(actor=actor):
        keep_results(call)  # first: nothing of a call that is closed is changed any more
        call.closed_at, call.closed_by = timezone.now(), actor
        call.threshold = call.register.profile.assessment_threshold
        call.save(update_fields=["closed_at", "closed_by", "threshold"])
    return call


def keep_results(call: AssessmentCall) -> None:
    """What the standing answers came to, for each innovation. Two queries, whatever their number."""
    rows = (
        Assessment.objects.filter(call=call)
        .standing()
        .order_by()
        .values("entry")
        .annotate(
            given=Count("pk"),
            p=Avg("probability"), p_low=Min("probability"), p_high=Max("probability"),
            i=Avg("impact"), i_low=Min("impact"), i_high=Max("impact"),
        )
    )  # fmt: skip
    results = {row["entry"]: row for row in rows}
    changed = []
    for one in CallEntry.objects.filter(call=call, entry__in=results):
        row = results[one.entry_id]
        one.given, one.probability, one.impact = row["given"], _mean(row["p"]), _mean(row["i"])
        one.probability_low, one.probability_high = row["p_low"], row["p_high"]
        one.impact_low, one.impact_high = row["i_low"], row["i_high"]
        changed.append(one)
    CallEntry.objects.bulk_update(changed, RESULT, batch_size=500)


def _mean(value: float) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.01"))
