"""Parties: organisations, units and people, and who acts for whom."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "samspill.parties"
    label = "parties"

    def ready(self) -> None:
        from samspill.core import reference, search
        from samspill.parties.reference import load
        from samspill.parties.search import SOURCES

        reference.register(load, order=10)
        for source in SOURCES:
            search.register(source)
