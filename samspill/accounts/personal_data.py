"""What accounts hold of people, and how long."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from samspill.accounts.models import User
from samspill.core.personal_data import ERASED, Ground, Holding, Rule, Subject, Then, not_personal, register
from samspill.core.personal_data.finding import of_user
from samspill.core.personal_data.neutral import NO_ADDRESS

ONLY_YOU = _("Only you")
UNTIL_ERASED = _("As long as you have an account")


def end_sessions(user_id: int) -> int:
    """Log a user out everywhere. Sessions do not say whose they are before they are opened."""
    gone = 0
    for session in Session.objects.all().iterator():
        if str(session.get_decoded().get("_auth_user_id", "")) == str(user_id):
            session.delete()
            gone += 1
    return gone


def _neutral_address(key: str) -> Any:
    return Concat(Value("erased-"), Cast(F(key), CharField()), Value(f"@{NO_ADDRESS}"))


def _erase_account(subject: Subject) -> int:
    """An address that nobody can own, in the account and in its history, and no open session."""
    if subject.user_id is None:
        return 0
    User.objects.filter(pk=subject.user_id).update(email=_neutral_address("pk"))
    events = apps.get_model("accounts.UserEvent")
    events._default_manager.filter(pgh_obj_id=subject.user_id).update(email=_neutral_address("pgh_obj_id"))
    return end_sessions(subject.user_id)


def _confirmations(subject: Subject) -> "QuerySet[Any]":
    return EmailConfirmation.objects.filter(email_address__in=of_user(EmailAddress, "user")(subject))  # type: ignore[no-any-return]


def _old_sessions(now: datetime) -> int:
    return Session.objects.filter(expire_date__lt=now).delete()[0]


def forget_account(user: User) -> None:
    """Delete an account on which nothing hangs, and what its history says of it."""
    key = user.pk
    user.delete()
    events = apps.get_model("accounts.UserEvent")
    events._default_manager.filter(pgh_obj_id=key).update(name=ERASED, email=_neutral_address("pgh_obj_id"))


def declare() -> None:
    """Called when Django is ready."""
    register(
        Holding(
            code="account",
            model="accounts.User",
            fields=("email", "name", "language", "is_active", "joined_at", "last_login", "password"),
            title=_("Your account"),
            what=_("E-mail address, name, language, when you joined and last logged in; the password as a hash"),
            why=_("So that you can log in, and be told what waits for you"),
            ground=Ground.AGREEMENT,
            seen_by=_("You, those you work with (the name), and those who give roles (name and e-mail)"),
            kept=_("Until you delete it; closed when nobody has logged in for two years, after a warning"),
            then=Then.ANONYMISED,
            because=_("What the account has done stays, so that the history holds"),
            find=of_user(User, "pk"),
            earlier=lambda subject: Q(pgh_obj_id=subject.user_id),
            neutral={"name": ERASED, "password": "!", "last_login": None, "is_active": False},
            erase=_erase_account,
            columns=(
                (_("E-mail"), lambda row: row.email),
                (_("Name"), lambda row: row.name),
                (_("Language"), lambda row: row.get_language_display()),
                (_("Joined"), lambda row: row.joined_at),
                (_("Last logged in"), lambda row: row.last_login),
                (_("Open"), lambda row: row.is_active),
            ),
            order=10,
        ),
        Holding(
            code="addresses",
            model="account.EmailAddress",
            fields=("user", "email", "verified", "primary"),
            title=_("E-mail addresses of the account"),
            what=_("The address you log in with, a new one on its way, and whether you have shown that it is yours"),
            why=_("So that nobody uses an address that is not theirs"),
            ground=Ground.AGREEMENT,
            seen_by=ONLY_YOU,
            kept=UNTIL_ERASED,
            then=Then.DELETED,
            find=of_user(EmailAddress, "user"),
            delete=True,
            columns=(
                (_("E-mail"), lambda row: row.email),
                (_("Shown to be yours"), lambda row: row.verified),
                (_("In use"), lambda row: row.primary),
            ),
            order=12,
        ),
        Holding(
            code="confirmations",
            model="account.EmailConfirmation",
            fields=("email_address", "created", "sent", "key"),
            title=_("Links that confirm an address"),
            what=_("That a link was sent, when, and its key"),
            why=_("So that the link works once"),
            ground=Ground.AGREEMENT,
            seen_by=_("Nobody"),
            kept=_("Until the address is confirmed or removed"),
            then=Then.DELETED,
            find=_confirmations,
            delete=True,
            order=90,
        ),
        Holding(
            code="sessions",
            model="sessions.Session",
            fields=("session_key", "session_data", "expire_date"),
            title=_("That you are logged in"),
            what=_("A random key in a cookie, and which account it belongs to"),
            why=_("So that you need not log in on every page"),
            ground=Ground.AGREEMENT,
            seen_by=_("Nobody"),
            kept=_("Until you log out, at most two weeks"),
            then=Then.DELETED,
            order=80,
        ),
        Rule("sessions", _("Sessions that have ended are deleted"), _("two weeks after the last login"), _old_sessions),
    )
    not_personal("accounts.User", "id", why="a number")
    not_personal("account.EmailAddress", "id", why="a number")
    not_personal("account.EmailConfirmation", "id", why="a number")
