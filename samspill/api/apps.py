"""API: what the pages show and take, for programs."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "samspill.api"
    label = "api"

    def ready(self) -> None:
        from samspill.accounts.scopes import register_scope
        from samspill.api import personal_data
        from samspill.api.scopes import SCOPES

        for scope in SCOPES:
            register_scope(scope)
        personal_data.declare()
