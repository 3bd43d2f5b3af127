"""Public addresses. The words in them are the same in all languages, so that a link keeps its meaning when sent on."""

from django.urls import path

from samspill.website import open_urls
from samspill.website.views import (
    effects,
    entries,
    environments,
    evidence,
    formats,
    glossary,
    home,
    organisations,
    privacy,
    registers,
    reports,
    search,
)

app_name = "website"
urlpatterns = [
    *open_urls.urlpatterns,
    path("", home.home, name="home"),
    path("sok/", search.search, name="search"),
    path("sok/forslag/", search.suggestions, name="search_suggestions"),
    path("innovasjoner/", entries.entry_list, name="entry_list"),
    path("e/<slug:public_id>/", entries.entry, name="entry"),
    path("e/<slug:public_id>/<slug:slug>/", entries.entry, name="entry"),
    path("e/<slug:public_id>/fil/<slug:form>/", formats.entry_file, name="entry_file"),
    path("dokumentasjon/<slug:public_id>/", evidence.evidence_file, name="evidence_file"),
    path("registre/", registers.register_list, name="register_list"),
    path("registre/<slug:code>/", registers.register, name="register"),
    path("registre/<slug:code>/rapporter/", reports.register_reports, name="register_reports"),
    path("rapporter/<slug:public_id>/", reports.report, name="report"),
    path("rapporter/<slug:public_id>/fil.<str:form>", reports.report_file, name="report_file"),
    path("rapporter/<slug:public_id>/forskjell/", reports.report_difference, name="report_difference"),
    path("rapporter/<slug:public_id>/kontroll/", reports.report_check, name="report_check"),
    path("rapporter/<slug:public_id>/tall/<int:number>/<int:line>/", reports.report_list, name="report_list"),
    path("registre/<slug:code>/effekter/", effects.of_register, name="register_effects"),
    path("miljoer/", environments.environments, name="environments"),
    path("miljoer/<slug:code>/", environments.unit, name="unit"),
    path("miljoer/<slug:code>/rapporter/", reports.unit_reports, name="unit_reports"),
    path("miljoer/<slug:code>/effekter/", effects.of_unit, name="unit_effects"),
    path("personer/<slug:public_id>/", environments.person, name="person"),
    path("personer/<slug:public_id>/fil/<slug:form>/", formats.person_file, name="person_file"),
    path("partnere/", organisations.organisation_list, name="organisation_list"),
    path("partnere/<slug:code>/", organisations.organisation, name="organisation"),
    path("ord/", glossary.glossary, name="glossary"),
    path("personvern/", privacy.privacy, name="privacy"),
    path("om/", home.about, name="about"),
]
