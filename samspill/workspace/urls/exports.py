"""Lists as files."""

from django.urls import URLPattern, path

from samspill.workspace.views import exports

urlpatterns: list[URLPattern] = [
    path("oppforinger/eksport.<str:form>", exports.my_entries, name="export_my_entries"),
    path("oppforinger/<slug:public_id>/historikk/eksport.<str:form>", exports.entry_history, name="export_history"),
    path("ko/eksport.<str:form>", exports.queue, name="export_queue"),
    path("parter/eksport.<str:form>", exports.organisations, name="export_parties"),
    path("parter/<slug:code>/personer/eksport.<str:form>", exports.members, name="export_members"),
    path("roller/eksport.<str:form>", exports.roles, name="export_roles"),
    path("roller/invitasjoner/eksport.<str:form>", exports.invitations, name="export_invitations"),
    path(
        "parter/<slug:code>/storrelse/eksport.<str:form>",
        exports.organisation_figures,
        name="export_organisation_figures",
    ),
    path("opplysninger/eksport.<str:form>", exports.data_requests, name="export_data_requests"),
    path("registre/<slug:code>/regneark/eksport.<str:form>", exports.imports, name="export_imports"),
    path("regneark/<str:public_id>/eksport.<str:form>", exports.import_report, name="export_import"),
]
