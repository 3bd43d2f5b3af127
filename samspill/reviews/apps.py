"""Reviews: assessments, the leadership's review meeting, and the innovations planned in work plans."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "samspill.reviews"
    label = "reviews"

    def ready(self) -> None:
        from samspill.core import examples
        from samspill.reviews import calendar, due, example, personal_data, reporting, year

        personal_data.declare()
        due.register()
        calendar.register()
        reporting.register()
        year.register()
        examples.register("reviews", example.load, order=40)
        examples.register("agendas", example.renew_agendas, order=57)  # after the history, which is set back at 55
