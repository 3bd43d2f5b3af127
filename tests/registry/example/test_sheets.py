"""The example's own two sheets: one that says what the register says, and one with faults."""

from collections import Counter

import pytest

from samspill.registry.models import Entry, ImportJob, Register
from tests.factories import RoleFactory
from tests.registry.sheets import EXAMPLES, Centre, actions, faults

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-REG-01", "R-REG-07")]


def test_the_example_sheet_says_what_the_example_says() -> None:
    register = Register.objects.get(code="eksempelsenteret")
    centre = Centre.__new__(Centre)
    centre.register = register
    centre.curator = register.entries.exclude(created_by=None).first().created_by
    RoleFactory(user=centre.curator, kind="administrator")
    job = centre.check((EXAMPLES / "innovasjonsregister-eksempel.xlsx").read_bytes())
    assert faults(job) == []
    assert Counter(actions(job).values()) == {"unchanged": 42}
    Register.objects.create(code="nytt", name_nb="Nytt", organisation=register.organisation, scale=register.scale)
    centre.register = Register.objects.get(code="nytt")
    job = centre.take_in((EXAMPLES / "innovasjonsregister-eksempel.xlsx").read_bytes())
    assert Entry.objects.filter(register__code="nytt").count() == 42
    assert job.status == ImportJob.Status.DONE
    job = centre.check((EXAMPLES / "innovasjonsregister-med-feil.xlsx").read_bytes())
    assert faults(job) == [
        (6, "TRL 2024", "level_range"),
        (7, "Partnere", "partner_unknown"),
        (8, "Oppstart", "date"),
        (9, "Innovasjon", "same_title"),
        (10, "Innovasjon", "same_title"),
        (12, "Innovasjon", "no_title"),
        (13, "Type innovasjon", "type_unknown"),
        (16, "Modenhet 2025", "level"),
        (17, "Bærekraftsmål", "sdg_unknown"),
    ]
    merged = {"code": "merged", "params": {"areas": "F14:F15"}}
    assert merged in job.notices
    assert job.rows.get(number=14).values["partners"] == job.rows.get(number=15).values["partners"] != []
