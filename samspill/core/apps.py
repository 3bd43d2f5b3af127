"""Core: what every module needs and no domain word."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "samspill.core"
    label = "core"

    def ready(self) -> None:
        from samspill.core import connections, letters
        from samspill.core.personal_data import own

        connections.connect()
        letters.connect()
        own.declare()
        from samspill.core.search import keeping_up

        keeping_up.connect()
