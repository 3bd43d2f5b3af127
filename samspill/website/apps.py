"""Website."""

from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    name = "samspill.website"
    label = "website"

    def ready(self) -> None:
        from samspill.website import personal_data

        personal_data.declare()
