"""Progress indicators of an innovation: reported, corrected, taken away (R-REG-16)."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core.errors import RuleError
from samspill.core.history import acting as acting_context
from samspill.registry.choices import Kind
from samspill.registry.domain.parts import lock_for_edit
from samspill.registry.models import Entry, Progress


@transaction.atomic
def report_progress(
    *, entry: Entry, actor: User, indicator: str, value: Decimal, on: date, measured_in: str = "", note: str = ""
) -> Progress:
    """What an indicator shows on a day; reported again for the same day, the earlier number is corrected.

    Raises `RuleError` with the field, `ValidationError` or `Refusal`.
    """
    lock_for_edit(entry, actor)
    if entry.kind != Kind.INNOVATION:
        raise RuleError(_("Progress is reported on innovations only."))
    indicator, measured_in = " ".join(indicator.split()), " ".join(measured_in.split())
    if on > timezone.localdate():
        raise RuleError(_("The date lies in the future. Report what it shows when the day has come."), field="date")
    known = Progress.objects.filter(entry=entry, indicator__iexact=indicator)
    if (other := known.exclude(measured_in=measured_in).exclude(date=on).first()) is not None:
        raise RuleError(
            _("“%(indicator)s” has been reported in “%(unit)s” before. Use the same unit, or another name.")
            % {"indicator": other.indicator, "unit": other.measured_in or "–"},
            field="measured_in",
        )
    row = known.filter(date=on).first() or Progress(entry=entry, date=on)
    first = known.first()
    wanted = {
        "indicator": first.indicator if first else indicator,
        "value": value,
        "measured_in": measured_in,
        "note": note.strip(),
    }
    if row.pk and all(getattr(row, name) == new for name, new in wanted.items()):
        return row
    for name, new in wanted.items():
        setattr(row, name, new)
    row.clean_fields(exclude=["entry"])
    with acting_context(actor=actor):
        row.save()
    return row


@transaction.atomic
def remove_progress(*, row: Progress, actor: User, reason: str = "") -> None:
    """Take a number away; the history keeps it."""
    lock_for_edit(row.entry, actor)
    with acting_context(actor=actor, reason=reason):
        row.delete()
