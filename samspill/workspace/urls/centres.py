"""Centres, initiatives and studies."""

from django.urls import URLPattern, path

from samspill.workspace.views import centre_milestones, centre_parts, centres, studies

urlpatterns: list[URLPattern] = [
    path("sentre/", centres.centres, name="centres"),
    path("sentre/ny/", centres.centre_new, name="centre_new"),
    path("sentre/<slug:code>/", centres.centre_edit, name="centre_edit"),
    path("sentre/<slug:code>/milepaler/", centre_milestones.centre_milestones, name="centre_milestones"),
    path("sentre/<slug:code>/egenvurdering/", centres.self_check, name="self_check"),
    path("sentre/<slug:code>/studier/", studies.centre_studies, name="centre_studies"),
    path("sentre/<slug:code>/<slug:part>/", centre_parts.centre_parts, name="centre_parts"),
    path("milepaler/<slug:public_id>/", centre_milestones.milestone, name="milestone"),
    path("studier/ny/", studies.study_new, name="study_new"),
    path("studier/<slug:public_id>/", studies.study, name="study"),
    path("satsinger/ny/", centres.initiative_new, name="initiative_new"),
    path("satsinger/<slug:code>/", centres.initiative_edit, name="initiative_edit"),
    path("satsinger/<slug:code>/milepaler/", centre_milestones.initiative_milestones, name="initiative_milestones"),
    path("satsinger/<slug:code>/<slug:part>/", centre_parts.initiative_parts, name="initiative_parts"),
]
