"""What becomes of affiliations, roles and invitations when somebody is erased. Called by `core.personal_data`."""

from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from samspill.core.personal_data import Subject
from samspill.parties.models import Affiliation, Invitation, Person, Role


def unlink_person(subject: Subject) -> int:
    """Where just the account goes, the person stays as a contributor without one."""
    if subject.user_id is None:
        return 0
    apps.get_model("parties.PersonEvent")._default_manager.filter(user=subject.user_id).update(user=None)
    return Person.objects.filter(user=subject.user_id).update(user=None)


def blur_affiliations(subject: Subject) -> int:
    """Keep place and years, which the statistics count; position, share and days would tell who it was."""
    events = apps.get_model("parties.AffiliationEvent")
    rows = Affiliation.objects.filter(person__in=subject.person_ids)
    today = timezone.localdate()
    for row in rows:
        _blur(row, today)
        row.save()
    for event in events._default_manager.filter(person__in=subject.person_ids):
        _blur(event, None)
        event.save()
    return len(rows)


def _blur(row: Any, today: date | None) -> None:
    row.title, row.share = "", None
    row.valid_to = row.valid_to or today
    if row.valid_to is not None:
        row.valid_to = row.valid_to.replace(month=12, day=31)
    if row.valid_from is not None:
        row.valid_from = row.valid_from.replace(month=1, day=1)


def end_roles(subject: Subject) -> int:
    """Nobody acts for anybody with an erased account."""
    if subject.user_id is None:
        return 0
    today, now = timezone.localdate(), timezone.now()
    rows = Role.objects.filter(user=subject.user_id, ended_at=None).filter(Q(valid_to=None) | Q(valid_to__gte=today))
    count = 0
    for role in rows:
        role.valid_to, role.ended_at = max(today, role.valid_from), now
        role.save(update_fields=["valid_to", "ended_at"])
        count += 1
    return count


def close_invitations(subject: Subject) -> int:
    """The link of an open invitation stops working."""
    condition = Q(pk__in=[])
    for address in subject.addresses:
        condition |= Q(email__iexact=address)
    return Invitation.objects.filter(condition, accepted_at=None, withdrawn_at=None).update(withdrawn_at=timezone.now())
