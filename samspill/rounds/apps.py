"""Rounds: a register's half-year updates, with targets that are answered the next time."""

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "samspill.rounds"
    label = "rounds"
