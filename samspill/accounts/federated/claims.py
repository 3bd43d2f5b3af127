"""What a login service says of somebody, in one shape. Pure functions: no database, no network.

Nothing here gives a right. Identity numbers (``pid``, ``nin``) are not read, and so cannot be kept.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from samspill.accounts.federated.services import LoginService

FEIDE_NAME = "https://n.feide.no/claims/eduPersonPrincipalName"
FEIDE_IDS = "https://n.feide.no/claims/userid_sec"
EMPLOYED = {"employee", "staff", "faculty"}
"""Values of eduPersonAffiliation that mean employment. “member” is said of students too."""

ORGANISATION = re.compile(r"fc:org:([^:]+)")
UNIT = re.compile(r"fc:org:([^:]+):unit:([^:]+)")
NORWEGIAN_NUMBER = re.compile(r"(?:0192:)?(\d{9})")  # 0192 is the Norwegian register in ISO 6523


@dataclass(frozen=True)
class Place:
    """Where the service says that somebody belongs: an organisation by number or domain, perhaps a unit of it."""

    number: str = ""
    domain: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Claims:
    """``subject`` is the service's lasting name of the account; ``label`` is what its owner knows it by."""

    subject: str
    name: str = ""
    email: str = ""
    email_verified: bool = False
    label: str = ""
    places: tuple[Place, ...] = ()


def read_claims(service: LoginService, data: Mapping[str, Any]) -> Claims:
    """``data``: ``userinfo``, ``id_token`` and, of Feide, ``groups``. Raises ValueError when there is no subject."""
    userinfo, id_token = _object(data.get("userinfo")), _object(data.get("id_token"))
    every = {**id_token, **userinfo}
    readers = {"feide": _feide, "ansattporten": _ansattporten, "entra": _entra, "generic": _generic}
    claims = readers[service.kind](service, every, data)
    if not claims.subject:
        raise ValueError("no subject")
    return claims


def _feide(service: LoginService, every: Mapping[str, Any], data: Mapping[str, Any]) -> Claims:
    """Name in ``name``; the address is as the institution has it, and Feide says itself that it is not verified."""
    label = _text(every.get(FEIDE_NAME))
    if not label:
        ids = every.get(FEIDE_IDS)
        found = [str(each) for each in ids if str(each).startswith("feide:")] if isinstance(ids, list) else []
        label = _text(found[0].removeprefix("feide:")) if found else ""
    return _common(every, label=label, places=feide_places(data.get("groups")))


def feide_places(groups: Any) -> tuple[Place, ...]:
    """Where Feide's groups say that somebody is employed: the unit where one is known, else the organisation."""
    rows = [row for row in groups if isinstance(row, dict)] if isinstance(groups, list) else []
    employers: dict[str, Place] = {}
    for row in rows:
        found = ORGANISATION.fullmatch(str(row.get("id", "")))
        membership = _object(row.get("membership"))
        said = membership.get("affiliation")
        affiliations = {*(said if isinstance(said, list) else [said]), membership.get("primaryAffiliation")}
        if found and row.get("type") == "fc:org" and affiliations & EMPLOYED:
            number = NORWEGIAN_NUMBER.fullmatch(_text(row.get("norEduOrgNIN")).removeprefix("NO"))
            employers[found[1].lower()] = Place(number[1] if number else "", found[1].lower())
    units = []
    for row in rows:
        found = UNIT.fullmatch(str(row.get("id", "")))
        if found and (employer := employers.get(found[1].lower())):
            units.append(Place(employer.number, employer.domain, _text(found[2])))
    with_units = {place.domain for place in units}
    return (*units, *(place for domain, place in employers.items() if domain not in with_units))


def _ansattporten(service: LoginService, every: Mapping[str, Any], data: Mapping[str, Any]) -> Claims:
    """A pairwise subject, and the organisations on whose behalf somebody logged in. Often neither name nor address."""
    numbers = dict.fromkeys(_represented(every.get("authorization_details")))
    places = tuple(Place(number) for number in numbers)
    return _common(every, verified=False, label=_text(every.get("name")), places=places)


def _represented(details: Any) -> Iterator[str]:
    """The organisation numbers in ``authorization_details``, in either of the shapes that are in use."""
    for detail in details if isinstance(details, list) else []:
        for key in ("reportees", "authorized_parties", "orgno"):
            value = _object(detail).get(key)
            for party in value if isinstance(value, list) else [value]:
                holder = _object(_object(party).get("orgno")) or _object(party)
                if number := NORWEGIAN_NUMBER.fullmatch(str(holder.get("ID", ""))):
                    yield number[1]


def _entra(service: LoginService, every: Mapping[str, Any], data: Mapping[str, Any]) -> Claims:
    """Tenant and object id name the account for good. The address can be written by the tenant's own administrators,
    so it counts as verified only with ``xms_edov`` (the domain's owner is verified). Guests belong elsewhere."""
    id_token = _object(data.get("id_token"))
    tenant, number = _text(id_token.get("tid")), _text(id_token.get("oid"))
    guest = str(id_token.get("acct", "")) == "1" or id_token.get("idp") not in (None, id_token.get("iss"))
    return _common(
        every,
        subject=f"{tenant}.{number}" if tenant and number else "",
        verified=str(id_token.get("xms_edov", "")).lower() in ("true", "1"),
        label=_text(every.get("preferred_username")),
        places=() if guest else _own_place(service),
    )


def _generic(service: LoginService, every: Mapping[str, Any], data: Mapping[str, Any]) -> Claims:
    return _common(every, label=_text(every.get("preferred_username")), places=_own_place(service))


def _own_place(service: LoginService) -> tuple[Place, ...]:
    return (Place(service.organisation),) if service.organisation else ()


def _common(
    every: Mapping[str, Any],
    *,
    subject: str | None = None,
    verified: bool | None = None,
    label: str = "",
    places: tuple[Place, ...] = (),
) -> Claims:
    name = _text(every.get("name")) or f"{_text(every.get('given_name'))} {_text(every.get('family_name'))}".strip()
    email = _text(every.get("email"), 254).lower()
    if verified is None:
        verified = every.get("email_verified") is True or every.get("email_verified") == "true"
    return Claims(
        subject=_text(every.get("sub"), 191) if subject is None else subject,
        name=name[:200],
        email=email,
        email_verified=verified and bool(email),
        label=label or email or name[:200],
        places=places,
    )


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any, longest: int = 200) -> str:
    """One line of text, whatever was sent; too long is as good as nothing for addresses and subjects."""
    if not isinstance(value, str):
        return ""
    line = " ".join("".join(char if char.isprintable() else " " for char in value).split())
    return line if len(line) <= longest else (line[:longest] if longest == 200 else "")
