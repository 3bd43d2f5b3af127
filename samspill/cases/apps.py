"""Cases: impact cases with fixed parts, stories, and the channels in which they are shown."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "samspill.cases"
    label = "cases"

    def ready(self) -> None:
        from samspill.cases import due, personal_data
        from samspill.cases.domain import reviews
        from samspill.cases.reference import load
        from samspill.core import reference
        from samspill.registry.domain import workflow

        reference.register(load, order=40)
        due.register()
        personal_data.declare()
        workflow.needs_reason.append(reviews.why_reason_is_needed)
