"""Kinds of values, and what all that goes in and out has in common."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.conf import settings
from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from samspill.core import days

HALF = re.compile("[\ud800-\udfff]")
"""Halves of characters, which JSON can write and no text can hold."""


class Out(BaseModel):
    """What the API says."""


class In(BaseModel):
    """What the API takes. A field that is not known is refused: most often its name is misspelt."""

    model_config = ConfigDict(extra="forbid")


def whole(text: str) -> str:
    """The text, if a database can hold it. Raises `ValueError`."""
    if "\x00" in text:
        raise ValueError(_("A text cannot hold the character U+0000."))
    if HALF.search(text):
        raise ValueError(_("Send a text of whole Unicode characters."))
    return text


def iso_day(value: Any) -> Any:
    """The day that a text names, one that somebody may mean; None and days as they are. Raises `ValueError`."""
    if value is None or isinstance(value, date):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        raise ValueError(_("Write the date as a text, such as “2026-11-22”."))
    try:
        day = date.fromisoformat(value)
    except ValueError as error:
        raise ValueError(_("There is no such day: %(day)s.") % {"day": value}) from error
    if fault := days.outside_time(day):
        raise ValueError(fault)
    return day


def _number(value: Any) -> Any:
    if value is None or (isinstance(value, int | Decimal) and not isinstance(value, bool)):
        return value
    raise ValueError(_("Send a number."))


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError(_("Write something here."))
    return text


Words = Annotated[str, Field(strict=True), AfterValidator(whole)]
"""What every text is made of; its length is said where it is used."""

Text = Annotated[Words, Field(max_length=20_000)]
"""Several lines; Markdown where the field says so."""

Line = Annotated[Words, Field(max_length=300)]
Title = Annotated[Words, Field(min_length=1, max_length=300), AfterValidator(_not_blank)]
Code = Annotated[Words, Field(min_length=1, max_length=60)]
Address = Annotated[Words, Field(max_length=1000)]
Day = Annotated[date, BeforeValidator(iso_day), WithJsonSchema({"type": "string", "format": "date"})]
Flag = Annotated[bool, Field(strict=True)]
Whole = Annotated[int, Field(strict=True)]
Percent = Annotated[
    Decimal,
    BeforeValidator(_number),
    Field(ge=0, le=100, max_digits=5, decimal_places=2),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 100}),
]
Amount = Annotated[
    Decimal,
    BeforeValidator(_number),
    Field(ge=0, max_digits=16, decimal_places=2),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 99_999_999_999_999}),
]

EntryKind = Literal["innovation", "activity", "result", "impact_case"]
Status = Literal["draft", "submitted", "returned", "published", "archived", "withdrawn"]
Visibility = Literal["public", "parties", "unit"]
Way = Literal["indirect", "interplay", "direct"]
TextLanguage = Literal["nb", "nn", "en", "se", "xx"]
Step = Literal["submit", "take_back", "return", "publish", "archive", "restore", "withdraw"]
RelationWord = Literal[
    "grew_from", "led_to", "documents", "documented_by", "tested_in", "tests", "moved_forward", "moved_forward_by"
]  # fmt: skip
OrganisationKind = Literal[
    "university", "university_college", "municipality", "county", "company", "health_trust", "research_institute",
    "voluntary", "public_agency", "foreign",
]  # fmt: skip
UnitLevel = Literal["faculty", "department", "centre", "group", "museum", "administration", "service", "other"]
RoleKind = Literal[
    "contributor", "innovation_leader", "unit_leader", "partner_representative", "reader", "administrator"
]  # fmt: skip
ImportStatus = Literal["uploaded", "checking", "checked", "committing", "done", "failed", "cancelled"]
ImportAction = Literal["create", "update", "unchanged", "conflict", "faulty"]
IdentifierScheme = Literal["nva", "cristin", "doi", "handle", "isbn", "urn"]
Measure = Literal["inhabitants", "employees", "students", "workplaces", "area_km2", "budget_nok"]

ROOT = "/api/v1"


def href(*path: object) -> str:
    """The address of a resource of the API."""
    return "/".join((settings.SITE_URL + ROOT, *(str(part) for part in path)))


PAGES = {
    "entry": "/e/{}/",
    "organisation": "/partnere/{}/",
    "unit": "/miljoer/{}/",
    "person": "/personer/{}/",
    "register": "/registre/{}/",
    "evidence": "/dokumentasjon/{}/",
    "centre": "/sentre/{}/",
    "initiative": "/satsinger/{}/",
    "study": "/studier/{}/",
    "recommendation": "/anbefalinger/{}/",
    "report": "/rapporter/{}/",
}
"""The lasting addresses of pages for people, in bokmål."""


def page_of(kind: str, code: str) -> str:
    """The address of the page that people see."""
    return settings.SITE_URL + PAGES[kind].format(code)


class Ref(Out):
    """Something with a lasting code, its name in the language asked for, and its address here."""

    code: str
    name: str
    href: str


class PersonRef(Out):
    """A person. Without ``id`` when the person has no page that you may see; the name stands on the entry's page."""

    id: str | None
    name: str
    href: str | None


class Problem(Out):
    """What is wrong, where, and how to mend it (RFC 9457)."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="The address that names this kind of problem, and leads to where it is explained.")
    title: str
    status: int
    detail: str = Field(description="What is wrong this time, in the language asked for.")
    instance: str = Field(description="The path that was asked for.")
    errors: list["ProblemFault"] | None = None


class ProblemFault(Out):
    """One wrong thing: ``pointer`` to a field of the body (RFC 6901), or ``parameter`` in the address."""

    pointer: str | None = None
    parameter: str | None = None
    message: str
    mend: str | None = None
