"""My work, my entries, editing, the curator's queue, registers."""

from django.urls import URLPattern, path

from samspill.workspace.views import (
    entry_edit,
    entry_evidence,
    entry_identifiers,
    entry_new,
    entry_parts,
    entry_readiness,
    entry_register,
    entry_relations,
    entry_steps,
    my_work,
    registers,
)

ENTRY = "oppforinger/<slug:public_id>"

urlpatterns: list[URLPattern] = [
    path("", my_work.my_work, name="my_work"),
    path("oppforinger/", my_work.my_entries, name="my_entries"),
    path("ko/", my_work.queue, name="queue"),
    path("ny/", entry_new.entry_new, name="entry_new"),
    path(f"{ENTRY}/", entry_edit.entry_edit, name="entry_edit"),
    path(f"{ENTRY}/lagre/", entry_edit.entry_autosave, name="entry_autosave"),
    path(f"{ENTRY}/forkast/", entry_edit.entry_discard, name="entry_discard"),
    path(f"{ENTRY}/felter/", entry_edit.entry_fields, name="entry_fields"),
    path(f"{ENTRY}/hvem/", entry_parts.entry_parts, name="entry_parts"),
    path(f"{ENTRY}/hvem/sok/", entry_parts.entry_parts_search, name="entry_parts_search"),
    path(f"{ENTRY}/modenhet/", entry_readiness.entry_readiness, name="entry_readiness"),
    path(f"{ENTRY}/dokumentasjon/", entry_evidence.entry_evidence, name="entry_evidence"),
    path(f"{ENTRY}/sammenhenger/", entry_relations.entry_relations, name="entry_relations"),
    path(f"{ENTRY}/andre-arkiv/", entry_identifiers.entry_identifiers, name="entry_identifiers"),
    path(f"{ENTRY}/register/", entry_register.entry_register, name="entry_register"),
    path(f"{ENTRY}/historikk/", entry_steps.entry_history, name="entry_history"),
    path(f"{ENTRY}/svar/", entry_steps.entry_answer, name="entry_answer"),
    path(f"{ENTRY}/steg/<slug:action>/", entry_steps.entry_step, name="entry_step"),
    path("registre/ny/", registers.register_new, name="register_new"),
    path("registre/<slug:code>/", registers.register_edit, name="register_edit"),
]
