"""Names stand in Norwegian order on every PostgreSQL."""

import pytest

from samspill.core.sorting import name_key
from samspill.parties.models import Organisation, Person
from tests.factories import OrganisationFactory, PersonFactory

NAMES = ["Zara", "ærlig", "Øyvind", "ås", "Aas", "Bø"]
RIGHT = ["Aas", "Bø", "Zara", "ærlig", "Øyvind", "ås"]


@pytest.mark.django_db
def test_the_alphabet_ends_with_ae_oe_aa() -> None:
    for name in NAMES:
        OrganisationFactory(name_nb=name)
        PersonFactory(name=name)
    assert [row.name_nb for row in Organisation.objects.all() if row.name_nb in NAMES] == RIGHT
    assert [row.name for row in Person.objects.all()] == RIGHT
    assert sorted(NAMES, key=name_key) == RIGHT
