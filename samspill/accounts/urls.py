"""Addresses of login and account."""

from django.urls import include, path

urlpatterns = [path("", include("allauth.account.urls"))]
