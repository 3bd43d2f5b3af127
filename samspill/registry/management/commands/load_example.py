"""Load the labelled example into an installation that has no registers yet."""

from typing import Any

from django.core.management.base import BaseCommand

from samspill.registry import example
from samspill.registry.models import Register


class Command(BaseCommand):
    """``samspill serve --example`` runs this: an installation in use is left alone."""

    help = "Load the invented example centre, unless there is a register here already."

    def handle(self, *args: Any, **options: Any) -> None:
        if Register.objects.exists():
            return
        count = example.load()
        self.stdout.write(f"Example loaded: {count} entries, all invented.")
