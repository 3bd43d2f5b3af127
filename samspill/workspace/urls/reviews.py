"""Assessments, review meetings and work plans."""

from django.urls import URLPattern, path

from samspill.workspace.urls.entries import ENTRY
from samspill.workspace.views import (
    assess,
    assessment_calls,
    assessment_matrix,
    review_exports,
    review_items,
    reviews,
    work_plans,
)

REGISTER = "registre/<slug:code>"

urlpatterns: list[URLPattern] = [
    path(f"{ENTRY}/vurderinger/", assess.entry_assessments, name="entry_assessments"),
    path(f"{REGISTER}/vurdering/", assessment_matrix.register_assessment, name="register_assessment"),
    path(f"{REGISTER}/vurdering/eksport.<str:form>", review_exports.results, name="export_results"),
    path(f"{REGISTER}/vurdering/omganger/eksport.<str:form>", review_exports.assessments, name="export_calls"),
    path(f"{REGISTER}/vurdering/ny/", assessment_calls.call_new, name="call_new"),
    path("vurdering/<slug:public_id>/", assessment_calls.assessment_call, name="assessment_call"),
    path("vurdering/<slug:public_id>/eksport.<str:form>", review_exports.answers, name="export_call"),
    path("vurdering/<slug:public_id>/lukk/", assessment_calls.call_close, name="call_close"),
    path("vurdering/<slug:public_id>/<slug:entry_id>/", assess.call_assess, name="call_assess"),
    path("vurdering/<slug:public_id>/<slug:entry_id>/kladd/", assess.call_draft, name="call_draft"),
    path(f"{REGISTER}/gjennomgang/", reviews.review_list, name="review_list"),
    path(f"{REGISTER}/gjennomgang/eksport.<str:form>", review_exports.reviews, name="export_reviews"),
    path(f"{REGISTER}/gjennomgang/ny/", reviews.review_new, name="review_new"),
    path("gjennomgang/oppfolging/<int:pk>/", review_items.follow_up, name="follow_up"),
    path("gjennomgang/<slug:public_id>/", reviews.review, name="review"),
    path("gjennomgang/<slug:public_id>/eksport.<str:form>", review_exports.review, name="export_review"),
    path("gjennomgang/<slug:public_id>/referat/", reviews.review_minutes, name="review_minutes"),
    path("gjennomgang/<slug:public_id>/referat.pdf", reviews.review_pdf, name="review_pdf"),
    path("gjennomgang/<slug:public_id>/sak/<slug:entry_id>/", review_items.review_item, name="review_item"),
    path("gjennomgang/<slug:public_id>/gjor/<slug:word>/", reviews.review_act, name="review_act"),
    path(f"{REGISTER}/arbeidsplan/", work_plans.work_plan_now, name="work_plan_now"),
    path(f"{REGISTER}/arbeidsplan/eksport.<str:form>", review_exports.work_plan, name="export_work_plan"),
    path(f"{REGISTER}/arbeidsplan/<int:year>/", work_plans.work_plan, name="work_plan"),
    path("arbeidsplan/oppgave/<int:pk>/", work_plans.work_task, name="work_task"),
    path("arbeidsplan/mulig/<int:pk>/", work_plans.planned_innovation, name="planned"),
]
