"""Addresses of the API; they lie outside the languages. The page about it, for people, lies inside (`page_urls`)."""

from django.urls import path

from samspill.api import base, views

urlpatterns = [
    path("v1/openapi.json", views.document, name="api_document"),
    path("v1/", base.api.urls),
]
