"""Mail about steps of the workflow: to the owner when an entry is returned or published, to curators when submitted."""

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.parties.domain.acting import acting_for, roles_on
from samspill.parties.models import Role
from samspill.registry import policies
from samspill.registry.models import Entry, StatusChange

TEMPLATES = {"submit": "submitted", "return": "returned", "publish": "published"}
"""Step -> mail template. Other steps send nothing."""


def receivers(change: StatusChange) -> list[User]:
    """Who is told of a step: never the one who took it."""
    entry = change.entry
    users = curators_of(entry) if change.action == "submit" else owners_of(entry)
    return list(users.filter(is_active=True).exclude(pk=change.actor_id or 0).order_by("pk"))


def owners_of(entry: Entry) -> QuerySet[User]:
    """The one who made it; when that user is gone, or has no role there any more, its contributors."""
    maker = entry.created_by
    if maker is not None and maker.is_active and policies.may_see_history(acting_for(maker), entry):
        return User.objects.filter(pk=maker.pk)
    return User.objects.filter(person__contributions__entry=entry).distinct()


def curators_of(entry: Entry) -> QuerySet[User]:
    """Innovation leaders of its register, unit (or one above) or organisation; administrators when there are none.

    Those whose role holds now: one that was ended at once holds no more on that day, though it is its last.
    """
    register = entry.register
    units = [unit for unit in (entry.unit, register.unit if register else None) if unit]
    scope = Q(organisation__in=[entry.organisation_id, *([register.organisation_id] if register else [])])
    scope |= Q(unit__in=[pk for unit in units for pk in unit.ancestor_ids()])
    if register:
        scope |= Q(register_code=register.code)
    held = roles_on(timezone.localdate())
    leaders = User.objects.filter(pk__in=held.filter(scope, kind=Role.Kind.INNOVATION_LEADER).values("user"))
    if leaders.filter(is_active=True).exists():
        return leaders
    return User.objects.filter(pk__in=held.filter(kind=Role.Kind.ADMINISTRATOR).values("user"))


def send_step_notice(change: StatusChange, receiver: User) -> None:
    """One mail in the receiver's language. Raises what the mail server raises."""
    with translation.override(receiver.language):
        page = "workspace:queue" if change.action == "submit" else "workspace:entry_edit"
        address = reverse(page, args=[] if change.action == "submit" else [change.entry.public_id])
        context = {
            "entry": change.entry,
            "change": change,
            "receiver": receiver,
            "address": settings.SITE_URL + address,
            "site_name": settings.SITE_NAME,
        }
        subjects = {
            "submit": _("To be looked at: %(title)s"),
            "return": _("Returned to you: %(title)s"),
            "publish": _("Published: %(title)s"),
        }
        send_mail(
            subject=" ".join((subjects[change.action] % {"title": change.entry.title}).split()),  # one line
            message=render_to_string(f"registry/mail/{TEMPLATES[change.action]}.txt", context),
            from_email=None,
            recipient_list=[receiver.email],
        )
