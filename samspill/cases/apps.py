"""Cases: impact cases with fixed parts, stories, and the channels in which they are shown."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "samspill.cases"
    label = "cases"

    def ready(self) -> None:
        from samspill.cases.reference import load
        from samspill.core import reference

        reference.register(load, order=40)
