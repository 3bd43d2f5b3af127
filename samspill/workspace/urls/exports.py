"""Lists as files."""

from django.urls import URLPattern, path

from samspill.workspace.views import exports

urlpatterns: list[URLPattern] = [
    path("oppforinger/eksport.<str:form>", exports.my_entries, name="export_my_entries"),
    path("ko/eksport.<str:form>", exports.queue, name="export_queue"),
    path("parter/eksport.<str:form>", exports.organisations, name="export_parties"),
    path("parter/<slug:code>/personer/eksport.<str:form>", exports.members, name="export_members"),
    path("roller/eksport.<str:form>", exports.roles, name="export_roles"),
    path("regneark/<str:public_id>/eksport.<str:form>", exports.import_report, name="export_import"),
]
