"""Who may do what with centres and initiatives, and why not."""

from django.utils.translation import gettext as _

from samspill.centres.models import Centre, Initiative, Milestone, Study
from samspill.core.policy import ALLOWED, Answer, refused
from samspill.parties.domain.acting import Acting
from samspill.parties.models import Organisation, Unit


def _keeps(acting: Acting, organisation_id: int, unit_id: int | None) -> bool:
    return (
        acting.is_administrator
        or unit_id in acting.curates_units | acting.leads_units
        or organisation_id in acting.curates_organisations | acting.represents
    )


def may_make(acting: Acting, *, organisation: Organisation, unit: Unit | None) -> Answer:
    """Those who look after the host."""
    if _keeps(acting, organisation.pk, unit.pk if unit else None):
        return ALLOWED
    return refused(
        _("Only leaders and innovation leaders of %(host)s, and administrators, can do this.")
        % {"host": unit.name if unit else organisation.name}
    )


def makes_any(acting: Acting) -> Answer:
    """Whether there is any host for which the user could make a centre."""
    if (
        acting.is_administrator
        or acting.curates_units
        or acting.leads_units
        or acting.curates_organisations
        or acting.represents
    ):
        return ALLOWED
    return refused(_("Only leaders and innovation leaders of a unit or an organisation can make this."))


def runs(acting: Acting, subject: Centre | Initiative) -> Answer:
    """Those who look after the host, and for a centre also the innovation leaders of its registers."""
    if _keeps(acting, subject.organisation_id, subject.unit_id):
        return ALLOWED
    if (
        isinstance(subject, Centre)
        and acting.curates_registers
        and subject.register_links.filter(register__code__in=acting.curates_registers).exists()
    ):
        return ALLOWED
    return refused(
        _("Only those who run %(name)s can do this: the leader and the innovation leaders of its host and registers.")
        % {"name": subject.name}
    )


def may_see(acting: Acting, subject: Centre | Initiative) -> Answer:
    """Everyone, unless it is not shown to everyone."""
    if subject.is_public or runs(acting, subject):
        return ALLOWED
    return refused(_("This page is not open to everyone."))


def may_see_check(acting: Acting, centre: Centre) -> Answer:
    """The self-check: everyone when the centre says so, else those who run it."""
    return ALLOWED if centre.shows_check and centre.is_public else runs(acting, centre)


def may_see_report(acting: Acting, milestone: Milestone) -> Answer:
    """The report of a milestone follows the page that it stands on."""
    subject = milestone.centre or milestone.initiative
    assert subject is not None  # a constraint of the database
    return may_see(acting, subject)


def keeps_study(acting: Acting, study: Study) -> Answer:
    """Those who look after the organisation that keeps the record, or run one of the centres that it is of."""
    if _keeps(acting, study.organisation_id, None):
        return ALLOWED
    if acting.is_known and Centre.objects.run_by(acting).filter(study_links__study=study).exists():
        return ALLOWED
    return refused(_("Only those who run one of the centres that the study is of can change it."))


def may_see_study(acting: Acting, study: Study) -> Answer:
    """Everyone, unless it is not shown to everyone."""
    if study.is_public or keeps_study(acting, study):
        return ALLOWED
    return refused(_("This page is not open to everyone."))
