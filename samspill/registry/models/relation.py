"""Relations between entries."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samspill.core.history import track
from samspill.registry.models.entry import Entry


@track()
class Relation(models.Model):
    """``source`` led to, documents, was tested in or moved forward ``target``.

    `domain.parts.RELATION_WORDS` say it from either end.
    """

    class Kind(models.TextChoices):
        LED_TO = "led_to", _("Led to")
        DOCUMENTS = "documents", _("Documents")
        TESTED_IN = "tested_in", _("Tested and shown in")  # a pilot project or pilot area (R-REG-17)
        MOVED_FORWARD = "moved_forward", _("Moved forward")  # a forum or meeting did (R-WHL-11, R-REG-16)

    source = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="relations_out")
    target = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="relations_in")
    kind = models.CharField(max_length=20, choices=Kind.choices)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="one_relation_of_a_kind"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="no_relation_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"
