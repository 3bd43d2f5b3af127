"""The mail that reminds: everything that waits for somebody, in one, and the ways to get fewer or none."""

from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samspill.accounts.models import User
from samspill.core.agenda import Agenda, Line

MOST = 15
"""Lines of a section; the rest is on My work."""


@dataclass(frozen=True)
class Section:
    """Lines under a heading; ``more``: how many there are besides. ``kind``: whether to name the kind of each."""

    title: str
    lines: list[Line]
    more: int
    kind: bool


def reminder_mail(user: User, agenda: Agenda) -> EmailMessage:
    """The mail, in the active language. It can be refused with one click (RFC 8058)."""
    off = settings.SITE_URL + reverse("accounts:reminders_off", args=[token_of(user)])
    context = {
        "user": user,
        "sections": _sections(agenda),
        "site": settings.SITE_URL,
        "my_work": settings.SITE_URL + reverse("workspace:my_work"),
        "profile": settings.SITE_URL + reverse("accounts:profile"),
        "off": off,
    }
    text = render_to_string("accounts/email/reminder_message.txt", context).strip() + "\n"
    headers = {
        "List-Unsubscribe": f"<{off}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(_subject(agenda), text, settings.DEFAULT_FROM_EMAIL, [user.email], headers=headers)


def token_of(user: User) -> str:
    """Opens the page that switches the user's reminders off, and nothing else."""
    return _signer().sign(str(user.pk))


def user_of(token: str) -> User | None:
    """The user that a token was made for; None when it is not one of ours."""
    try:
        return User.objects.filter(pk=int(_signer().unsign(token))).first()
    except (BadSignature, ValueError):
        return None


def _signer() -> Signer:
    return Signer(sep=".", salt="samspill.reminders.off")


def _subject(agenda: Agenda) -> str:
    waits = ngettext("%(number)s thing waits for you", "%(number)s things wait for you", agenda.count)
    if not agenda.late_count:
        return waits % {"number": agenda.count}
    late = ngettext("%(late)s is late", "%(late)s are late", agenda.late_count)
    return f"{waits}, {late}" % {"number": agenda.count, "late": agenda.late_count}


def _sections(agenda: Agenda) -> list[Section]:
    lines = agenda.lines
    by_kind: dict[str, list[Line]] = {}
    for line in lines:
        if not line.is_late and not line.is_soon:
            by_kind.setdefault(str(line.group.title), []).append(line)
    sections = [
        (_("Late"), [line for line in lines if line.is_late], True),
        (_("Within two weeks"), [line for line in lines if line.is_soon], True),
        *((title, some, False) for title, some in by_kind.items()),
    ]
    return [Section(title, some[:MOST], max(len(some) - MOST, 0), kind) for title, some, kind in sections if some]
