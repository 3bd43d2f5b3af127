"""Recommendations: advice, evaluation findings and measures, each with an owner, a status and an answer."""

from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    name = "samspill.recommendations"
    label = "recommendations"
