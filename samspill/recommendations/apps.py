"""Recommendations: advice, evaluation findings and measures, each with an owner, a status and an answer."""

from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    name = "samspill.recommendations"
    label = "recommendations"

    def ready(self) -> None:
        from samspill.parties import hooks
        from samspill.recommendations import due, own_subjects, party_hooks, personal_data

        own_subjects.declare()
        personal_data.declare()
        due.register()
        hooks.when_merged.append(party_hooks.move_ownership)
