"""The user: an e-mail address, a name and a language. What they may do hangs on roles, not on the user."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samspill.core.history import track
from samspill.core.personal_data.neutral import shown
from samspill.core.prepared_rows import Prepared


class UserManager(BaseUserManager["User"]):
    """Users are found by e-mail, whatever its case."""

    def get(self, *args: Any, **conditions: Any) -> "User":
        """One user. By id alone, as each page of somebody who is logged in asks, it is a prepared statement."""
        if args or conditions.keys() != {"pk"} or type(conditions["pk"]) is not int or self._db:
            return super().get(*args, **conditions)
        if found := _with_id(conditions["pk"]):
            return found[0]
        raise self.model.DoesNotExist

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, *, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user with a hashed password, or none that works when ``password`` is None."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


@track(exclude=["password", "last_login"])
class User(AbstractBaseUser):
    """Somebody who can log in."""

    class Reminders(models.TextChoices):
        DAILY = "daily", _("On the days when something of mine is due soon, today or late")
        WEEKLY = "weekly", _("At most once a week, on Mondays")
        OFF = "off", _("Never")

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="nb")
    reminders = models.CharField(
        _("mail that reminds"), max_length=6, choices=Reminders.choices, default=Reminders.DAILY
    )
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_user_per_email")]

    def __str__(self) -> str:
        return shown(self.name) or self.email


_with_id: Prepared[User] = Prepared(lambda pk: QuerySet(User).filter(pk=pk), int, once=None)
