"""Two sheets that nobody made for Samspill."""

from collections import Counter
from typing import Any

import pytest

from samspill.parties import reference as parties_reference
from samspill.parties.models import Organisation
from samspill.registry.models import Participation
from tests.registry.sheets import Centre, actions, faults, shared

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-REG-01", "R-REG-07")]
PROJECTS: dict[str, Any] = {"kind": "activity", "type": "partner_project"}


def fresh_centre() -> Centre:
    """With the real municipalities, so without the invented one that borrows a number."""
    parties_reference.load()
    Organisation.objects.filter(number="958935420").update(number="")
    centre = Centre()
    centre.fjordvik.delete()
    Organisation.objects.filter(code="kommune-0301").update(number="958935420")
    return centre


def test_eu_projects_of_municipalities() -> None:
    centre = fresh_centre()
    content = shared("eu_prosjekter_kommuner.csv").read_bytes()
    job = centre.check(content, mapping={"Topic": "summary"}, **PROJECTS)
    assert (job.rows_total, job.rows.count()) == (55, 51)
    counties = {fault["value"] for row in job.rows.all() for fault in row.faults}
    assert counties == {
        "VIKEN FYLKESKOMMUNE", "VESTFOLD OG TELEMARK FYLKESKOMMUNE", "TROMS OG FINNMARK FYLKESKOMMUNE",
    }  # dissolved in 2024  # fmt: skip
    assert Counter(actions(job).values()) == {"create": 43, "faulty": 8}
    job = centre.check(content, new_organisations=True, **PROJECTS)  # the matching is remembered
    assert faults(job) == []
    centre.confirm(job)
    assert centre.register.entries.count() == 51
    assert Participation.objects.count() == 55
    project = centre.register.entries.get(details__identifier="646578")
    assert set(project.participations.values_list("organisation__name_nb", flat=True)) == {
        "Stavanger kommune", "Rogaland fylkeskommune",
    }  # fmt: skip
    assert project.details["amount_eur"] == 4672615  # 2 parts of one project, summed
    assert (project.types, project.start_date.isoformat()) == (["partner_project"], "2015-02-01")
    assert set(centre.register.entries.values_list("status", flat=True)) == {"published"}
    again = centre.check(content, new_organisations=True, **PROJECTS)
    assert Counter(actions(again).values()) == {"unchanged": 51}


def test_applications_to_the_research_council() -> None:
    centre = fresh_centre()
    content = shared("forskningsradet_soknader_sample.csv").read_bytes()
    mapping = {"fagdisiplin": "keywords", "fag": "keywords", "fagomraade": "keywords", "kortnavn": ""}
    job = centre.check(content, mapping=mapping, new_organisations=True, same_title=True, **PROJECTS)
    left_out = [heading for heading, code in zip(job.headings, job.mapping.values(), strict=True) if not code]
    assert (len(job.headings), job.rows.count()) == (42, 171)
    assert {"prosjekttype", "sektor", "kategori", "sokt_belop", "landsdel"} <= set(left_out)
    found = Counter(code for _row, _heading, code in faults(job))
    assert set(found) == {"partner_part"}  # "0" for a number means that there is none
    centre.confirm(job)
    taken = centre.register.entries.count()
    assert taken == 171 - len({fault[0] for fault in faults(job)})
    entry = centre.register.entries.get(details__identifier="225873")
    assert entry.participations.get().organisation.number == "962986633"
    assert (entry.start_date.isoformat(), entry.end_date.isoformat()) == ("2013-01-01", "2017-12-31")
    assert entry.details["amount"] == 6978124
    assert entry.status == "draft"  # no column describes it
