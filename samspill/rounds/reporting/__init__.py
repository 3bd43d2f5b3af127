"""The sections of the annual report that rounds know best."""

from django.utils.translation import gettext_lazy as _

from samspill.core import reporting
from samspill.registry.reporting.sections.untouched import asked_for
from samspill.rounds.reporting.targets import targets
from samspill.rounds.reporting.untouched import not_updated


def register() -> None:
    """Called when Django is ready."""
    reporting.register("targets", _("Targets, and whether they were met"), targets, order=25)
    asked_for.append(not_updated)
