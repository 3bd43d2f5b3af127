"""Centres and published reports are found by the search and stand on the map of the site, while they are public."""

import pytest
from django.test import Client

from samspill.centres.models import Centre
from samspill.reports.domain import editions
from tests.centres.factories import CentreFactory, CentrePartnerFactory, InitiativeFactory, StudyFactory
from tests.factories import OrganisationFactory
from tests.reports.world import YEAR
from tests.reports.world import Centre as World
from tests.scenes import page
from tests.website.helpers import text_of

pytestmark = pytest.mark.django_db


def found(client: Client, words: str, language: str = "nb") -> str:
    return text_of(client, page("website:search", language=language) + f"?q={words}").partition("<main")[2]


@pytest.mark.requirement("R-CEN-01")
def test_a_centre_is_found_by_its_own_name_and_by_its_partners(client: Client) -> None:
    centre = CentreFactory(
        code="lys", name_nb="Lyssenteret", name_en="The Light Centre", description_nb="Om **lykter**"
    )
    address = f'href="{page("website:centre", "lys")}"'
    for words in ("lyssenteret", "light", "lykter"):
        assert address in found(client, words), words
    assert "Centres" in found(client, "light", "en")
    partner = CentrePartnerFactory(centre=centre, organisation=OrganisationFactory(name_nb="Vardebrenneriet"))
    assert address in found(client, "vardebrenneriet")
    partner.delete()
    assert address not in found(client, "vardebrenneriet")
    Centre.objects.filter(pk=centre.pk).update(is_public=False)
    assert address not in found(client, "lyssenteret")


@pytest.mark.requirement("R-REG-06")
def test_a_report_is_found_while_it_is_published_and_only_the_newest_of_a_year(client: Client) -> None:
    world = World()
    first = world.edition()
    place = page("website:report", first.public_id)
    assert place not in found(client, f"innovasjonsrapport {YEAR}")
    editions.publish(edition=first, actor=world.curator)
    assert f'href="{place}"' in found(client, f"innovasjonsrapport {YEAR}")
    second = world.edition()
    editions.publish(edition=second, actor=world.curator)
    shown = found(client, f"innovasjonsrapport {YEAR}")
    assert place not in shown
    assert page("website:report", second.public_id) in shown
    editions.hide(edition=second, actor=world.curator)
    assert f'href="{place}"' in found(client, f"innovasjonsrapport {YEAR}")


@pytest.mark.requirement("R-CEN-01", "R-CEN-05", "R-SKI-01", "R-REG-06")
def test_the_sites_map_has_what_is_public(client: Client) -> None:
    world = World()
    shown, hidden = world.edition(), world.edition()
    editions.publish(edition=shown, actor=world.curator)
    CentreFactory(code="lys"), CentreFactory(code="skjult", is_public=False)
    InitiativeFactory(code="loftet"), InitiativeFactory(code="lukket", is_public=False)
    study = StudyFactory()

    def part(name: str) -> str:
        answer = client.get(f"/sitemap/{name}-0.xml")
        return b"".join(answer).decode() if answer.status_code == 200 else ""

    assert "/sentre/lys/" in part("sentre")
    assert "skjult" not in part("sentre")
    assert "/satsinger/loftet/" in part("satsinger")
    assert "lukket" not in part("satsinger")
    assert study.public_id in part("studier")
    assert shown.public_id in part("rapporter")
    assert hidden.public_id not in part("rapporter")
