"""Imports: a register's spreadsheets."""

from django.urls import URLPattern, path

from samspill.workspace.views import import_steps, imports

urlpatterns: list[URLPattern] = [
    path("registre/<slug:code>/regneark/", imports.import_list, name="import_list"),
    path("registre/<slug:code>/regneark/ny/", imports.import_new, name="import_new"),
    path("regneark/<str:public_id>/", imports.import_job, name="import_job"),
    path("regneark/<str:public_id>/kolonner/", imports.import_match, name="import_match"),
    path("regneark/<str:public_id>/ark/", imports.import_sheet, name="import_sheet"),
    path("regneark/<str:public_id>/framdrift/", imports.import_progress, name="import_progress"),
    path("regneark/<str:public_id>/feil.xlsx", imports.import_faulty, name="import_faulty"),
    path("regneark/<str:public_id>/rett/", import_steps.import_mend, name="import_mend"),
    path("regneark/<str:public_id>/valg/", import_steps.import_decide, name="import_decide"),
    path("regneark/<str:public_id>/ta-inn/", import_steps.import_confirm, name="import_confirm"),
    path("regneark/<str:public_id>/avbryt/", import_steps.import_cancel, name="import_cancel"),
    path("regneark/<str:public_id>/igjen/", import_steps.import_retry, name="import_retry"),
]
