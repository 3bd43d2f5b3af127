"""Loads the tables of this folder: geography, institutions and their units."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from samspill.core.reference import Outcome, read, upsert, versions
from samspill.parties.models import (
    County,
    Municipality,
    MunicipalityChange,
    Organisation,
    Region,
    SizeFigure,
    Unit,
)

HERE = Path(__file__).parent
REFORM = date(2024, 1, 1)  # when the municipalities of 2024 began
POPULATION_SOURCE = "Statistisk sentralbyrå, tabell 07459"
AREA_SOURCE = "Kartverket"


def load() -> list[Outcome]:
    """Regions, counties, municipalities with their organisations and figures, institutions, NTNU's units."""
    version = versions(HERE)
    regions = upsert(
        Region,
        [row | {"position": place} for place, row in enumerate(read(HERE / "regions.csv"))],
        key="code",
        table="regions",
        version=version["regions.csv"],
    )
    region_ids = dict(Region.objects.values_list("code", "pk"))
    counties = upsert(
        County,
        [_swap(row, region_id=region_ids[row["region"]], drop="region") for row in read(HERE / "counties.csv")],
        key="number",
        table="counties",
        version=version["counties.csv"],
    )
    rows = read(HERE / "municipalities.csv")
    municipalities = upsert(
        Municipality,
        [_municipality(row) for row in rows],
        key="number",
        table="municipalities",
        version=version["municipalities.csv"],
    )
    return [
        regions,
        counties,
        municipalities,
        _load_changes(version["municipality_changes.csv"]),
        *_load_organisations(rows, version),
        _load_figures(rows),
        _load_units(version["units_ntnu.csv"]),
    ]


def municipality_code(number: str) -> str:
    """The lasting code of a municipality's organisation."""
    return f"kommune-{number}"


def _swap(row: dict[str, str], *, drop: str, **more: object) -> dict[str, object]:
    return {name: value for name, value in row.items() if name != drop} | more


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _whole(text: str) -> int | None:
    return int(text) if text else None


def _municipality(row: dict[str, str]) -> dict[str, object]:
    texts = ("number", "name", "name_official", "name_south_sami", "name_lule_sami", "name_north_sami", "name_kven",
             "language_form", "administrative_centre")  # fmt: skip
    return {name: row[name] for name in texts} | {
        "county_id": row["county"],
        "area_km2": _decimal(row["area_km2"]),
        "population": _whole(row["population"]),
        "population_date": date.fromisoformat(row["population_date"]),
        "centrality_index": _whole(row["centrality_index"]),
        "centrality_class": _whole(row["centrality_class"]),
        "sami_administrative_area": row["sami_administrative_area"] == "1",
        "latitude": _decimal(row["latitude"]),
        "longitude": _decimal(row["longitude"]),
    }


def _load_changes(version: str) -> Outcome:
    """A pair of old and new number is the key; a pair that is there stays as it is."""
    outcome = Outcome("municipality changes")
    known = set(MunicipalityChange.objects.values_list("old_number", "municipality_id"))
    new = [
        MunicipalityChange(
            old_number=row["old_number"],
            old_name=row["old_name"],
            municipality_id=row["new_number"],
            date=date.fromisoformat(row["date"]) if row["date"] else None,
            kind=row["kind"],
            reference_version=version,
        )
        for row in read(HERE / "municipality_changes.csv")
        if (row["old_number"], row["new_number"]) not in known
    ]
    MunicipalityChange.objects.bulk_create(new)
    outcome.created, outcome.unchanged = len(new), len(known)
    return outcome


def _load_organisations(rows: list[dict[str, str]], version: dict[str, str]) -> list[Outcome]:
    municipal = [
        {
            "code": municipality_code(row["number"]),
            "kind": Organisation.Kind.MUNICIPALITY.value,
            "name_nb": f"{row['name']} kommune",
            "name_nn": f"{row['name']} kommune",
            "name_en": f"{row['name']} Municipality",
            "number": row["org_number"],
            "website": row["website"],
            "municipality_id": row["number"],
            "county_id": row["county"],
        }
        for row in rows
    ]
    others = [
        {
            "code": row["code"],
            "kind": row["kind"],
            "short_name": row["short_name"],
            "name_nb": row["name_nb"],
            "name_nn": row["name_nn"],
            "name_en": row["name_en"],
            "number": row["org_number"],
            "ror": row["ror"],
            "email_domain": row["email_domain"],
            **({"county_id": row["code"].removeprefix("county-")} if row["kind"] == "county" else {}),
        }
        for row in read(HERE / "organisations.csv")
    ]
    return [
        upsert(
            Organisation,
            municipal,
            key="code",
            table="municipalities as organisations",
            version=version["municipalities.csv"],
        ),
        upsert(Organisation, others, key="code", table="organisations", version=version["organisations.csv"]),
    ]


def _load_figures(rows: list[dict[str, str]]) -> Outcome:
    """Inhabitants by date and area; figures that are there already stay."""
    outcome = Outcome("size figures")
    ids = dict(Organisation.objects.filter(kind="municipality").values_list("code", "pk"))
    known = set(SizeFigure.objects.values_list("organisation_id", "measure", "date"))
    wanted = []
    for row in rows:
        organisation = ids[municipality_code(row["number"])]
        figures = [
            ("inhabitants", row["population"], date.fromisoformat(row["population_date"]), POPULATION_SOURCE),
            ("inhabitants", row["population_2024"], REFORM, POPULATION_SOURCE),
            ("inhabitants", row["population_2020"], date(2020, 1, 1), POPULATION_SOURCE),
            ("area_km2", row["area_km2"], REFORM, AREA_SOURCE),
        ]
        wanted += [
            SizeFigure(organisation_id=organisation, measure=measure, value=Decimal(value), date=on, source=source)
            for measure, value, on, source in figures
            if value and (organisation, measure, on) not in known
        ]
    SizeFigure.objects.bulk_create(wanted, batch_size=500)
    outcome.created, outcome.unchanged = len(wanted), len(known)
    return outcome


def _load_units(version: str) -> Outcome:
    """NTNU's units below the institution itself, parents before children."""
    ntnu = Organisation.objects.get(code="ntnu")
    table = read(HERE / "units_ntnu.csv")
    root = {row["code"] for row in table if row["level"] == "institution"}
    outcome = Outcome("units of NTNU")
    waiting = [row for row in table if row["code"] not in root]
    while waiting:
        ids = dict(Unit.objects.filter(organisation=ntnu).values_list("code", "pk"))
        ready = [row for row in waiting if row["parent_code"] in root or unit_code(row["parent_code"]) in ids]
        if not ready:
            raise ValueError(f"units without a parent: {[row['code'] for row in waiting]}")
        part = upsert(
            Unit,
            [
                {
                    "code": unit_code(row["code"]),
                    "organisation_id": ntnu.pk,
                    "parent_id": ids.get(unit_code(row["parent_code"])),
                    "level": row["level"],
                    "name_nb": row["name_nb"],
                    "name_nn": row["name_nn"],
                    "name_en": row["name_en"],
                }
                for row in ready
            ],
            key="code",
            table="units of NTNU",
            version=version,
            one_by_one=True,
        )
        outcome.created += part.created
        outcome.updated += part.updated
        outcome.unchanged += part.unchanged
        outcome.kept += part.kept
        waiting = [row for row in waiting if row not in ready]
    return outcome


def unit_code(code: str) -> str:
    """A unit's lasting code from the national number, dots as dashes: 194.63.10.0 → ntnu-194-63-10-0."""
    return f"ntnu-{code.replace('.', '-')}"
