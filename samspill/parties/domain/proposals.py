"""Affiliations proposed by a login service. The service says where; the person says yes; roles are another matter."""

import re
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.accounts.federated.claims import Place
from samspill.accounts.federated.services import names_of
from samspill.accounts.models import User
from samspill.core.errors import RuleError
from samspill.core.history import acting as acting_context
from samspill.core.policy import require
from samspill.parties import policies
from samspill.parties.domain.acting import acting_for, forget_acting
from samspill.parties.domain.people import claim_person
from samspill.parties.models import Affiliation, Organisation, Person, ProposedAffiliation, Unit
from samspill.parties.queries import affiliations_on


@transaction.atomic
def propose(user: User, service: str, places: Sequence[Place]) -> list[ProposedAffiliation]:
    """Keep what the service says of where the user works, as proposals; gives those that wait for an answer.

    Places that we do not know, that the user has an affiliation with, or has said no to, are left out. What the
    service no longer says, and nobody answered, goes.
    """
    found = {(place.pk, unit.pk if unit else None): (place, unit) for place, unit in _known(places)}
    open_ones = ProposedAffiliation.objects.filter(user=user, service=service, answered_at=None)
    for stale in open_ones:
        if (stale.organisation_id, stale.unit_id) not in found:
            stale.delete()
    for organisation, unit in found.values():
        if not _has(user, organisation, unit):
            ProposedAffiliation.objects.get_or_create(user=user, organisation=organisation, unit=unit, service=service)
    return list(open_ones.all())


@transaction.atomic
def accept(*, proposal: ProposedAffiliation, user: User, person: Person | None = None) -> Affiliation:
    """The user works there, from today. ``person``: a person that the user says is them (`claim_person`'s rules).

    Whoever is no person yet becomes one, without a public page. Raises `RuleError` or `Refusal`.
    """
    proposal = _unanswered(proposal, user)
    if person is not None:
        claim_person(person=person, user=user)
    own = Person.objects.filter(user=user).first()
    reason = _("As %(service)s says, and confirmed at login") % {
        "service": names_of().get(proposal.service, proposal.service)
    }
    with acting_context(actor=user, reason=reason):
        if own is None:
            own = Person.objects.create(name=user.name or user.email, email=user.email, user=user, is_public=False)
            forget_acting(user)
        affiliation = Affiliation.objects.create(
            person=own,
            organisation=proposal.organisation,
            unit=proposal.unit,
            valid_from=timezone.localdate(),
        )
    proposal.answered_at, proposal.accepted = timezone.now(), True
    proposal.save(update_fields=["answered_at", "accepted"])
    return affiliation


@transaction.atomic
def decline(*, proposal: ProposedAffiliation, user: User) -> None:
    """It is not so, or not for here: not asked again. Raises `RuleError` or `Refusal`."""
    proposal = _unanswered(proposal, user)
    proposal.answered_at = timezone.now()
    proposal.save(update_fields=["answered_at"])


def _unanswered(proposal: ProposedAffiliation, user: User) -> ProposedAffiliation:
    require(policies.may_answer_proposal(acting_for(user), proposal))
    proposal = ProposedAffiliation.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if proposal.answered_at:
        raise RuleError(_("You have answered this already."))
    return proposal


def _known(places: Sequence[Place]) -> list[tuple[Organisation, Unit | None]]:
    """Our own organisations and units for the service's numbers, domains and unit codes."""
    found = []
    for place in places:
        same = Organisation.objects.filter(is_active=True)
        organisation = same.filter(number=place.number).first() if place.number else None
        if organisation is None and place.domain and not place.number:
            organisation = same.filter(email_domain__iexact=place.domain).first()
        if organisation:
            found.append((organisation, unit_called(organisation, place.unit)))
    return found


def unit_called(organisation: Organisation, code: str) -> Unit | None:
    """The unit with the code that the institution uses in Feide: our own code, its end, or six digits of the national
    numbering (631000 is 63.10.0). None unless exactly one fits."""
    if not code:
        return None
    wanted = re.sub(r"[^a-z0-9]+", "-", code.lower()).strip("-")
    match = Q(code=wanted) | Q(code__endswith=f"-{wanted}")
    if re.fullmatch(r"\d{6}", code):
        match |= Q(code__endswith="-" + "-".join(str(int(code[i : i + 2])) for i in (0, 2, 4)))
    units = list(Unit.objects.filter(match, organisation=organisation, valid_to=None)[:2])
    return units[0] if len(units) == 1 else None


def _has(user: User, organisation: Organisation, unit: Unit | None) -> bool:
    """Whether the user belongs there today; of an organisation alone, any unit of it is enough."""
    rows = affiliations_on(timezone.localdate()).filter(person__user=user, organisation=organisation)
    return bool((rows.filter(unit=unit) if unit else rows).exists())
