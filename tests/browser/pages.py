"""Which pages are looked at, as whom. Every route of Samspill stands here, or says why it does not."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from tests.browser.server import Site

REGISTER = UNIT = "eksempelsenteret"
NEIGHBOUR = "nabosenteret"
UNIVERSITY = "eksempeluniversitetet"
MUNICIPALITY = "eksempelkommune-fjordvik"

PUBLIC = "SELECT public_id FROM registry_entry WHERE status = 'published' AND visibility = 'public' AND "
OBJECTS = {
    "innovation": f"{PUBLIC} kind = 'innovation' AND id IN (SELECT entry_id FROM registry_readinessreading)",
    "impact_case": f"{PUBLIC} kind = 'impact_case'",
    "activity": f"{PUBLIC} kind = 'activity'",
    "corrected": f"{PUBLIC} id IN (SELECT entry_id FROM registry_readinessreading WHERE corrects_id IS NOT NULL)",
    "edition": "SELECT public_id FROM reports_edition WHERE year = (SELECT max(year) FROM reports_edition)",
    "round": "SELECT public_id FROM rounds_updateround WHERE state = 'open'",
    "closed_round": "SELECT public_id FROM rounds_updateround WHERE state = 'closed'",
    "open_call": "SELECT public_id FROM reviews_assessmentcall WHERE closed_at IS NULL",
    "closed_call": "SELECT public_id FROM reviews_assessmentcall WHERE closed_at IS NOT NULL",
    "assessed": "SELECT public_id FROM registry_entry WHERE id IN (SELECT entry_id FROM reviews_callentry "
    "WHERE given > 0)",
    "open_review": "SELECT public_id FROM reviews_reviewmeeting WHERE closed_at IS NULL",
    "closed_review": "SELECT public_id FROM reviews_reviewmeeting WHERE closed_at IS NOT NULL",
    "reviewed": "SELECT public_id FROM registry_entry WHERE id IN (SELECT entry_id FROM reviews_agendaitem "
    "WHERE meeting_id IN (SELECT id FROM reviews_reviewmeeting WHERE closed_at IS NULL))",
    "follow_up": "SELECT id FROM reviews_followup",
    "work_task": "SELECT id FROM reviews_worktask",
    "planned": "SELECT id FROM reviews_plannedinnovation",
    "told": "SELECT public_id FROM registry_entry WHERE id IN (SELECT entry_id FROM cases_story)",
    "story": "SELECT public_id FROM cases_story WHERE entry_id = (SELECT min(entry_id) FROM cases_story)",
    "case_review": "SELECT public_id FROM cases_casereview WHERE answer = '' AND organisation_id = "
    f"(SELECT id FROM parties_organisation WHERE code = '{MUNICIPALITY}')",
    "advice": "SELECT public_id FROM recommendations_recommendation WHERE is_public AND status = 'in_progress'",
    "midterm": "SELECT public_id FROM centres_milestone WHERE is_compulsory AND centre_id = "
    "(SELECT id FROM centres_centre WHERE code = 'eksempelsenteret')",
    "study": "SELECT public_id FROM centres_study WHERE kind = 'effect'",
    "draft": "SELECT public_id FROM registry_entry WHERE status = 'draft'",
    "submitted": "SELECT public_id FROM registry_entry WHERE status = 'submitted'",
    "withdrawn": "SELECT public_id FROM registry_entry WHERE status = 'withdrawn'",
    "person": "SELECT public_id FROM parties_person WHERE is_public AND id IN "
    "(SELECT person_id FROM registry_contribution)",
    "affiliation": "SELECT id FROM parties_affiliation WHERE person_id = (SELECT id FROM parties_person "
    "WHERE public_id = %(person)s)",
    "role": "SELECT id FROM parties_role WHERE kind = 'contributor'",
    "joint": f"{PUBLIC} id IN (SELECT entry_id FROM registry_participation JOIN parties_organisation o "
    f"ON o.id = organisation_id WHERE o.code = '{MUNICIPALITY}')",
}
"""Name -> a query; the first row in the order of ids is used."""


@dataclass(frozen=True)
class Look:
    """An address, with {object} in it where one of `OBJECTS` goes, and who looks."""

    route: str
    path: str
    role: str = ""
    status: int = 200

    def __str__(self) -> str:
        return f"{self.role or 'anyone'} {self.path}"


ADMIN, LEADER, UNIT_LEADER = "administrator", "innovation_leader", "unit_leader"
CONTRIBUTOR, PARTNER, READER = "contributor", "partner_representative", "reader"
ENTRY = "/arbeid/oppforinger"

LOOKS = [
    Look("website:home", "/"),
    Look("website:home", "/", CONTRIBUTOR),
    Look("website:about", "/om/"),
    Look("website:privacy", "/personvern/"),
    Look("website:glossary", "/ord/"),
    Look("website:centre_list", "/sentre/"),
    Look("website:centre_list", f"/sentre/?organisation={UNIVERSITY}"),
    Look("website:centre", "/sentre/eksempelsenteret/"),
    Look("website:study", "/studier/{study}/"),
    Look("website:initiative_list", "/satsinger/"),
    Look("website:initiative", "/satsinger/loftet/"),
    Look("website:recommendation", "/anbefalinger/{advice}/"),
    Look("website:search", "/sok/"),
    Look("website:search", "/sok/?q=varme"),
    Look("website:search", "/sok/?q=TRL+7"),  # nothing found, and a filter offered
    Look("website:entry_list", "/innovasjoner/"),
    Look("website:entry_list", "/innovasjoner/?kind=innovation&kind=activity&q=varme&sort=newest"),
    Look("website:entry_list", "/innovasjoner/?level=artistic-6&q=finnesikke&type=ukjent&ukjent=1"),
    Look("website:entry", "/e/{innovation}/"),
    Look("website:entry", "/e/{corrected}/", LEADER),
    Look("website:entry", "/e/{impact_case}/"),
    Look("website:entry", "/e/{activity}/"),
    Look("website:entry", "/e/{withdrawn}/", LEADER, 410),
    Look("website:entry", "/e/{draft}/", status=403),
    Look("website:entry", "/e/zzzzzzzz/", status=404),
    Look("website:register_list", "/registre/"),
    Look("website:register", f"/registre/{REGISTER}/"),
    Look("website:register_reports", f"/registre/{REGISTER}/rapporter/"),
    Look("website:report", "/rapporter/{edition}/"),
    Look("website:report_list", "/rapporter/{edition}/tall/1/1/"),
    Look("website:report_difference", "/rapporter/{edition}/forskjell/"),
    Look("website:report_check", "/rapporter/{edition}/kontroll/"),
    Look("website:channels", "/kanaler/"),
    Look("website:shown", "/kanaler/vist/"),
    Look("website:shown", "/kanaler/vist/?q=finnesikke"),
    Look("website:stories", "/fortellinger/"),
    Look("website:register_effects", f"/registre/{REGISTER}/effekter/"),
    Look("website:environments", "/miljoer/"),
    Look("website:unit", f"/miljoer/{UNIT}/"),
    Look("website:unit_effects", f"/miljoer/{UNIT}/effekter/"),
    Look("website:person", "/personer/{person}/"),
    Look("website:organisation_list", "/partnere/"),
    Look("website:organisation", f"/partnere/{UNIVERSITY}/"),
    Look("website:organisation", f"/partnere/{MUNICIPALITY}/"),
    Look("website:organisation", "/partnere/kommune-5001/"),
    Look("account_login", "/konto/logg-inn/"),
    Look("account_signup", "/konto/ny/"),
    Look("account_reset_password", "/konto/passord/glemt/"),
    Look("account_reset_password_done", "/konto/passord/glemt/sendt/"),
    Look("account_reset_password_from_key", "/konto/passord/glemt/1-wrong/"),
    Look("account_reset_password_from_key_done", "/konto/passord/byttet/"),
    Look("account_confirm_email", "/konto/e-post/bekreft/wrong/"),
    Look("account_email_verification_sent", "/konto/e-post/sendt/"),
    Look("account_inactive", "/konto/stengt/"),
    Look("account_email", "/konto/e-post/", CONTRIBUTOR),
    Look("account_change_password", "/konto/passord/", CONTRIBUTOR),
    Look("account_logout", "/konto/logg-ut/", CONTRIBUTOR),
    Look("account_reauthenticate", "/konto/igjen/", CONTRIBUTOR),
    Look("accounts:profile", "/konto/profil/", CONTRIBUTOR),
    Look("accounts:calendar", "/konto/kalender/", CONTRIBUTOR),
    Look("accounts:reminders_off", "/konto/paminnelser/av/wrong/", status=404),
    Look("accounts:tokens", "/konto/nokler/", CONTRIBUTOR),
    Look("api_page", "/api/"),
    Look("mfa_index", "/konto/totrinn/", CONTRIBUTOR),
    Look("socialaccount_connections", "/konto/innlogginger/", CONTRIBUTOR),
    Look("openid_connect_login", "/konto/logg-inn/med/feide/"),
    Look("openid_connect_callback", "/konto/logg-inn/med/feide/tilbake/", status=400),
    Look("usersessions_list", "/konto/innlogget/", CONTRIBUTOR),
    Look("workspace:proposals", "/arbeid/tilknytninger/", CONTRIBUTOR),
    *(
        Look("workspace:my_work", "/arbeid/", role)
        for role in (ADMIN, LEADER, UNIT_LEADER, CONTRIBUTOR, PARTNER, READER)
    ),
    Look("workspace:recommendations", "/arbeid/anbefalinger/", LEADER),
    Look("workspace:recommendations", "/arbeid/anbefalinger/", PARTNER),
    Look("workspace:recommendation_new", "/arbeid/anbefalinger/ny/", LEADER),
    Look("workspace:recommendation", "/arbeid/anbefalinger/{advice}/", LEADER),
    Look("workspace:recommendation_edit", "/arbeid/anbefalinger/{advice}/endre/", LEADER),
    Look("workspace:centres", "/arbeid/sentre/", LEADER),
    Look("workspace:centre_new", "/arbeid/sentre/ny/", UNIT_LEADER),
    Look("workspace:centre_edit", "/arbeid/sentre/eksempelsenteret/", LEADER),
    Look("workspace:centre_parts", "/arbeid/sentre/eksempelsenteret/partnere/", LEADER),
    Look("workspace:centre_milestones", "/arbeid/sentre/eksempelsenteret/milepaler/", LEADER),
    Look("workspace:milestone", "/arbeid/milepaler/{midterm}/", LEADER),
    Look("workspace:self_check", "/arbeid/sentre/eksempelsenteret/egenvurdering/", LEADER),
    Look("workspace:centre_studies", "/arbeid/sentre/eksempelsenteret/studier/", LEADER),
    Look("workspace:study_new", "/arbeid/studier/ny/", LEADER),
    Look("workspace:study", "/arbeid/studier/{study}/", LEADER),
    Look("workspace:initiative_new", "/arbeid/satsinger/ny/", ADMIN),
    Look("workspace:initiative_edit", "/arbeid/satsinger/loftet/", ADMIN),
    Look("workspace:initiative_parts", "/arbeid/satsinger/loftet/ledere/", ADMIN),
    Look("workspace:initiative_milestones", "/arbeid/satsinger/loftet/milepaler/", ADMIN),
    Look("workspace:my_entries", f"{ENTRY}/", CONTRIBUTOR),
    Look("workspace:my_entries", f"{ENTRY}/", READER),
    Look("workspace:queue", "/arbeid/ko/", LEADER),
    Look("workspace:queue", "/arbeid/ko/", READER, 403),
    Look("workspace:entry_new", "/arbeid/ny/", CONTRIBUTOR),
    Look("workspace:entry_new", "/arbeid/ny/?kind=innovation", LEADER),
    Look("workspace:entry_edit", ENTRY + "/{innovation}/", LEADER),
    Look("workspace:entry_edit", ENTRY + "/{draft}/", LEADER),
    Look("workspace:entry_edit", ENTRY + "/{innovation}/", READER, 403),
    Look("workspace:entry_parts", ENTRY + "/{innovation}/hvem/", LEADER),
    Look("workspace:entry_readiness", ENTRY + "/{corrected}/modenhet/", LEADER),
    Look("workspace:entry_evidence", ENTRY + "/{innovation}/dokumentasjon/", LEADER),
    Look("workspace:entry_relations", ENTRY + "/{innovation}/sammenhenger/", LEADER),
    Look("workspace:case", ENTRY + "/{impact_case}/effekthistorie/", LEADER),
    Look("workspace:case", ENTRY + "/{impact_case}/effekthistorie/?with=nn", LEADER),
    Look("workspace:case_sources", ENTRY + "/{impact_case}/effekthistorie/kilder/", LEADER),
    Look("workspace:case_review", ENTRY + "/{impact_case}/effekthistorie/lesing/", LEADER),
    Look("workspace:case_read", "/arbeid/lesing/{case_review}/", PARTNER),
    Look("workspace:entry_stories", ENTRY + "/{told}/fortellinger/", LEADER),
    Look("workspace:story", ENTRY + "/{told}/fortellinger/{story}/", LEADER),
    Look("workspace:entry_channels", ENTRY + "/{told}/kanaler/", LEADER),
    Look("workspace:channel_list", "/arbeid/kanaler/", ADMIN),
    Look("workspace:channel_new", "/arbeid/kanaler/ny/", ADMIN),
    Look("workspace:channel_edit", "/arbeid/kanaler/local_paper/", ADMIN),
    Look("workspace:entry_effects", ENTRY + "/{innovation}/effekter/", LEADER),
    Look("workspace:entry_progress", ENTRY + "/{innovation}/framdrift/", LEADER),
    Look("workspace:entry_register", ENTRY + "/{innovation}/register/", LEADER),
    Look("workspace:entry_identifiers", ENTRY + "/{innovation}/andre-arkiv/", LEADER),
    Look("workspace:entry_history", ENTRY + "/{corrected}/historikk/", LEADER),
    Look("workspace:entry_answer", ENTRY + "/{joint}/svar/", PARTNER),
    Look("workspace:entry_step", ENTRY + "/{submitted}/steg/return/", LEADER),
    Look("workspace:register_new", "/arbeid/registre/ny/", ADMIN),
    Look("workspace:register_edit", f"/arbeid/registre/{REGISTER}/", LEADER),
    Look("workspace:register_profile", f"/arbeid/registre/{REGISTER}/profil/?profile=higheff_like", LEADER),
    Look("workspace:register_carry_on", f"/arbeid/registre/{REGISTER}/for-videre/", LEADER),
    Look("workspace:register_words", f"/arbeid/registre/{REGISTER}/effektord/", LEADER),
    Look("workspace:profile_list", "/arbeid/profiler/", ADMIN),
    Look("workspace:profile_new", "/arbeid/profiler/ny/?from=zen_like", ADMIN),
    Look("workspace:profile_edit", "/arbeid/profiler/zen_like/", ADMIN),
    Look("workspace:reports", f"/arbeid/registre/{REGISTER}/rapporter/", LEADER),
    Look("workspace:edition", "/arbeid/rapporter/{edition}/", LEADER),
    Look("workspace:register_year", f"/arbeid/registre/{REGISTER}/aar/", LEADER),
    Look("workspace:register_year", f"/arbeid/registre/{REGISTER}/aar/", READER),
    Look("workspace:round_matrix", f"/arbeid/registre/{REGISTER}/aar/matrise/", LEADER),
    Look("workspace:round_new", f"/arbeid/registre/{REGISTER}/runder/ny/", LEADER),
    Look("workspace:round_overview", f"/arbeid/registre/{REGISTER}/runder/{{round}}/", LEADER),
    Look("workspace:round_overview", f"/arbeid/registre/{REGISTER}/runder/{{closed_round}}/", LEADER),
    Look("workspace:round_change", f"/arbeid/registre/{REGISTER}/runder/{{round}}/endre/", LEADER),
    Look("workspace:round_hand_over", f"/arbeid/registre/{REGISTER}/runder/{{round}}/overlevering/", LEADER),
    Look("workspace:round_mine", "/arbeid/runder/{round}/", CONTRIBUTOR),
    Look("workspace:round_mine", "/arbeid/runder/{closed_round}/", LEADER),
    Look("workspace:entry_rounds", ENTRY + "/{innovation}/runder/", LEADER),
    Look("workspace:register_assessment", f"/arbeid/registre/{NEIGHBOUR}/vurdering/", ADMIN),
    Look("workspace:call_new", f"/arbeid/registre/{NEIGHBOUR}/vurdering/ny/", ADMIN),
    Look("workspace:assessment_call", "/arbeid/vurdering/{open_call}/", ADMIN),
    Look("workspace:assessment_call", "/arbeid/vurdering/{closed_call}/", ADMIN),
    Look("workspace:entry_assessments", ENTRY + "/{assessed}/vurderinger/", ADMIN),
    Look("workspace:review_list", f"/arbeid/registre/{NEIGHBOUR}/gjennomgang/", ADMIN),
    Look("workspace:review_new", f"/arbeid/registre/{NEIGHBOUR}/gjennomgang/ny/", ADMIN),
    Look("workspace:review", "/arbeid/gjennomgang/{open_review}/", ADMIN),
    Look("workspace:review", "/arbeid/gjennomgang/{closed_review}/", ADMIN),
    Look("workspace:review_item", "/arbeid/gjennomgang/{open_review}/sak/{reviewed}/", ADMIN),
    Look("workspace:review_minutes", "/arbeid/gjennomgang/{closed_review}/referat/", ADMIN),
    Look("workspace:follow_up", "/arbeid/gjennomgang/oppfolging/{follow_up}/", ADMIN),
    Look("workspace:work_plan", "/arbeid/registre/hjemmesenteret/arbeidsplan/2025/", ADMIN),
    Look("workspace:work_task", "/arbeid/arbeidsplan/oppgave/{work_task}/", ADMIN),
    Look("workspace:planned", "/arbeid/arbeidsplan/mulig/{planned}/", ADMIN),
    Look("workspace:import_list", f"/arbeid/registre/{REGISTER}/regneark/", LEADER),
    Look("workspace:import_new", f"/arbeid/registre/{REGISTER}/regneark/ny/", LEADER),
    Look("workspace:parties", "/arbeid/parter/", ADMIN),
    Look("workspace:party_sheet_organisations", "/arbeid/lister/organisasjoner/fra-fil/", ADMIN),
    Look("workspace:party_sheet_units", "/arbeid/lister/enheter/fra-fil/", ADMIN),
    Look("workspace:party_sheet_people", "/arbeid/lister/personer/fra-fil/", ADMIN),
    Look("workspace:organisation_new", "/arbeid/parter/ny/", ADMIN),
    Look("workspace:organisation_edit", f"/arbeid/parter/{UNIVERSITY}/", ADMIN),
    Look("workspace:organisation_figures", f"/arbeid/parter/{MUNICIPALITY}/storrelse/", ADMIN),
    Look("workspace:organisation_units", f"/arbeid/parter/{UNIVERSITY}/enheter/", ADMIN),
    Look("workspace:organisation_people", f"/arbeid/parter/{UNIVERSITY}/personer/", ADMIN),
    Look("workspace:unit_new", f"/arbeid/parter/{UNIVERSITY}/enheter/ny/", ADMIN),
    Look("workspace:unit_edit", f"/arbeid/enheter/{UNIT}/", ADMIN),
    Look("workspace:unit_move", f"/arbeid/enheter/{UNIT}/flytt/", ADMIN),
    Look("workspace:unit_reorganise", f"/arbeid/enheter/{UNIT}/omorganiser/", ADMIN),
    Look("workspace:person_new", "/arbeid/personer/ny/", ADMIN),
    Look("workspace:person_claim", "/arbeid/personer/meg/", ADMIN),
    Look("workspace:person_edit", "/arbeid/personer/{person}/", ADMIN),
    Look("workspace:affiliation_new", "/arbeid/personer/{person}/tilknytning/", ADMIN),
    Look("workspace:affiliation_edit", "/arbeid/personer/{person}/tilknytning/{affiliation}/", ADMIN),
    Look("workspace:person_merge", "/arbeid/personer/{person}/sla-sammen/", ADMIN),
    Look("workspace:person_link", "/arbeid/personer/{person}/bruker/", ADMIN),
    Look("workspace:roles", "/arbeid/roller/", ADMIN),
    Look("workspace:role", "/arbeid/roller/{role}/", ADMIN),
    Look("workspace:invite", "/arbeid/inviter/", ADMIN),
    Look("workspace:invitation", "/arbeid/invitasjon/wrong/", status=404),
    Look("workspace:my_data", "/arbeid/mine-opplysninger/", CONTRIBUTOR),
    Look("workspace:not_taken", "/arbeid/ikke-lagret/", CONTRIBUTOR),
    Look("workspace:my_data_ask", "/arbeid/mine-opplysninger/be-om/restrict/", CONTRIBUTOR),
    Look("workspace:data_requests", "/arbeid/opplysninger/", ADMIN),
    Look("workspace:data_rules", "/arbeid/opplysninger/regler/", ADMIN),
    Look("workspace:person_data_ask", "/arbeid/personer/{person}/be-om/", ADMIN),
    Look("workspace:person_data_look", "/arbeid/personer/{person}/opplysninger/", ADMIN),
]


def routes(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    """The names of all routes, but for those of the API: JSON for programs, and never a page."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver) and pattern.namespace == "api":
            continue
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"


def objects(site: Site) -> dict[str, str]:
    """One of each kind of thing from the example, by name."""
    found: dict[str, str] = {}
    for name, query in OBJECTS.items():
        order = " ORDER BY id LIMIT 1"
        rows = site.rows(query.replace("%(person)s", f"'{found.get('person', '')}'") + order)
        if not rows:
            raise LookupError(f"the example has no {name}")
        found[name] = str(rows[0][0])
    return found
