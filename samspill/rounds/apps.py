"""Rounds: a register's half-year updates, with targets that are answered the next time."""

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "samspill.rounds"
    label = "rounds"

    def ready(self) -> None:
        from samspill.registry.domain import readiness
        from samspill.rounds import calendar, due, personal_data
        from samspill.rounds.queries import owns_in_open_round

        readiness.also_may_record.append(owns_in_open_round)
        personal_data.declare()
        due.register()
        calendar.register()
