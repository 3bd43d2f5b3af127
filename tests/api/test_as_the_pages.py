"""Whoever may read a page may read the same by a program, and nobody else: the two lines of the matrix agree.

The matrix itself (`tests/permission_table.py`) is tried request by request in `tests/test_permissions.py`.
"""

import pytest

from tests.permission_table import GET
from tests.permission_world import WHO
from tests.test_permissions import lines

SAME = [
    ("my_work -", "workspace:my_work -"),
    ("role_list -", "workspace:roles -"),
    ("role pk=@role", "workspace:role pk=@role"),
    ("invitation_list -", "workspace:roles -"),
    ("my_data -", "workspace:my_data_file -"),
    ("request_list -", "workspace:data_requests -"),
    ("data_request public_id=request2", "workspace:data_request public_id=request2"),
    ("organisation_people code=uni", "workspace:organisation_people code=uni"),
    ("study public_id=study222", "website:study public_id=study222"),
    ("case_readings public_id=case2222", "workspace:case_review public_id=case2222"),
    ("case_reading public_id=review22", "workspace:case_read public_id=review22"),
    ("register_carried_on code=reg", "workspace:register_carry_on code=reg"),
    ("limits -", "workspace:data_rules -"),
    ("look pk=@access", "workspace:person_data pk=@access"),
    ("my_proposals -", "workspace:proposals -"),
    ("report_file public_id=report22,form=json", "website:report_file public_id=report22,form=json"),
    ("register_settings code=reg", "workspace:register_edit code=reg"),
    ("register_words code=reg,kind=effects", "workspace:register_words code=reg"),
    ("profile_list -", "workspace:register_profile code=reg"),
    ("profile code=free", "workspace:register_profile code=reg"),
    ("import_list code=reg", "workspace:import_list code=reg"),
    ("import_job public_id=import22", "workspace:import_job public_id=import22"),
    ("import_rows public_id=import22", "workspace:export_import public_id=import22,form=csv"),
    ("round_list code=reg", "workspace:register_year code=reg"),
    ("round_items public_id=round222", "workspace:round_mine public_id=round222"),
    ("round_content public_id=round222", "workspace:round_content code=reg,public_id=round222"),
    ("entry_rounds public_id=open2222", "workspace:entry_rounds public_id=open2222"),
    ("entry_assessments public_id=open2222", "workspace:entry_assessments public_id=open2222"),
    ("assessment_matrix code=reg", "workspace:register_assessment code=reg"),
    ("assessment_results code=reg", "workspace:register_assessment code=reg"),
    ("call_list code=reg", "workspace:register_assessment code=reg"),
    ("call public_id=call2222", "workspace:assessment_call public_id=call2222"),
    ("call_results public_id=call2222", "workspace:assessment_call public_id=call2222"),
    ("call_assessments public_id=call2222", "workspace:assessment_call public_id=call2222"),
    ("review_list code=reg", "workspace:review_list code=reg"),
    ("review public_id=meet2222", "workspace:review public_id=meet2222"),
    ("review public_id=closed22", "workspace:review public_id=closed22"),
    ("review_minutes public_id=meet2222", "workspace:review_minutes public_id=meet2222"),
    ("work_plan code=reg,year=2026", "workspace:work_plan code=reg,year=2026"),
    ("work_plan_list code=reg", "workspace:work_plan_now code=reg"),
    ("register_effects code=reg", "website:register_effects code=reg"),
    ("unit_effects code=inst", "website:unit_effects code=inst"),
    ("centre code=lukket", "website:centre code=lukket"),
    ("initiative code=satsing", "website:initiative code=satsing"),
    ("recommendation public_id=advice22", "website:recommendation public_id=advice22"),
    ("register_reports code=reg", "website:register_reports code=reg"),
    ("report public_id=shown222", "website:report public_id=shown222"),
    ("report public_id=report22", "website:report public_id=report22"),
    ("report_content public_id=report22", "website:report_file public_id=report22,form=json"),
    ("report_difference public_id=report22", "website:report_difference public_id=report22"),
    ("evidence_file public_id=open2222,evidence=proof222", "website:evidence_file public_id=proof222"),
    ("evidence_file public_id=open2222,evidence=secret22", "website:evidence_file public_id=secret22"),
    ("entry_stories public_id=unit2222", "website:entry public_id=unit2222,slug=for-enheten"),
    ("entry_shown public_id=unit2222", "website:entry public_id=unit2222,slug=for-enheten"),
]
MEANS = {"login": "401", "302": "200"}
"""What a page answers, and a program gets: not logged in, and sent on to a page that the user may see."""


@pytest.mark.requirement("R-NFR-05", "R-PAR-28")
def test_programs_are_answered_as_pages_are() -> None:
    table = {f"{name} {arguments}": answers for name, arguments, answers in lines(GET)}
    wrong = []
    for program, page in SAME:
        wanted = [MEANS.get(answer, answer) for answer in table[page]]
        for who, got, want in zip(WHO, table[f"api:{program}"], wanted, strict=True):
            if got != want:
                wrong.append(f"{program} by {who}: {got}, but the page {page} answers {want}")
    assert not wrong, "\n".join(wrong)
