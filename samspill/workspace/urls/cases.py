"""Impact cases, stories and channels."""

from django.urls import URLPattern, path

from samspill.workspace.urls.entries import ENTRY
from samspill.workspace.views import case_reviews, case_sources, cases

CASE = f"{ENTRY}/effekthistorie"

urlpatterns: list[URLPattern] = [
    path(f"{CASE}/", cases.case, name="case"),
    path(f"{CASE}/lagre/<slug:form>/", cases.case_autosave, name="case_autosave"),
    path(f"{CASE}/forkast/<slug:form>/", cases.case_discard, name="case_discard"),
    path(f"{CASE}/kilder/", case_sources.case_sources, name="case_sources"),
    path(f"{CASE}/lesing/", case_reviews.case_review, name="case_review"),
    path("lesing/<slug:public_id>/", case_reviews.case_read, name="case_read"),
]
