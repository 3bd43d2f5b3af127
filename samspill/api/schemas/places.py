"""Municipalities, counties and regions."""

from datetime import date as Date

from samspill.api.schemas.base import Out, Ref, href
from samspill.parties.models import County, Municipality, MunicipalityChange, Region


class RegionOut(Out):
    """A region of the country (landsdel)."""

    code: str
    name_nb: str
    name_nn: str
    name_en: str

    @classmethod
    def of(cls, row: Region) -> "RegionOut":
        return cls(code=row.code, name_nb=row.name_nb, name_nn=row.name_nn, name_en=row.name_en)


class RegionList(Out):
    items: list[RegionOut]


class CountyOut(Out):
    """A county with its two-digit number."""

    number: str
    name: str
    name_official: str
    region: str

    @classmethod
    def of(cls, row: County) -> "CountyOut":
        return cls(number=row.number, name=row.name, name_official=row.name_official, region=row.region.code)


class CountyList(Out):
    items: list[CountyOut]


class OriginOut(Out):
    """An earlier municipality of which this one took over something."""

    number: str
    name: str
    kind: str
    date: Date | None

    @classmethod
    def of(cls, row: MunicipalityChange) -> "OriginOut":
        return cls(number=row.old_number, name=row.old_name, kind=row.kind, date=row.date)


class MunicipalityRow(Out):
    """A municipality of 2024 with its four-digit number. Two pairs share a name: the number is the key."""

    number: str
    name: str
    name_official: str
    county: str
    population: int | None
    population_date: Date | None
    area_km2: float | None
    centrality_index: int | None
    centrality_class: int | None
    language_form: str
    sami_administrative_area: bool
    administrative_centre: str
    latitude: float | None
    longitude: float | None
    href: str

    @classmethod
    def values(cls, row: Municipality) -> dict[str, object]:
        own = (
            "number", "name", "name_official", "population", "population_date", "area_km2", "centrality_index",
            "centrality_class", "language_form", "sami_administrative_area", "administrative_centre", "latitude",
            "longitude",
        )  # fmt: skip
        return {name: getattr(row, name) for name in own} | {
            "county": row.county_id,
            "href": href("municipalities", row.number),
        }

    @classmethod
    def of(cls, row: Municipality) -> "MunicipalityRow":
        return cls.model_validate(cls.values(row))


class MunicipalityOut(MunicipalityRow):
    """With its Sami and Kven names, what it was made of, and the organisation that takes part."""

    name_south_sami: str
    name_lule_sami: str
    name_north_sami: str
    name_kven: str
    origins: list[OriginOut]
    organisation: Ref | None


class MunicipalityList(Out):
    items: list[MunicipalityRow]
    next: str | None
