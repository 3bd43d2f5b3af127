"""The search index: how it stands, and making it anew."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from samspill.core.search import rebuilding, sources


class Command(BaseCommand):
    """``samspill search status`` and ``samspill search rebuild [KIND …]``."""

    help = "Tells how the search index stands, or makes it anew while the site goes on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["status", "rebuild"], help="what to do")
        parser.add_argument("kinds", nargs="*", metavar="KIND", help="rebuild only these, such as entry or person")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "status":
            self._tell_state()
            return
        if unknown := sorted(set(options["kinds"]) - set(sources.kinds())):
            known = ", ".join(sources.kinds())
            raise CommandError(f"There is nothing called {', '.join(unknown)}; choose from {known}.")
        told: dict[str, int] = {}

        def tell(kind: str, done: int) -> None:
            if done - told.get(kind, 0) >= 10_000:
                told[kind] = done
                self.stderr.write(f"{kind}: {done} …")

        done = rebuilding.rebuild(options["kinds"] or None, tell)
        self.stdout.write(f"{done} documents were made anew.")
        self._tell_state()

    def _tell_state(self) -> None:
        found = rebuilding.state()
        for kind, number in found.documents.items():
            self.stdout.write(f"{kind:14}{number:>10}")
        self.stdout.write(f"{'words':14}{found.words:>10}")
        if found.outdated:
            self.stdout.write(
                f"{found.outdated} documents are of an older Samspill, and some words do not find them yet. The worker "
                "makes them anew."
            )
        if found.waits_for is None:
            self.stdout.write("Nothing waits to be indexed.")
        else:
            minutes = found.waits_for.total_seconds() / 60
            self.stdout.write(
                f"{found.waiting} changes wait to be indexed, the oldest for {minutes:.0f} minutes. The worker does it."
            )
