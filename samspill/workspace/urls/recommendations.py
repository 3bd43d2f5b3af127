"""Recommendations."""

from django.urls import URLPattern, path

from samspill.workspace.views import recommendation_follow_up, recommendations

urlpatterns: list[URLPattern] = [
    path("anbefalinger/", recommendations.recommendations, name="recommendations"),
    path("anbefalinger/eksport.<str:form>", recommendations.export, name="export_recommendations"),
    path("anbefalinger/ny/", recommendations.new, name="recommendation_new"),
    path("anbefalinger/<slug:public_id>/", recommendation_follow_up.recommendation, name="recommendation"),
    path("anbefalinger/<slug:public_id>/endre/", recommendations.edit, name="recommendation_edit"),
]
