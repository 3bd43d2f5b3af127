"""Settings as they were: what a register or a profile said from one moment to the next, from the database's history."""

from typing import Any

from django.apps import apps
from django.db.models import Case, F, Q, QuerySet, When, Window
from django.db.models.functions import JSONObject, Lag

from samspill.parties.domain.acting import Acting
from samspill.registry.domain import profiles, registers
from samspill.registry.models import Register, RegisterProfile

SETTINGS = (*registers.EDITABLE, "profile")
"""What of a register is told of earlier times; not how its spreadsheets are read, which each of them may change."""


def versions(row: Register | RegisterProfile) -> "QuerySet[Any]":
    """Event rows (``pgh_created_at``, and the fields as they were saved then) of those saves that changed something."""
    fields = SETTINGS if isinstance(row, Register) else profiles.EDITABLE
    said = JSONObject(**{f"f_{name}": F(name) for name in fields})
    before = Window(Lag(said), order_by="pgh_id")
    events = apps.get_model("registry", f"{type(row).__name__}Event")._default_manager.all()
    same = Case(When(before=F("said"), then=True), default=False)
    found = events.filter(pgh_obj=row.pk).annotate(said=said, before=before).annotate(is_same=same)
    changed: QuerySet[Any] = found.filter(is_same=False)
    return changed


def offered_to(acting: Acting) -> "QuerySet[RegisterProfile]":
    """The profiles that the user may see: administrators all, innovation leaders those that they can choose, and those
    that their registers have."""
    rows = RegisterProfile.objects.select_related("scale")
    if acting.is_administrator:
        return rows
    curated = Register.objects.filter(
        Q(code__in=acting.curates_registers)
        | Q(unit__in=acting.curates_units)
        | Q(organisation__in=acting.curates_organisations)
    )
    return rows.filter(Q(is_active=True) | Q(pk__in=curated.values("profile")))
