"""Removing many rows at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samspill.core.models import SearchQueue
from samspill.core.removing import remove


@pytest.mark.django_db
def test_rows_are_removed_without_being_read() -> None:
    SearchQueue.objects.bulk_create(SearchQueue(kind="nobody's", object_id=number) for number in range(3))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert remove(SearchQueue.objects.filter(kind="nobody's", object_id__lt=2)) == 2
    assert [one["sql"].split()[0] for one in asked] == ["DELETE"]
    assert SearchQueue.objects.filter(kind="nobody's").count() == 1
