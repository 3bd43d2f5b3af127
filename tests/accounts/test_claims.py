"""What is read from each kind of login service, and what is not. Documents at hand are tried too."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from samspill.accounts.federated.claims import Place, feide_places, read_claims
from samspill.accounts.federated.services import LoginService, as_allauth, read_services
from tests.login_service import KARI, groups

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "fixtures"


def shared(name: str) -> Any:
    if not (SHARED / name).exists():
        pytest.skip(f"{name} is not at hand")
    return json.loads((SHARED / name).read_text())


def service(kind: str, **more: Any) -> LoginService:
    row = {"kind": kind, "issuer": "https://login.eksempel.no/egen", "client_id": "x", "secret": "y"} | more
    return read_services(json.dumps({"tjeneste": row}))[0]


@pytest.mark.requirement("R-PAR-28")
def test_feides_own_documents() -> None:
    said = shared("feide_userinfo.json")
    claims = read_claims(service("feide"), {"userinfo": said, "groups": shared("feide_groups.json")})
    assert (claims.subject, claims.name, claims.email) == (said["sub"], "Kari Test", "kari@example.org")
    assert claims.label == "kari@ntnu.no"
    assert not claims.email_verified
    assert claims.places == (Place("974767880", "ntnu.no", "631000"),)


def test_an_identity_number_is_not_read() -> None:
    said = shared("idporten_userinfo.json")
    claims = read_claims(service("ansattporten"), {"userinfo": said, "id_token": {"pid": said["pid"]}})
    assert claims.subject == said["sub"]
    assert said["pid"] not in repr(claims)
    nin = {
        "sub": "1",
        "https://n.feide.no/claims/nin": "01067012345",
        "https://n.feide.no/claims/userid_sec": ["nin:01067012345"],
    }
    assert "01067012345" not in repr(read_claims(service("feide"), {"userinfo": nin}))


def test_feide_without_groups_and_with_odd_ones() -> None:
    assert read_claims(service("feide"), {"userinfo": KARI | {"sub": "1"}}).places == ()
    for odd in (None, {}, "x", [None, 1, {"id": 3}, {"id": "fc:org:x.no"}, {"id": "fc:org:x.no", "membership": "x"}]):
        assert feide_places(odd) == ()


def test_students_are_not_employed() -> None:
    assert feide_places(groups("974767880", affiliation="student", unit="631000")) == ()
    assert feide_places(groups("974767880", affiliation="affiliate")) == ()
    assert feide_places(groups("974767880")) == (Place("974767880", "eksempel.no"),)


@pytest.mark.parametrize(
    "details",
    [
        [{"type": "ansattporten:altinn:service", "reportees": [{"ID": "0192:940192226", "Rights": ["Read"]}]}],
        [{"type": "ansattporten:altinn:resource", "authorized_parties": [{"orgno": {"ID": "0192:940192226"}}]}],
        [{"type": "ansattporten:orgno", "orgno": {"authority": "iso6523-actorid-upis", "ID": "0192:940192226"}}],
    ],
)
def test_ansattporten_tells_for_whom_one_acts(details: Any) -> None:
    claims = read_claims(service("ansattporten"), {"id_token": {"sub": "a", "authorization_details": details}})
    assert claims.places == (Place("940192226"),)
    assert not read_claims(
        service("ansattporten"), {"id_token": {"sub": "a", "email": "x@y.no", "email_verified": True}}
    ).email_verified, "Ansattporten vouches for persons, not for addresses"


def test_entra() -> None:
    own = service("entra", organisation="940192226")
    token = {"sub": "pairwise", "tid": "t-1", "oid": "o-1", "iss": "https://login.eksempel.no/egen"}
    said = {"sub": "pairwise", "name": "Ola Eksempel", "email": "ola@eksempel.no", "email_verified": True}
    claims = read_claims(own, {"userinfo": said, "id_token": token})
    assert claims.subject == "t-1.o-1"
    assert not claims.email_verified, "an administrator of any tenant can write any address"
    assert claims.places == (Place("940192226"),)
    assert read_claims(own, {"userinfo": said, "id_token": token | {"xms_edov": True}}).email_verified
    for guest in ({"acct": 1}, {"idp": "https://sts.windows.net/another/"}):
        assert read_claims(own, {"userinfo": said, "id_token": token | guest}).places == ()
    with pytest.raises(ValueError, match="subject"):
        read_claims(own, {"userinfo": said, "id_token": {"sub": "pairwise"}})


def test_generic() -> None:
    claims = read_claims(
        service("generic"),
        {"userinfo": {"sub": "1", "given_name": "Ola", "family_name": "Eksempel", "email": "OLA@eksempel.no"}},
    )
    assert (claims.name, claims.email, claims.email_verified) == ("Ola Eksempel", "ola@eksempel.no", False)
    verified = read_claims(service("generic"), {"userinfo": {"sub": "1", "email": "a@b.no", "email_verified": True}})
    assert verified.email_verified
    for word in ("yes", 1, "True ", None):
        odd = {"sub": "1", "email": "a@b.no", "email_verified": word}
        assert not read_claims(service("generic"), {"userinfo": odd}).email_verified


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("ikke json", "neither JSON nor the whole path"),
        ("feide.json", "neither JSON nor the whole path"),
        ("/there/is/none.json", "a file that cannot be read"),
        ("{", "not JSON"),
        ('{"feide": 1}', "write"),
        ('{"Feide ": {}}', "small letters"),
        ('{"feide": {"client_id": "x"}}', "secret is missing"),
        ('{"feide": {"client_id": "x", "secret": "s3kr1t", "isuer": "x"}}', "unknown: isuer"),
        ('{"x": {"client_id": "x", "secret": "s3kr1t"}}', "https://"),
        ('{"x": {"client_id": "x", "secret": "s3kr1t", "issuer": "http://x.no"}}', "https://"),
        ('{"entra": {"client_id": "x", "secret": "s3kr1t", "issuer": "https://login.microsoftonline.com/common/v2.0"}}',
         "your own tenant"),
        ('{"feide": {"client_id": "x", "secret": "s3kr1t", "kind": "saml"}}', "the kind is one of"),
        ('{"feide": {"client_id": "x", "secret": "s3kr1t", "organisation": "NTNU"}}', "nine digits"),
        ('{"feide": {"client_id": "x", "secret": "s3kr1t", "trusted_domains": "ntnu.no"}}', "list"),
    ],
)  # fmt: skip
def test_a_wrong_setting_says_what_is_wrong_and_not_the_secret(given: str, said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=said) as error:
        read_services(given)
    assert "s3kr1t" not in str(error.value)


def test_settings_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "oidc.json"
    file.write_text('{"feide": {"client_id": "x", "secret": "s3kr1t"}}')
    (feide,) = read_services(str(file))
    assert (feide.kind, feide.name, feide.issuer) == ("feide", "Feide", "https://auth.dataporten.no")
    assert feide.groups_url == "https://groups-api.dataporten.no/groups/me/groups"
    assert "s3kr1t" not in repr(feide)
    (app,) = as_allauth([feide])["openid_connect"]["APPS"]
    assert app["settings"]["oauth_pkce_enabled"]
    assert read_services("") == ()
