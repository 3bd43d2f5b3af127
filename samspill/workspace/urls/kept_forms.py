"""Typing that is kept, of forms of plain pages."""

from django.urls import URLPattern, path

from samspill.workspace.views import kept_forms

urlpatterns: list[URLPattern] = [
    path("kladd/<slug:form>/<slug:thing>/", kept_forms.kept_form, name="kept_form"),
    path("kladd/<slug:form>/<slug:thing>/forkast/", kept_forms.kept_form_discard, name="kept_form_discard"),
]
