"""Reusable questions about parties."""

import difflib
import re
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from decimal import Decimal

from allauth.account.models import EmailAddress
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Lower
from django.utils import timezone

from samspill.accounts.models import User
from samspill.core.policy import require
from samspill.core.prepared_rows import Prepared
from samspill.parties import hooks, policies
from samspill.parties.domain.acting import Acting, roles_on
from samspill.parties.models import (
    Affiliation,
    DataRequest,
    Invitation,
    InvitationMail,
    Organisation,
    Person,
    ProposedAffiliation,
    Role,
    Unit,
)
from samspill.parties.scopes import Scope

Outcome = InvitationMail.Outcome
ON_ITS_WAY = timedelta(minutes=10)
"""A process that sends a mail notes how it went long before that. A killed one does not: the mail may
have left by then."""


def on_date(day: date) -> Q:
    """Rows with valid_from and valid_to that hold on a day; an empty end is open."""
    return (Q(valid_from=None) | Q(valid_from__lte=day)) & (Q(valid_to=None) | Q(valid_to__gte=day))


def affiliations_on(day: date) -> QuerySet[Affiliation]:
    """Who belonged where on a day."""
    return Affiliation.objects.filter(on_date(day)).select_related("person", "organisation", "unit")


def members_shown(acting: Acting, organisation: Organisation, *, words: str = "") -> QuerySet[Affiliation]:
    """Who belongs there today, by words of the name; for those who look after the organisation or a unit of it."""
    if not managed_organisations(acting).filter(pk=organisation.pk).exists():
        require(policies.may_edit_organisation(acting, organisation))
    rows = affiliations_on(timezone.localdate()).filter(organisation=organisation)
    return rows.filter(person__name__icontains=words) if words else rows


def representatives_on(day: date, organisation: Organisation) -> list[Person]:
    """People with a public page who act for the organisation on a day."""
    return _REPRESENTATIVES(day, organisation.pk)


def _representatives(day: date, organisation_id: int) -> QuerySet[Person]:
    roles = roles_on(day).filter(organisation_id=organisation_id, kind=Role.Kind.PARTNER_REPRESENTATIVE)
    return Person.objects.filter(user__in=roles.values("user"), is_public=True)


_REPRESENTATIVES = Prepared(_representatives, date, int)


def units_on(day: date, organisation: Organisation | None = None) -> QuerySet[Unit]:
    """The units that existed on a day, in the order of the tree."""
    units = Unit.objects.filter(on_date(day)).select_related("organisation")
    return units.filter(organisation=organisation) if organisation else units


def find_person(public_id: str) -> Person | None:
    """The person with this address, also when it is that of a duplicate merged into them."""
    if found := _PERSON(public_id):
        return found[0]
    return Person.objects.filter(former_public_ids__contains=[public_id]).first()


_PERSON = Prepared(lambda public_id: Person.objects.filter(public_id=public_id), str)


def overlapping_shares(person: Person) -> list[tuple[date | None, Decimal]]:
    """Days from which the person's shares sum to more than 100 %, with the sum; None is the beginning of time."""
    rows = [row for row in person.affiliations.all() if row.share]
    starts: list[date | None] = [*sorted({row.valid_from for row in rows if row.valid_from})]
    if any(row.valid_from is None for row in rows):
        starts.insert(0, None)
    sums = []
    for day in starts:
        total = sum((row.share or Decimal(0) for row in rows if _holds(row, day)), Decimal(0))
        if total > 100:
            sums.append((day, total))
    return sums


def _holds(row: Affiliation, day: date | None) -> bool:
    if day is None:
        return row.valid_from is None
    return (row.valid_from is None or row.valid_from <= day) and (row.valid_to is None or row.valid_to >= day)


NEAREST = 5
"""So many people who may be the same are named."""
LIKE_ENOUGH_TO_ASK = 0.8
"""How like another an organisation's name is, of 1, for whoever makes a new one to be asked whether it is that one."""


def nearest_organisations(
    name: str, *, number: str = "", limit: int = 5, at_least: float = 0.6, but: Organisation | None = None
) -> list[Organisation]:
    """Organisations that may be the same: the same number first, then those with the most similar names."""
    wanted = _bare(name)
    scored: list[tuple[float, Organisation]] = []
    for organisation in Organisation.objects.all():
        if but is not None and organisation.pk == but.pk:
            continue
        if number and organisation.number == number:
            scored.append((2.0, organisation))
            continue
        names = filter(
            None, {organisation.name_nb, organisation.name_nn, organisation.name_en, organisation.short_name}
        )
        score = max((_likeness(wanted, _bare(other)) for other in names), default=0.0)
        if wanted and score >= at_least:
            scored.append((score, organisation))
    return [organisation for _score, organisation in sorted(scored, key=lambda pair: -pair[0])[:limit]]


def persons_like(name: str, *, email: str = "", but: Person | None = None) -> QuerySet[Person]:
    """Persons who may be the same: the same e-mail or the same name, whatever the case."""
    same = Q(name__iexact=" ".join(name.split()))
    if email:
        same |= Q(email__iexact=email)
    rows = Person.objects.filter(same).prefetch_related("affiliations__organisation", "affiliations__unit")
    return rows.exclude(pk=but.pk) if but else rows


def claimable_by(user: User) -> list[Person]:
    """Persons without a user, with a verified address of this one, in an organisation where the user has a role or
    works according to a login service."""
    if Person.objects.filter(user=user).exists():
        return []
    roles = Role.objects.filter(user=user).select_related("organisation", "unit")
    organisations = {Scope.of(role).organisation_id for role in roles if role.is_in_effect} - {None}
    declined = Q(answered_at__isnull=False, accepted=False)
    works = ProposedAffiliation.objects.filter(user=user).exclude(declined)
    organisations |= set(works.values_list("organisation", flat=True))
    return list(claimable_in(user, organisations))


def claimable_in(user: User, organisations: Collection[int | None]) -> QuerySet[Person]:
    """Persons without a user, with a verified address of this one, who belong or belonged to one of these."""
    addresses = EmailAddress.objects.filter(user=user, verified=True).annotate(low=Lower("email")).values("low")
    belonging = Affiliation.objects.filter(person=OuterRef("pk"), organisation__in=organisations)
    return Person.objects.annotate(address=Lower("email")).filter(Exists(belonging), user=None, address__in=addresses)


def open_proposals(user: User) -> QuerySet[ProposedAffiliation]:
    """Where a login service says that the user works, and the user has not answered."""
    rows = ProposedAffiliation.objects.filter(user=user, answered_at=None)
    return rows.select_related("organisation", "unit")


def roles_within(acting: Acting) -> QuerySet[Role]:
    """The roles that a user may see: their own, and those in what they look after."""
    roles = Role.objects.select_related("user", "organisation", "unit__organisation", "granted_by", "ended_by")
    if acting.is_administrator:
        return roles
    return roles.filter(Q(user=acting.user_id) | _within(acting)).distinct()


def roles_shown(acting: Acting, *, words: str = "", ended: bool = False) -> QuerySet[Role]:
    """The roles that the user may see: those that hold or are to come, or those that have ended; by words of the name
    or the e-mail address."""
    over = ~Q(ended_at=None) | Q(valid_to__lt=timezone.localdate())
    rows = roles_within(acting).filter(over) if ended else roles_within(acting).exclude(over)
    return rows.filter(Q(user__name__icontains=words) | Q(user__email__icontains=words)) if words else rows


def invitations_waiting(acting: Acting) -> QuerySet[Invitation]:
    """The invitations that the user may see, neither taken nor withdrawn; they may be too old to be taken.

    Each with its newest mail's `mail_outcome`: not known when it has been under way for longer than `ON_ITS_WAY`.
    """
    rows = Invitation.objects.filter(accepted_at=None, withdrawn_at=None).filter(invitations_within(acting))
    mails = InvitationMail.objects.filter(invitation=OuterRef("pk")).order_by("-pk")
    silent = Q(outcome=Outcome.UNDER_WAY, sent_at__lt=timezone.now() - ON_ITS_WAY)
    mails = mails.annotate(came_of_it=Case(When(silent, then=Value(Outcome.UNKNOWN)), default="outcome"))
    rows = rows.annotate(mail_outcome=Subquery(mails.values("came_of_it")[:1]))
    return rows.select_related("organisation", "unit__organisation", "invited_by")


def invitations_within(acting: Acting) -> Q:
    """The invitations that a user may see: those in what they look after."""
    return Q() if acting.is_administrator else _within(acting)


def _within(acting: Acting) -> Q:
    units, organisations = acting.leads_units | acting.curates_units, acting.represents | acting.curates_organisations
    registers = [home.code for home in hooks.registers() if policies.keeps_register(acting, home)]
    return (
        Q(unit__in=units)
        | Q(organisation__in=organisations)
        | Q(unit__organisation__in=organisations)
        | Q(register_code__in=registers)
    )


def requests_about(user: User) -> QuerySet[DataRequest]:
    """What has been asked about a user's own data, the newest first."""
    return (
        DataRequest.objects.filter(user=user).order_by("-created_at").select_related("person", "user", "requested_by")
    )


def requests_shown(acting: Acting, *, done: bool) -> QuerySet[DataRequest]:
    """Requests that wait, or those that are done with: administrators see all, others what they made for somebody."""
    rows = DataRequest.objects.select_related("person", "user", "requested_by")
    rows = rows if acting.is_administrator else rows.filter(requested_by=acting.user_id)
    Status = DataRequest.Status
    waiting = Q(status__in=[Status.OPEN, Status.ACCEPTED, Status.TEXTS])
    return rows.exclude(waiting) if done else rows.filter(waiting)


def managed_organisations(acting: Acting) -> QuerySet[Organisation]:
    """Organisations that the user may edit, or some unit of."""
    if acting.is_administrator:
        return Organisation.objects.all()
    units: Iterable[int] = acting.leads_units | acting.curates_units
    return Organisation.objects.filter(
        Q(pk__in=acting.represents | acting.curates_organisations) | Q(units__in=units)
    ).distinct()


def _bare(name: str) -> str:
    """A name without what differs between ways of writing it."""
    words = re.sub(r"[^\w ]+", " ", name.lower()).split()
    return (
        " ".join(word for word in words if word not in {"as", "asa", "sa", "kommune", "universitet", "university"})
        or name.lower()
    )


def _likeness(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    words, others = set(one.split()), set(other.split())
    if words <= others or others <= words:
        return 0.9
    return difflib.SequenceMatcher(None, one, other).ratio()
