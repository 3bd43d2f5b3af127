"""What an organisation is in centres: host of so many, partner in so many, scheme by scheme (R-CEN-02)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from samspill.centres.models import Scheme
from samspill.centres.queries import CentreQuerySet
from samspill.parties.models import Organisation
from samspill.website.figures import Figure


@dataclass(frozen=True)
class SchemeRoles:
    """One scheme; each number opens the list that it counted."""

    name: str
    host: Figure
    partner: Figure


def roles_of(visible: CentreQuerySet, organisation: Organisation, today: date) -> list[SchemeRoles]:
    """Running centres today, counted by scheme and role; the last line is the sum. Three queries."""
    running = visible.running_on(today)
    host = _by_scheme(running.hosted_by(organisation.pk))
    partner = _by_scheme(running.with_partner(organisation.pk, today))
    lines = [
        SchemeRoles(
            one.name,
            _figure(organisation, "host", host[one.pk], one.code),
            _figure(organisation, "partner", partner[one.pk], one.code),
        )
        for one in Scheme.objects.all()
        if host.setdefault(one.pk, 0) + partner.setdefault(one.pk, 0)
    ]
    total = SchemeRoles(
        _("All"),
        _figure(organisation, "host", sum(host.values())),
        _figure(organisation, "partner", sum(partner.values())),
    )
    return [*lines, total]


def _by_scheme(rows: CentreQuerySet) -> dict[int, int]:
    return dict(rows.order_by().values_list("scheme").annotate(number=Count("pk")))


def _figure(organisation: Organisation, role: str, value: int, scheme: str = "") -> Figure:
    asked = {"organisation": organisation.code, "role": role, "state": "running"}
    asked |= {"scheme": scheme} if scheme else {}
    return Figure("", value, f"{reverse('website:centre_list')}?{urlencode(asked)}")
