"""What hangs on a centre, an initiative or a study, a row at a time: partners, registers, phases, money …"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.centres import policies
from samspill.centres.models import (
    Appointment,
    Centre,
    CentrePartner,
    CentreRegister,
    Initiative,
    Instrument,
    Phase,
    PublicMoney,
    Study,
    StudyCentre,
)
from samspill.core import seen as seen_forms
from samspill.core.errors import RuleError
from samspill.core.history import acting as acting_context
from samspill.core.policy import require
from samspill.parties.domain.acting import Acting, acting_for
from samspill.registry.policies import curates_register

Part = CentrePartner | CentreRegister | Phase | Instrument | Appointment | PublicMoney | StudyCentre
Owner = Centre | Initiative | Study
EDITABLE: dict[type[Part], tuple[str, ...]] = {
    CentrePartner: ("organisation", "role", "start", "end"),
    PublicMoney: ("field", "amount", "is_at_least", "first_year", "last_year", "source", "source_url"),
    Phase: ("name", "start", "end", "note"),
    Instrument: ("name", "description"),
    Appointment: ("person", "unit", "focus", "focus_note", "tasks", "start", "end"),
}
"""What is said in a row of each kind that can be changed; the others are only added and taken away."""
STUDY_EDITABLE = ("kind", "title", "made_by", "year", "url", "findings", "is_public", "centre_codes")


def owner_of(part: Part) -> Owner:
    """What the part hangs on."""
    if isinstance(part, StudyCentre):
        return part.study
    owner: Owner | None
    if isinstance(part, PublicMoney):
        owner = part.centre or part.study
    elif isinstance(part, CentrePartner | CentreRegister):
        owner = part.centre
    else:
        owner = part.initiative
    assert owner is not None
    return owner


def _require(actor: User, owner: Owner) -> None:
    acting = acting_for(actor)
    require(policies.keeps_study(acting, owner) if isinstance(owner, Study) else policies.runs(acting, owner))


@transaction.atomic
def save_part(*, part: Part, actor: User, seen: str = "") -> Part:
    """Add a row, or save one that was changed. ``seen``: the mark of what the form showed.

    Raises `Stale`, `RuleError`, `ValidationError` or `Refusal`.
    """
    owner = owner_of(part)
    _require(actor, owner)
    if part.pk is not None:
        _check_seen(part, seen)
    if isinstance(part, CentrePartner) and part.organisation_id == part.centre.organisation_id:
        raise RuleError(_("This organisation is the host, so it is not a partner as well."), field="organisation")
    if isinstance(part, CentreRegister):
        _check_register(part, actor)
    if isinstance(part, PublicMoney) and not part.source.strip():
        raise ValidationError({"source": _("Say where the amount stands.")})
    part.full_clean()
    with acting_context(actor=actor):
        part.save()
    return part


@transaction.atomic
def remove_part(*, part: Part, actor: User) -> None:
    """Take a row away; the history keeps it."""
    _require(actor, owner_of(part))
    with acting_context(actor=actor):
        part.delete()


@transaction.atomic
def save_study(*, study: Study, actor: User, centres: "models.QuerySet[Centre]", seen: str = "") -> Study:
    """Add a study of centres, or change one. At least one of the centres is run by the user.

    ``seen``: the mark of what the form showed. Raises `Stale`, `RuleError`, `ValidationError` or `Refusal`.
    """
    acting = acting_for(actor)
    chosen = set(centres.values_list("pk", flat=True))
    if not chosen:
        raise RuleError(_("Choose at least one centre."), field="centres")
    if study.pk is None:
        for centre in centres:
            if policies.runs(acting, centre):
                break
        else:
            require(policies.runs(acting, centres[0]))
    else:
        require(policies.keeps_study(acting, study))
        current = Study.objects.select_for_update().get(pk=study.pk)
        seen_forms.check(current, STUDY_EDITABLE, seen, _said(study, acting, chosen))
    study.full_clean()
    with acting_context(actor=actor):
        study.save()
        before = set(study.centre_links.values_list("centre_id", flat=True))
        offered = Centre.objects.visible_to(acting)  # others were not shown, so nobody has taken them away
        study.centre_links.filter(centre__in=offered).exclude(centre__in=chosen).delete()
        for pk in sorted(chosen - before):
            StudyCentre.objects.create(study=study, centre_id=pk)
    return study


def _said(study: Study, acting: Acting, chosen: set[int]) -> dict[str, Any]:
    """What is to be saved of a study; it stays of centres that its writer may not see, and has not been shown."""
    hidden = study.centre_links.exclude(centre__in=Centre.objects.visible_to(acting)).values("centre")
    codes = Centre.objects.filter(models.Q(pk__in=chosen) | models.Q(pk__in=hidden)).values_list("code", flat=True)
    return {name: getattr(study, name) for name in STUDY_EDITABLE} | {"centre_codes": sorted(codes)}


def _check_seen(part: Part, seen: str) -> None:
    rows: models.QuerySet[Any] = type(part)._default_manager.select_for_update()
    current = seen_forms.still_there(rows, part)
    names = EDITABLE.get(type(part), ())
    seen_forms.check(current, names, seen, {name: getattr(part, name) for name in names})


def _check_register(part: CentreRegister, actor: User) -> None:
    """A register is tied to a centre by those who curate the register."""
    require(curates_register(acting_for(actor), part.register))
