"""My work, my entries, editing, the curator's queue."""

from django.urls import URLPattern, path
from django.views.generic import TemplateView

urlpatterns: list[URLPattern] = [path("", TemplateView.as_view(template_name="core/base.html"), name="my_work")]
