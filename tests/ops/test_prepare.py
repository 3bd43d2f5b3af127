"""What is made ready before the first page is shown."""

import pytest

from samspill.core.models import SearchDocument, SearchQueue
from samspill.ops import prepare
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def test_the_index_is_filled_before_anybody_looks() -> None:
    organisation = OrganisationFactory.create()
    assert SearchQueue.objects.exists()
    prepare.fill_search_index()
    assert not SearchQueue.objects.exists()
    assert SearchDocument.objects.filter(kind="organisation", object_id=organisation.pk).exists()


def test_a_large_backlog_is_left_to_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "AT_START", 1)
    OrganisationFactory.create_batch(3)
    prepare.fill_search_index()
    assert SearchQueue.objects.exists()
