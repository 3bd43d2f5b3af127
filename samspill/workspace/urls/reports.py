"""Annual reports."""

from django.urls import URLPattern, path

from samspill.workspace.views import reports

urlpatterns: list[URLPattern] = [
    path("registre/<slug:code>/rapporter/", reports.register_reports, name="reports"),
    path("enheter/<slug:code>/rapporter/", reports.unit_reports, name="unit_reports"),
    path("rapporter/<slug:public_id>/", reports.edition, name="edition"),
    path("rapporter/<slug:public_id>/framdrift/", reports.progress, name="edition_progress"),
    path("rapporter/<slug:public_id>/<slug:word>/", reports.act, name="edition_act"),
]
