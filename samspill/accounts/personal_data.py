"""What accounts hold of people, and how long."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from samspill.accounts.models import ApiToken, LoginSession, User
from samspill.accounts.personal_reminders import reminders
from samspill.core.personal_data import ALL, ERASED, Ground, Holding, Rule, Subject, Then, not_personal, register
from samspill.core.personal_data.finding import of_user
from samspill.core.personal_data.neutral import NO_ADDRESS
from samspill.core.removing import remove

ONLY_YOU = _("Only you")
UNTIL_ERASED = _("As long as you have an account")


def end_sessions(user_id: int) -> int:
    """Log a user out everywhere; how many sessions that were. One query, however many there are of others."""
    return remove(LoginSession.objects.filter(user=user_id))


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
    gone = sum(remove(model.objects.filter(expire_date__lt=now)) for model in (LoginSession, Session))
    there = LoginSession.objects.values("session_key")
    return gone + int(UserSession.objects.exclude(session_key__in=there).delete()[0])


def forget_account(user: User) -> None:
    """Delete an account on which nothing hangs, and what its history says of it."""
    key = user.pk
    user.delete()
    events = apps.get_model("accounts.UserEvent")
    events._default_manager.filter(pgh_obj_id=key).update(name=ERASED, email=_neutral_address("pgh_obj_id"))


def declare() -> None:
    """Called when Django is ready."""
    register(*_logins(), *reminders())
    register(
        Holding(
            code="account",
            model="accounts.User",
            fields=("email", "name", "language", "reminders", "is_active", "joined_at", "last_login", "password"),
            title=_("Your account"),
            what=_(
                "E-mail address, name, language, when you want mail, when you joined and last logged in; the password "
                "as a hash"
            ),
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
            secret=("password",),
            columns=(
                (_("E-mail"), lambda row: row.email),
                (_("Name"), lambda row: row.name),
                (_("Language"), lambda row: row.get_language_display()),
                (_("Mail that reminds"), lambda row: row.get_reminders_display()),
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
            secret=("key",),
            order=90,
        ),
        Holding(
            code="sessions",
            model="accounts.LoginSession",
            fields=("session_key", "session_data", "expire_date", "user"),
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
    for label in (
        "accounts.User", "accounts.ApiToken", "accounts.CalendarFeed", "accounts.ReminderMail", "mfa.Authenticator",
        "socialaccount.SocialAccount", "socialaccount.SocialToken", "usersessions.UserSession",
    ):  # fmt: skip
        not_personal(label, "id", why="a number")
    not_personal("sessions.Session", *ALL, why="taken over by accounts.LoginSession; what is left runs out by itself")
    not_personal("accounts.ReminderRun", *ALL, why="days on which the work was done")
    not_personal("socialaccount.SocialApp", *ALL, why="settings of a login service")
    not_personal("socialaccount.SocialToken", "app", why="which login service")
    not_personal("account.EmailAddress", "id", why="a number")
    not_personal("account.EmailConfirmation", "id", why="a number")


def _logins() -> list[Holding]:
    """Other ways in than the password: keys for programs, a second step, services."""
    return [
        Holding(
            code="tokens",
            model="accounts.ApiToken",
            fields=(
                "user", "name", "scopes", "beginning", "secret_hash", "created_at", "expires_at", "last_used_at",
                "revoked_at",
            ),
            title=_("Your keys for programs"),
            what=_("What you called the key, what it may do, when it was made and last used; the key as a hash"),
            why=_("So that a program can read and write on your behalf"),
            ground=Ground.AGREEMENT,
            seen_by=ONLY_YOU,
            kept=UNTIL_ERASED,
            then=Then.DELETED,
            find=of_user(ApiToken, "user"),
            earlier=lambda subject: Q(user=subject.user_id) if subject.user_id is not None else Q(pk__in=[]),
            neutral={"name": ""},
            delete=True,
            secret=("secret_hash",),
            columns=(
                (_("Key"), lambda row: row.name),
                (_("Made"), lambda row: row.created_at),
                (_("Runs out"), lambda row: row.expires_at),
                (_("Last used"), lambda row: row.last_used_at),
            ),
            order=34,
        ),
        Holding(
            code="second_step",
            model="mfa.Authenticator",
            fields=("user", "type", "data", "created_at", "last_used_at"),
            title=_("Two-step login"),
            what=_("Which passkeys and apps you use, the keys that check them, when they were made and last used"),
            why=_("So that a stolen password is not enough"),
            ground=Ground.AGREEMENT,
            seen_by=ONLY_YOU,
            kept=UNTIL_ERASED,
            then=Then.DELETED,
            find=of_user(Authenticator, "user"),
            delete=True,
            secret=("data",),
            columns=(
                (_("Way"), lambda row: row.get_type_display()),
                (_("Made"), lambda row: row.created_at),
                (_("Last used"), lambda row: row.last_used_at),
            ),
            order=36,
        ),
        Holding(
            code="services",
            model="socialaccount.SocialAccount",
            fields=("user", "provider", "uid", "last_login", "date_joined", "extra_data"),
            title=_("Login with other services"),
            what=_("Which service, its number for you, and what it says of you: name, e-mail, where you work"),
            why=_("So that you can log in with Feide or another service"),
            ground=Ground.AGREEMENT,
            seen_by=ONLY_YOU,
            kept=_("Until you disconnect the service or delete the account"),
            then=Then.DELETED,
            find=of_user(SocialAccount, "user"),
            delete=True,
            columns=(
                (_("Service"), lambda row: row.provider),
                (_("Your number there"), lambda row: row.uid),
                (_("Connected"), lambda row: row.date_joined),
                (_("What it says of you"), lambda row: row.extra_data),
            ),
            order=37,
        ),
        Holding(
            code="service_tokens",
            model="socialaccount.SocialToken",
            fields=("account", "token", "token_secret", "expires_at"),
            title=_("Keys from other services"),
            what=_("A key that a service may give us at login"),
            why=_("To ask the service who you are"),
            ground=Ground.AGREEMENT,
            seen_by=_("Nobody"),
            kept=_("Until it runs out"),
            then=Then.DELETED,
            find=of_user(SocialToken, "account__user"),
            delete=True,
            secret=("token", "token_secret"),
            order=91,
        ),
        Holding(
            code="devices",
            model="usersessions.UserSession",
            fields=("user", "created_at", "ip", "last_seen_at", "session_key", "user_agent", "data"),
            title=_("Where you are logged in"),
            what=_("Network address (IP), kind of browser, when you logged in and were last seen"),
            why=_("So that you can see whether somebody else uses your account, and log them out"),
            ground=Ground.AGREEMENT,
            seen_by=ONLY_YOU,
            kept=_("Until the session ends, at most two weeks"),
            then=Then.DELETED,
            find=of_user(UserSession, "user"),
            delete=True,
            secret=("session_key", "data"),
            columns=(
                (_("Network address"), lambda row: row.ip),
                (_("Browser"), lambda row: row.user_agent),
                (_("Logged in"), lambda row: row.created_at),
                (_("Last seen"), lambda row: row.last_seen_at),
            ),
            order=38,
        ),
    ]  # fmt: skip
