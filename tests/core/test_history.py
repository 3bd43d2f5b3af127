"""Each act keeps its own reason, also when one request or job does several."""

import pytest
from pghistory.models import Events

from samspill.core.history import acting
from samspill.registry.models import Entry
from tests.factories import EntryFactory, UserFactory


@pytest.mark.django_db
def test_acts_inside_one_another_keep_their_own_reasons() -> None:
    user = UserFactory()
    entry = EntryFactory()
    with acting(actor=user, reason="outer"):
        Entry.objects.filter(pk=entry.pk).update(title="First")
        with acting(reason="inner"):
            Entry.objects.filter(pk=entry.pk).update(title="Second")
        Entry.objects.filter(pk=entry.pk).update(title="Third")
    told = [
        (event.pgh_data["title"], event.pgh_context["reason"], event.pgh_context["user"])
        for event in Events.objects.tracks(entry).order_by("pgh_id")
        if event.pgh_label == "update"
    ]
    assert told == [("First", "outer", user.pk), ("Second", "inner", user.pk), ("Third", "outer", user.pk)]
