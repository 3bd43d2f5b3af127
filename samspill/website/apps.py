"""Website."""

from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    name = "samspill.website"
    label = "website"

    def ready(self) -> None:
        from samspill.core.search import vocabulary
        from samspill.website import found, personal_data

        personal_data.declare()
        vocabulary.hold(found.KINDS)
