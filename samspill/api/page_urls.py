"""The address of the page about the API, in each language."""

from django.urls import path

from samspill.api import views

urlpatterns = [path("", views.page, name="api_page")]
