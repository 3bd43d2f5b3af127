"""Load the labelled example into an installation that has no registers yet."""

from typing import Any

from django.core.management.base import BaseCommand

from samspill.core import examples
from samspill.registry.models import Register


class Command(BaseCommand):
    """``samspill serve --example`` runs this: an installation in use is left alone."""

    help = "Load the invented example centre, unless there is a register here already."

    def handle(self, *args: Any, **options: Any) -> None:
        if Register.objects.exists():
            return
        made = examples.load_all()
        self.stdout.write(f"Example loaded: {made['registry']} entries, all invented.")
