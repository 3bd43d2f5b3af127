"""Rounds: a register's half-year updates, with targets that are answered the next time."""

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "samspill.rounds"
    label = "rounds"

    def ready(self) -> None:
        from samspill.core import examples
        from samspill.registry.domain import readiness
        from samspill.rounds import calendar, due, example, personal_data, reporting
        from samspill.rounds.queries import owns_in_open_round

        readiness.also_may_record.append(owns_in_open_round)
        personal_data.declare()
        due.register()
        calendar.register()
        reporting.register()
        examples.register("rounds", example.load, order=30)
