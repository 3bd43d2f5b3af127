"""Effects in a sheet: taken in, changed and left alone, as what stands beside them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from samspill.registry.importing import acts, work
from samspill.registry.models import EffectTag
from tests.effect_factories import EffectTagFactory
from tests.factories import PublishedEntryFactory
from tests.registry.exports import check, export
from tests.registry.sheets import Centre, actions, faults, row_of, workbook
from tests.registry.test_export_again import csv_of, rows_of
from tests.scenes import client_of, page

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("vocabularies"),
    pytest.mark.requirement("R-REG-12", "R-REG-07"),
]
HEADINGS = ("Tittel", "Type", "Beskrivelse", "Partnere", "Effekter, og for hvem")


def said() -> list[tuple[str, str, str, date | None]]:
    rows = EffectTag.objects.order_by("effect__code", "recipient__code")
    return list(rows.values_list("effect__code", "recipient__code", "stage", "since"))


def sheet(effects: str) -> bytes:
    return workbook(HEADINGS, ("Varmelager", "Produktinnovasjon", "Et lager.", "Fjordvik kommune", effects))


def test_effects_of_a_sheet_are_taken_in_and_changed_by_the_next() -> None:
    centre = Centre()
    first = "Energieffektivisering – Innbyggere (oppnådd 2024-05-01); Kompetanse for Videre forskning"
    centre.take_in(sheet(first))
    assert said() == [
        ("competence", "research", "expected", None),
        ("energy", "citizens", "achieved", date(2024, 5, 1)),
    ]
    EffectTag.objects.filter(effect__code="competence").update(note="Fra møtet")
    assert actions(centre.check(sheet(first))) == {"Varmelager": "unchanged"}
    job = centre.check(
        sheet("Energieffektivisering – Innbyggere (oppnådd 2024-05-01); Kompetanse – Videre forskning (oppnådd)")
    )
    shown = client_of(centre.curator).get(page("workspace:import_job", job.public_id)).text
    assert "Kompetanse – Videre forskning (oppnådd)" in shown
    centre.confirm(job)
    assert said()[0] == ("competence", "research", "achieved", None)
    assert EffectTag.objects.get(effect__code="competence").note == "Fra møtet"
    centre.take_in(sheet("Energieffektivisering – Innbyggere (oppnådd 2024-05-01)"))
    assert [row[0] for row in said()] == ["energy"]


def test_an_unknown_word_is_a_fault_with_what_is_like_it() -> None:
    centre = Centre()
    job = centre.check(sheet("Energieffektivisering – Inbyggere"))
    assert faults(job) == [(2, "Effekter, og for hvem", "effect_unknown")]
    suggestions = row_of(job, "Varmelager").faults[0]["suggestions"]
    assert "Energieffektivisering – Innbyggere" in [one["label"] for one in suggestions]
    day = timezone.localdate() + timedelta(days=3)
    later = centre.check(sheet(f"Energieffektivisering – Innbyggere (oppnådd {day.isoformat()})"))
    assert [code for _row, _heading, code in faults(later)] == ["effect_later"]
    assert not EffectTag.objects.exists()


def test_the_same_effect_twice_in_a_cell_is_one() -> None:
    centre = Centre()
    centre.take_in(sheet("Kompetanse – Innbyggere; Kompetanse – Innbyggere (oppnådd)"))
    assert said() == [("competence", "citizens", "achieved", None)]


@pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
def test_an_export_reads_in_as_it_was(form: str) -> None:
    centre = Centre()
    entry = PublishedEntryFactory(register=centre.register, organisation=centre.university, title="Varmelager")
    EffectTagFactory(entry=entry, stage="achieved", since=date(2024, 5, 1), note="Målt")
    raw = export(centre.curator, form)
    assert actions(check(centre.register, centre.curator, raw, form)) == {"Varmelager": "unchanged"}


def test_a_changed_cell_of_an_export_is_taken() -> None:
    centre = Centre()
    entry = PublishedEntryFactory(register=centre.register, organisation=centre.university, title="Varmelager")
    EffectTagFactory(entry=entry)
    rows = rows_of(export(centre.curator, "csv"))
    rows[0]["Effekter, og for hvem"] = rows[0]["Effekter, og for hvem"].replace("(Ventet)", "(oppnådd 2025-01-01)")
    job = check(centre.register, centre.curator, csv_of(rows), "csv")
    assert actions(job) == {"Varmelager": "update"}
    acts.confirm(job=job, actor=centre.curator)
    work.run(job.pk)
    assert said() == [("energy", "municipality", "achieved", date(2025, 1, 1))]
