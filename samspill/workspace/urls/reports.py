"""Annual reports."""

from django.urls import URLPattern, path

from samspill.workspace.views import reports

urlpatterns: list[URLPattern] = [
    path("registre/<slug:code>/rapporter/", reports.register_reports, name="reports"),
    path("enheter/<slug:code>/rapporter/", reports.unit_reports, name="unit_reports"),
    path("registre/<slug:code>/rapporter/eksport.<str:form>", reports.register_file, name="export_reports"),
    path("enheter/<slug:code>/rapporter/eksport.<str:form>", reports.unit_file, name="export_unit_reports"),
    path("rapporter/<slug:public_id>/", reports.edition, name="edition"),
    path("rapporter/<slug:public_id>/framdrift/", reports.progress, name="edition_progress"),
    path("rapporter/<slug:public_id>/<slug:word>/", reports.act, name="edition_act"),
]
