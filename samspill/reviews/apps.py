"""Reviews: assessments, the leadership's review meeting, and the innovations planned in work plans."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "samspill.reviews"
    label = "reviews"
