"""Registry: entries, evidence, registers, readiness, and the way in from spreadsheets."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "samspill.registry"
    label = "registry"

    def ready(self) -> None:
        from samspill.core import examples, reference, search
        from samspill.parties import hooks
        from samspill.registry import due, example, example_history, party_hooks, personal_data
        from samspill.registry.reference import load
        from samspill.registry.reporting import sections
        from samspill.registry.search import SOURCE

        reference.register(load, order=20)
        search.register(SOURCE)
        examples.register("registry", example.load, order=20)
        examples.register("history", example_history.set_back, order=55)
        hooks.find_registers.append(party_hooks.find_registers)
        hooks.has_all_of.append(party_hooks.curates_all_of)
        hooks.when_merged.append(party_hooks.move_contributions)
        personal_data.declare()
        due.register()
        sections.register()
