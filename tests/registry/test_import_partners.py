"""Partners are found by number and name; what is not found gets the nearest ones as suggestions."""

import pytest
from django.utils.translation import override

from samspill.parties.models import MunicipalityChange, Organisation
from samspill.registry.importing import acts
from samspill.registry.importing.faults import message
from samspill.registry.models import ImportJob
from tests.factories import MunicipalOrganisationFactory, OrganisationFactory
from tests.registry.sheets import Centre, csv_bytes, faults, labels, row_of, the_fault, values

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabularies")]


@pytest.fixture
def centre() -> Centre:
    return Centre()


@pytest.mark.requirement("R-REG-07")
def test_unknown_partner_gets_the_nearest(centre: Centre) -> None:
    rows = [("Tittel", "Partnere"), ("A", "Fjordvik kommune; Nordlys Vrame AS (eksempel)"), ("B", "Kvikklunsj Romfart")]
    job = centre.check(csv_bytes(rows))
    fault = row_of(job, "A").faults[0]
    assert fault["code"] == "partner_unknown"
    assert labels(fault)[0].startswith("Nordlys Varme AS (eksempel)")
    assert values(fault)[0] == "Fjordvik kommune; Nordlys Varme AS (eksempel) [nordlys-varme]"
    with override("en"):
        assert "one of the nearest" in message(fault)
    alone = row_of(job, "B").faults[0]
    assert alone["suggestions"] == []
    with override("en"):
        assert "one of the nearest" not in message(alone), "there is none to choose"
    acts.mend(job=job, actor=centre.curator, row=2, column=1, value=values(fault)[0])
    assert row_of(job, "A").values["partners"] == ["fjordvik|", "nordlys-varme|"]


@pytest.mark.parametrize(
    "text",
    [
        "FJORDVIK KOMMUNE",
        "Fjordvik",
        "fjordvik  kommune",
        "958 935 420",
        "Fjordvik kommune (958935420)",
        "Fjordvik (9901)",
    ],
)
def test_ways_of_naming_a_municipality(centre: Centre, text: str) -> None:
    job = centre.check(csv_bytes([("Tittel", "Partnere"), ("A", text)]))
    assert row_of(job, "A").values["partners"] == ["fjordvik|"]


def test_a_name_with_a_comma_or_og_in_it_is_one_partner(centre: Centre) -> None:
    OrganisationFactory(code="kart", name_nb="Senter for kart, kompass og måling")
    rows = [("Tittel", "Partnere"), ("A", "Senter for kart, kompass og måling, EksU og Fjordvik kommune (vertskap)")]
    job = centre.check(csv_bytes([rows[0], ("A", "Senter for kart, kompass og måling; EksU og Fjordvik kommune")]))
    assert row_of(job, "A").values["partners"] == ["kart|", "eksu|", "fjordvik|"]


def test_a_role_beside_the_name(centre: Centre) -> None:
    job = centre.check(
        csv_bytes([("Tittel", "Partnere", "Partnerrolle"), ("A", "Fjordvik (Vertskap); EksU", "Koordinator")])
    )
    assert row_of(job, "A").values["partners"] == ["fjordvik|host", "eksu|lead"]


@pytest.mark.requirement("R-REG-07")
def test_two_municipalities_with_one_name_are_told_apart_by_number(centre: Centre) -> None:
    for number, county in (("1515", "15"), ("1818", "18")):
        MunicipalOrganisationFactory(
            code=f"heroy-{number}", name_nb="Herøy kommune", municipality__number=number, municipality__name="Herøy",
            municipality__county__number=county, municipality__county__name=f"Fylke {county}",
        )  # fmt: skip
    job = centre.check(csv_bytes([("Tittel", "Kommune"), ("A", "HERØY KOMMUNE")]))
    fault = the_fault(job)
    assert fault["code"] == "partner_ambiguous"
    assert labels(fault) == ["Herøy kommune (1515, Fylke 15)", "Herøy kommune (1818, Fylke 18)"]
    acts.mend(job=job, actor=centre.curator, row=2, column=1, value=values(fault)[1])
    assert row_of(job, "A").values["partners"] == ["heroy-1818|"]
    job = centre.check(csv_bytes([("Tittel", "Kommune", "Kommunenummer"), ("A", "Herøy", "1515")]))
    assert row_of(job, "A").values["partners"] == ["heroy-1515|"]


def test_organisation_number_goes_before_the_name(centre: Centre) -> None:
    rows = [
        ("Tittel", "Organisasjonsnummer", "Organisasjonsnavn"),
        ("A", "958935420", "Et helt annet navn"),
        ("B", "958935421", "Fjordvik kommune"),
        ("C", "971035854", "Ukjent AS"),
        ("D", "", "Fjordvik kommune"),
        ("E", "971035854", "Nordlys Varme AS (eksempel)"),
        ("F", "0", "Fjordvik kommune"),
    ]
    job = centre.check(csv_bytes(rows))
    assert row_of(job, "A").values["partners"] == ["fjordvik|"]
    assert row_of(job, "D").values["partners"] == ["fjordvik|"]
    assert row_of(job, "E").values["partners"] == ["nordlys-varme|"]
    assert row_of(job, "F").values["partners"] == ["fjordvik|"]  # 0 says that there is none
    assert faults(job) == [(3, "Organisasjonsnummer", "org_number"), (4, "Organisasjonsnavn", "partner_unknown")]
    assert values(row_of(job, "B").faults[0]) == ["958935420"]


def test_new_organisations_only_when_asked_for(centre: Centre) -> None:
    rows = [("Tittel", "Org.nr.", "Partner"), ("A", "971035854", "UKJENT AS"), ("B", "971035854", "Ukjent AS")]
    before = Organisation.objects.count()
    job = centre.take_in(csv_bytes(rows), new_organisations=True)
    made = Organisation.objects.get(number="971035854")
    assert Organisation.objects.count() == before + 1
    assert (made.name_nb, made.kind) == ("UKJENT AS", "company")
    assert [entry.participations.get().organisation for entry in centre.register.entries.all()] == [made, made]
    assert job.status == ImportJob.Status.DONE


@pytest.mark.requirement("R-REG-07")
def test_a_former_municipality_is_told_with_the_one_that_took_its_place(centre: Centre) -> None:
    today = Organisation.objects.get(code="fjordvik").municipality
    other = MunicipalOrganisationFactory(
        code="nyvik", name_nb="Nyvik kommune", municipality__number="9977", municipality__name="Nyvik"
    )
    kinds = MunicipalityChange.Kind
    for old, name, new, kind in (
        ("9871", "Gamlevik", today, kinds.MERGED),
        ("9872", "Delvik", today, kinds.SPLIT),
        ("9872", "Delvik", other.municipality, kinds.SPLIT),
    ):
        MunicipalityChange.objects.create(old_number=old, old_name=name, municipality=new, kind=kind)
    rows = [
        ("Tittel", "Partnere", "Org.nr."),
        ("A", "EksU; Gamlevik kommune (vertskap)", ""),
        ("B", "DELVIK", ""),
        ("C", "Gamlevik AS", ""),
        ("D", "Gamlevik", "971035854"),
        ("E", "Gamlevik kommune", "971035854"),
    ]
    for new_organisations in (False, True):
        job = centre.check(csv_bytes(rows), new_organisations=new_organisations)
        faulty = {title: row_of(job, title).faults[0] for title in "ABE"}
        assert {fault["code"] for fault in faulty.values()} == {"partner_former"}
        assert labels(faulty["A"]) == ["Fjordvik kommune (9901, Trøndelag)"]
        assert [one.partition(" (")[0] for one in labels(faulty["B"])] == ["Fjordvik kommune", "Nyvik kommune"]
        with override("nb"):
            assert "navnet på en kommune som ikke finnes lenger" in message(faulty["E"])
        codes = [one["code"] for title in "CD" for one in row_of(job, title).faults]
        assert codes == ([] if new_organisations else ["partner_unknown", "partner_former"])
    acts.mend(job=job, actor=centre.curator, row=2, column=1, value=values(faulty["A"])[0])
    assert row_of(job, "A").values["partners"] == ["eksu|", "fjordvik|host"]


def test_a_part_of_a_university_is_no_new_organisation(centre: Centre) -> None:
    job = centre.check(
        csv_bytes([("Tittel", "Partner"), ("A", "EKSU DET FILOSOFISKE FAKULTET")]), new_organisations=True
    )
    assert the_fault(job)["code"] == "partner_part"
