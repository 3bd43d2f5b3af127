"""The sections of the annual report that rounds know best."""

from django.utils.translation import gettext_lazy as _

from samspill.core import reporting
from samspill.rounds.reporting.targets import targets
from samspill.rounds.reporting.untouched import not_updated


def register() -> None:
    """Called when Django is ready."""
    reporting.register("targets", _("Targets, and whether they were met"), targets, order=25)
    reporting.register("not_updated", _("What was not updated"), not_updated, order=90)
