"""The pages that lie ready for strangers: how many, and making them now."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from samspill.website import made_ahead

TOLD_EVERY = 10_000


class Command(BaseCommand):
    """``samspill pages status`` and ``samspill pages make``."""

    help = "Tells how many pages lie ready for strangers, or makes those that are missing, at full speed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["status", "make"], help="what to do")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "make":
            self._make()
        self._tell_state()

    def _make(self) -> None:
        told = 0
        while made_ahead.portion():
            walk = made_ahead.state().walk
            if walk and walk.walked - told >= TOLD_EVERY:
                told = walk.walked
                self.stderr.write(f"{walk.walked} of {walk.total} entries …")

    def _tell_state(self) -> None:
        found = made_ahead.state()
        self.stdout.write(f"{found.pages} pages lie ready; there is room for {found.places}.")
        if found.walk is None:
            self.stdout.write("The worker has not begun to make pages ahead.")
        elif found.walk.ended:
            self.stdout.write(f"All {found.walk.total} entries were looked at; it ended {found.walk.ended:%F %R} UTC.")
        else:
            self.stdout.write(
                f"{found.walk.walked} of {found.walk.total} entries have been looked at since "
                f"{found.walk.began:%F %R} UTC; {found.walk.made} pages were made. The worker goes on."
            )
