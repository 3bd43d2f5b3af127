"""Items: an innovation in a round, and whose turn it is."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from samspill.core.append_only import never_truncated
from samspill.core.history import track
from samspill.registry.models import Entry
from samspill.rounds.models.frozen import never_changed_once_closed
from samspill.rounds.models.update_round import UpdateRound


@track()
class RoundItem(models.Model):
    """An innovation in a round. ``target`` is the one from an earlier round that is to be answered now.

    ``because`` says by which rule `domain.owners` found the owner. ``former`` is who would have answered: the one who
    has left, or from whom it was handed over. ``note`` is what the leader wrote then.
    ``was_stopped``: it had stopped, and nobody had answered, when the round closed.
    """

    class Because(models.TextChoices):
        CREATOR = "creator", _("registered it")
        CONTRIBUTOR = "contributor", _("took part in it")
        HANDED = "handed", _("was given it by the innovation leader")
        LEADER = "leader", _("is innovation leader; the owner has left or has no user")
        NOBODY = "nobody", _("nobody could be found")

    round = models.ForeignKey(UpdateRound, on_delete=models.CASCADE, related_name="items")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="round_items")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="round_items")
    because = models.CharField(max_length=12, choices=Because.choices)
    former = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.TextField(blank=True)
    target = models.ForeignKey(
        "rounds.Target", on_delete=models.PROTECT, null=True, blank=True, related_name="asked_in"
    )

    was_stopped = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["round", "pk"]
        indexes = [models.Index(fields=["owner", "round"], name="round_items_of_owner")]
        constraints = [
            models.UniqueConstraint(fields=["round", "entry"], name="one_item_per_round"),
            models.CheckConstraint(
                condition=models.Q(owner=None, because="nobody")
                | models.Q(owner__isnull=False) & ~models.Q(because="nobody"),
                name="item_has_an_owner_or_says_so",
            ),
        ]
        triggers = [
            never_changed_once_closed(
                "EXISTS (SELECT FROM rounds_updateround WHERE id = ROW.round_id AND state = 'closed')", "note"
            ),
            never_truncated("rounds"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} in {self.round_id}"
