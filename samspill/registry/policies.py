"""Who may do what with entries, and why not."""

from django.utils.translation import gettext as _

from samspill.core.policy import ALLOWED, Answer, refused
from samspill.parties.domain.acting import Acting
from samspill.parties.models import Organisation, Unit
from samspill.registry.choices import Status
from samspill.registry.models import Contribution, Entry, Evidence, Participation, Register


def curates_register(acting: Acting, register: Register) -> Answer:
    """Curators: innovation leaders of the register, of its unit (or one above), or of its organisation."""
    if (
        acting.is_administrator
        or register.code in acting.curates_registers
        or register.unit_id in acting.curates_units
        or register.organisation_id in acting.curates_organisations
    ):
        return ALLOWED
    return refused(
        _("Only innovation leaders of the register “%(register)s” can do this. Ask one of them, or an administrator.")
        % {"register": register.name}
    )


def curates(acting: Acting, entry: Entry) -> Answer:
    """Whether the user decides on this entry."""
    if (
        acting.is_administrator
        or entry.unit_id in acting.curates_units
        or entry.organisation_id in acting.curates_organisations
        or (entry.register is not None and curates_register(acting, entry.register))
    ):
        return ALLOWED
    return refused(_("Only an innovation leader of the entry's register or unit can do this."))


def is_own(acting: Acting, entry: Entry) -> bool:
    """Made it, has a part in it, or acts for the organisation that owns it."""
    if not acting.is_known:
        return False
    return (
        entry.created_by_id == acting.user_id
        or entry.organisation_id in acting.represents
        or (
            acting.person_id is not None
            and any(part.person_id == acting.person_id for part in entry.contributions.all())
        )
    )


def has_role_there(acting: Acting, entry: Entry) -> bool:
    """Whether the user has a role today where the entry belongs: in its organisation, where its register lies, or in a
    register of one of these, as whoever made it in the register of the period before. Administrators have one
    everywhere. At most one query."""
    places = {entry.organisation_id} | ({entry.register.organisation_id} if entry.register else set())
    registers = acting.sees_registers | acting.contributes_registers
    return (
        acting.is_administrator
        or bool(places & acting.member_of)
        or (entry.register is not None and entry.register.code in registers)
        or (bool(registers) and Register.objects.filter(code__in=registers, organisation__in=places).exists())
    )


def works_with(acting: Acting, entry: Entry) -> bool:
    """Has a part in it, acts for the organisation that owns it, or made it and still has a role there.

    Whoever made it on behalf of others, and whose role has ended, goes on seeing it, and works with it no more. The
    same rule as `EntryQuerySet.mine`.
    """
    if not is_own(acting, entry):
        return False
    return (
        entry.organisation_id in acting.represents
        or has_role_there(acting, entry)
        or (
            acting.person_id is not None
            and any(part.person_id == acting.person_id for part in entry.contributions.all())
        )
    )


def may_see(acting: Acting, entry: Entry) -> Answer:
    """The same rule as `EntryQuerySet.visible_to`, asked of the database so that the two cannot differ."""
    if entry.is_public or Entry.objects.visible_to(acting).filter(pk=entry.pk).exists():
        return ALLOWED
    if not acting.is_known:
        return refused(_("This entry is not open to everyone. Log in to see whether you have access."))
    return refused(_("This entry is visible to its parties or its unit only, and you do not act for any of them."))


def may_see_evidence(acting: Acting, evidence: Evidence) -> Answer:
    """Public evidence follows the entry; confidential evidence is for those who work with the entry."""
    entry = evidence.entry
    if not (seen := may_see(acting, entry)):
        return seen
    if not evidence.is_confidential or works_with(acting, entry) or curates(acting, entry):
        return ALLOWED
    return refused(_("This evidence is confidential: only those who work with the entry can open it."))


def may_register(
    acting: Acting, *, organisation: Organisation, unit: Unit | None = None, register: Register | None = None
) -> Answer:
    """Whether the user may make an entry that belongs there."""
    if not acting.is_known:
        return refused(_("Log in to register something."))
    if (
        acting.is_administrator
        or organisation.pk in acting.contributes_organisations
        or (unit is not None and unit.pk in acting.contributes_units)
        or (
            register is not None
            and (register.code in acting.contributes_registers or register.unit_id in acting.contributes_units)
        )
    ):
        return ALLOWED
    return refused(
        _("You have no role that lets you register for %(organisation)s. Ask its innovation leader for one.")
        % {"organisation": organisation.name}
    )


def may_edit(acting: Acting, entry: Entry) -> Answer:
    """Own drafts and returned entries; curators until it is withdrawn; everyone with a part in it after publishing."""
    if entry.status == Status.WITHDRAWN:
        return refused(_("The entry is withdrawn. It can be read, but not changed."))
    if entry.status == Status.ARCHIVED:
        return refused(_("The entry is archived. An innovation leader can bring it back before it is changed."))
    if curates(acting, entry):
        return ALLOWED
    if not works_with(acting, entry):
        return refused(_("Only those who have a part in the entry, and its innovation leader, can change it."))
    if entry.status == Status.SUBMITTED:
        return refused(_("The entry is with the innovation leader. Take it back first if you want to change it."))
    return ALLOWED


def may_move(acting: Acting, entry: Entry) -> Answer:
    """Whether the user may move an entry to another register: owners while it is theirs to finish, then curators."""
    if entry.status in (Status.DRAFT, Status.RETURNED) or entry.register is None:
        return may_edit(acting, entry)
    return may_edit(acting, entry) and curates(acting, entry)


def may_confirm_contribution(acting: Acting, contribution: Contribution) -> Answer:
    """A person answers for their own part; a unit's leader or curator answers for the unit's."""
    if contribution.person_id is not None and contribution.person_id == acting.person_id:
        return ALLOWED
    if contribution.unit_id is not None and contribution.unit_id in acting.leads_units | acting.curates_units:
        return ALLOWED
    return refused(_("Only the contributor can confirm or dispute this."))


def may_confirm_participation(acting: Acting, participation: Participation) -> Answer:
    """Only somebody who acts for the organisation can speak for it."""
    if participation.organisation_id in acting.represents:
        return ALLOWED
    return refused(
        _("Only a partner representative of %(organisation)s can confirm or dispute this.")
        % {"organisation": participation.organisation.name}
    )


def is_party(acting: Acting, entry: Entry) -> bool:
    """Acts for an organisation that takes part."""
    return any(part.organisation_id in acting.represents for part in entry.participations.all())


def may_see_history(acting: Acting, entry: Entry) -> Answer:
    """The whole story is for those who work with the entry: a part in it, its curator, a party's representative."""
    if works_with(acting, entry) or curates(acting, entry) or (is_party(acting, entry) and may_see(acting, entry)):
        return ALLOWED
    return refused(_("The history is for those who have a part in the entry, its parties and its innovation leader."))


def may_make_register(acting: Acting, *, organisation: Organisation, unit: Unit | None = None) -> Answer:
    """Administrators, and innovation leaders of the unit (or one above) or of the organisation."""
    if (
        acting.is_administrator
        or organisation.pk in acting.curates_organisations
        or (unit is not None and unit.pk in acting.curates_units)
    ):
        return ALLOWED
    return refused(
        _("Only innovation leaders of the unit or of %(organisation)s, and administrators, can make a register there.")
        % {"organisation": organisation.name}
    )


def may_see_profiles(acting: Acting) -> Answer:
    """Administrators, and innovation leaders, who choose one for a register."""
    if acting.curates_registers or acting.curates_units or acting.curates_organisations:
        return ALLOWED
    return may_make_profiles(acting)


def may_make_profiles(acting: Acting) -> Answer:
    """Administrators: a profile holds for every register that has it."""
    if acting.is_administrator:
        return ALLOWED
    return refused(_("Only administrators can make and change profiles. Innovation leaders choose one for a register."))
