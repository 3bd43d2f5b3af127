"""When an act took place that is done for a day."""

from datetime import date, datetime, time

from django.utils import timezone


def moment_of(day: date) -> datetime:
    """Now, when the day is today; else noon of that day, as for the example's past."""
    if day == timezone.localdate():
        return timezone.now()
    return timezone.make_aware(datetime.combine(day, time(12)))
