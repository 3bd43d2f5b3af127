"""The filters of the list of centres, for pages, files and programs alike."""

from collections.abc import Mapping

from django.utils import timezone

from samspill.centres.models import Centre
from samspill.centres.queries import CentreQuerySet
from samspill.parties.domain.acting import Acting
from samspill.parties.models import Organisation
from samspill.registry.shown import registers_shown

NAMES = ("scheme", "state", "organisation", "role", "register", "unit")
RUNNING, ENDED = "running", "ended"
HOST, PARTNER = "host", "partner"


def narrowed(given: Mapping[str, str], acting: Acting) -> tuple[CentreQuerySet, dict[str, str], Organisation | None]:
    """The centres that the user may see and the filters leave, what was asked for, and the organisation asked about.

    An organisation that nobody knows leaves none.
    """
    chosen = {name: given.get(name, "").replace("\x00", "")[:60] for name in NAMES}
    today = timezone.localdate()
    rows: CentreQuerySet = Centre.objects.visible_to(acting)
    organisation = None
    if chosen["organisation"]:
        organisation = Organisation.objects.filter(code=chosen["organisation"]).first()
        number = organisation.pk if organisation else 0
        hosted, joined = rows.hosted_by(number), rows.with_partner(number, today)
        rows = {HOST: hosted, PARTNER: joined}.get(chosen["role"], hosted | joined)
    if chosen["scheme"]:
        rows = rows.filter(scheme__code=chosen["scheme"])
    if chosen["state"] == RUNNING:
        rows = rows.running_on(today)
    elif chosen["state"] == ENDED:
        rows = rows.filter(end__lt=today)
    if chosen["register"]:
        known = registers_shown(acting).filter(code=chosen["register"])
        rows = rows.filter(register_links__register__in=known)
    if chosen["unit"]:
        rows = rows.filter(unit__code=chosen["unit"])
    return rows, chosen, organisation
