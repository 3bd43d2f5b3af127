"""A profile's rules in words, one line each, as the pages about profiles say them."""

from dataclasses import dataclass
from datetime import date

from django.utils import formats
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samspill.core.reporting import sections
from samspill.registry import profiles
from samspill.registry.models import Register, RegisterProfile


@dataclass(frozen=True)
class Rule:
    """One rule: its name, and what holds."""

    name: str
    text: str
    is_fields: bool = False


def rules(profile: RegisterProfile, register: Register | None = None) -> list[Rule]:
    """All rules of a profile, in the same order for every profile. With ``register`` as they hold there: it may have a
    rhythm of its own, and targets that the profile does not ask for."""
    own_days, own_targets = (register.due_days, register.sets_targets) if register else ([], False)
    return [
        Rule(_("Fields"), _fields(profile), is_fields=True),
        Rule(_("Readiness scale"), profile.scale.name if profile.scale else _("The register's own")),
        Rule(_("Updates"), _own(days_in_words(own_days)) if own_days else rhythm(profile)),
        Rule(_("Targets for the next update"), _yes(profile.sets_targets or own_targets)),
        Rule(_("Assessment"), _assessment(profile)),
        Rule(_("Review by the leadership"), _months(profile)),
        Rule(_("Yearly work plans"), _yes(profile.has_work_plans)),
        Rule(_("Effects, and for whom"), _yes(profile.has_effects)),
        Rule(_("Own keywords"), ", ".join(profile.tags) or _("None")),
        Rule(_("Annual report"), _report(profile)),
    ]


def rhythm(profile: RegisterProfile) -> str:
    """How often a register is updated, and the days."""
    return days_in_words(profile.due_days) if profile.due_days else _("When somebody has something to tell")


def days_in_words(due_days: list[str]) -> str:
    """Twice a year: 31 May, 30 November."""
    days = ", ".join(day_name(day) for day in due_days)
    text = ngettext("Once a year: %(days)s", "%(number)s times a year: %(days)s", len(due_days))
    return text % {"number": len(due_days), "days": days}


def _own(rhythm: str) -> str:
    return _("%(rhythm)s (chosen for this register)") % {"rhythm": rhythm}


def day_name(day: str) -> str:
    """MM-DD as the reader's language says it."""
    month, number = (int(part) for part in day.split("-"))
    return formats.date_format(date(2025, month, number), "MONTH_DAY_FORMAT")


def _yes(holds: bool) -> str:
    return _("Yes") if holds else _("No")


def _fields(profile: RegisterProfile) -> str:
    return ", ".join(profiles.labels(profile.fields)) if profile.fields else _("All")


def _assessment(profile: RegisterProfile) -> str:
    if not profile.assesses:
        return str(profile.get_assessment_display())
    text = _("%(method)s; high is from %(threshold)s")
    return text % {"method": profile.get_assessment_display(), "threshold": profile.assessment_threshold}


def _months(profile: RegisterProfile) -> str:
    return ", ".join(str(MONTHS[month]) for month in profile.review_months) or _("None")


def _report(profile: RegisterProfile) -> str:
    titles = [str(kind.title) for kind in sections.section_kinds(profile.report_sections)]
    said = " · ".join(titles) if profile.report_sections and titles else _("All sections")
    if not profile.report_due:
        return said
    return _("%(sections)s. Due %(day)s.") % {"sections": said, "day": day_name(profile.report_due)}
