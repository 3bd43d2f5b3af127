"""Profiles of registers, effects, and carrying a register's entries on."""

from django.urls import URLPattern, path

from samspill.workspace.urls.entries import ENTRY
from samspill.workspace.views import carry_on, entry_effects, entry_progress, profiles, register_profile, register_words

urlpatterns: list[URLPattern] = [
    path(f"{ENTRY}/effekter/", entry_effects.entry_effects, name="entry_effects"),
    path(f"{ENTRY}/framdrift/", entry_progress.entry_progress, name="entry_progress"),
    path("registre/<slug:code>/for-videre/", carry_on.register_carry_on, name="register_carry_on"),
    path("registre/<slug:source>/viderefort/<slug:target>/sett/", carry_on.carried_on_seen, name="carried_on_seen"),
    path("registre/<slug:code>/profil/", register_profile.register_profile, name="register_profile"),
    path("registre/<slug:code>/effektord/", register_words.register_words, name="register_words"),
    path("profiler/", profiles.profile_list, name="profile_list"),
    path("profiler/eksport.<str:form>", profiles.profiles_file, name="export_profiles"),
    path("profiler/ny/", profiles.profile_new, name="profile_new"),
    path("profiler/<slug:code>/", profiles.profile_edit, name="profile_edit"),
]
