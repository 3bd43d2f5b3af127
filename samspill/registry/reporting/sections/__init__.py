"""The registry's sections of the annual report. Profiles and comparisons know them by code: never change one."""

from django.utils.translation import gettext_lazy as _

from samspill.core import reporting
from samspill.registry.reporting.sections.effects import effects
from samspill.registry.reporting.sections.figures import key_figures
from samspill.registry.reporting.sections.funnel import funnel
from samspill.registry.reporting.sections.news import new_and_stopped
from samspill.registry.reporting.sections.partners import partners
from samspill.registry.reporting.sections.readiness import readiness
from samspill.registry.reporting.sections.untouched import not_updated


def register() -> None:
    """Called when Django is ready."""
    reporting.register("key_figures", _("Key figures"), key_figures, order=10)
    reporting.register("readiness", _("How far the innovations have come"), readiness, order=20)
    reporting.register("funnel", _("From idea to use"), funnel, order=30)
    reporting.register("new_and_stopped", _("New and stopped"), new_and_stopped, order=40)
    reporting.register("effects", _("Effects, and for whom"), effects, order=55)
    reporting.register("partners", _("Partners"), partners, order=60)
    reporting.register("not_updated", _("What was not updated"), not_updated, order=90)
