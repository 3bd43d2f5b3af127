"""Erasing somebody: the rows about them, their name in the history, and copies that hold it."""

from dataclasses import dataclass, field

from django.apps import apps
from django.db import transaction
from django.db.models import Q

from samspill.core.personal_data import journal
from samspill.core.personal_data.coverage import event_model_of
from samspill.core.personal_data.neutral import erasing
from samspill.core.personal_data.registry import Holding, Subject, holdings
from samspill.core.personal_data.words import replace_copies


@dataclass(frozen=True)
class Erased:
    """How many rows were changed, by code of the holding; ``copies`` are texts in which the name was replaced."""

    rows: dict[str, int] = field(default_factory=dict)
    copies: int = 0


@transaction.atomic
def erase(*, subject: Subject) -> Erased:
    """Carry out every holding's own way of forgetting, then replace what is left of the name in copies.

    What others wrote is not touched: see `words.mentions`. Whoever calls it has asked whether it may be done.
    """
    with erasing():
        rows = {holding.code: _forget(holding, subject) for holding in holdings()}
        copies = replace_copies(subject)
    transaction.on_commit(lambda: journal.note(subject))
    return Erased(rows=rows, copies=copies)


def _forget(holding: Holding, subject: Subject) -> int:
    count = 0
    if holding.erase is not None:
        count += holding.erase(subject)
    if holding.find is None or not (holding.delete or holding.neutral):
        return count
    model = apps.get_model(holding.model)
    keys = list(holding.find(subject).values_list("pk", flat=True))
    found = model._default_manager.filter(pk__in=keys)
    count += len(keys)
    if holding.delete:
        found.delete()
    else:
        found.update(**holding.neutral)
    events = event_model_of(model)
    if events is not None and holding.neutral:
        kept = {field.name for field in events._meta.local_fields}
        values = {name: value for name, value in holding.neutral.items() if name in kept}
        which = holding.earlier(subject) if holding.earlier else Q(pgh_obj_id__in=keys)
        events._default_manager.filter(which).update(**values)
    return count
