"""Update rounds, and the register's year."""

from django.urls import URLPattern, path

from samspill.workspace.urls.entries import ENTRY
from samspill.workspace.views import (
    entry_rounds,
    round_exports,
    round_lead,
    round_matrix,
    round_mine,
    round_overview,
    round_year,
)

REGISTER = "registre/<slug:code>"
ROUND = f"{REGISTER}/runder/<slug:public_id>"

urlpatterns: list[URLPattern] = [
    path(f"{ENTRY}/runder/", entry_rounds.entry_rounds, name="entry_rounds"),
    path("runder/<slug:public_id>/", round_mine.round_mine, name="round_mine"),
    path("runder/<slug:public_id>/lagre/", round_mine.round_keep, name="round_keep"),
    path(f"{REGISTER}/aar/", round_year.register_year, name="register_year"),
    path(f"{REGISTER}/aar/matrise/", round_matrix.round_matrix, name="round_matrix"),
    path(f"{REGISTER}/aar/eksport.<str:form>", round_exports.rounds, name="export_rounds"),
    path(f"{REGISTER}/aar/matrise/eksport.<str:form>", round_exports.matrix, name="export_matrix"),
    path(f"{REGISTER}/runder/ny/", round_lead.round_new, name="round_new"),
    path(f"{ROUND}/", round_overview.round_overview, name="round_overview"),
    path(f"{ROUND}/eksport.<str:form>", round_overview.round_export, name="export_round"),
    path(f"{ROUND}/endre/", round_lead.round_change, name="round_change"),
    path(f"{ROUND}/overlevering/", round_lead.round_hand_over, name="round_hand_over"),
    path(f"{ROUND}/innhold/", round_lead.round_content, name="round_content"),
    path(f"{ROUND}/steg/<slug:word>/", round_lead.round_act, name="round_act"),
]
