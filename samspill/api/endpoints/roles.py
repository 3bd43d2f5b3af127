"""Roles, and invitations to them: who can do what, where, and from when to when."""

from collections.abc import Sequence
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from samspill.api import answers, cursors
from samspill.api.routing import Cursor, Limit, reader, reads
from samspill.api.schemas.roles import InvitationList, InvitationOut, RoleList, RoleOut
from samspill.core.policy import require
from samspill.parties import hooks, policies
from samspill.parties.models import Invitation, Role
from samspill.parties.queries import invitations_waiting, roles_shown

router = Router(tags=["roles"])


@reads(router, "/roles", RoleList, summary="Roles in what you look after", token=True)
def role_list(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=200, description="Words of the name, or the e-mail address.")] = "",
    ended: Annotated[str | None, Query(pattern="^1$", description="1: those that have ended.")] = None,
    limit: Limit = cursors.LIMIT,
    cursor: Cursor = None,
) -> HttpResponse:
    """Those that hold or are to come, with your own; in the order in which they were given."""
    acting = reader(request)
    require(policies.manages_something(acting))
    rows = roles_shown(acting, words=q.replace("\x00", "").strip(), ended=ended == "1")
    page, after = cursors.cut(rows, cursors.BY_NUMBER, cursor=cursor, limit=limit)
    registers = register_names(page)
    return answers.rows(request, RoleList, [RoleOut.of(row, registers) for row in page], after)


@reads(router, "/roles/{int:pk}", RoleOut, summary="A role", one=True, token=True)
def role(request: HttpRequest, pk: int) -> HttpResponse:
    """Your own, or one in what you look after; with who gave it, and who ended it and why."""
    rows = Role.objects.select_related("user", "organisation", "unit__organisation", "granted_by", "ended_by")
    found = get_object_or_404(rows, pk=pk)
    require(policies.may_see_role(reader(request), found))
    return answers.one(request, RoleOut.of(found, register_names([found])), state=answers.state_of(found))


@reads(router, "/invitations", InvitationList, summary="Invitations that nobody has taken yet", token=True)
def invitation_list(request: HttpRequest, limit: Limit = cursors.LIMIT, cursor: Cursor = None) -> HttpResponse:
    """To roles in what you look after, in the order in which they were made."""
    acting = reader(request)
    require(policies.manages_something(acting))
    page, after = cursors.cut(invitations_waiting(acting), cursors.BY_NUMBER, cursor=cursor, limit=limit)
    registers = register_names(page)
    return answers.rows(request, InvitationList, [InvitationOut.of(row, registers) for row in page], after)


def register_names(page: Sequence[Role | Invitation]) -> dict[str, str]:
    """Names of registers by code: one question, however many of the rows name one."""
    return {home.code: home.name for home in hooks.registers()} if page else {}
