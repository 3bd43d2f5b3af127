"""How registers work: their settings, their own words, and profiles."""

from typing import Annotated, Any, Literal

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from samspill.api import answers, cursors, lookups
from samspill.api.routing import Cursor, Limit, reader, reads
from samspill.api.schemas.profiles import (
    HiddenOut,
    OwnWordList,
    OwnWordOut,
    ProfileChangeOut,
    ProfileList,
    ProfileOut,
    ProfileRow,
    ProfileVersion,
    ProfileVersionList,
    SettingsOut,
    SettingsVersion,
    SettingsVersionList,
    profile_ref,
)
from samspill.core.policy import require
from samspill.parties.domain.acting import Acting
from samspill.registry import policies
from samspill.registry.domain.profiles import difference
from samspill.registry.models import Effect, Recipient, Register, RegisterProfile
from samspill.registry.versions import offered_to, versions

router = Router(tags=["profiles"])
OWN_WORDS: dict[str, type[Effect] | type[Recipient]] = {"effects": Effect, "recipients": Recipient}


@reads(router, "/registers/{code}/settings", SettingsOut, summary="Settings of a register", one=True, token=True)
def register_settings(request: HttpRequest, code: str) -> HttpResponse:
    """Rhythm, targets, scale, profile and contact; for its innovation leaders and administrators."""
    found = _curated(request, code)
    return answers.one(request, SettingsOut.of(found), state=answers.state_of(found, found.rhythm, found.asks_targets))


@reads(
    router, "/registers/{code}/settings/versions", SettingsVersionList, summary="What a register's settings were",
    token=True,
)  # fmt: skip
def register_versions(
    request: HttpRequest, code: str, limit: Limit = cursors.LIMIT, cursor: Cursor = None
) -> HttpResponse:
    """Each version since the register was made, the newest first; for its innovation leaders and administrators."""
    rows = versions(_curated(request, code)).select_related("scale", "profile")
    page, after = cursors.cut(rows, cursors.NEWEST_MADE, cursor=cursor, limit=limit)
    return answers.rows(request, SettingsVersionList, [SettingsVersion.of(row) for row in page], after)


@reads(
    router, "/registers/{code}/profile-change", ProfileChangeOut, summary="What another profile would change",
    token=True,
)  # fmt: skip
def register_profile_change(
    request: HttpRequest,
    code: str,
    profile: Annotated[str, Query(max_length=60, description="Code of the profile that might be chosen.")],
) -> HttpResponse:
    """Before anything is changed; for the register's innovation leaders and administrators."""
    found = _curated(request, code)
    wanted = lookups.chosen(offered_to(reader(request)), "profile", code=profile.replace("\x00", ""))
    change = difference(found, wanted)
    out = ProfileChangeOut(
        profile=profile_ref(wanted),
        shown=change.shown,
        hidden=[HiddenOut(code=one.code, recorded=one.recorded) for one in change.hidden],
        scale=wanted.scale.code if change.is_new_scale and wanted.scale else None,
    )
    return answers.one(request, out)


@reads(router, "/registers/{code}/words/{kind}", OwnWordList, summary="A register's own words", token=True)
def register_words(
    request: HttpRequest,
    code: str,
    kind: Literal["effects", "recipients"],
    limit: Limit = cursors.LIMIT,
    cursor: Cursor = None,
) -> HttpResponse:
    """``kind``: effects or recipients. Added beside everybody's, which stand in the vocabulary of that name; those
    switched off too."""
    rows = OWN_WORDS[kind]._default_manager.filter(register=_curated(request, code)).annotate(used=Count("tags"))
    page, after = cursors.cut(rows, cursors.BY_NUMBER, cursor=cursor, limit=limit)
    return answers.rows(request, OwnWordList, [OwnWordOut.of(row) for row in page], after)


@reads(router, "/profiles", ProfileList, summary="Profiles, by code", token=True)
def profile_list(request: HttpRequest, limit: Limit = cursors.LIMIT, cursor: Cursor = None) -> HttpResponse:
    """For innovation leaders those that they can choose, for administrators all."""
    acting = reader(request)
    require(policies.may_see_profiles(acting))
    page, after = cursors.cut(_counted(acting), cursors.BY_CODE, cursor=cursor, limit=limit)
    return answers.rows(request, ProfileList, [ProfileRow.of(row) for row in page], after)


@reads(router, "/profiles/{code}", ProfileOut, summary="A profile", one=True, token=True)
def profile(request: HttpRequest, code: str) -> HttpResponse:
    """All its rules."""
    acting = reader(request)
    found = _profile(acting, code)
    used_by = list(found.registers.all()) if policies.may_make_profiles(acting) else None
    return answers.one(request, ProfileOut.whole(found, used_by), state=answers.state_of(found))


@reads(router, "/profiles/{code}/versions", ProfileVersionList, summary="What a profile was", token=True)
def profile_versions(
    request: HttpRequest, code: str, limit: Limit = cursors.LIMIT, cursor: Cursor = None
) -> HttpResponse:
    """Each version, the newest first: what registers with it were asked for at the time."""
    rows = versions(_profile(reader(request), code)).select_related("scale")
    page, after = cursors.cut(rows, cursors.NEWEST_MADE, cursor=cursor, limit=limit)
    return answers.rows(request, ProfileVersionList, [ProfileVersion.of(row) for row in page], after)


def _curated(request: HttpRequest, code: str) -> Register:
    found = lookups.register_at(code)
    require(policies.curates_register(reader(request), found))
    return found


def _counted(acting: Acting) -> Any:
    rows = offered_to(acting)
    return rows.annotate(count=Count("registers")) if policies.may_make_profiles(acting) else rows


def _profile(acting: Acting, code: str) -> RegisterProfile:
    require(policies.may_see_profiles(acting))
    found: RegisterProfile = get_object_or_404(_counted(acting), code=code)
    return found
