"""Making users and changing what they say of themselves."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext, override
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core.history import acting


@transaction.atomic
def create_verified_user(*, email: str, name: str, language: str, password: str) -> User:
    """A user whose e-mail address is known to be theirs: an invitation was sent there, or an operator says so.

    An account with this address that nobody has verified is taken over: whoever made it never showed that the
    address was theirs. Raises `ValidationError` for a weak password, an unknown language or an address in use.
    """
    email = email.strip().lower()
    if EmailAddress.objects.filter(email__iexact=email, verified=True).exists():
        raise ValidationError({"email": _("An account with this address exists already.")})
    user = User.objects.select_for_update().filter(email__iexact=email).first() or User(email=email)
    user.name, user.language = " ".join(name.split()), language
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValidationError({"password": error}) from error
    user.set_password(password)
    user.full_clean(exclude=["password"])
    user.save()
    forget_unproved_logins(user)
    EmailAddress.objects.filter(user=user).exclude(email__iexact=email).delete()
    EmailAddress.objects.update_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
    return user


def forget_unproved_logins(user: User) -> None:
    """Take away logins by services, passkeys and codes from an account whose address nobody had verified.

    Somebody may have made it with another's address and a login of their own, and waited for the owner to come.
    """
    if not EmailAddress.objects.filter(user=user, verified=True).exists():
        SocialAccount.objects.filter(user=user).delete()
        Authenticator.objects.filter(user=user).delete()


def reset_two_step_login(*, user: User) -> int:
    """Take away apps, passkeys and recovery codes, and tell the owner by mail; gives how many there were."""
    with transaction.atomic():
        number = int(Authenticator.objects.filter(user=user).delete()[0])
    with override(user.language):
        send_mail(
            gettext("Two-step login is turned off"),
            gettext(
                "An operator of Samspill has turned off two-step login for your account. You log in with your password "
                "now; turn it on again from “My account”. Was it not you who asked? Tell an administrator at once."
            ),
            settings.DEFAULT_FROM_EMAIL,
            [user.email],
        )
    return number


@transaction.atomic
def update_profile(*, user: User, name: str, language: str, reminders: str = "") -> User:
    """Change the user's own name, language and, if given, wish for reminders. Raises `ValidationError`."""
    if language not in dict(settings.LANGUAGES):
        raise ValidationError({"language": _("Choose one of the languages.")})
    user.name, user.language = " ".join(name.split()), language
    user.reminders = reminders or user.reminders
    with acting(actor=user):
        user.save(update_fields=["name", "language", "reminders"])
    return user


@transaction.atomic
def choose_reminders(*, user: User, reminders: str) -> User:
    """Change only when the user gets mail about what is due."""
    user.reminders = User.Reminders(reminders)
    with acting(actor=user):
        user.save(update_fields=["reminders"])
    return user


def has_verified(*, user: User, email: str) -> bool:
    """Whether the user has shown that this address is theirs."""
    return bool(EmailAddress.objects.filter(user=user, email__iexact=email, verified=True).exists())


def verified_user_of(email: str) -> User | None:
    """The user who has shown that the address is theirs."""
    address = EmailAddress.objects.filter(email__iexact=email.strip(), verified=True).select_related("user").first()
    return address.user if address else None
