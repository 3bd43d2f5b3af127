"""The reference tables themselves, read as plain CSV: complete, consistent, with valid check digits. No database."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from samspill.core.checksums import organisation_number_is_valid, ror_is_valid
from samspill.core.search.norwegian import lexicon, tokens
from samspill.parties import places

PACKAGE = Path(__file__).resolve().parents[2] / "samspill"
FOLDERS = {module: PACKAGE / module / "reference" for module in ("core", "parties", "registry")}
NON_TECHNOLOGY = ("service", "social", "organisational", "policy", "artistic")


def rows(module: str, table: str) -> list[dict[str, str]]:
    with (FOLDERS[module] / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def keys(module: str, table: str, column: str) -> set[str]:
    return {row[column] for row in rows(module, table)}


@pytest.mark.parametrize(("module", "table", "count"), [
    ("parties", "regions", 5),
    ("parties", "counties", 15),
    ("parties", "municipalities", 357),
    ("registry", "sdg", 17),
    ("registry", "subdimensions", 8),
])  # fmt: skip
def test_table_has_as_many_rows_as_there_are_in_the_world(module: str, table: str, count: int) -> None:
    assert len(rows(module, table)) == count


@pytest.mark.parametrize(("module", "table", "key"), [
    ("parties", "regions", "code"),
    ("parties", "counties", "number"),
    ("parties", "municipalities", "number"),
    ("parties", "organisations", "code"),
    ("parties", "units_ntnu", "code"),
    ("registry", "subdimensions", "code"),
    ("registry", "entry_types", "code"),
    ("registry", "scales", "code"),
    ("registry", "sdg", "number"),
    ("registry", "disciplines", "code"),
    ("registry", "service_areas", "code"),
    ("registry", "contribution_roles", "code"),
    ("registry", "participation_roles", "code"),
    ("registry", "import_headings", "heading"),
    ("core", "glossary", "term_nb"),
])  # fmt: skip
def test_keys_are_unique_and_never_empty(module: str, table: str, key: str) -> None:
    values = [row[key] for row in rows(module, table)]
    assert all(values)
    assert [value for value, times in Counter(values).items() if times > 1] == []


def test_every_file_is_clean_text_with_full_rows_and_a_source() -> None:
    for folder in FOLDERS.values():
        described = " ".join(row["table"] for row in csv.DictReader((folder / "SOURCES.csv").open(encoding="utf-8")))
        for path in folder.glob("*.csv"):
            text = path.read_bytes().decode("utf-8")
            assert not re.search("[\r\ufeff]", text), path.name
            assert text.endswith("\n"), path.name
            table = list(csv.reader(text.splitlines()))
            assert {len(row) for row in table} == {len(table[0])}, path.name
            assert [cell for row in table for cell in row if cell != cell.strip()] == [], path.name
            assert path.name == "SOURCES.csv" or path.name in described, f"{path.name} has no source"


@pytest.mark.requirement("R-PAR-03")
def test_municipalities_add_up_to_norway() -> None:
    table = rows("parties", "municipalities")
    assert sum(int(row["population"]) for row in table) == 5_627_400
    assert {row["population_date"] for row in table} == {"2026-01-01"}
    assert sum(int(row["population_2024"]) for row in table) == 5_550_203
    assert round(sum(float(row["area_km2"]) for row in table)) == 323_805


def test_municipalities_belong_to_their_county_and_lie_in_norway() -> None:
    counties = {row["number"]: row for row in rows("parties", "counties")}
    assert {row["region"] for row in counties.values()} == keys("parties", "regions", "code")
    for row in rows("parties", "municipalities"):
        assert row["number"][:2] == row["county"], row["name"]
        assert row["county"] in counties, row["name"]
        assert 57.9 < float(row["latitude"]) < 71.3, row["name"]
        assert 4.4 < float(row["longitude"]) < 31.3, row["name"]


def test_two_pairs_of_municipalities_share_a_name() -> None:
    names = Counter(row["name"] for row in rows("parties", "municipalities"))
    assert {name for name, times in names.items() if times > 1} == {"Herøy", "Våler"}


def test_centrality_class_follows_the_index() -> None:
    limits = ((925, "1"), (870, "2"), (775, "3"), (670, "4"), (565, "5"), (0, "6"))
    for row in rows("parties", "municipalities"):
        index = int(row["centrality_index"])
        assert row["centrality_class"] == next(label for limit, label in limits if index >= limit), row["name"]


def test_official_name_holds_every_name_of_the_municipality() -> None:
    columns = ("name_south_sami", "name_lule_sami", "name_north_sami", "name_kven")
    for row in rows("parties", "municipalities"):
        official = re.sub(r" \(.+\)$", "", row["name_official"]).split(" - ")
        assert sorted(official) == sorted([row["name"], *(row[column] for column in columns if row[column])])


def test_the_search_knows_every_name_of_a_place() -> None:
    """Where this fails, write these words into ``places.txt`` of `core.search.norwegian`, in their order."""
    columns = {
        "counties": ("name", "name_official"),
        "municipalities": ("name", "name_official", "administrative_centre"),
        "municipality_changes": ("old_name", "new_name"),
    }
    names = {row[column] for table, own in columns.items() for row in rows("parties", table) for column in own}
    names |= {*places.OLD_COUNTIES}
    known = (lexicon.TABLES / "places.txt").read_text(encoding="utf-8").split()
    assert known == sorted({token.word for name in names for token in tokens(name)})
    assert sorted(lexicon.WORDS_TOO - {*known}) == []


def test_organisation_numbers_and_ror_ids_have_valid_check_digits_and_one_owner() -> None:
    organisations, municipalities = rows("parties", "organisations"), rows("parties", "municipalities")
    numbers = [row["org_number"] for row in organisations + municipalities if row["org_number"]]
    assert [number for number in numbers if not organisation_number_is_valid(number)] == []
    assert len(numbers) == len(set(numbers)) > 420
    rors = [row["ror"] for row in organisations if row["ror"]]
    assert [ror for ror in rors if not ror_is_valid(ror)] == []
    assert len(rors) == len(set(rors)) > 0
    assert [row["name"] for row in municipalities if not row["org_number"]] == ["Haram"]


def test_every_municipality_of_2020_and_of_2024_has_a_fate() -> None:
    changes = [row for row in rows("parties", "municipality_changes") if row["date"] == "2024-01-01"]
    assert len({row["old_number"] for row in changes}) == 356
    today = {row["number"]: row["name"] for row in rows("parties", "municipalities")}
    assert {row["new_number"]: row["new_name"] for row in changes} == today
    split = {(row["old_number"], row["new_number"]) for row in changes if row["kind"] == "split"}
    assert split == {("1507", "1508"), ("1507", "1580")}
    for row in changes:
        assert (row["kind"] == "unchanged") == (row["old_number"] == row["new_number"])


def test_a_municipality_that_was_merged_leads_to_one_of_today_and_is_none_itself() -> None:
    gone = [row for row in rows("parties", "municipality_changes") if row["date"] < "2024-01-01"]
    today = {row["number"]: row["name"] for row in rows("parties", "municipalities")}
    assert len({row["old_number"] for row in gone}) == 90
    assert [row for row in gone if today[row["new_number"]] != row["new_name"] or row["old_number"] in today] == []
    known = {row["old_number"] for row in rows("parties", "municipality_changes") if row["date"] == "2024-01-01"}
    assert known.isdisjoint(row["old_number"] for row in gone), "numbers that were given up by 2020"
    assert {row["old_name"] for row in gone if row["kind"] == "split"} == {"Snillfjord", "Tysfjord"}
    assert {row["old_name"] for row in gone} & set(today.values()) == {"Bø", "Os", "Sande"}


@pytest.mark.parametrize(("module", "table", "column", "parent_column"), [
    ("parties", "units_ntnu", "parent_code", "code"),
    ("registry", "disciplines", "parent", "code"),
])  # fmt: skip
def test_every_parent_exists(module: str, table: str, column: str, parent_column: str) -> None:
    known = keys(module, table, parent_column) | {""}
    assert [row[parent_column] for row in rows(module, table) if row[column] not in known] == []


@pytest.mark.requirement("R-NFR-03")
@pytest.mark.parametrize(("module", "table", "stems"), [
    ("parties", "regions", ["name"]),
    ("registry", "subdimensions", ["name", "dimension", "main"]),
    ("registry", "entry_types", ["name", "description"]),
    ("registry", "scales", ["name", "description"]),
    ("registry", "scale_levels", ["name", "description"]),
    ("registry", "sdg", ["name"]),
    ("registry", "disciplines", ["name"]),
    ("registry", "service_areas", ["name"]),
    ("registry", "contribution_roles", ["name"]),
    ("registry", "participation_roles", ["name"]),
    ("core", "glossary", ["term"]),
])  # fmt: skip
def test_three_languages_are_complete(module: str, table: str, stems: list[str]) -> None:
    columns = [f"{stem}_{language}" for stem in stems for language in ("nb", "nn", "en")]
    assert [(row, column) for row in rows(module, table) for column in columns if not row[column]] == []


@pytest.mark.requirement("R-NFR-03")
def test_nynorsk_columns_hold_no_plain_bokmal() -> None:
    bokmal = re.compile(
        r"\b(ikke|fra|hva|hvem|noen|noe|en|et|gjøre|være|tatt|deres|ansatte|innbyggere|mulig\w*|løsning\w*|"
        r"bruker\w*|tjenest\w*|\w*forskning\w*|\w+vitenskap\w*|virksomhet\w*|\w+(elsen|elser|heten)|veileder|\w+avdelingen)\b",
        re.IGNORECASE,
    )
    for folder in FOLDERS.values():
        for path in folder.glob("*.csv"):
            if path.name in ("SOURCES.csv", "organisations.csv"):
                continue
            for row in csv.DictReader(path.open(encoding="utf-8")):
                for column, text in row.items():
                    if column.endswith("_nn"):
                        assert not bokmal.search(text), f"{path.name}: {text}"


@pytest.mark.requirement("R-IND-01", "R-IND-02", "R-IND-03")
def test_table_1_has_two_main_categories_four_dimensions_and_their_parts() -> None:
    table = rows("registry", "subdimensions")
    assert [(row["code"], row["dimension"], row["main"]) for row in table] == [
        ("1.1", "1", "A"), ("1.2", "1", "A"), ("1.3", "1", "A"),
        ("2.1", "2", "A"), ("2.2", "2", "A"), ("2.3", "2", "A"),
        ("3", "3", "B"), ("4", "4", "B"),
    ]  # fmt: skip
    used = {row["subdimension"] for row in rows("registry", "entry_types")}
    assert used <= {row["code"] for row in table}


@pytest.mark.requirement("R-IND-13")
def test_entry_types_are_of_a_kind_go_a_way_and_refer_to_known_rows() -> None:
    from samspill.registry.fields import COLUMNS, DETAIL_FIELDS  # lazily translated labels: needs Django settings

    known_fields = {"readiness", *COLUMNS, *DETAIL_FIELDS}
    scales = keys("registry", "scales", "code") | {""}
    for row in rows("registry", "entry_types"):
        assert row["kind"] in ("innovation", "activity", "result", "impact_case"), row["code"]
        assert row["way"] in ("indirect", "interplay", "direct"), row["code"]
        assert set(filter(None, row["fields"].split(";"))) <= known_fields, row["code"]
        assert row["scale"] in scales, row["code"]


@pytest.mark.requirement("R-REG-19")
def test_no_scale_of_technology_on_innovations_that_are_not_technology() -> None:
    scale = {row["code"]: row["scale"] for row in rows("registry", "entry_types")}
    assert [code for code in NON_TECHNOLOGY if scale[code] in ("", "trl")] == []
    assert scale["product"] == "trl"


@pytest.mark.requirement("R-STU-02", "R-WHL-05", "R-IND-12", "R-REG-21", "R-REG-22")
def test_every_type_that_the_documents_name_is_there() -> None:
    wanted = {
        "bachelor_thesis",
        "master_thesis",
        "project_course",
        "project_thesis",
        "placement_volume",
        "innovation_camp",
        "industry_case",
        "guest_lecture",
        "field_visit",
        "joint_gathering",
        "media_outreach",
        "work_meeting",
        "breakfast_meeting",
        "conference",
        "article",
        "data_set",
        "software",
        "patent_application",
        "patent_grant",
        "licence",
        "trained_researcher",
        "idea",
        "idea_to_tto",
        "hospitation",
        "artistic_work",
        "prize",
        "company",
        "standard",
        "policy_influence",
        "seminar",
        "workshop",
        "mobility",
        "partner_project",
        "innovation_course",
        "impact_case",
    }
    assert wanted - keys("registry", "entry_types", "code") == set()


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        pytest.param("artistic", {"venue", "archive"}, marks=pytest.mark.requirement("R-ART-02")),
        pytest.param("artistic_work", {"venue", "archive"}, marks=pytest.mark.requirement("R-ART-02")),
        pytest.param(
            "innovation_camp",
            {"programme", "place", "client", "challenge", "hours", "solutions_count"},
            marks=pytest.mark.requirement("R-STU-16"),
        ),
        pytest.param(
            "industry_case", {"client", "challenge", "course", "level"}, marks=pytest.mark.requirement("R-STU-17")
        ),
        pytest.param("hospitation", {"plan", "relief"}, marks=pytest.mark.requirement("R-RSA-10")),
    ],
)
def test_a_type_asks_for_what_the_documents_tell_of_it(code: str, asked: set[str]) -> None:
    """Days are asked of every entry; teachers and hosts are roles."""
    [row] = [row for row in rows("registry", "entry_types") if row["code"] == code]
    assert asked <= set(row["fields"].split(";"))
    assert "teacher" in keys("registry", "contribution_roles", "code")
    assert "host" in keys("registry", "participation_roles", "code")


def test_levels_of_each_scale_run_from_one_without_gaps() -> None:
    levels: dict[str, list[int]] = {}
    for row in rows("registry", "scale_levels"):
        levels.setdefault(row["scale"], []).append(int(row["level"]))
    assert set(levels) == keys("registry", "scales", "code")
    assert {scale: len(found) for scale, found in levels.items()}["trl"] == 9
    for found in levels.values():
        assert found == list(range(1, len(found) + 1))


def test_text_on_a_goal_colour_can_be_read() -> None:
    for row in rows("registry", "sdg"):
        lighter, darker = sorted((luminance(row["colour"]), luminance(row["text_colour"])), reverse=True)
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5, row["number"]


def luminance(colour: str) -> float:
    """Relative luminance of #RRGGBB as WCAG 2.1 defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.requirement("R-CHN-05", "R-CHN-06")
def test_disciplines_go_beyond_six_and_name_interdisciplinary_sustainability_and_systems_work() -> None:
    table = rows("registry", "disciplines")
    assert sum(row["level"] == "field" for row in table) > 72
    assert {"S01", "S02", "S03"} <= {row["code"] for row in table if row["parent"] == "S00"}


@pytest.mark.requirement("R-REG-07")
def test_import_headings_are_lower_case_and_the_headings_of_the_register_are_known() -> None:
    table = {row["heading"]: row["field"] for row in rows("registry", "import_headings")}
    assert [heading for heading in table if heading != heading.lower()] == []
    assert table["beskrivelse av ideen"] == "summary"
    assert table["hvem er involvert"] == "contributors"
    assert table["markedspotensial"] == "market_potential"
    assert table["potensiell effekt"] == "potential_effect"
    assert table["organisasjonsnavn"] == "partners"
    assert table["prosjektnr"] == "identifier"


@pytest.mark.requirement("R-REC-08")
def test_glossary_ties_innovation_to_its_other_word() -> None:
    innovation = next(row for row in rows("core", "glossary") if row["term_nb"] == "innovasjon")
    assert "nyskaping" in innovation["also_called"].split(";")
