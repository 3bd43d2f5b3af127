"""A register that ends, or gives some of its work away: a successor carries the entries on (R-REG-15)."""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core.errors import RuleError
from samspill.core.history import acting as acting_context
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.registry import policies
from samspill.registry.choices import Status
from samspill.registry.models import CarriedOn, CarriedOnSeen, Entry, Register
from samspill.registry.queries import EntryQuerySet


def may_go(register: Register) -> EntryQuerySet:
    """The entries that can be carried on; those that are withdrawn stay where they were."""
    entries: EntryQuerySet = Entry.objects.filter(register=register).exclude(status=Status.WITHDRAWN)
    return entries


@transaction.atomic
def carry_on(
    *, source: Register, target: Register, actor: User, reason: str, chosen: Collection[str] | None = None
) -> list[CarriedOn]:
    """Let ``target`` carry on entries of ``source``: all, or those ``chosen`` by public id.

    They keep owner, unit, history and all that is recorded; the old register tells where they went. The actor curates
    the old register and may register in the new one. A fixed number of queries. Raises `RuleError` or `Refusal`.
    """
    acting = acting_for(actor)
    require(policies.curates_register(acting, source))
    require(policies.may_register(acting, organisation=target.organisation, unit=target.unit, register=target))
    if source.pk == target.pk:
        raise RuleError(_("Choose another register than the one that they are in."), field="target")
    if not reason.strip():
        raise RuleError(_("Say briefly why; it stands in the history of each entry."), field="reason")
    going = may_go(source) if chosen is None else may_go(source).filter(public_id__in=list(chosen))
    rows = list(going.order_by("pk").select_for_update().values_list("pk", "version"))
    if not rows:
        raise RuleError(_("Choose at least one entry."), field="chosen")
    told = [
        CarriedOn(entry_id=pk, source=source, target=target, version=version, reason=reason.strip(), by=actor)
        for pk, version in rows
    ]
    with acting_context(actor=actor, reason=reason.strip()):
        Entry.objects.filter(pk__in=[pk for pk, _version in rows]).update(
            register=target, version=F("version") + 1, updated_at=timezone.now()
        )
        return CarriedOn.objects.bulk_create(told)


def mark_seen(*, carried: Iterable[int], actor: User) -> None:
    """The actor has seen that these (ids of `CarriedOn`) were carried on, and is not told of it again."""
    rows = [CarriedOnSeen(carried_id=pk, user=actor) for pk in carried]
    CarriedOnSeen.objects.bulk_create(rows, ignore_conflicts=True)
