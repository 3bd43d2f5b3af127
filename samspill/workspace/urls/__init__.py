"""Addresses of the logged-in workspace: a file for each part."""

from django.urls import URLPattern, URLResolver

from samspill.workspace.urls import (
    cases,
    centres,
    entries,
    exports,
    imports,
    kept_forms,
    parties,
    party_sheets,
    personal_data,
    profiles,
    recommendations,
    reports,
    reviews,
    rounds,
)

app_name = "workspace"
urlpatterns: list[URLPattern | URLResolver] = [
    *entries.urlpatterns,
    *imports.urlpatterns,
    *parties.urlpatterns,
    *party_sheets.urlpatterns,
    *personal_data.urlpatterns,
    *exports.urlpatterns,
    *profiles.urlpatterns,
    *recommendations.urlpatterns,
    *centres.urlpatterns,
    *reports.urlpatterns,
    *cases.urlpatterns,
    *reviews.urlpatterns,
    *rounds.urlpatterns,
    *kept_forms.urlpatterns,
]
