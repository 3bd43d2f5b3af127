"""Parties: organisations, units and people, and who acts for whom."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "samspill.parties"
    label = "parties"

    def ready(self) -> None:
        from samspill.core import reference
        from samspill.parties.reference import load

        reference.register(load, order=10)
