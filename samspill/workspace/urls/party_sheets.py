"""Lists of organisations, units and people, sent in again."""

from django.urls import URLPattern, path

from samspill.workspace.views import party_sheets as views

urlpatterns: list[URLPattern] = [
    path("lister/organisasjoner/fra-fil/", views.new, {"kind": "organisations"}, name="party_sheet_organisations"),
    path("lister/enheter/fra-fil/", views.new, {"kind": "units"}, name="party_sheet_units"),
    path("lister/personer/fra-fil/", views.new, {"kind": "people"}, name="party_sheet_people"),
    path("lister/fra-fil/<str:public_id>/", views.preview, name="party_sheet"),
    path("lister/fra-fil/<str:public_id>/ta-inn/", views.take_in, name="party_sheet_take_in"),
    path("lister/fra-fil/<str:public_id>/se-gjennom/", views.look_again, name="party_sheet_look_again"),
    path("lister/fra-fil/<str:public_id>/legg-bort/", views.put_away, name="party_sheet_put_away"),
]
