"""Registry: entries, evidence, registers, readiness, and the way in from spreadsheets."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "samspill.registry"
    label = "registry"

    def ready(self) -> None:
        from samspill.core import reference
        from samspill.registry.reference import load

        reference.register(load, order=20)
