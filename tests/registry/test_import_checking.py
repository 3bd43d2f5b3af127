"""Each faulty cell is found, with its row, column, value, reason and a suggestion."""

from typing import Any

import pytest
from django.utils import timezone

from samspill.core.importing.values import CellError, date_of, whole_number
from samspill.parties.models import Organisation
from samspill.registry.importing import acts
from samspill.registry.importing.faults import message
from tests.factories import AffiliationFactory, OrganisationFactory, PersonFactory
from tests.registry.sheets import Centre, actions, csv_bytes, faults, labels, row_of, the_fault, values, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabularies")]
THIS_YEAR = timezone.localdate().year


@pytest.fixture
def centre() -> Centre:
    return Centre()


@pytest.mark.requirement("R-REG-02", "R-REG-07")
@pytest.mark.parametrize("cell", ["4", 4, "4.0", 4.0, "TRL4", "TRL 4", "trl-4", "Nivå 4", "4 av 9", "TRL: 4"])
def test_ways_of_writing_a_level(centre: Centre, cell: Any) -> None:
    job = centre.check(workbook(("Navn", "TRL 2022"), ("A", cell)))
    assert row_of(job, "A").values["readings"] == {"2022|trl": "trl-4"}


@pytest.mark.requirement("R-REG-07")
@pytest.mark.parametrize(
    ("cell", "code", "suggested"),
    [
        ("TRL 11", "level_range", ["1", "9"]),
        ("0", "level_range", []),
        ("TRL 4-5", "level_several", ["4", "5"]),
        ("4,5", "level_several", ["4", "5"]),
        ("nesten ferdig", "level", []),
        ("#REF!", "formula_error", []),
        ("#VERDI!", "formula_error", []),
    ],
)
def test_levels_that_are_none(centre: Centre, cell: str, code: str, suggested: list[str]) -> None:
    fault = the_fault(centre.check(csv_bytes([("Tittel", "", "TRL 2022"), ("Første", "", "3"), ("A", "", cell)])))
    assert (fault["row"], fault["column"], fault["heading"], fault["value"]) == (3, 2, "TRL 2022", cell)
    assert fault["code"] == code
    assert labels(fault) == suggested
    assert len(message(fault)) > 20


def test_a_level_given_by_its_name(centre: Centre) -> None:
    rows = [("Tittel", "Type", "Modenhet 2022"), ("A", "Tjeneste", "I drift"), ("B", "Tjeneste", "pilott")]
    job = centre.check(csv_bytes(rows))
    assert row_of(job, "A").values["readings"] == {"2022|service": "service-5"}
    assert labels(the_fault(job)) == ["4"]


@pytest.mark.requirement("R-REG-19")
def test_a_service_is_never_put_on_trl(centre: Centre) -> None:
    rows = [("Tittel", "Type", "TRL 2022", "Modenhet 2023"), ("A", "Tjenesteinnovasjon", "4", "5")]
    job = centre.check(csv_bytes(rows))
    fault = the_fault(job)
    assert (fault["code"], fault["heading"]) == ("other_scale", "TRL 2022")
    acts.mend(job=job, actor=centre.curator, row=2, column=2, value=values(fault)[0])
    assert row_of(job, "A").values["readings"] == {"2022|service": "service-4", "2023|service": "service-5"}


def test_the_scale_has_a_column_of_its_own(centre: Centre) -> None:
    rows = [
        ("Tittel", "Type", "Skala", "Modenhet 2022"),
        ("A", "Kunstnerisk innovasjon", "Kunst", "4"),
        ("B", "Sosial innovasjon", "Samfunn", "8"),
        ("C", "Tjeneste", "Tjeneste", "8"),
        ("D", "Produkt", "Mønster", "8"),
    ]
    job = centre.check(csv_bytes(rows))
    assert row_of(job, "A").values["readings"] == {"2022|artistic": "artistic-4"}
    assert row_of(job, "B").values["readings"] == {"2022|societal": "societal-8"}
    assert faults(job) == [(4, "Modenhet 2022", "level_range"), (5, "Skala", "scale_unknown")]


def test_one_row_per_year_becomes_one_entry(centre: Centre) -> None:
    rows = [
        ("Tittel", "År", "TRL", "Omtale"),
        ("Lampe", "2022", "3", "Gammel tekst"),
        ("Stol", "2022", "2", "Sittes i"),
        ("LAMPE", "2023", "5", "Ny tekst"),
        ("Lampe", "2024", "x", ""),
    ]
    job = centre.check(csv_bytes(rows))
    lamp = job.rows.get(number=2)
    assert lamp.row_numbers == [2, 4, 5]
    assert lamp.values["readings"] == {"2022|trl": "trl-3", "2023|trl": "trl-5"}
    assert lamp.values["summary"] == "Ny tekst"
    assert faults(job) == [(5, "TRL", "level")]


def test_levels_need_a_year_that_is_not_to_come(centre: Centre) -> None:
    rows = [("Tittel", "År", "TRL"), ("A", "", "3"), ("B", str(THIS_YEAR + 1), "3"), ("C", "i fjor", "3")]
    job = centre.check(csv_bytes(rows))
    assert faults(job) == [(2, "TRL", "no_year"), (3, "År", "future"), (4, "År", "year")]


def test_a_level_without_any_year_is_of_the_year_chosen(centre: Centre) -> None:
    job = centre.check(csv_bytes([("Tittel", "TRL"), ("A", "3")]), year=2021)
    assert row_of(job, "A").values["readings"] == {"2021|trl": "trl-3"}
    job = centre.check(csv_bytes([("Tittel", "TRL"), ("A", "3")]))
    assert row_of(job, "A").values["readings"] == {f"{THIS_YEAR}|trl": "trl-3"}


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019", "2019-01-01", "2019-12-31"),
        ("01.10.2018 00:00", "2018-10-01", "2018-10-01"),
        ("2012-10-17 13:00:00", "2012-10-17", "2012-10-17"),
        ("1. mars 2023", "2023-03-01", "2023-03-01"),
        ("mars 2023", "2023-03-01", "2023-03-31"),
        ("March 5, 2020", "2020-03-05", "2020-03-05"),
        ("43466", "2019-01-01", "2019-01-01"),
        ("1.5.19", "2019-05-01", "2019-05-01"),
        ("5/13/2020", "2020-05-13", "2020-05-13"),
        ("2019-02", "2019-02-01", "2019-02-28"),
        ("20190501", "2019-05-01", "2019-05-01"),
        ("-", "", ""),
    ],
)
def test_dates_in_many_forms(text: str, first: str, last: str) -> None:
    assert (date_of(text), date_of(text, end=True)) == (first, last)


@pytest.mark.requirement("R-REG-07")
@pytest.mark.parametrize(
    ("text", "suggested"),
    [("en gang i mars 2023", ["01.03.2023"]), ("31.02.2020", ["2020"]), ("snart", []), ("vår 2020", ["2020"])],
)
def test_text_that_is_no_date(text: str, suggested: list[str]) -> None:
    with pytest.raises(CellError) as caught:
        date_of(text)
    assert [one.value for one in caught.value.suggestions] == suggested


@pytest.mark.parametrize(
    ("text", "number"),
    [("1 234,50", 1234), ("kr 1.234.567,-", 1234567), ("165757.5", 165758), ("", None), ("NOK 5", 5)],
)
def test_numbers_in_many_forms(text: str, number: int | None) -> None:
    assert whole_number(text) == number


def test_end_before_start(centre: Centre) -> None:
    job = centre.check(csv_bytes([("Tittel", "Start", "Slutt"), ("A", "2022", "2021")]))
    assert faults(job) == [(2, "Slutt", "date_order")]


@pytest.mark.requirement("R-REG-07")
def test_two_rows_with_one_title(centre: Centre) -> None:
    rows = [("Nr", "Tittel"), ("1", "Felles skur"), ("2", "Felles skur"), ("3", "Noe annet")]
    job = centre.check(csv_bytes(rows))
    assert faults(job) == [(2, "Tittel", "same_title"), (3, "Tittel", "same_title")]
    assert "2, 3" in message(job.rows.get(number=2).faults[0])
    acts.mend(job=job, actor=centre.curator, row=3, column=1, value="Felles skur på Nes")
    assert faults(job) == []  # both are right now
    assert centre.check(csv_bytes(rows), same_title=True).rows.filter(action="faulty").count() == 0


def test_two_rows_with_one_title_and_no_identifier(centre: Centre) -> None:
    job = centre.check(csv_bytes([("Tittel", "Omtale"), ("Felles skur", "a"), ("felles  Skur", "b"), ("X", "c")]))
    assert faults(job) == [(2, "Tittel", "same_title"), (3, "Tittel", "same_title")]
    acts.mend(job=job, actor=centre.curator, row=3, column=0, value="Et annet skur")
    assert actions(job) == {"Felles skur": "create", "Et annet skur": "create", "X": "create"}


def test_rows_with_one_identifier_are_one_record(centre: Centre) -> None:
    rows = [
        ("Prosjektnr", "Prosjektnavn", "Partner", "Beløp", "Slutt"),
        ("7", "Felles", "Fjordvik", "100", "2022"),
        ("7", "Felles", "EksU", "50", "2022"),
        ("8", "Ulik", "EksU", "50", "2022"),
        ("8", "Ulik!", "Fjordvik", "50", "2023"),
    ]
    job = centre.check(csv_bytes(rows), kind="activity", type="partner_project")
    record = job.rows.get(number=2)
    assert record.values["partners"] == ["fjordvik|", "eksu|"]
    assert record.values["details.amount"] == 150
    assert faults(job) == [(5, "Slutt", "differs")]
    assert job.rows.get(number=4).values["details.amount"] == 50


def test_missing_title_and_too_long_and_text_in_number(centre: Centre) -> None:
    rows = [
        ("Tittel", "Omtale", "Antall deltakere"),
        ("", "x", ""),
        ("A" * 301, "", ""),
        ("C", "", "mange"),
        ("D", "", "12"),
    ]
    job = centre.check(csv_bytes(rows), kind="activity", type="workshop")
    assert faults(job) == [(2, "Tittel", "no_title"), (3, "Tittel", "too_long"), (4, "Antall deltakere", "number")]
    assert row_of(job, "D").values["details.participants_count"] == 12


def test_types_in_three_languages(centre: Centre) -> None:
    rows = [
        ("Tittel", "Type innovasjon"),
        ("A", "Produktinnovasjon; Prosessinnovasjon"),
        ("B", "Service innovation"),
        ("C", "Tenesteinnovasjon"),
        ("D", "Produkt, tjeneste"),
        ("E", "Dingsinnovasjon"),
        ("F", "Tjenesteinnovasjon; Seminar"),
    ]
    job = centre.check(csv_bytes(rows))
    assert row_of(job, "A").values["types"] == ["product", "process"]
    assert row_of(job, "B").values["types"] == row_of(job, "C").values["types"] == ["service"]
    assert row_of(job, "D").values["types"] == ["product", "service"]
    assert faults(job) == [(6, "Type innovasjon", "type_unknown"), (7, "Type innovasjon", "type_kinds")]
    assert "Tjenesteinnovasjon" in values(row_of(job, "E").faults[0])


def test_goals_and_vocabularies(centre: Centre) -> None:
    rows = [
        ("Tittel", "Bærekraftsmål", "Fagområde", "Tjenesteområde"),
        ("A", "7; 11", "Matematikk", "Barnehage"),
        ("B", "SDG 3: God helse", "matematikk", ""),
        ("C", "18", "Mattematikk", "Barnehager"),
    ]
    job = centre.check(csv_bytes(rows))
    assert row_of(job, "A").values["sdgs"] == [7, 11]
    assert row_of(job, "A").values["service_areas"] == ["kindergarten"]
    assert row_of(job, "B").values["sdgs"] == [3]
    assert faults(job) == [
        (4, "Bærekraftsmål", "sdg_unknown"), (4, "Fagområde", "code_unknown"), (4, "Tjenesteområde", "code_unknown"),
    ]  # fmt: skip
    assert values(row_of(job, "C").faults[1]) == ["Matematikk"]
    assert values(row_of(job, "C").faults[2])[0] == "Barnehage"


def test_people_are_found_in_the_register_s_own_organisation(centre: Centre) -> None:
    here = PersonFactory(name="Kari Nordmann")
    AffiliationFactory(person=here, organisation=centre.university)
    AffiliationFactory(person=PersonFactory(name="Kari Nordmann"), organisation=centre.varme)
    AffiliationFactory(person=PersonFactory(name="Ola Li"), organisation=centre.varme)
    text = "Kari Nordmann, Ola Li (prosjektleder); Nordmann, Per"
    job = centre.check(csv_bytes([("Tittel", "Hvem er involvert"), ("A", text)]))
    row = row_of(job, "A")
    assert row.values["contributors"] == [
        f"p:{here.public_id}|", "new:Ola Li@|project_leader", "new:Per Nordmann@|",
    ]  # fmt: skip
    assert ("namesake", "Ola Li") in [(note["code"], note["params"].get("name")) for note in row.notices]


def test_a_place_in_brackets_says_which_person(centre: Centre) -> None:
    there = PersonFactory(name="Ola Li")
    AffiliationFactory(person=there, organisation=centre.varme)
    rows = [
        ("Tittel", "Involvert"),
        ("A", "Ola Li (Nordlys Varme AS (eksempel))"),
        ("B", "Ola Li (Nordlys Vrame)"),
        ("C", "Kari"),
    ]
    OrganisationFactory(code="lys", name_nb="Lys og Varme")
    there_too = PersonFactory(name="Anne Moe")
    AffiliationFactory(person=there_too, organisation=Organisation.objects.get(code="lys"))
    job = centre.check(csv_bytes([rows[0], ("A", "Anne Moe (Lys og Varme)"), rows[2], rows[3]]))
    assert row_of(job, "A").values["contributors"] == [f"p:{there_too.public_id}|"]
    assert faults(job) == [(3, "Involvert", "person_place"), (4, "Involvert", "person_name")]


def test_two_people_with_one_name_are_asked_about(centre: Centre) -> None:
    people = [PersonFactory(name="Kari Nordmann") for _ in range(2)]
    for person in people:
        AffiliationFactory(person=person, organisation=centre.university)
    job = centre.check(csv_bytes([("Tittel", "Involvert"), ("A", "Ola Li; Kari Nordmann")]))
    fault = the_fault(job)
    assert fault["code"] == "person_ambiguous"
    acts.mend(job=job, actor=centre.curator, row=2, column=1, value=values(fault)[1])
    assert row_of(job, "A").values["contributors"][1] == f"p:{people[1].public_id}|"


def test_a_heading_that_is_a_role_gives_the_role(centre: Centre) -> None:
    job = centre.check(csv_bytes([("Tittel", "Idéhaver", "Veileder"), ("A", "Ola Li", "Kari Moe")]))
    assert row_of(job, "A").values["contributors"] == ["new:Ola Li@|idea_owner", "new:Kari Moe@|supervisor"]


def test_an_organisation_among_the_people_is_a_partner(centre: Centre) -> None:
    job = centre.check(csv_bytes([("Tittel", "Hvem er involvert"), ("A", "Ola Li, Fjordvik kommune")]))
    assert row_of(job, "A").values["partners"] == ["fjordvik|"]
    assert row_of(job, "A").values["contributors"] == ["new:Ola Li@|"]


def test_messages_follow_the_reader_s_language(centre: Centre) -> None:
    from django.utils import translation

    fault = the_fault(centre.check(csv_bytes([("Tittel", "Start"), ("A", "snart")])))
    said = set()
    for language in ("nb", "nn", "en"):
        with translation.override(language):
            said.add(message(fault))
    assert len(said) >= 1
    assert "sentence" not in fault
