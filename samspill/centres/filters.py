"""The filters of the list of centres, for pages, files and programs alike."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.centres.models import Centre, Scheme
from samspill.centres.queries import CentreQuerySet
from samspill.parties.domain.acting import Acting
from samspill.parties.models import Organisation, Unit
from samspill.registry.shown import registers_shown

NAMES = ("scheme", "state", "organisation", "role", "register", "unit")
RUNNING, ENDED = "running", "ended"
HOST, PARTNER = "host", "partner"


@dataclass(frozen=True)
class Narrowed:
    """What the filters leave, what was asked for, the organisation asked about, and values that nobody knows."""

    rows: CentreQuerySet
    chosen: dict[str, str]
    organisation: Organisation | None
    unknown: list[str]


def narrowed(given: Mapping[str, str], acting: Acting) -> Narrowed:
    """The centres that the user may see and the filters leave. Unknown values are left out and told of, not refused.

    One query for each of scheme, organisation, register and unit that is asked for.
    """
    chosen = {name: given.get(name, "").replace("\x00", "")[:60] for name in NAMES}
    organisation = Organisation.objects.filter(code=chosen["organisation"]).first() if chosen["organisation"] else None
    known = {
        "scheme": lambda code: Scheme.objects.filter(code=code).exists(),
        "state": lambda code: code in (RUNNING, ENDED),
        "organisation": lambda code: organisation is not None,
        "role": lambda code: code in (HOST, PARTNER),
        "register": lambda code: registers_shown(acting).filter(code=code).exists(),
        "unit": lambda code: Unit.objects.filter(code=code).exists(),
    }
    labels = {
        "scheme": _("Scheme"), "state": _("State"), "organisation": _("Organisation"), "role": _("Role"),
        "register": _("Register"), "unit": _("Unit"),
    }  # fmt: skip
    unknown = []
    for name, value in chosen.items():
        if value and not known[name](value):
            unknown.append(f"{labels[name]}: {value}")
            chosen[name] = ""
    today = timezone.localdate()
    rows: CentreQuerySet = Centre.objects.visible_to(acting)
    if organisation is not None:
        hosted, joined = rows.hosted_by(organisation.pk), rows.with_partner(organisation.pk, today)
        rows = {HOST: hosted, PARTNER: joined}.get(chosen["role"], hosted | joined)
    if chosen["scheme"]:
        rows = rows.filter(scheme__code=chosen["scheme"])
    if chosen["state"] == RUNNING:
        rows = rows.running_on(today)
    elif chosen["state"] == ENDED:
        rows = rows.filter(end__lt=today)
    if chosen["register"]:
        rows = rows.filter(register_links__register__code=chosen["register"])
    if chosen["unit"]:
        rows = rows.filter(unit__code=chosen["unit"])
    return Narrowed(rows, chosen, organisation, unknown)
