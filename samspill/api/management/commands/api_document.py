"""Writes the document of the API to the file that is kept in the repository."""

import json
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from samspill.api.document import document


class Command(BaseCommand):
    help = "Renew docs/api/openapi.json after the API has changed; --check only tells whether it must be."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", default=str(settings.BASE_DIR / "docs" / "api" / "openapi.json"))
        parser.add_argument("--check", action="store_true", help="write nothing; status 1 when it is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        target = Path(options["out"])
        text = json.dumps(document(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        if options["check"]:
            if not target.exists() or json.loads(target.read_text(encoding="utf-8")) != json.loads(text):
                self.stderr.write(f"{target} is out of date: samspill django api_document")
                sys.exit(1)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        self.stdout.write(f"{target}: {len(document()['paths'])} addresses")
