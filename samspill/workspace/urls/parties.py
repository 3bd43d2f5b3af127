"""Parties, people, roles and invitations."""

from django.urls import URLPattern, path

from samspill.workspace.views import invitations, organisations, people, person_links, proposals, roles, units

urlpatterns: list[URLPattern] = [
    path("parter/", organisations.parties, name="parties"),
    path("parter/ny/", organisations.new, name="organisation_new"),
    path("parter/<slug:code>/", organisations.edit, name="organisation_edit"),
    path("parter/<slug:code>/storrelse/", organisations.figures, name="organisation_figures"),
    path("parter/<slug:code>/enheter/", units.tree, name="organisation_units"),
    path("parter/<slug:code>/enheter/ny/", units.new, name="unit_new"),
    path("parter/<slug:code>/personer/", people.members, name="organisation_people"),
    path("enheter/<slug:code>/", units.edit, name="unit_edit"),
    path("enheter/<slug:code>/flytt/", units.move, name="unit_move"),
    path("enheter/<slug:code>/omorganiser/", units.reorganise, name="unit_reorganise"),
    path("personer/ny/", people.new, name="person_new"),
    path("personer/meg/", person_links.claim, name="person_claim"),
    path("personer/<slug:public_id>/", people.edit, name="person_edit"),
    path("personer/<slug:public_id>/tilknytning/", people.affiliation, name="affiliation_new"),
    path("personer/<slug:public_id>/tilknytning/<int:pk>/", people.affiliation, name="affiliation_edit"),
    path("personer/<slug:public_id>/sla-sammen/", person_links.merge, name="person_merge"),
    path("personer/<slug:public_id>/bruker/", person_links.link, name="person_link"),
    path("tilknytninger/", proposals.proposals, name="proposals"),
    path("roller/", roles.roles, name="roles"),
    path("roller/<int:pk>/", roles.role, name="role"),
    path("inviter/", invitations.new, name="invite"),
    path("inviter/<int:pk>/send/", invitations.send_again, name="invitation_resend"),
    path("inviter/<int:pk>/trekk/", invitations.take_back, name="invitation_withdraw"),
    path("invitasjon/<str:token>/", invitations.accept, name="invitation"),
]
