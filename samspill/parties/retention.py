"""How long parties keep what: each rule does its work and tells how many rows it was done to."""

from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.mail import send_mail
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Greatest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from samspill.accounts.models import User
from samspill.accounts.personal_data import end_sessions, forget_account
from samspill.core.history import acting
from samspill.core.models import RetentionNotice
from samspill.core.personal_data.neutral import NO_ADDRESS
from samspill.parties.models import Affiliation, DataAccess, DataRequest, Invitation, Person, Role

INVITATIONS_KEPT = timedelta(days=90)
UNVERIFIED_KEPT = timedelta(days=30)
INACTIVE = timedelta(days=2 * 365)
WARNING = timedelta(days=30)
CONTACTS_KEPT = timedelta(days=2 * 365)
REQUESTS_KEPT = timedelta(days=3 * 365)
RULE = "inactive"
RULE_REASON = "time limit"
"""Stands as the reason in the history of what the rules changed."""


def old_invitations(now: datetime) -> int:
    """Invitations long run out, withdrawn or taken: the row goes, and its history forgets whom it was sent to."""
    limit = now - INVITATIONS_KEPT
    rows = Invitation.objects.filter(Q(expires_at__lt=limit) | Q(withdrawn_at__lt=limit) | Q(accepted_at__lt=limit))
    keys = list(rows.values_list("pk", flat=True))
    if not keys:
        return 0
    with acting(reason=RULE_REASON):
        rows.delete()
    events = apps.get_model("parties.InvitationEvent")
    events._default_manager.filter(pgh_obj_id__in=keys).update(email=f"erased@{NO_ADDRESS}", name="")
    return len(keys)


def never_verified(now: datetime) -> int:
    """Accounts that somebody made and never showed the address of, and on which nothing hangs."""
    users = (
        User.objects.filter(joined_at__lt=now - UNVERIFIED_KEPT, last_login=None, emailaddress__verified=False)
        .exclude(emailaddress__verified=True)
        .filter(roles=None, person=None)
        .distinct()
    )
    gone = 0
    for user in users:
        forget_account(user)
        gone += 1
    return gone


def inactive_accounts(now: datetime) -> int:
    """Warn those who have not logged in for two years, less a month; close those who were warned a month ago.

    Administrators are left alone: a site without one could not be mended. Whoever logs in again is forgotten here.
    """
    seen = Greatest("joined_at", Coalesce("last_login", "joined_at"))
    used_again = RetentionNotice.objects.filter(rule=RULE, user__last_login__gt=F("sent_at"))
    used_again.delete()
    users = User.objects.annotate(seen=seen).filter(is_active=True).exclude(pk__in=_administrators())
    closed = 0
    for user in users.filter(seen__lt=now - INACTIVE):
        notice = RetentionNotice.objects.filter(user=user, rule=RULE).first()
        if notice is not None and notice.sent_at <= now - WARNING:
            _close(user)
            closed += 1
        elif notice is None:
            closed += _warn(user, now)
    warned = RetentionNotice.objects.filter(rule=RULE).values("user")
    for user in users.filter(seen__lt=now - (INACTIVE - WARNING), seen__gte=now - INACTIVE).exclude(pk__in=warned):
        closed += _warn(user, now)
    return closed


def _administrators() -> Any:
    return Role.objects.filter(kind=Role.Kind.ADMINISTRATOR, ended_at=None).values("user")


def _warn(user: User, now: datetime) -> int:
    """Send the warning; one that cannot be sent is tried again the next night, and nobody is closed unwarned."""
    with override(user.language):
        context = {"user": user, "address": settings.SITE_URL + reverse("account_login"), "day": now + WARNING}
        subject = " ".join(render_to_string("parties/email/account_inactive_subject.txt", context).split())
        text = render_to_string("parties/email/account_inactive_message.txt", context).strip()
    try:
        send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [user.email])
    except (SMTPException, OSError):
        return 0
    RetentionNotice.objects.create(user=user, rule=RULE, sent_at=now)
    return 1


def _close(user: User) -> None:
    with acting(reason=RULE_REASON):
        User.objects.filter(pk=user.pk).update(is_active=False)
    end_sessions(user.pk)
    RetentionNotice.objects.filter(user=user, rule=RULE).delete()


def old_contacts(now: datetime) -> int:
    """E-mail addresses of people without an account whose last affiliation ended two years ago."""
    limit = timezone.localdate(now) - CONTACTS_KEPT
    here = Affiliation.objects.filter(Q(valid_to=None) | Q(valid_to__gte=limit)).values("person")
    people = Person.objects.filter(user=None, affiliations__isnull=False).exclude(email="").exclude(pk__in=here)
    keys = list(people.values_list("pk", flat=True).distinct())
    if keys:
        with acting(reason=RULE_REASON):
            Person.objects.filter(pk__in=keys).update(email="")
        apps.get_model("parties.PersonEvent")._default_manager.filter(pgh_obj_id__in=keys).update(email="")
    return len(keys)


def old_requests(now: datetime) -> int:
    """What was answered, or looked at, three years ago."""
    limit = now - REQUESTS_KEPT
    closed = [DataRequest.Status.DONE, DataRequest.Status.REFUSED, DataRequest.Status.WITHDRAWN]
    requests = DataRequest.objects.filter(status__in=closed, created_at__lt=limit)
    accesses = DataAccess.objects.filter(at__lt=limit)
    return requests.delete()[0] + accesses.delete()[0]
