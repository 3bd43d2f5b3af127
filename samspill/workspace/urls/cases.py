"""Impact cases, stories and channels."""

from django.urls import URLPattern, path

from samspill.workspace.urls.entries import ENTRY
from samspill.workspace.views import case_reviews, case_sources, cases, channels, stories

CASE = f"{ENTRY}/effekthistorie"

urlpatterns: list[URLPattern] = [
    path(f"{CASE}/", cases.case, name="case"),
    path(f"{CASE}/lagre/<slug:form>/", cases.case_autosave, name="case_autosave"),
    path(f"{CASE}/forkast/<slug:form>/", cases.case_discard, name="case_discard"),
    path(f"{CASE}/kilder/", case_sources.case_sources, name="case_sources"),
    path(f"{CASE}/lesing/", case_reviews.case_review, name="case_review"),
    path(f"{ENTRY}/fortellinger/", stories.entry_stories, name="entry_stories"),
    path(f"{ENTRY}/fortellinger/<slug:story_id>/", stories.story, name="story"),
    path(f"{ENTRY}/fortellinger/<slug:story_id>/lagre/", stories.story_autosave, name="story_autosave"),
    path(f"{ENTRY}/kanaler/", channels.entry_channels, name="entry_channels"),
    path("kanaler/", channels.channel_list, name="channel_list"),
    path("kanaler/eksport.<str:form>", channels.channels_file, name="export_channels"),
    path("kanaler/ny/", channels.channel_new, name="channel_new"),
    path("kanaler/<slug:code>/", channels.channel_edit, name="channel_edit"),
    path("lesing/<slug:public_id>/", case_reviews.case_read, name="case_read"),
]
