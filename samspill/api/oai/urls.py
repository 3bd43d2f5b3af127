"""The address of the provider, outside the languages: machines read it."""

from django.urls import re_path

from samspill.api.oai import views

urlpatterns = [re_path(r"^oai/?$", views.oai, name="oai")]
