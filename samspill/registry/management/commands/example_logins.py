"""How to log in as each example role."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from samspill.registry import example


class Command(BaseCommand):
    """Printed when Samspill starts with the example."""

    help = "Print one example user for each role, and their password."

    def handle(self, *args: Any, **options: Any) -> None:
        if not example.is_loaded():
            self.stdout.write("There are no example users here.")
            return
        with translation.override("en"):  # as all that the operator's commands say
            rows = example.logins()
        width = max(len(role) for role, _name, _email in rows)
        self.stdout.write(f"Log in as (password for all: {example.example_password()}):")
        for role, name, email in rows:
            self.stdout.write(f"  {role:<{width}}  {email}  ({name})")
