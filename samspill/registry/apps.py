"""Registry: entries, evidence, registers, readiness, and the way in from spreadsheets."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "samspill.registry"
    label = "registry"

    def ready(self) -> None:
        from samspill.core import reference
        from samspill.parties import hooks
        from samspill.registry import party_hooks
        from samspill.registry.reference import load

        reference.register(load, order=20)
        hooks.find_registers.append(party_hooks.find_registers)
        hooks.has_all_of.append(party_hooks.curates_all_of)
        hooks.when_merged.append(party_hooks.move_contributions)
