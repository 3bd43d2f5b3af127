"""Website."""

from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    name = "samspill.website"
    label = "website"

    def ready(self) -> None:
        from samspill.core.search import sources, vocabulary
        from samspill.website import found, kept_lists, personal_data

        personal_data.declare()
        sources.watch(*kept_lists.BESIDE)
        vocabulary.hold(found.KINDS)
