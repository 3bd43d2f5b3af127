"""Cases: impact cases with fixed parts, stories, and the channels in which they are shown."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "samspill.cases"
    label = "cases"

    def ready(self) -> None:
        from samspill.cases import due, example, history, personal_data, reporting, search
        from samspill.cases.domain import reviews
        from samspill.cases.reference import load
        from samspill.core import examples, reference
        from samspill.registry import search as entries
        from samspill.registry.domain import workflow

        reference.register(load, order=40)
        examples.register("cases", example.load, order=40)
        entries.more_texts.append(search.texts_of)
        due.register()
        history.register()
        reporting.register()
        personal_data.declare()
        workflow.needs_reason.append(reviews.why_reason_is_needed)
