"""Units inside an organisation: a dated tree, so that a reorganisation keeps old affiliations true."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samspill.core.history import track
from samspill.core.models import ReferenceRow
from samspill.core.models.vocabulary import localised
from samspill.parties.models.organisation import Organisation

UNIT_TREE = pgtrigger.Trigger(
    name="unit_tree",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("parent_id", "organisation_id"),
    declare=[("above", "bigint"), ("steps", "integer")],
    func="""
        IF NEW.parent_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM parties_unit WHERE id = NEW.parent_id AND organisation_id = NEW.organisation_id
        ) THEN
            RAISE EXCEPTION 'A unit and the one above it belong to the same organisation'
                USING ERRCODE = 'check_violation';
        END IF;
        IF EXISTS (SELECT FROM parties_unit WHERE parent_id = NEW.id AND organisation_id <> NEW.organisation_id) THEN
            RAISE EXCEPTION 'A unit and those below it belong to the same organisation'
                USING ERRCODE = 'check_violation';
        END IF;
        above := NEW.parent_id;
        steps := 0;
        WHILE above IS NOT NULL LOOP
            steps := steps + 1;
            IF above = NEW.id OR steps > 100 THEN
                RAISE EXCEPTION 'A unit cannot lie below itself' USING ERRCODE = 'check_violation';
            END IF;
            SELECT parent_id INTO above FROM parties_unit WHERE id = above;
        END LOOP;
        RETURN NEW;
    """,
)  # two moves at the same moment could still make a loop: `domain.units` takes a lock


@track(exclude=["reference_values"])
class Unit(ReferenceRow):
    """A faculty, department, centre, municipal service … ``path`` is the ids from the root down, as '/3/17/42/'."""

    class Level(models.TextChoices):
        FACULTY = "faculty", _("Faculty")
        DEPARTMENT = "department", _("Department")
        CENTRE = "centre", _("Centre")
        GROUP = "group", _("Group")
        MUSEUM = "museum", _("Museum")
        ADMINISTRATION = "administration", _("Administration")
        SERVICE = "service", _("Service area")
        OTHER = "other", _("Other")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="units")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    code = models.SlugField(max_length=60, unique=True)
    level = models.CharField(_("Level"), max_length=20, choices=Level.choices, default=Level.DEPARTMENT)
    name_nb = models.CharField(_("Name (bokmål)"), max_length=250)
    name_nn = models.CharField(_("Name (nynorsk)"), max_length=250, blank=True)
    name_en = models.CharField(_("Name (English)"), max_length=250, blank=True)
    contact_email = models.EmailField(_("Contact e-mail"), blank=True)
    valid_from = models.DateField(_("From"), null=True, blank=True)
    valid_to = models.DateField(_("To"), null=True, blank=True)
    path = models.CharField(max_length=500, blank=True, editable=False, db_index=True)

    class Meta:
        ordering = ["organisation", "path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="unit_ends_after_it_begins",
            )
        ]
        triggers = [UNIT_TREE]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language, else bokmål."""
        return localised(self, "name")

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep ``path`` of this unit and all below it in step with ``parent``."""
        super().save(*args, **kwargs)  # type: ignore[arg-type]
        path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
        if path != self.path:
            old, self.path = self.path, path
            Unit.objects.filter(pk=self.pk).update(path=path)
            if old:
                for below in Unit.objects.filter(path__startswith=old).exclude(pk=self.pk):
                    Unit.objects.filter(pk=below.pk).update(path=path + below.path[len(old) :])

    def ancestor_ids(self) -> list[int]:
        """Ids from the root down to this unit, itself last."""
        return [int(part) for part in self.path.strip("/").split("/") if part]


@track()
class UnitSuccession(models.Model):
    """In a reorganisation, ``successor`` took over from ``unit`` on ``date``."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="predecessions")
    date = models.DateField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "successor"], name="one_succession_per_pair"),
            models.CheckConstraint(condition=~Q(unit=F("successor")), name="no_unit_succeeds_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} → {self.successor}"
