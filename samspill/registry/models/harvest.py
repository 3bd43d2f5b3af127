"""What others harvest: a stamp for each record, kept by the database itself (docs/adr/0024, R-CHN-04)."""

from django.db import models
from django.db.models import Q


class HarvestRecord(models.Model):
    """One record that is or was open to harvesters. Triggers write it; nothing else does, and nothing removes it.

    ``stamp`` is the second (UTC) in which anything that the record shows was last changed. ``deleted`` is what
    harvesters are told when it is no longer public. ``entity`` is the set of the OpenAIRE CERIF profile, empty for what
    the profile has no place for; ``kind`` and ``register`` are the sets of our own.
    """

    class Source(models.TextChoices):
        ENTRY = "entry"
        PERSON = "person"
        ORGANISATION = "organisation"
        UNIT = "unit"

    identifier = models.CharField(max_length=80, unique=True)  # the source, a hyphen, and the public id or code
    source = models.CharField(max_length=12, choices=Source.choices)
    object_id = models.BigIntegerField()  # no foreign key: the record outlives what it is about
    stamp = models.DateTimeField()
    deleted = models.BooleanField(default=False)
    entity = models.CharField(max_length=12, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    register = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["stamp", "id"], name="harvest_all"),
            models.Index(fields=["entity", "stamp", "id"], name="harvest_entity"),
            models.Index(fields=["stamp", "id"], condition=~Q(entity=""), name="harvest_cerif"),
            models.Index(fields=["kind", "stamp", "id"], condition=~Q(kind=""), name="harvest_kind"),
            models.Index(fields=["register", "stamp", "id"], condition=~Q(register=""), name="harvest_register"),
            models.Index(fields=["source", "object_id"], name="harvest_object"),
        ]

    def __str__(self) -> str:
        return self.identifier
