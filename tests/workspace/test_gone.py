"""Taking away what is gone already, from the same page or another tab: the page again, with a word about it."""

import pytest

from samspill.centres.models import Centre
from samspill.registry.models import Relation
from tests.centres.factories import CentreFactory
from tests.factories import ContributionFactory, EvidenceFactory, ParticipationFactory, RelationFactory
from tests.scenes import Scene, client_of, page

pytestmark = pytest.mark.django_db
TOLD = "Det var ikke noe å ta bort: det er borte allerede."


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.mark.requirement("R-NFR-06")
def test_where_save_and_remove_share_a_form_remove_can_be_pressed_twice(scene: Scene) -> None:
    """These forms carry no mark: saved twice, they change nothing."""
    entry, owner = scene.entry(), client_of(scene.owner)
    proof = {"do": "remove", "evidence": EvidenceFactory(entry=entry).public_id, "reason": "To ganger"}
    someone = {"do": "remove_contributor", "part": ContributionFactory(entry=entry).pk}
    partner = {"do": "remove_organisation", "part": ParticipationFactory(entry=entry).pk}
    for name, said in (("evidence", proof), ("parts", someone), ("parts", partner)):
        address = page(f"workspace:entry_{name}", entry.public_id)
        assert TOLD not in owner.post(address, said, follow=True).text, "taken away"
        again = owner.post(address, said, follow=True)
        assert (again.redirect_chain, TOLD in again.text) == ([(address, 302)], True)
        change = said | {"do": str(said["do"]).replace("remove", "change")}
        assert owner.post(address, change).status_code == 404, "what was typed is not called gone"
    assert not entry.evidence.exists()
    assert not entry.contributions.exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("effects", {"do": "remove", "tag": "99"}),
        ("channels", {"do": "remove", "shown": "99"}),
        ("progress", {"do": "remove", "row": "99"}),
        ("identifiers", {"do": "remove", "identifier": "99"}),
        ("relations", {"do": "remove", "relation": "99"}),
        ("relations", {"do": "remove", "relation": "ingen"}),
    ],
)
def test_rows_of_an_entry_that_went_in_another_tab(scene: Scene, name: str, said: dict[str, str]) -> None:
    address = page(f"workspace:entry_{name}", scene.entry().public_id)
    again = client_of(scene.owner).post(f"{address}?change=99", said | {"once": "x"}, follow=True)
    assert again.redirect_chain == [(address, 302)]
    assert TOLD in again.text


def test_a_relation_of_others_is_told_of_as_one_that_is_gone(scene: Scene) -> None:
    others: Relation = RelationFactory()
    address = page("workspace:entry_relations", scene.entry().public_id)
    again = client_of(scene.owner).post(address, {"do": "remove", "relation": others.pk}, follow=True)
    assert TOLD in again.text
    assert Relation.objects.get() == others


def test_pages_that_went_themselves_lead_to_the_list_they_stood_in(scene: Scene) -> None:
    entry, administrator = scene.entry(), client_of(scene.administrator)
    centre: Centre = CentreFactory(organisation=scene.university, unit=scene.centre)
    partners, mine = page("workspace:centre_parts", centre.code, "partnere"), page("workspace:my_work")
    for address, onward in (
        (page("workspace:story", entry.public_id, "borte222"), page("workspace:entry_stories", entry.public_id)),
        (page("workspace:milestone", "borte222"), mine),
        (page("workspace:edition_act", "borte222", "fjern"), mine),
        (page("workspace:round_act", "senteret", "borte222", "fjern"), page("workspace:register_year", "senteret")),
        (partners, partners),
    ):
        again = administrator.post(address, {"do": "remove", "row": "99"}, follow=True)
        assert (again.redirect_chain, TOLD in again.text) == ([(onward, 302)], True), address
        other = {"do": "change", "row": "99"}
        assert administrator.post(address.replace("fjern", "igjen"), other).status_code == 404, address
