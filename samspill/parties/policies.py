"""Who may do what with parties, roles and invitations, and why not."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.core.policy import ALLOWED, Answer, refused
from samspill.parties import hooks
from samspill.parties.domain.acting import Acting
from samspill.parties.models import (
    Affiliation,
    DataAccess,
    DataRequest,
    Organisation,
    Person,
    ProposedAffiliation,
    Role,
    Unit,
)
from samspill.parties.scopes import Scope

Kind = Role.Kind
HELPERS = {Kind.CONTRIBUTOR, Kind.READER}


def is_administrator(acting: Acting) -> Answer:
    """Administrators only."""
    return ALLOWED if acting.is_administrator else refused(_("Only an administrator can do this."))


LOOK = timedelta(hours=1)
"""How long an administrator who gave a reason can look at what is held of somebody."""


def may_use_look(acting: Acting, access: DataAccess) -> Answer:
    """Administrators, for an hour after they said why; whose look it is, the query has seen to."""
    if acting.is_administrator and access.at < timezone.now() - LOOK:
        return refused(_("It is more than an hour since you said why you need to see this. Say it again."))
    return is_administrator(acting)


def manages_something(acting: Acting) -> Answer:
    """Whether the user looks after any organisation, unit or register."""
    if (
        acting.is_administrator
        or acting.represents
        or acting.leads_units
        or acting.curates_units
        or acting.curates_organisations
        or acting.curates_registers
    ):
        return ALLOWED
    return refused(
        _(
            "This is for administrators, innovation leaders, unit leaders and partner representatives. "
            "You have no such role."
        )
    )


# Roles and invitations


def is_in_scope(acting: Acting, scope: Scope) -> bool:
    """Whether the place lies within what the user looks after."""
    units, organisations = acting.leads_units | acting.curates_units, acting.represents | acting.curates_organisations
    if acting.is_administrator:
        return True
    if scope.unit:
        return scope.unit.pk in units or scope.unit.organisation_id in organisations
    if scope.register_code:
        home = hooks.register_home(scope.register_code)
        return home is not None and keeps_register(acting, home)
    return scope.organisation is not None and scope.organisation.pk in organisations


def keeps_register(acting: Acting, home: hooks.RegisterHome) -> bool:
    """Whether the register lies within what the user looks after."""
    return (
        acting.is_administrator
        or home.code in acting.curates_registers
        or home.unit_id in acting.leads_units | acting.curates_units
        or home.organisation_id in acting.represents | acting.curates_organisations
    )


def may_grant(acting: Acting, kind: str, scope: Scope) -> Answer:
    """Administrators any role; the others within their own scope: contributors and readers, and a partner
    representative also further representatives of the same organisation."""
    if acting.is_administrator:
        return ALLOWED
    if not (answer := manages_something(acting)):
        return answer
    if not is_in_scope(acting, scope):
        return refused(_("You can give roles only in the organisations, units and registers that you look after."))
    if kind in HELPERS:
        return ALLOWED
    if kind == Kind.PARTNER_REPRESENTATIVE and scope.organisation and scope.organisation.pk in acting.represents:
        return ALLOWED
    return refused(
        _("You can give the roles contributor and reader. Ask an administrator for the role “%(role)s”.")
        % {"role": Kind(kind).label if kind in Kind.values else kind}
    )


def may_grant_to_self(acting: Acting) -> Answer:
    """Administrators. All others would only gain days beyond those of the role that lets them give it."""
    if acting.is_administrator:
        return ALLOWED
    return refused(_("Nobody gives a role to themselves. Ask somebody else who gives roles there."))


def may_end(acting: Acting, role: Role) -> Answer:
    """Who may grant a role may end it, and everyone may give up their own."""
    if role.user_id == acting.user_id and acting.is_known:
        return ALLOWED
    if may_grant(acting, role.kind, Scope.of(role)):
        return ALLOWED
    return refused(_("Only those who can give this role can end it. Ask an administrator."))


def may_see_role(acting: Acting, role: Role) -> Answer:
    """One's own roles, and those within what one looks after."""
    if role.user_id == acting.user_id or is_in_scope(acting, Scope.of(role)):
        return ALLOWED
    return refused(_("You can see roles only in the organisations, units and registers that you look after."))


# Organisations and units


def may_create_organisation(acting: Acting) -> Answer:
    """Administrators, and innovation leaders, who need partners for what they register."""
    if acting.is_administrator or Kind.INNOVATION_LEADER in acting.kinds:
        return ALLOWED
    return refused(_("Only administrators and innovation leaders can add an organisation. Ask one of them."))


def may_edit_organisation(acting: Acting, organisation: Organisation) -> Answer:
    """Administrators, its partner representatives and the innovation leaders of the whole organisation."""
    if acting.is_administrator or organisation.pk in acting.represents | acting.curates_organisations:
        return ALLOWED
    return refused(
        _("Only an administrator or somebody who acts for %(organisation)s can change it.")
        % {"organisation": organisation.name}
    )


def may_edit_unit(acting: Acting, unit: Unit) -> Answer:
    """Its leader or innovation leader (also of a unit above it), and those who may edit the organisation."""
    if unit.pk in acting.leads_units | acting.curates_units or may_edit_organisation(acting, unit.organisation):
        return ALLOWED
    return refused(
        _("Only the leader or innovation leader of %(unit)s, or an administrator, can change it.") % {"unit": unit.name}
    )


def may_create_unit(acting: Acting, *, organisation: Organisation, parent: Unit | None) -> Answer:
    """Below a unit that one may edit; at the top, those who may edit the organisation."""
    return may_edit_unit(acting, parent) if parent else may_edit_organisation(acting, organisation)


# People


def may_add_affiliation(acting: Acting, *, organisation: Organisation, unit: Unit | None) -> Answer:
    """Those who look after the organisation or the unit."""
    if acting.is_administrator or is_in_scope(acting, Scope(unit=unit) if unit else Scope(organisation=organisation)):
        return ALLOWED
    return refused(
        _(
            "You can add people only to the organisations and units that you look after, "
            "and %(place)s is not among them."
        )
        % {"place": unit.name if unit else organisation.name}
    )


def may_create_person(acting: Acting) -> Answer:
    """Those who look after an organisation or a unit, to which the person is then added."""
    if (
        acting.is_administrator
        or acting.represents
        or acting.leads_units
        or acting.curates_units
        or acting.curates_organisations
    ):
        return ALLOWED
    return refused(_("Only those who look after an organisation or a unit can add people. Ask one of them."))


def may_open_person(acting: Acting, person: Person) -> Answer:
    """Whether the user sees and sets where the person belongs: also those who look after one of several places."""
    if any(is_in_scope(acting, place_of(part)) for part in _places(person)):
        return ALLOWED
    return may_edit_person(acting, person)


def may_edit_person(acting: Acting, person: Person) -> Answer:
    """The person, administrators, and those who look after all places where the person belongs today.

    One of several is not enough, nor one that they have left: anybody may be added to one's own place, and would then
    be anybody's to rename, to show to everyone and to learn the e-mail address of. Who belongs nowhere today is looked
    after by where they belonged.
    """
    if acting.is_administrator or (acting.person_id is not None and acting.person_id == person.pk):
        return ALLOWED
    every, today = list(_places(person)), timezone.localdate()
    standing = [part for part in every if part.valid_to is None or part.valid_to >= today] or every
    elsewhere = [part for part in standing if not is_in_scope(acting, place_of(part))]
    if standing and not elsewhere:
        return ALLOWED
    reason = _(
        "Only %(person)s, those who look after all the places where %(person)s belongs, and administrators can "
        "change the name, the e-mail address, the ORCID iD and the public page, and ask for erasure."
    )
    if len(elsewhere) < len(standing):  # somebody who sees the places: names of them help
        places = ", ".join(dict.fromkeys(str(part.unit or part.organisation) for part in elsewhere))
        reason += " " + _("You do not look after: %(places)s.") % {"places": places}
    return refused(reason % {"person": person.name})


def may_identify_person(acting: Acting, person: Person, *, elsewhere: bool = True) -> Answer:
    """Whether the user may change e-mail and ORCID iD, by which a person is recognised and logs in.

    Those who look after one of several places may not: with another address they could make themselves the person,
    and get at what the person works with elsewhere. ``elsewhere``: ask also the modules above, for a page of many
    people a question for each.
    """
    if acting.is_administrator or (acting.person_id is not None and acting.person_id == person.pk):
        return ALLOWED
    if (
        person.user_id is None
        and all(is_in_scope(acting, place_of(part)) for part in _places(person))
        and (not elsewhere or all(has_all(person, acting) for has_all in hooks.has_all_of))
    ):
        return ALLOWED
    return refused(
        _(
            "%(person)s is known by this elsewhere too. Only %(person)s and administrators can change the e-mail "
            "address and the ORCID iD."
        )
        % {"person": person.name}
    )


def may_edit_affiliation(acting: Acting, affiliation: Affiliation) -> Answer:
    """Those who look after the place. Not the person: an employer says who works there."""
    return may_add_affiliation(acting, organisation=affiliation.organisation, unit=affiliation.unit)


def may_answer_proposal(acting: Acting, proposal: ProposedAffiliation) -> Answer:
    """The user it is about, and nobody else. The employer has spoken already: the service speaks for it."""
    if acting.user_id == proposal.user_id:
        return ALLOWED
    return refused(_("Only the person it is about can answer this."))


def _places(person: Person) -> Iterable[Affiliation]:
    """Where the person belongs; without a question where that was read beforehand."""
    if "affiliations" in getattr(person, "_prefetched_objects_cache", {}):
        return person.affiliations.all()
    return person.affiliations.select_related("organisation", "unit")


def place_of(affiliation: Affiliation) -> Scope:
    """The unit, else the organisation."""
    return Scope(unit=affiliation.unit) if affiliation.unit else Scope(organisation=affiliation.organisation)


# Personal data


def may_ask_for_person(acting: Acting, person: Person) -> Answer:
    """On behalf of somebody, most often without an account: those who may edit the person."""
    return may_edit_person(acting, person)


def may_see_request(acting: Acting, request: DataRequest) -> Answer:
    """Whoever it is about, whoever made it, and administrators."""
    if acting.is_administrator or (acting.is_known and acting.user_id in (request.user_id, request.requested_by_id)):
        return ALLOWED
    return refused(_("Only the person, whoever asked on their behalf, and administrators can see this request."))


def may_withdraw_request(acting: Acting, request: DataRequest) -> Answer:
    """Whoever it is about, and whoever made it."""
    if acting.is_known and acting.user_id in (request.user_id, request.requested_by_id):
        return ALLOWED
    return refused(_("Only whoever made the request can withdraw it."))
