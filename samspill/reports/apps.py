"""Reports: frozen, checksummed editions on the web and as PDF."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "samspill.reports"
    label = "reports"

    def ready(self) -> None:
        from samspill.core import examples
        from samspill.core.search import sources as search_sources
        from samspill.reports import due, example, personal_data, search
        from samspill.reports.year import line
        from samspill.rounds import year

        examples.register("reports", example.load, order=60)
        due.register()
        search_sources.register(search.SOURCE)
        personal_data.declare()
        year.register("reports", line, order=90)
