"""What codes are called: in a language, or as themselves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.registry.choices import Kind, Language, Status, Visibility, Way
from samspill.registry.models import (
    ContributionRole,
    Discipline,
    Effect,
    EffectTag,
    EntryType,
    ParticipationRole,
    ReadinessScale,
    Recipient,
    ServiceArea,
)

Names = Mapping[str, str]


@dataclass(frozen=True)
class Words:
    """Names by code; a code without a name is its own."""

    types: Names = field(default_factory=dict)
    disciplines: Names = field(default_factory=dict)
    service_areas: Names = field(default_factory=dict)
    roles: Names = field(default_factory=dict)
    partner_roles: Names = field(default_factory=dict)
    scales: Names = field(default_factory=dict)
    effects: Names = field(default_factory=dict)
    recipients: Names = field(default_factory=dict)
    choices: Names = field(default_factory=dict)


CODES = Words()
RELATIONS = {
    "led_to": _("Led to"),
    "grew_from": _("Grew from"),
    "documents": _("Documents"),
    "documented_by": _("Documented by"),
    "tested_in": _("Tested and shown in"),
    "tests": _("Tested and shown here"),
    "moved_forward": _("Moved forward"),
    "moved_forward_by": _("Moved forward by"),
}


def words() -> Words:
    """The names in the active language. A name that is not one word's alone, or would be split, gives way to its code.

    Eight queries.
    """
    choices = {
        code: str(label)
        for choice in (Kind, Language, Status, Visibility, Way, EffectTag.Stage)
        for code, label in choice.choices
    }  # fmt: skip
    return Words(
        types=_names(EntryType.objects.all(), separators=";|+\n/,"),
        disciplines=_names(Discipline.objects.all()),
        service_areas=_names(ServiceArea.objects.all()),
        roles=_names(ContributionRole.objects.all(), separators=";|,()\n"),
        partner_roles=_names(ParticipationRole.objects.all(), separators=";|,()\n"),
        scales=_names(ReadinessScale.objects.all()),
        effects=_names(Effect.objects.all()),
        recipients=_names(Recipient.objects.all()),
        choices=choices | {word: str(text) for word, text in RELATIONS.items()},
    )


def _names(rows: Iterable[Any], separators: str = ";|\n") -> dict[str, str]:
    named = {row.code: row.name for row in rows}
    seen = list(named.values())
    return {
        code: name
        for code, name in named.items()
        if seen.count(name) == 1 and not any(sign in name for sign in separators)
    }
