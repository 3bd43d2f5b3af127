"""Centres, initiatives and studies."""

from django.urls import URLPattern, path

from samspill.workspace.views import centre_exports, centre_milestones, centre_parts, centres, studies

urlpatterns: list[URLPattern] = [
    path("sentre/", centres.centres, name="centres"),
    path("sentre/eksport.<str:form>", centre_exports.centres, name="export_centres"),
    path("sentre/ny/", centres.centre_new, name="centre_new"),
    path("sentre/<slug:code>/", centres.centre_edit, name="centre_edit"),
    path("sentre/<slug:code>/milepaler/", centre_milestones.centre_milestones, name="centre_milestones"),
    path("sentre/<slug:code>/milepaler/eksport.<str:form>", centre_exports.centre_milestones, name="export_milestones"),
    path("sentre/<slug:code>/egenvurdering/", centres.self_check, name="self_check"),
    path("sentre/<slug:code>/studier/", studies.centre_studies, name="centre_studies"),
    path("sentre/<slug:code>/studier/eksport.<str:form>", centre_exports.centre_studies, name="export_studies"),
    path("sentre/<slug:code>/<slug:part>/eksport.<str:form>", centre_exports.centre_parts, name="export_centre_parts"),
    path("sentre/<slug:code>/<slug:part>/", centre_parts.centre_parts, name="centre_parts"),
    path("milepaler/<slug:public_id>/", centre_milestones.milestone, name="milestone"),
    path("studier/ny/", studies.study_new, name="study_new"),
    path("studier/<slug:public_id>/", studies.study, name="study"),
    path("satsinger/eksport.<str:form>", centre_exports.initiatives, name="export_initiatives"),
    path("satsinger/ny/", centres.initiative_new, name="initiative_new"),
    path("satsinger/<slug:code>/", centres.initiative_edit, name="initiative_edit"),
    path("satsinger/<slug:code>/milepaler/", centre_milestones.initiative_milestones, name="initiative_milestones"),
    path(
        "satsinger/<slug:code>/milepaler/eksport.<str:form>",
        centre_exports.initiative_milestones,
        name="export_initiative_milestones",
    ),
    path(
        "satsinger/<slug:code>/<slug:part>/eksport.<str:form>",
        centre_exports.initiative_parts,
        name="export_initiative_parts",
    ),
    path("satsinger/<slug:code>/<slug:part>/", centre_parts.initiative_parts, name="initiative_parts"),
]
