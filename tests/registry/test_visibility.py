"""Three views: what everyone, the parties and the unit see; the same rule for a list and for one entry (R-NFR-05)."""

from itertools import product

import pytest

from samspill.parties.domain.acting import NOBODY, acting_for
from samspill.parties.models import Role
from samspill.registry import policies
from samspill.registry.choices import Status, Visibility
from samspill.registry.models import Entry
from tests.factories import EvidenceFactory, RoleFactory, UnitFactory, UserFactory
from tests.scenes import Scene

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-NFR-05")]

SEES = {
    # (status, visibility) -> who sees it, beside owner, curator and administrator, who always do
    (Status.PUBLISHED, Visibility.PUBLIC): {"nobody", "stranger", "representative", "reader", "faculty_reader"},
    (Status.ARCHIVED, Visibility.PUBLIC): {"nobody", "stranger", "representative", "reader", "faculty_reader"},
    (Status.PUBLISHED, Visibility.PARTIES): {"representative", "reader", "faculty_reader"},
    (Status.PUBLISHED, Visibility.UNIT): {"reader", "faculty_reader"},
    (Status.SUBMITTED, Visibility.PUBLIC): {"representative", "reader", "faculty_reader"},
    (Status.DRAFT, Visibility.PUBLIC): set(),
    (Status.RETURNED, Visibility.PUBLIC): set(),
    (Status.WITHDRAWN, Visibility.PUBLIC): set(),
}


@pytest.mark.parametrize(("status", "visibility"), list(SEES))
def test_who_sees_an_entry(status: Status, visibility: Visibility) -> None:
    scene = Scene()
    faculty = UnitFactory(organisation=scene.university)
    scene.centre.parent = faculty
    scene.centre.save()
    readers = {"reader": scene.centre, "faculty_reader": faculty}
    users = {name: UserFactory() for name in readers}
    for name, unit in readers.items():
        RoleFactory(user=users[name], kind=Role.Kind.READER, unit=unit)
    reason = {"withdrawn_reason": "Feil"} if status == Status.WITHDRAWN else {}
    entry = scene.complete(status, visibility=visibility, **reason)
    everybody = {
        "nobody": NOBODY,
        **{name: acting_for(user) for name, user in users.items()},
        **{
            name: acting_for(getattr(scene, name))
            for name in ("owner", "curator", "administrator", "stranger", "representative")
        },
    }
    seen = {name for name, acting in everybody.items() if policies.may_see(acting, entry)}
    listed = {name for name, acting in everybody.items() if entry in Entry.objects.visible_to(acting)}
    assert seen == listed == SEES[status, visibility] | {"owner", "curator", "administrator"}


def test_roles_count_only_between_their_dates() -> None:
    scene = Scene()
    entry = scene.complete(Status.PUBLISHED, visibility=Visibility.UNIT)
    for dates in ({"valid_to": "2021-01-01"}, {"valid_from": "2999-01-01"}):
        user = UserFactory()
        RoleFactory(user=user, kind=Role.Kind.READER, unit=scene.centre, **dates)
        assert not policies.may_see(acting_for(user), entry)


def test_confidential_evidence_is_for_those_who_work_with_the_entry() -> None:
    scene = Scene()
    entry = scene.published()
    for is_confidential, who in product((True, False), ("owner", "curator", "representative", "stranger")):
        evidence = EvidenceFactory(entry=entry, is_confidential=is_confidential)
        answer = policies.may_see_evidence(acting_for(getattr(scene, who)), evidence)
        assert bool(answer) is (not is_confidential or who in ("owner", "curator")), (who, is_confidential)
        assert bool(answer) or answer.reason


def test_public_evidence_of_an_entry_for_the_unit_is_not_public() -> None:
    scene = Scene()
    evidence = EvidenceFactory(entry=scene.published(visibility=Visibility.UNIT))
    assert not policies.may_see_evidence(NOBODY, evidence)
