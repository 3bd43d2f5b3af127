"""Giving, seeing and ending roles, through the pages."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from samspill.core.errors import RuleError
from samspill.core.policy import Refusal
from samspill.parties.domain.acting import acting_for, forget_acting
from samspill.parties.domain.roles import end_role, grant_role
from samspill.parties.models import Invitation, Role
from samspill.parties.scopes import Scope
from tests.factories import MunicipalOrganisationFactory, OrganisationFactory, RegisterFactory, RoleFactory, UnitFactory
from tests.parties.helpers import Kind, browser, somebody, text

pytestmark = pytest.mark.django_db


def test_an_administrator_sees_all_and_gives_any_role() -> None:
    administrator, other = somebody(Kind.ADMINISTRATOR), somebody()
    municipality = MunicipalOrganisationFactory(name_nb="Eksempelvik kommune")
    page = browser(administrator)
    answer = page.post(
        "/arbeid/roller/",
        {"user": other.email, "kind": Kind.PARTNER_REPRESENTATIVE, "scope": f"organisation:{municipality.pk}"},
    )
    assert answer["Location"] == "/arbeid/roller/", text(answer)
    role = Role.objects.get(user=other)
    assert (role.organisation, role.granted_by, role.valid_from) == (municipality, administrator, timezone.localdate())
    assert acting_for(other).represents == {municipality.pk}
    shown = text(page.get("/arbeid/roller/"))
    assert "Eksempelvik kommune" in shown
    assert other.email in shown
    assert administrator.email in shown


def test_a_leader_sees_and_gives_only_within_the_own_scope() -> None:
    faculty = UnitFactory(name_nb="Fakultetet")
    department = UnitFactory(parent=faculty, organisation=faculty.organisation, name_nb="Instituttet")
    elsewhere = UnitFactory(name_nb="Et annet sted")
    register = RegisterFactory(unit=department, organisation=faculty.organisation)
    leader = somebody(Kind.UNIT_LEADER, unit=faculty)
    inside, outside = somebody(Kind.READER, unit=department), somebody(Kind.READER, unit=elsewhere)
    page = browser(leader)
    shown = text(page.get("/arbeid/roller/"))
    assert inside.email in shown
    assert outside.email not in shown
    scopes = [
        value
        for _group, choices in page.get("/arbeid/roller/").context["form"].fields["scope"].choices[1:]
        for value, _name in choices
    ]
    assert scopes == [f"register:{register.code}", f"unit:{faculty.pk}", f"unit:{department.pk}"]
    for scope in (f"unit:{department.pk}", f"register:{register.code}"):
        page.post("/arbeid/roller/", {"user": inside.email, "kind": Kind.CONTRIBUTOR, "scope": scope})
    assert Role.objects.filter(user=inside, kind=Kind.CONTRIBUTOR).count() == 2
    for kind, scope in (
        (Kind.CONTRIBUTOR, f"unit:{elsewhere.pk}"),
        (Kind.UNIT_LEADER, f"unit:{faculty.pk}"),
        (Kind.ADMINISTRATOR, "everywhere"),
    ):
        assert page.post("/arbeid/roller/", {"user": inside.email, "kind": kind, "scope": scope}).status_code == 422
    assert Role.objects.filter(user=inside).count() == 3


@pytest.mark.parametrize("kind", [Kind.INNOVATION_LEADER, Kind.UNIT_LEADER])
def test_the_domain_refuses_with_a_reason(kind: str) -> None:
    unit, other = UnitFactory(), UnitFactory()
    leader = somebody(kind, unit=unit)
    with pytest.raises(Refusal, match=r".{20,}"):
        grant_role(user=somebody(), kind=Kind.READER, scope=Scope(unit=other), actor=leader)
    with pytest.raises(Refusal, match=r".{20,}"):
        grant_role(user=somebody(), kind=Kind.UNIT_LEADER, scope=Scope(unit=unit), actor=leader)
    with pytest.raises(Refusal, match=r".{20,}"):
        grant_role(user=leader, kind=Kind.ADMINISTRATOR, scope=Scope(), actor=leader)
    assert grant_role(user=somebody(), kind=Kind.READER, scope=Scope(unit=unit), actor=leader).pk


def test_nobody_finds_out_who_has_an_account() -> None:
    leader, stranger = somebody(Kind.UNIT_LEADER, unit=UnitFactory()), somebody()
    unit = Role.objects.get(user=leader).unit
    assert unit is not None
    answers = []
    for email in (stranger.email, "fins.ikke@eksempel.no"):
        answer = browser(leader).post(
            "/arbeid/roller/", {"user": email, "kind": Kind.READER, "scope": f"unit:{unit.pk}"}
        )
        answers.append(str(answer.context["form"].errors["user"]))
    assert answers[0] == answers[1]
    assert "invitasjon" in answers[0]


def test_wrong_places_are_told() -> None:
    administrator = somebody(Kind.ADMINISTRATOR)
    for kind, scope in (
        (Kind.ADMINISTRATOR, Scope(unit=UnitFactory())),
        (Kind.PARTNER_REPRESENTATIVE, Scope()),
        (Kind.PARTNER_REPRESENTATIVE, Scope(unit=UnitFactory())),
        (Kind.UNIT_LEADER, Scope(organisation=OrganisationFactory())),
        (Kind.READER, Scope()),
        (Kind.READER, Scope(register_code="finnes-ikke")),
    ):
        with pytest.raises(RuleError):
            grant_role(user=somebody(), kind=kind, scope=scope, actor=administrator)


def test_the_same_role_twice_is_refused() -> None:
    administrator, user, unit = somebody(Kind.ADMINISTRATOR), somebody(), UnitFactory()
    grant_role(user=user, kind=Kind.READER, scope=Scope(unit=unit), actor=administrator)
    with pytest.raises(RuleError):
        grant_role(user=user, kind=Kind.READER, scope=Scope(unit=unit), actor=administrator)


def test_ending_holds_at_once_is_kept_and_told() -> None:
    administrator, unit = somebody(Kind.ADMINISTRATOR), UnitFactory()
    user = somebody()
    role = grant_role(user=user, kind=Kind.READER, scope=Scope(unit=unit), actor=administrator)
    assert unit.pk in acting_for(user).sees_units
    answer = browser(administrator).post(f"/arbeid/roller/{role.pk}/", {"on": "", "reason": "Har sluttet"})
    assert answer["Location"] == "/arbeid/roller/"
    forget_acting(user)
    assert unit.pk not in acting_for(user).sees_units, "also on the day it was given"
    assert Role.objects.filter(pk=role.pk).exists()
    page = browser(administrator)
    assert user.email not in text(page.get("/arbeid/roller/"))
    assert user.email in text(page.get("/arbeid/roller/?ended=1"))
    assert "Har sluttet" in text(page.get(f"/arbeid/roller/{role.pk}/"))
    with pytest.raises(RuleError):
        end_role(role=role, actor=administrator)


def test_ending_on_a_later_day() -> None:
    administrator, unit = somebody(Kind.ADMINISTRATOR), UnitFactory()
    user = somebody(Kind.READER, unit=unit)
    role = Role.objects.get(user=user)
    day = timezone.localdate() + timedelta(days=10)
    end_role(role=role, actor=administrator, on=day)
    assert unit.pk in acting_for(user, on=day).sees_units
    assert unit.pk not in acting_for(user, on=day + timedelta(days=1)).sees_units
    answer = browser(administrator).post(f"/arbeid/roller/{role.pk}/", {"on": "2020-01-01"})
    assert answer.context["form"].errors["on"]


def test_the_last_administrator_stays() -> None:
    first = somebody(Kind.ADMINISTRATOR)
    role = Role.objects.get(user=first)
    answer = browser(first).post(f"/arbeid/roller/{role.pk}/", {"on": "", "reason": ""})
    assert "siste administratoren" in text(answer)
    second = somebody()
    RoleFactory(user=second, kind=Kind.ADMINISTRATOR, valid_to=date(2099, 1, 1))
    with pytest.raises(RuleError):
        end_role(role=role, actor=first)  # the other one has an end
    third = somebody(Kind.ADMINISTRATOR)
    third.is_active = False
    third.save()
    with pytest.raises(RuleError):
        end_role(role=role, actor=first)  # the other one cannot log in
    third.is_active = True
    third.save()
    end_role(role=role, actor=first)
    forget_acting(first)
    assert not acting_for(first).is_administrator


def test_everybody_may_give_up_their_own_role_but_not_that_of_others() -> None:
    unit = UnitFactory()
    reader, other = somebody(Kind.READER, unit=unit), somebody(Kind.READER, unit=unit)
    own, others = Role.objects.get(user=reader), Role.objects.get(user=other)
    answer = browser(reader).post(f"/arbeid/roller/{others.pk}/", {})
    assert answer.status_code == 403
    assert answer.context["reason"]
    assert browser(reader).post(f"/arbeid/roller/{own.pk}/", {}).status_code == 302
    assert Role.objects.get(pk=own.pk).ended_at


def test_nobody_makes_a_role_last_longer_by_ending_it() -> None:
    """Everybody may give up their own, and would give it to themselves; who may end it may have seen another day."""
    administrator, user = somebody(Kind.ADMINISTRATOR), somebody()
    last = timezone.localdate() + timedelta(days=10)
    role = RoleFactory(user=user, kind=Kind.READER, unit=UnitFactory(), valid_to=last)
    for who in (user, administrator):
        later = browser(who).post(f"/en/arbeid/roller/{role.pk}/", {"on": last + timedelta(days=1), "reason": "Mer"})
        assert later.status_code == 422
        assert "The role ends before that" in str(later.context["form"].errors["on"])
        role.refresh_from_db()
        assert (role.valid_to, role.ended_by, role.end_reason) == (last, None, "")
    sooner = last - timedelta(days=1)
    assert browser(user).post(f"/en/arbeid/roller/{role.pk}/", {"on": sooner}).status_code == 302
    role.refresh_from_db()
    assert role.valid_to == sooner


def test_nobody_but_an_administrator_gives_a_role_to_themselves() -> None:
    """Whose role has a last day would stay beyond it, by another that they gave themselves."""
    unit, organisation = UnitFactory(), OrganisationFactory()
    last = timezone.localdate() + timedelta(days=10)
    for holds, gives, scope in (
        (Kind.INNOVATION_LEADER, Kind.CONTRIBUTOR, {"unit": unit}),
        (Kind.PARTNER_REPRESENTATIVE, Kind.READER, {"organisation": organisation}),
    ):
        user = somebody(holds, valid_to=last, **scope)
        ((name, place),) = scope.items()
        to_self = {"kind": gives, "scope": f"{name}:{place.pk}"}
        given = browser(user).post("/en/arbeid/roller/", to_self | {"user": user.email.upper()})
        offered = browser(user).post("/en/arbeid/inviter/", to_self | {"email": user.email.upper(), "language": "nb"})
        for answer, field in ((given, "user"), (offered, "email")):
            assert answer.status_code == 422
            assert "Nobody gives a role to themselves" in str(answer.context["form"].errors[field])
        assert Role.objects.get(user=user).kind == holds
    assert not Invitation.objects.exists()
    administrator = somebody(Kind.ADMINISTRATOR)
    own = {"kind": Kind.READER, "scope": f"unit:{unit.pk}", "user": administrator.email}
    assert browser(administrator).post("/arbeid/roller/", own).status_code == 302


def test_a_role_is_never_deleted_when_its_user_gives_another_and_history_tells_who() -> None:
    administrator, unit = somebody(Kind.ADMINISTRATOR), UnitFactory()
    user = somebody()
    role = grant_role(user=user, kind=Kind.READER, scope=Scope(unit=unit), actor=administrator)
    end_role(role=role, actor=administrator, reason="Feil enhet")
    events = role.events.order_by("pgh_id")  # type: ignore[attr-defined]
    assert [event.pgh_label for event in events] == ["insert", "update"]
    assert [event.pgh_context.metadata["user"] for event in events] == [administrator.pk] * 2
    assert events[1].pgh_context.metadata["reason"] == "Feil enhet"
