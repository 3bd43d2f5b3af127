"""Who may look at rounds, answer in them, and lead them, and why not."""

from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.core.policy import ALLOWED, Answer, refused
from samspill.parties.domain.acting import Acting
from samspill.parties.models import Role
from samspill.registry.models import Entry, Register
from samspill.registry.policies import curates_register, works_with
from samspill.rounds.domain.owners import those_here
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


def is_here(acting: Acting) -> bool:
    """Whether the user is somewhere today, as `domain.owners` says it: whoever has left owns nothing any more, also
    before the night when it goes on to somebody else. No query for whoever has a role."""
    if acting.kinds - {Role.Kind.ADMINISTRATOR}:
        return True
    return acting.user_id is not None and bool(those_here([acting.user_id], on=timezone.localdate()))


def may_answer(acting: Acting, item: RoundItem, register: Register) -> Answer:
    """Its owner, who is here; and innovation leaders, on the owner's behalf."""
    if may_lead(acting, register):
        return ALLOWED
    if acting.is_known and item.owner_id == acting.user_id:
        return ALLOWED if is_here(acting) else refused(has_left())
    return refused(_("Somebody else is to update this innovation. Ask the innovation leader to hand it over to you."))


def has_left() -> str:
    """Why an owner can do nothing more, and what helps."""
    return _("You have no role any more, and belong nowhere here. Ask an innovation leader if you still take part.")


def may_open_page(acting: Acting, found: UpdateRound, *, has_items: bool) -> Answer:
    """The page of one's own innovations in a round: owners who are here, and those who follow the register."""
    if may_follow(acting, found.register):
        return ALLOWED
    if has_items:
        return ALLOWED if is_here(acting) else refused(has_left())
    return refused(_("You have no innovations in this round. Ask the innovation leader if you should have."))


def may_see_story(acting: Acting, entry: Entry, *, has_items: bool) -> Answer:
    """An innovation's rounds, with targets and updates: those who follow its register, own it in a round
    (``has_items``) and are here, or have a part in it."""
    follows = entry.register is not None and may_follow(acting, entry.register)
    if follows or works_with(acting, entry) or (has_items and is_here(acting)):
        return ALLOWED
    return refused(_("Targets and updates are for those who work with the entry, its register and its unit."))
