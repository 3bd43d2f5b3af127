"""Addresses of the API; they lie outside the languages."""

from django.urls import path
from django.views.decorators.http import require_safe

from samspill.api import base, views

urlpatterns = [
    path("v1/openapi.json", require_safe(views.document), name="api_document"),
    path("v1/", base.api.urls),
]
