"""What people ask about their own data, who looked at it, and what lies sealed while its use is restricted."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samspill.core.short_codes import new_short_code
from samspill.parties.models.person import Person

DAYS_TO_ANSWER = 30
"""A request is answered within a month (GDPR article 12)."""


def due_date() -> object:
    """The last day to answer a request that is made today."""
    return timezone.localdate() + timedelta(days=DAYS_TO_ANSWER)


class DataRequest(models.Model):
    """A wish to be erased, to have the use restricted or freed again, or to get a copy.

    ``words`` tell who is meant in texts; they are kept only until the erasure is all done. ``left`` lists the texts in
    which an administrator let the name stand, as places, without the name.
    """

    class Kind(models.TextChoices):
        ERASE = "erase", _("Erase")
        RESTRICT = "restrict", _("Restrict")
        LIFT = "lift", _("End the restriction")
        COPY = "copy", _("A copy")

    class Status(models.TextChoices):
        OPEN = "open", _("Waits for an answer")
        ACCEPTED = "accepted", _("Granted, being carried out")
        TEXTS = "texts", _("Carried out; some texts are to be looked through")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    public_id = models.CharField(max_length=8, unique=True, default=new_short_code, editable=False)
    kind = models.CharField(_("What is asked for"), max_length=10, choices=Kind.choices)
    status = models.CharField(_("Status"), max_length=10, choices=Status.choices, default=Status.OPEN)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="data_requests")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="data_requests"
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )  # the person, or somebody on their behalf
    reason = models.TextField(_("Why"), blank=True)
    identity = models.CharField(
        _("How you know who asks"), max_length=300, blank=True
    )  # when somebody else made the request
    created_at = models.DateTimeField(auto_now_add=True)
    due_on = models.DateField(_("To be answered by"), default=due_date)
    answer = models.TextField(_("Answer"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    words = models.JSONField(default=dict, blank=True)
    left = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(user__isnull=False), name="request_of_somebody"
            ),
            models.CheckConstraint(condition=~Q(status="refused") | ~Q(answer=""), name="refused_request_says_why"),
            models.CheckConstraint(
                condition=~Q(status__in=["done", "refused", "withdrawn"]) | Q(words={}), name="answered_request_forgets"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.public_id})"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.status in (self.Status.OPEN, self.Status.ACCEPTED, self.Status.TEXTS)

    @property
    def is_late(self) -> bool:
        """Whether it should have been answered by now."""
        return self.status == self.Status.OPEN and self.due_on < timezone.localdate()


class DataAccess(models.Model):
    """An administrator looked at, or took a copy of, what is held of somebody else, and why."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="data_accesses")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(_("Why"), max_length=300)
    at = models.DateTimeField(auto_now_add=True)
    took_copy_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="access_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.at}"


class SealedPerson(models.Model):
    """What tells who a person is, put away while its use is restricted. The person's own row says a neutral name.

    Lying here, no list, search, export or harvester can come upon it, whoever wrote them.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="sealed")
    name = models.CharField(_("Name"), max_length=200)
    email = models.EmailField(_("E-mail"), blank=True)
    orcid = models.CharField(_("ORCID iD"), max_length=19, blank=True)
    was_public = models.BooleanField(_("Had a public page"), default=True)
    since = models.DateTimeField(_("Since"), auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["orcid"], condition=~Q(orcid=""), name="one_sealed_person_per_orcid"),
        ]

    def __str__(self) -> str:
        return str(self.person)
