"""Load the reference tables; edits made here are kept."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from samspill.core import reference
from samspill.core.history import acting


class Command(BaseCommand):
    """``samspill reference``: tells per table what was new, changed or kept."""

    help = "Load or refresh reference data (municipalities, institutions, vocabularies). Local edits are kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="only say something when something changed")

    def handle(self, *args: Any, **options: Any) -> None:
        with acting(reason="reference data"):
            outcomes = reference.load_all()
        for outcome in outcomes:
            if options["quiet"] and not (outcome.created or outcome.updated or outcome.kept):
                continue
            self.stdout.write(
                f"{outcome.table}: {outcome.created} new, {outcome.updated} updated, {outcome.unchanged} unchanged"
            )
            for kept in outcome.kept:
                self.stdout.write(f"  kept as edited here: {kept}")
