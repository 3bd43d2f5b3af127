"""Identifiers in other archives: read as people paste them, checked, and kept bare (R-CHN-07)."""

import re
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from samspill.core.checksums import isbn_is_valid
from samspill.registry.models import EntryIdentifier

Scheme = EntryIdentifier.Scheme

UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
FORMS: dict[str, tuple[str, str]] = {
    # what may stand in front when somebody pastes an address; how the bare identifier looks
    Scheme.NVA: (r"https?://(?:www\.)?nva\.sikt\.no/registration/", rf"(?:[0-9a-f]{{12}}-)?{UUID}"),
    Scheme.CRISTIN: (r"https?://app\.cristin\.no/results/show\.jsf\?id=", r"\d{1,12}"),
    Scheme.DOI: (r"(?:https?://)?(?:dx\.)?doi\.org/|doi:\s*", r"10\.\d{4,9}(?:\.\d+)*/[^\s{}<>\\\"]+"),
    Scheme.HANDLE: (r"(?:https?://)?hdl\.handle\.net/|hdl:\s*", r"\d+(?:\.\d+)*/[^\s{}<>\\\"]+"),
    Scheme.ISBN: (r"ISBN[\s:-]*(?:1[03][\s:-]*)?", r"[\dX]{10,13}"),
    Scheme.URN: (r"(?:https?://)?urn\.nb\.no/", r"URN:[A-Za-z0-9][A-Za-z0-9-]{0,31}:[^\s{}<>\\\"]+"),
}


def read(scheme: str, text: str) -> str:
    """The bare identifier. Raises `ValidationError` that tells how a right one looks."""
    if scheme not in FORMS:
        raise ValidationError({"scheme": _("Choose what kind of identifier it is.")})
    before, form = FORMS[scheme]
    value = re.sub(f"^(?:{before})", "", unquote(text.strip()), flags=re.IGNORECASE)
    if scheme == Scheme.ISBN:
        value = re.sub(r"[\s-]", "", value).upper()
    elif scheme == Scheme.NVA:
        value = value.rstrip("/").lower()
    flags = re.IGNORECASE if scheme == Scheme.URN else 0
    fits = bool(re.fullmatch(form, value, flags | re.ASCII)) and value.isprintable() and len(value) <= 200
    if not fits or (scheme == Scheme.ISBN and not isbn_is_valid(value)):
        raise ValidationError({"value": _help()[scheme] % {"value": text.strip()[:60]}})
    return value


def guess(text: str) -> str:
    """The kind of identifier that a pasted text is; empty when it could be several or none."""
    for scheme, (before, _form) in FORMS.items():
        if re.match(f"(?:{before})", text.strip(), re.IGNORECASE):
            return scheme
    return Scheme.DOI if text.strip().startswith("10.") else ""


def _help() -> dict[str, str]:
    return {
        Scheme.NVA: _(
            "“%(value)s” is not an identifier from NVA. Open the result in NVA and copy its address, as "
            "https://nva.sikt.no/registration/0198cc623366-a2a951d5-8763-4125-8cdb-86885c44f5c5."
        ),
        Scheme.CRISTIN: _("“%(value)s” is not an identifier from Cristin: it is a number, such as 1894563."),
        Scheme.DOI: _("“%(value)s” is not a DOI: write it as 10.1000/182 or https://doi.org/10.1000/182."),
        Scheme.HANDLE: _("“%(value)s” is not a handle: write it as 11250/2654321."),
        Scheme.ISBN: _("“%(value)s” is not an ISBN: it has 10 or 13 digits, and the last one checks the others."),
        Scheme.URN: _("“%(value)s” is not a URN: write it as URN:NBN:no-12345."),
    }
