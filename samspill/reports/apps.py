"""Reports: frozen, checksummed editions on the web and as PDF."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "samspill.reports"
    label = "reports"

    def ready(self) -> None:
        from samspill.reports import personal_data

        personal_data.declare()
