"""Who may make, read and publish editions."""

from django.utils.translation import gettext as _

from samspill.core.policy import ALLOWED, Answer, refused
from samspill.parties.domain.acting import Acting
from samspill.parties.models import Unit
from samspill.registry.models import Register
from samspill.registry.policies import curates_register
from samspill.reports.models import Edition


def may_make(acting: Acting, subject: Register | Unit) -> Answer:
    """Innovation leaders of the register or the unit, and administrators."""
    if isinstance(subject, Register):
        return curates_register(acting, subject)
    if (
        acting.is_administrator
        or subject.pk in acting.curates_units
        or subject.organisation_id in acting.curates_organisations
    ):
        return ALLOWED
    return refused(
        _("Only innovation leaders of “%(unit)s” can make its reports. Ask one of them, or an administrator.")
        % {"unit": subject.name}
    )


def may_read(acting: Acting, edition: Edition) -> Answer:
    """Everyone once it is published; until then those who may make it."""
    if edition.is_published or may_make(acting, edition.subject):
        return ALLOWED
    if not acting.is_known:
        return refused(_("This report is not published. Log in to see whether you have access."))
    return refused(
        _("This report is not published. Until then, only innovation leaders of “%(what)s” can read it.")
        % {"what": edition.subject.name}
    )


def may_publish(acting: Acting, edition: Edition) -> Answer:
    """Whoever may make it; never one that holds what not everybody may see."""
    if not (made := may_make(acting, edition.subject)):
        return made
    if not edition.is_ready:
        return refused(_("The report is not ready yet."))
    if not edition.everyone:
        return refused(
            _("This edition counts entries that not everyone may see. Make one for everyone, and publish that.")
        )
    return ALLOWED
