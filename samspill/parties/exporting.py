"""Organisations, units, people, size figures and roles as tables. Shown is what the pages show to the same reader."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samspill.core.exporting import Column, Table, Value, table_of
from samspill.parties.models import (
    Affiliation,
    DataRequest,
    Invitation,
    InvitationMail,
    Organisation,
    Person,
    Role,
    SizeFigure,
    Unit,
)
from samspill.parties.scopes import Scope

Getter = Callable[[Any], Value]


def organisation_table(rows: "QuerySet[Organisation]") -> Table:
    """Organisations with their numbers and where they lie."""
    return table_of(rows.select_related("county", "municipality__county"), organisation_columns())


def organisation_columns() -> list[tuple[Column, Getter]]:
    """The columns of `organisation_table`, in the active language; by the same the file is read in again."""
    return [
        (Column("code", _("Code")), lambda one: one.code),
        (Column("name", _("Name"), 45), lambda one: one.name),
        (Column("short_name", _("Short name")), lambda one: one.short_name),
        (Column("kind", _("Kind")), lambda one: one.get_kind_display()),
        (Column("number", _("Organisation number")), lambda one: one.number),
        (Column("ror", "ROR"), lambda one: f"https://ror.org/{one.ror}" if one.ror else ""),
        (Column("municipality_number", _("Municipality number")), lambda one: one.municipality_id or ""),
        (Column("municipality", _("Municipality")), lambda one: one.municipality.name if one.municipality else ""),
        (Column("county", pgettext("area", "County")), _county),
        (Column("country", _("Country"), 10), lambda one: one.country),
        (Column("website", _("Website"), 40), lambda one: one.website),
        (Column("contact", _("Contact"), 30), lambda one: one.contact_email),
        (Column("is_active", _("Active"), 10), lambda one: _("Yes") if one.is_active else _("No")),
        (Column("address", _("Address here"), 50), lambda one: f"{settings.SITE_URL}/partnere/{one.code}/"),
    ]


def unit_table(rows: "QuerySet[Unit]") -> Table:
    """Units of all times, in the order of the tree, each with the code of the one above."""
    return table_of(rows.select_related("organisation", "parent"), unit_columns())


def unit_columns() -> list[tuple[Column, Getter]]:
    """The columns of `unit_table`, in the active language; by the same the file is read in again."""
    return [
        (Column("code", _("Code")), lambda one: one.code),
        (Column("name", _("Name"), 45), lambda one: one.name),
        (Column("level", _("Level")), lambda one: one.get_level_display()),
        (Column("parent", _("Code of the unit above")), lambda one: one.parent.code if one.parent else ""),
        (Column("organisation", _("Organisation"), 40), lambda one: one.organisation.name),
        (Column("organisation_code", _("Code of the organisation")), lambda one: one.organisation.code),
        (Column("valid_from", _("From")), lambda one: one.valid_from),
        (Column("valid_to", _("To")), lambda one: one.valid_to),
        (Column("contact", _("Contact"), 30), lambda one: one.contact_email),
        (Column("address", _("Address here"), 50), lambda one: f"{settings.SITE_URL}/miljoer/{one.code}/"),
    ]


def person_table(rows: "QuerySet[Person]") -> Table:
    """People with where they belong today; no e-mail addresses."""
    return table_of(rows.prefetch_related("affiliations__organisation", "affiliations__unit"), person_columns())


def person_columns() -> list[tuple[Column, Getter]]:
    """The columns of `person_table`, in the active language; by the same the file is read in again."""
    return [
        (Column("id", _("Samspill’s own number")), lambda one: one.public_id),
        (Column("name", _("Name"), 30), lambda one: one.name),
        (Column("orcid", "ORCID", 30), lambda one: f"https://orcid.org/{one.orcid}" if one.orcid else ""),
        (Column("belongs_to", _("Belongs to"), 60), _belongs_to),
        (Column("address", _("Address here"), 50), lambda one: f"{settings.SITE_URL}/personer/{one.public_id}/"),
    ]


def figure_table(rows: "QuerySet[SizeFigure]", *, corrected: bool = False) -> Table:
    """Size figures, old and new, each with its date and source (R-NFR-01, R-PAR-03). ``corrected``: with when a figure
    was corrected, where such stand among them."""
    columns: list[tuple[Column, Callable[[SizeFigure], Value]]] = [
        (Column("organisation", _("Organisation"), 40), lambda one: one.organisation.name),
        (Column("organisation_code", _("Code of the organisation")), lambda one: one.organisation.code),
        (Column("unit", _("Unit"), 30), lambda one: one.unit.name if one.unit else ""),
        (Column("measure", _("Figure")), lambda one: one.get_measure_display()),
        (Column("value", _("Value")), lambda one: one.value),
        (Column("is_approximate", _("Approximately")), lambda one: _("Yes") if one.is_approximate else ""),
        (Column("date", _("As of")), lambda one: one.date),
        (Column("source", _("Source"), 60), lambda one: one.source),
    ]
    if corrected:
        columns.append((Column("replaced_at", _("Corrected")), lambda one: one.replaced_at))
    return table_of(rows.select_related("organisation", "unit"), columns)


def affiliation_table(rows: "QuerySet[Affiliation]") -> Table:
    """Who belongs where, and from when to when."""
    return table_of(rows.select_related("person", "organisation", "unit"), affiliation_columns())


def affiliation_columns() -> list[tuple[Column, Getter]]:
    """The columns of `affiliation_table`, in the active language."""
    return [
        (Column("name", _("Name"), 30), lambda one: one.person.name),
        (Column("id", _("Samspill’s own number")), lambda one: one.person.public_id),
        (Column("title", _("Position"), 30), lambda one: one.title),
        (Column("unit", _("Unit"), 40), lambda one: one.unit.name if one.unit else ""),
        (Column("organisation", _("Organisation"), 40), lambda one: one.organisation.name),
        (Column("share", _("Position share in percent")), lambda one: one.share),
        (Column("valid_from", _("From")), lambda one: one.valid_from),
        (Column("valid_to", _("To")), lambda one: one.valid_to),
    ]


def people_table(rows: "QuerySet[Affiliation]") -> Table:
    """Who belonged where on a day, as everyone sees it; no e-mail addresses, and no shares."""
    return table_of(
        rows.select_related("person", "organisation", "unit"),
        [
            (Column("id", _("Samspill’s own number")), lambda one: one.person.public_id),
            (Column("name", _("Name"), 30), lambda one: one.person.name),
            (Column("title", _("Position"), 30), lambda one: one.title),
            (Column("unit", _("Unit"), 40), lambda one: one.unit.name if one.unit else ""),
            (Column("organisation", _("Organisation"), 40), lambda one: one.organisation.name),
            (
                Column("address", _("Address here"), 50),
                lambda one: f"{settings.SITE_URL}/personer/{one.person.public_id}/",
            ),
        ],
    )


def role_table(rows: "QuerySet[Role]", registers: Mapping[str, str]) -> Table:
    """Roles with who has them and where; ``registers`` are names by code."""
    return table_of(
        rows,
        [
            (Column("user", _("Who"), 30), lambda one: str(one.user)),
            (Column("email", _("E-mail"), 35), lambda one: one.user.email),
            (Column("role", _("Role"), 25), lambda one: one.get_kind_display()),
            (Column("place", _("Where"), 45), lambda one: str(Scope.of(one).named(dict(registers)))),
            (Column("valid_from", _("From")), lambda one: one.valid_from),
            (Column("valid_to", _("To")), lambda one: one.valid_to),
        ],
    )


def invitation_table(rows: "QuerySet[Invitation]", registers: Mapping[str, str]) -> Table:
    """Invitations of `queries.invitations_waiting`, with how the newest mail went; ``registers`` are names by code."""
    outcomes = {code: str(label) for code, label in InvitationMail.Outcome.choices}
    return table_of(
        rows,
        [
            (Column("email", _("E-mail"), 35), lambda one: one.email),
            (Column("role", _("Role"), 25), lambda one: one.get_kind_display()),
            (Column("place", _("Where"), 45), lambda one: str(Scope.of(one).named(dict(registers)))),
            (Column("invited_by", _("Invited by"), 30), lambda one: str(one.invited_by or "")),
            (Column("expires", _("Lasts until")), lambda one: one.expires_at),
            (Column("mail", _("The mail"), 30), lambda one: outcomes.get(getattr(one, "mail_outcome", None) or "", "")),
        ],
    )


def request_table(rows: "QuerySet[DataRequest]") -> Table:
    """Requests about personal data: whom, what and when. Why, and the answer, stay on the page of the request."""
    return table_of(
        rows,
        [
            (Column("id", _("Samspill’s own number")), lambda one: one.public_id),
            (Column("who", _("Who"), 30), lambda one: str(one.person or one.user)),
            (Column("kind", _("What is asked for"), 25), lambda one: one.get_kind_display()),
            (Column("asked", _("Asked")), lambda one: one.created_at),
            (Column("due", _("To be answered by")), lambda one: one.due_on),
            (Column("status", _("Status"), 30), lambda one: one.get_status_display()),
            (Column("answered", _("Answered")), lambda one: one.answered_at),
        ],
    )


def _county(one: Organisation) -> str:
    county = one.municipality.county if one.municipality else one.county
    return county.name if county else ""


def _belongs_to(one: Person) -> str:
    today = timezone.localdate()
    places = [
        place
        for place in one.affiliations.all()
        if (place.valid_from or today) <= today and (place.valid_to or today) >= today
    ]
    return "; ".join(
        ", ".join(filter(None, (place.title, place.unit.name if place.unit else "", place.organisation.name)))
        for place in places
    )
