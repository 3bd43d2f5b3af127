"""Assessments, review meetings and work plans."""

from django.urls import URLPattern, path

from samspill.workspace.urls.entries import ENTRY
from samspill.workspace.views import assess, assessment_calls

REGISTER = "registre/<slug:code>"

urlpatterns: list[URLPattern] = [
    path(f"{ENTRY}/vurderinger/", assess.entry_assessments, name="entry_assessments"),
    path(f"{REGISTER}/vurdering/", assessment_calls.register_assessment, name="register_assessment"),
    path(f"{REGISTER}/vurdering/ny/", assessment_calls.call_new, name="call_new"),
    path("vurdering/<slug:public_id>/", assessment_calls.assessment_call, name="assessment_call"),
    path("vurdering/<slug:public_id>/lukk/", assessment_calls.call_close, name="call_close"),
    path("vurdering/<slug:public_id>/<slug:entry_id>/", assess.call_assess, name="call_assess"),
    path("vurdering/<slug:public_id>/<slug:entry_id>/kladd/", assess.call_draft, name="call_draft"),
]
