"""Who may look at rounds, answer in them, and lead them, and why not."""

from django.utils.translation import gettext as _

from samspill.core.policy import ALLOWED, Answer, refused
from samspill.parties.domain.acting import Acting
from samspill.registry.models import Entry, Register
from samspill.registry.policies import curates_register, is_own
from samspill.rounds.models import RoundItem, UpdateRound


def may_lead(acting: Acting, register: Register) -> Answer:
    """Plans, opens and closes rounds and hands over: the register's innovation leaders and administrators."""
    return curates_register(acting, register)


def may_oversee(acting: Acting, register: Register) -> Answer:
    """Sees who has answered and who has not: those who lead rounds, and the leaders of the register's unit."""
    if register.unit_id in acting.leads_units or may_lead(acting, register):
        return ALLOWED
    return refused(_("Only innovation leaders and the leader of the unit see who has answered and who has not."))


def may_follow(acting: Acting, register: Register) -> Answer:
    """Sees the register's year, with levels and targets: everyone with a role where the register belongs."""
    if (
        register.unit_id in acting.sees_units
        or register.organisation_id in acting.sees_organisations
        or register.code in acting.sees_registers
        or may_oversee(acting, register)
    ):
        return ALLOWED
    return refused(
        _("The year of “%(register)s” is for those who have a role there. Ask its innovation leader for one.")
        % {"register": register.name}
    )


def may_answer(acting: Acting, item: RoundItem, register: Register) -> Answer:
    """Its owner; and innovation leaders, on the owner's behalf."""
    if (acting.is_known and item.owner_id == acting.user_id) or may_lead(acting, register):
        return ALLOWED
    return refused(_("Somebody else is to update this innovation. Ask the innovation leader to hand it over to you."))


def may_open_page(acting: Acting, found: UpdateRound, *, has_items: bool) -> Answer:
    """The page of one's own innovations in a round: owners, and those who follow the register."""
    if has_items or may_follow(acting, found.register):
        return ALLOWED
    return refused(_("You have no innovations in this round. Ask the innovation leader if you should have."))


def may_see_story(acting: Acting, entry: Entry, *, has_items: bool) -> Answer:
    """An innovation's rounds, with targets and updates: those who follow its register, own it in a round
    (``has_items``), or have a part in it."""
    follows = entry.register is not None and may_follow(acting, entry.register)
    if follows or has_items or is_own(acting, entry):
        return ALLOWED
    return refused(_("Targets and updates are for those who work with the entry, its register and its unit."))
