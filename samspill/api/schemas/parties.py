"""Organisations, units, people, and the registers they keep."""

from datetime import date as Date
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from samspill.api.answers import state_of
from samspill.api.schemas.base import (
    Amount,
    Code,
    Day,
    Flag,
    In,
    Line,
    Measure,
    OrganisationKind,
    Out,
    Percent,
    PersonRef,
    Ref,
    Title,
    UnitLevel,
    Words,
    href,
    page_of,
)  # fmt: skip
from samspill.parties import policies
from samspill.parties.domain.acting import Acting
from samspill.parties.models import Affiliation, Organisation, Person, SizeFigure, Unit
from samspill.registry.models import Register

Number = Annotated[str, Field(strict=True, max_length=9, pattern=r"^([0-9]{9})?$")]
Ror = Annotated[str, Field(strict=True, max_length=9, pattern=r"^([0-9a-z]{9})?$")]
Country = Annotated[str, Field(strict=True, pattern=r"^[A-Z]{2}$")]
Email = Annotated[Words, Field(max_length=254)]
Orcid = Annotated[str, Field(strict=True, pattern=r"^([0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X])?$")]
MunicipalityNumber = Annotated[str, Field(strict=True, pattern=r"^[0-9]{4}$")]
Name = Annotated[Words, Field(max_length=250)]


def organisation_ref(row: Organisation) -> Ref:
    """An organisation named in another resource."""
    return Ref(code=row.code, name=row.name, href=href("organisations", row.code))


def unit_ref(row: Unit) -> Ref:
    """A unit named in another resource."""
    return Ref(code=row.code, name=row.name, href=href("units", row.code))


def register_ref(row: Register) -> Ref:
    """A register named in another resource."""
    return Ref(code=row.code, name=row.name, href=href("registers", row.code))


def person_ref(row: Person, *, at_all: bool | None = None) -> PersonRef:
    """A person named in another resource; whether they may be named is asked before. ``at_all``: whether the reader
    may open them; else those may be opened who have a public page."""
    if not (row.is_public if at_all is None else at_all):
        return PersonRef(id=None, name=row.name, href=None)
    return PersonRef(id=row.public_id, name=row.name, href=href("people", row.public_id))


class OrganisationRow(Out):
    """A party: university, municipality, company … ``code`` is its lasting address."""

    code: str
    kind: str
    name: str
    name_nb: str
    name_nn: str
    name_en: str
    short_name: str
    number: str
    ror: str
    country: str
    municipality: str | None
    county: str | None
    is_example: bool
    is_active: bool
    href: str
    page: str

    @classmethod
    def values(cls, row: Organisation) -> dict[str, Any]:
        own = (
            "code", "kind", "name", "name_nb", "name_nn", "name_en", "short_name", "number", "ror", "country",
            "is_example", "is_active",
        )  # fmt: skip
        return {name: getattr(row, name) for name in own} | {
            "municipality": row.municipality_id,
            "county": row.county_id,
            "href": href("organisations", row.code),
            "page": page_of("organisation", row.code),
        }

    @classmethod
    def of(cls, row: Organisation) -> "OrganisationRow":
        return cls(**cls.values(row))


class SizeFigureOut(Out):
    """A figure about a party at a date. ``replaced_at``: corrected by a newer one for the same date."""

    measure: str
    value: float
    is_approximate: bool
    date: Date
    source: str
    unit: str | None
    replaced_at: datetime | None

    @classmethod
    def of(cls, row: SizeFigure) -> "SizeFigureOut":
        return cls(
            measure=row.measure,
            value=float(row.value),
            is_approximate=row.is_approximate,
            date=row.date,
            source=row.source,
            unit=row.unit.code if row.unit else None,
            replaced_at=row.replaced_at,
        )


class OrganisationOut(OrganisationRow):
    """With contact, size figures (newest first), registers, and who acts for it and has a public page."""

    website: str
    contact_email: str
    size_figures: list[SizeFigureOut]
    registers: list[Ref]
    representatives: list[PersonRef]


class OrganisationList(Out):
    items: list[OrganisationRow]
    next: str | None


class OrganisationChange(In):
    """Fields to change; those left out stay as they are."""

    kind: OrganisationKind | None = None
    name_nb: Annotated[Title, Field(max_length=250)] | None = None
    name_nn: Name | None = None
    name_en: Name | None = None
    short_name: Annotated[Words, Field(max_length=60)] | None = None
    number: Number | None = None
    ror: Ror | None = None
    country: Country | None = None
    website: Annotated[Words, Field(max_length=200)] | None = None
    contact_email: Email | None = None
    municipality: MunicipalityNumber | None = Field(None, description="The municipality that it is, or lies in.")
    is_active: Flag | None = None


class NewOrganisation(OrganisationChange):
    """A new party."""

    kind: OrganisationKind
    name_nb: Annotated[Title, Field(max_length=250)]


class NewSizeFigure(In):
    """A figure as of a date. Older figures stay."""

    measure: Measure
    value: Amount
    date: Day
    source: Title = Field(description="Where the figure is from, so that others can check it.")
    is_approximate: Flag = False
    unit: Code | None = None


class SizeFigureList(Out):
    items: list[SizeFigureOut]


class UnitOut(Out):
    """A faculty, department, centre, municipal service … ``ancestors``: those above it, the topmost first."""

    code: str
    organisation: Ref
    parent: str | None
    ancestors: list[str]
    level: str
    name: str
    name_nb: str
    name_nn: str
    name_en: str
    contact_email: str
    valid_from: Date | None
    valid_to: Date | None
    href: str
    page: str

    @classmethod
    def of(cls, row: Unit, codes: dict[int, str]) -> "UnitOut":
        """``codes``: of the units above, by id."""
        above = [codes[pk] for pk in row.ancestor_ids()[:-1] if pk in codes]
        own = ("code", "level", "name", "name_nb", "name_nn", "name_en", "contact_email", "valid_from", "valid_to")
        return cls(
            **{name: getattr(row, name) for name in own},
            organisation=organisation_ref(row.organisation),
            parent=above[-1] if above else None,
            ancestors=above,
            href=href("units", row.code),
            page=page_of("unit", row.code),
        )


class UnitList(Out):
    items: list[UnitOut]
    next: str | None


class UnitChange(In):
    """Fields to change; those left out stay as they are."""

    level: UnitLevel | None = None
    name_nb: Annotated[Title, Field(max_length=250)] | None = None
    name_nn: Name | None = None
    name_en: Name | None = None
    contact_email: Email | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None


class NewUnit(UnitChange):
    """A new unit, at the top or below ``parent``."""

    name_nb: Annotated[Title, Field(max_length=250)]
    parent: Code | None = None


class UnitMove(In):
    """Where a unit with all below it goes: below ``parent``, or to the top when it is null."""

    parent: Code | None
    reason: Line = ""


class AffiliationOut(Out):
    """A dated place where a person belongs. ``share`` (percent of full time) is for those who look after the person."""

    id: int
    organisation: Ref
    unit: Ref | None
    title: str
    share: float | None
    valid_from: Date | None
    valid_to: Date | None
    etag: str

    @classmethod
    def of(cls, row: Affiliation, *, with_share: bool) -> "AffiliationOut":
        return cls(
            id=row.pk,
            organisation=organisation_ref(row.organisation),
            unit=unit_ref(row.unit) if row.unit else None,
            title=row.title,
            share=float(row.share) if with_share and row.share is not None else None,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            etag=f'"{state_of(row)}"',
        )


class PersonRow(Out):
    """A person with a page."""

    id: str
    name: str
    orcid: str
    is_public: bool
    is_example: bool
    href: str
    page: str

    @classmethod
    def values(cls, row: Person) -> dict[str, Any]:
        return {
            "id": row.public_id,
            "name": row.name,
            "orcid": row.orcid,
            "is_public": row.is_public,
            "is_example": row.is_example,
            "href": href("people", row.public_id),
            "page": page_of("person", row.public_id),
        }

    @classmethod
    def of(cls, row: Person) -> "PersonRow":
        return cls(**cls.values(row))


def _is_own_place(acting: Acting, row: Affiliation) -> bool:
    return acting.is_known and bool(policies.may_edit_affiliation(acting, row))


class PersonOut(PersonRow):
    """With where they belong and belonged. ``email`` is for those who may change the person, null for all others."""

    email: str | None
    affiliations: list[AffiliationOut]

    @classmethod
    def whole(cls, row: Person, *, may_edit: bool, acting: Acting) -> "PersonOut":
        """With the shares of all places for those who may change the person, else of the caller's own."""
        return cls(
            **cls.values(row),
            email=row.email if may_edit else None,
            affiliations=[
                AffiliationOut.of(one, with_share=may_edit or _is_own_place(acting, one))
                for one in row.affiliations.all()
            ],
        )


class PersonList(Out):
    items: list[PersonRow]
    next: str | None


class MemberOut(AffiliationOut):
    """Somebody who belongs to an organisation today, whether they have a page that everyone sees or not."""

    person: Ref

    @classmethod
    def of_row(cls, row: Affiliation) -> "MemberOut":
        who = Ref(code=row.person.public_id, name=row.person.name, href=href("people", row.person.public_id))
        return cls(**AffiliationOut.of(row, with_share=True).model_dump(), person=who)


class MemberList(Out):
    items: list[MemberOut]
    next: str | None


class PersonChange(In):
    """Fields to change; those left out stay as they are."""

    name: Annotated[Title, Field(max_length=200)] | None = None
    email: Email | None = None
    orcid: Orcid | None = None
    is_public: Flag | None = None


class AffiliationChange(In):
    """Where a person belongs; fields left out stay as they are."""

    organisation: Code | None = None
    unit: Code | None = None
    title: Annotated[Words, Field(max_length=200)] | None = None
    share: Percent | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None


class NewAffiliation(AffiliationChange):
    """A place where the person belongs."""

    organisation: Code


class NewPerson(PersonChange):
    """A new person, with a first place where they belong."""

    name: Annotated[Title, Field(max_length=200)]
    affiliation: NewAffiliation
