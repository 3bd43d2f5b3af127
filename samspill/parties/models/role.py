"""Roles: who acts for whom, where and from when to when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samspill.core.history import track
from samspill.parties.models.organisation import Organisation
from samspill.parties.models.unit import Unit


@track()
class Role(models.Model):
    """A user's role in one scope: the whole site, an organisation, a unit with all below it, or one register.

    Registers live in a module above, so a register is named by its unchanging code. An innovation leader curates
    a register, or all registers of a unit; a partner representative acts for an organisation.
    """

    class Kind(models.TextChoices):
        CONTRIBUTOR = "contributor", _("Contributor")
        INNOVATION_LEADER = "innovation_leader", _("Innovation leader")
        UNIT_LEADER = "unit_leader", _("Unit leader")
        PARTNER_REPRESENTATIVE = "partner_representative", _("Partner representative")
        READER = "reader", _("Reader")
        ADMINISTRATOR = "administrator", _("Administrator")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="roles")
    kind = models.CharField(_("Role"), max_length=30, choices=Kind.choices)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="roles"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="roles")
    register_code = models.SlugField(_("Register"), max_length=60, blank=True)
    valid_from = models.DateField(_("From"), default=timezone.localdate)
    valid_to = models.DateField(_("To"), null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="roles_granted"
    )  # none: the operator of the installation
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)  # ended at once, whatever `valid_to` says
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="roles_ended"
    )
    end_reason = models.CharField(_("Why it ended"), max_length=300, blank=True)

    class Meta:
        ordering = ["user", "kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="role_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(unit=None) | Q(organisation=None) & Q(register_code=""),
                name="role_has_at_most_one_scope",
            ),
            models.CheckConstraint(
                condition=Q(register_code="") | Q(organisation=None), name="role_register_or_organisation"
            ),
            models.CheckConstraint(
                condition=Q(kind="administrator") | ~Q(unit=None, organisation=None, register_code=""),
                name="only_administrators_act_everywhere",
            ),
            models.CheckConstraint(
                condition=~Q(kind="administrator") | Q(unit=None, organisation=None, register_code=""),
                name="administrators_act_everywhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_kind_display()}"

    @property
    def is_over(self) -> bool:
        """Whether it was ended at once, or its last day has passed."""
        return self.ended_at is not None or (self.valid_to is not None and self.valid_to < timezone.localdate())

    @property
    def is_in_effect(self) -> bool:
        """Whether it counts today."""
        today = timezone.localdate()
        return self.ended_at is None and self.valid_from <= today and (self.valid_to is None or self.valid_to >= today)
