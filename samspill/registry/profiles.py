"""What a register's profile asks for and leaves out. A profile decides what is asked and shown, never what is kept.

It speaks of innovations: activities, results and impact cases ask for what their type says in every register.
"""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samspill.registry.choices import Kind
from samspill.registry.fields import DETAIL_FIELDS
from samspill.registry.models import Entry, Register, RegisterProfile

READINESS, PROGRESS = "readiness", "progress"
CHOSEN: dict[str, str | Promise] = {
    READINESS: _("Readiness"),
    "market_potential": _("Market and use potential"),
    "potential_effect": _("Potential effect"),
    "effects": _("Effects so far"),
    "beneficiaries": _("For whom"),
    PROGRESS: _("Progress indicators"),
    "own_word": _("What you call it yourselves"),
    "ways": _("Ways to innovation"),
    "sdgs": _("Sustainable development goals"),
    "disciplines": _("Disciplines"),
    "service_areas": _("Municipal service areas"),
    "keywords": _("Keywords"),
}
"""Fields that a profile may leave out, with their labels. All others of the form stand in every register."""


def profile_of(entry: Entry) -> RegisterProfile | None:
    """The profile of the entry's register. Free entries, and those that are no innovations, have none."""
    if entry.kind != Kind.INNOVATION or entry.register is None:
        return None
    return entry.register.profile


def left_out_by(profile: RegisterProfile | None) -> frozenset[str]:
    """Codes of `CHOSEN` that the profile does not ask for."""
    if profile is None or not profile.fields:
        return frozenset()
    asked = {*profile.fields, *(["keywords"] if profile.tags else [])}
    return frozenset(CHOSEN) - asked


def measures(profile: RegisterProfile | None) -> bool:
    """Whether the profile asks how far innovations have come."""
    return READINESS not in left_out_by(profile)


def left_out(entry: Entry) -> frozenset[str]:
    """Codes of `CHOSEN` that the entry's register does not ask for."""
    return left_out_by(profile_of(entry))


def added_by(profile: RegisterProfile | None) -> list[str]:
    """Codes of details that the profile asks for, whatever the type."""
    return [code for code in profile.fields if code in DETAIL_FIELDS] if profile else []


def uses_effects(register: Register | None) -> bool:
    """Whether effects are marked where the entry belongs; outside of registers they may be."""
    return register is None or register.profile.has_effects


def label(code: str) -> str:
    """The name of a field of a profile in the active language."""
    if code in CHOSEN:
        return str(CHOSEN[code])
    return str(DETAIL_FIELDS[code].label) if code in DETAIL_FIELDS else code


def labels(codes: Iterable[str]) -> list[str]:
    """The names of fields, in the order of the form."""
    known = set(codes)
    return [label(code) for code in (*CHOSEN, *DETAIL_FIELDS) if code in known]
