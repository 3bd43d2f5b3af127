"""Registry: entries, evidence, registers, readiness, and the way in from spreadsheets."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "samspill.registry"
    label = "registry"
