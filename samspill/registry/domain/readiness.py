"""Readiness readings: recorded, corrected by a new reading, never changed."""

from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core.errors import Meanwhile, RuleError
from samspill.core.history import acting as acting_context
from samspill.core.policy import ALLOWED, Answer, require
from samspill.parties.domain.acting import Acting, acting_for
from samspill.registry import policies
from samspill.registry.choices import Kind, Status
from samspill.registry.models import Entry, EntryType, ReadinessLevel, ReadinessReading, ReadinessScale

also_may_record: list[Callable[[int, Entry], bool]] = []
"""Filled by modules above, which give somebody the task of reading an entry: asked with the user's id."""


def scales_for(entry: Entry) -> list[ReadinessScale]:
    """The scales that fit: those of its types; the register's only for types that have none and are not tied elsewhere.

    A service, social or artistic innovation is never forced onto TRL (R-REG-19): when every type names a scale,
    the register's own is not offered.
    """
    types = list(EntryType.objects.filter(code__in=entry.types).select_related("scale"))
    scales = {kind.scale.pk: kind.scale for kind in types if kind.scale}
    if not scales and entry.register is not None and any("readiness" in kind.fields for kind in types):
        scales[entry.register.scale_id] = entry.register.scale
    if not scales:
        return list(ReadinessScale.objects.filter(is_active=True))
    return list(scales.values())


@transaction.atomic
def record_reading(
    *, entry: Entry, actor: User, level: ReadinessLevel, on: date, year_only: bool = False, note: str = ""
) -> ReadinessReading:
    """A new reading. With ``year_only`` just the year of ``on`` counts. The same reading again records nothing new."""
    _check_kind(entry)
    require(may_record(acting_for(actor), _locked(entry)))
    on = date(on.year, 12, 31) if year_only else on
    _check_date(on, year_only=year_only)
    standing = current_readings(entry)
    same_day = [r for r in standing if r.date == on and r.level.scale_id == level.scale_id]
    if same_day:
        if same_day[0].level_id == level.pk:
            return same_day[0]
        raise RuleError(
            _("There is a reading for %(when)s already: level %(level)s. Correct it, and say why, instead.")
            % {"when": on.year if year_only else on, "level": same_day[0].level.level},
            field="date",
        )
    with acting_context(actor=actor):
        return ReadinessReading.objects.create(
            entry=entry, level=level, date=on, year_only=year_only, note=note.strip(), recorded_by=actor
        )


@transaction.atomic
def correct_reading(
    *, reading: ReadinessReading, actor: User, level: ReadinessLevel, reason: str, on: date | None = None
) -> ReadinessReading:
    """A new reading that takes the place of a wrong one; both stay visible."""
    require(may_record(acting_for(actor), _locked(reading.entry)))
    if not reason.strip():
        raise RuleError(_("Say why the earlier reading was wrong."), field="reason")
    if ReadinessReading.objects.filter(corrects=reading).exists():
        raise Meanwhile(_("This reading has been corrected already. Correct the newer one instead."))
    if reading.year_only and on:
        on = date(on.year, 12, 31)
    on = on or reading.date
    _check_date(on, year_only=reading.year_only)
    with acting_context(actor=actor, reason=reason.strip()):
        return ReadinessReading.objects.create(
            entry=reading.entry,
            level=level,
            date=on,
            year_only=reading.year_only,
            corrects=reading,
            reason=reason.strip(),
            recorded_by=actor,
        )


def current_readings(entry: Entry) -> list[ReadinessReading]:
    """The readings that stand (not corrected), oldest first."""
    return list(
        ReadinessReading.objects.filter(entry=entry, corrected_by=None)
        .select_related("level__scale")
        .order_by("date", "pk")
    )


def may_record(acting: Acting, entry: Entry) -> Answer:
    """Those who may edit; and those of its own also while it is with the curator."""
    if entry.status in (Status.SUBMITTED, Status.PUBLISHED) and (
        policies.works_with(acting, entry)
        or (acting.user_id is not None and any(has_task(acting.user_id, entry) for has_task in also_may_record))
    ):
        return ALLOWED  # a new reading is news, not a change of the record
    return policies.may_edit(acting, entry)


def _locked(entry: Entry) -> Entry:
    """One reading at a time per entry: what was sent twice is recorded once."""
    return Entry.objects.select_for_update().get(pk=entry.pk)


def _check_kind(entry: Entry) -> None:
    if entry.kind != Kind.INNOVATION:
        raise RuleError(_("Readiness is recorded on innovations only."))


def _check_date(on: date, *, year_only: bool) -> None:
    today = timezone.localdate()
    if (on.year > today.year) if year_only else (on > today):
        raise RuleError(_("A reading cannot be later than today."), field="date")
    if on.year < 1900:
        raise RuleError(_("Write the year with four digits, such as 2024."), field="date")
