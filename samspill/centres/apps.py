"""Centres: host, partners, scheme and terms, their evaluations, and the self-check; initiatives such as SKI."""

from django.apps import AppConfig


class CentresConfig(AppConfig):
    name = "samspill.centres"
    label = "centres"

    def ready(self) -> None:
        from samspill.centres import dates, personal_data, reporting, subjects
        from samspill.centres.reference import load
        from samspill.core import reference

        reference.register(load, order=40)
        subjects.declare()
        personal_data.declare()
        dates.register()
        reporting.register()
