"""Who may do what with cases, stories and channels, and why not."""

from django.utils.translation import gettext as _

from samspill.cases.models import CaseReview
from samspill.core.policy import ALLOWED, Answer, refused
from samspill.parties.domain.acting import Acting
from samspill.registry import policies
from samspill.registry.choices import Kind, Status
from samspill.registry.models import Entry


def may_write(acting: Acting, entry: Entry) -> Answer:
    """Whoever may change the entry writes its case; other kinds of entry have none."""
    if entry.kind != Kind.IMPACT_CASE:
        return refused(_("Only impact cases have these parts. Register an impact case, and relate it to this entry."))
    return policies.may_edit(acting, entry)


def may_ask(acting: Acting, entry: Entry) -> Answer:
    """Whoever works with the case may ask a partner to read it, while the innovation leader has it too."""
    if entry.kind != Kind.IMPACT_CASE:
        return may_write(acting, entry)
    if entry.status in (Status.WITHDRAWN, Status.ARCHIVED):
        return policies.may_edit(acting, entry)
    if policies.works_with(acting, entry) or policies.curates(acting, entry):
        return ALLOWED
    return refused(_("Only those who have a part in the entry, and its innovation leader, can do this."))


def may_answer(acting: Acting, review: CaseReview) -> Answer:
    """Only somebody who acts for the organisation can speak for it. Reading the case goes along with being asked."""
    if review.organisation_id not in acting.represents:
        return refused(
            _("Only a partner representative of %(organisation)s can read and answer this.")
            % {"organisation": review.organisation.name}
        )
    if review.taken_back_at is not None:
        return refused(_("The question has been taken back: there is nothing to answer any more."))
    if review.entry.status == Status.WITHDRAWN:
        return refused(_("The case is withdrawn: there is nothing to answer any more."))
    return ALLOWED


def may_see_contacts(acting: Acting, entry: Entry) -> bool:
    """How to reach sources is for those who work with the entry."""
    return acting.is_known and (policies.works_with(acting, entry) or bool(policies.curates(acting, entry)))


def may_make_channels(acting: Acting) -> Answer:
    """Administrators: the catalogue is everybody's."""
    if acting.is_administrator:
        return ALLOWED
    return refused(_("Only administrators can add and change channels."))
