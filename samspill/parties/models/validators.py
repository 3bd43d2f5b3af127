"""Validators for public identifiers; each says how a right one looks."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from samspill.core.checksums import orcid_is_valid, organisation_number_is_valid, ror_is_valid


def validate_organisation_number(value: str) -> None:
    """Nine digits with a right mod-11 check digit."""
    if value and not organisation_number_is_valid(value):
        raise ValidationError(
            _("“%(value)s” is not an organisation number: it has nine digits, and the last one checks the others.")
            % {"value": value}
        )


def country_is_written_right(value: str) -> bool:
    """Two letters, large ones, as ISO 3166-1 has them; whether there is such a country is not asked."""
    return re.fullmatch("[A-Z]{2}", value) is not None


def validate_country(value: str) -> None:
    """Two letters, as programs read them."""
    if value and not country_is_written_right(value):
        raise ValidationError(
            _("“%(value)s” is not the code of a country: it has two letters, such as NO, SE or DK.") % {"value": value}
        )


def validate_orcid(value: str) -> None:
    """0000-0000-0000-000X with a right checksum."""
    if value and not orcid_is_valid(value):
        raise ValidationError(
            _("“%(value)s” is not an ORCID iD: write it as 0000-0002-1825-0097, and check for a mistyped digit.")
            % {"value": value}
        )


def validate_ror(value: str) -> None:
    """Nine characters with a right checksum, without the address before it."""
    if value and not ror_is_valid(value):
        raise ValidationError(
            _("“%(value)s” is not a ROR id: it has nine characters, such as 05xg72x27.") % {"value": value}
        )
