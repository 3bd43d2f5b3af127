"""Public addresses. The words in them are the same in all languages, so that a link keeps its meaning when sent on."""

from django.urls import path
from django.views.generic import TemplateView

page = TemplateView.as_view(template_name="core/base.html")
app_name = "website"
urlpatterns = [
    path("", page, name="home"),
    path("sok/", page, name="search"),
    path("innovasjoner/", page, name="entry_list"),
    path("e/<slug:public_id>/", page, name="entry"),
    path("e/<slug:public_id>/<slug:slug>/", page, name="entry"),
    path("bevis/<slug:public_id>/", page, name="evidence_file"),
    path("registre/", page, name="register_list"),
    path("registre/<slug:code>/", page, name="register"),
    path("miljoer/", page, name="environments"),
    path("miljoer/<slug:code>/", page, name="unit"),
    path("personer/<slug:public_id>/", page, name="person"),
    path("partnere/", page, name="organisation_list"),
    path("partnere/<slug:code>/", page, name="organisation"),
    path("om/", page, name="about"),
]
