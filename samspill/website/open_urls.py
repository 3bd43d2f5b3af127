"""Addresses of what the public pages give to programs: files of lists, feeds, and the map of the site."""

from django.urls import path

from samspill.website.views import cases, centres, effects, environments, exports, feeds, initiatives, reports, sitemaps

urlpatterns = [
    path("innovasjoner/eksport.<str:form>", exports.entries, name="export_entries"),
    path("registre/eksport.<str:form>", exports.registers, name="export_registers"),
    path("registre/<slug:code>/effekter/eksport.<str:form>", effects.register_file, name="export_register_effects"),
    path("miljoer/<slug:code>/effekter/eksport.<str:form>", effects.unit_file, name="export_unit_effects"),
    path("sentre/eksport.<str:form>", centres.export, name="export_centres"),
    path("miljoer/eksport.<str:form>", exports.units, name="export_units"),
    path("personer/eksport.<str:form>", exports.people, name="export_people"),
    path("partnere/eksport.<str:form>", exports.organisations, name="export_organisations"),
    path("partnere/storrelse/eksport.<str:form>", exports.figures, name="export_figures"),
    path("ord/eksport.<str:form>", exports.words, name="export_words"),
    path("ord/koder/eksport.<str:form>", exports.codes, name="export_codes"),
    path("registre/<slug:code>/rapporter/eksport.<str:form>", reports.register_file, name="export_register_reports"),
    path("miljoer/<slug:code>/personer/eksport.<str:form>", environments.unit_people_file, name="export_unit_people"),
    path("miljoer/<slug:code>/rapporter/eksport.<str:form>", reports.unit_file, name="export_unit_reports"),
    path(
        "rapporter/<slug:public_id>/tall/<int:number>/<int:line>/eksport.<str:form>",
        reports.counted_file,
        name="export_counted",
    ),
    path("satsinger/eksport.<str:form>", initiatives.export, name="export_initiatives"),
    path("satsinger/<slug:code>/eksport.<str:form>", initiatives.leaders_file, name="export_leaders"),
    path("fortellinger/eksport.<str:form>", cases.stories_file, name="export_stories"),
    path("kanaler/eksport.<str:form>", cases.channels_file, name="export_channels"),
    path("kanaler/vist/eksport.<str:form>", cases.shown_file, name="export_shown"),
    path("atom/fortellinger/", cases.story_feed, name="story_feed"),
    path("atom/rapporter/", reports.feed, name="report_feed"),
    path("atom/", feeds.entries, name="feed"),
]
"""In the languages of the pages."""

machines = [
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap/<slug:name>.xml", sitemaps.part, name="sitemap_part"),
]
"""The same in all languages."""
