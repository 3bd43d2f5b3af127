"""Centres: host, partners, scheme and terms, their evaluations, and the self-check; initiatives such as SKI."""

from django.apps import AppConfig


class CentresConfig(AppConfig):
    name = "samspill.centres"
    label = "centres"

    def ready(self) -> None:
        from samspill.centres import (
            dates,
            example,
            party_hooks,
            personal_data,
            reporting,
            search,
            sources,
            subjects,
            year,
        )
        from samspill.centres.reference import load
        from samspill.core import examples, reference
        from samspill.core.search import sources as search_sources
        from samspill.parties import hooks

        reference.register(load, order=40)
        subjects.declare()
        sources.declare()
        personal_data.declare()
        dates.register()
        reporting.register()
        year.register()
        search_sources.register(search.SOURCE)
        hooks.when_merged.append(party_hooks.move_appointments)
        examples.register("centres", example.load, order=40)
