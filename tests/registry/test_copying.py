"""Rows written by COPY are guarded and remembered like any others."""

import pytest
from django.db import IntegrityError, transaction

from samspill.core.copying import copy_new
from samspill.core.history import acting
from samspill.registry.models import Entry
from tests.factories import RegisterFactory, UserFactory

pytestmark = pytest.mark.django_db


def entry(title: str, **values: object) -> Entry:
    register = RegisterFactory()
    return Entry(kind="innovation", title=title, register=register, organisation=register.organisation, **values)


def test_the_history_knows_who_and_why_also_of_rows_written_by_copy() -> None:
    user = UserFactory()
    with acting(actor=user, reason="fra regnearket"):
        (made,) = copy_new(Entry, [entry("Med \t tabulator, \\N og\nlinjeskift")])
    kept = Entry.objects.get(pk=made.pk)
    assert kept.title == "Med \t tabulator, \\N og\nlinjeskift"
    context = kept.events.get().pgh_context.metadata
    assert (context["user"], context["reason"]) == (user.pk, "fra regnearket")


def test_what_follows_outside_the_act_is_not_put_down_to_it() -> None:
    with transaction.atomic():
        with acting(actor=UserFactory(), reason="fra regnearket"):
            copy_new(Entry, [entry("Én")])
        (second,) = copy_new(Entry, [entry("To")])
    assert Entry.objects.get(pk=second.pk).events.get().pgh_context is None


def test_one_refused_row_refuses_all() -> None:
    with pytest.raises(IntegrityError, match="does not exist"):
        copy_new(Entry, [entry("God"), entry("Dårlig", types=["no-such-type"])])
    assert not Entry.objects.exists()
