"""Querysets as prepared statements: the same rows as the queryset gives, with new values each time."""

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from samspill.core.prepared_rows import Keys, Prepared
from samspill.registry.models import Entry, Register
from tests.factories import EntryFactory, RegisterFactory

pytestmark = pytest.mark.django_db

REGISTER = Prepared(
    lambda code: (
        Register.objects.select_related("unit", "organisation", "profile").defer("description_en").filter(code=code)
    ),
    str,
)
TITLES = Prepared(
    lambda register, title: Entry.objects.filter(register=register, title__gte=title, status__in=["draft", "published"])
    .order_by("title")
    .values_list("pk", "title"),
    int,
    str,
)  # fmt: skip

OF_KEYS = Prepared(
    lambda keys, least: Entry.objects.filter(pk__in=keys, title__gte=least, title__in=["A", "B", "C"])
    .order_by("title")
    .values_list("pk", "title"),
    Keys,
    str,
)  # fmt: skip


def test_instances_are_those_of_the_queryset_with_what_belongs_to_them() -> None:
    for code in ("en", "to", "hundre%s'"):
        made = RegisterFactory(code=code)
        with CaptureQueriesContext(connection) as queries:
            [found] = REGISTER(code)
            reached = (found.unit, found.organisation, found.profile)
        assert len(queries) == 1
        assert reached == (made.unit, made.organisation, made.profile)
        wanted = Register.objects.select_related("unit", "organisation", "profile").get(code=code)
        plain = {name: value for name, value in vars(wanted).items() if name not in ("_state", "description_en")}
        assert {name: value for name, value in vars(found).items() if name != "_state"} == plain
        assert not found._state.adding
    assert REGISTER("ukjent") == []
    with pytest.raises(Http404):
        REGISTER.one_or_404("ukjent")


def test_values_are_bound_in_their_places() -> None:
    register = RegisterFactory()
    entries = [EntryFactory(register=register, title=title) for title in ("A", "B", "C")]
    EntryFactory(title="B")
    assert TITLES(register.pk, "B") == [(one.pk, one.title) for one in entries[1:]]
    assert TITLES(register.pk, "C") == [(entries[2].pk, "C")]
    assert TITLES(RegisterFactory().pk, "A") == []


def test_rows_with_one_of_some_keys() -> None:
    entries = [EntryFactory(title=title) for title in ("A", "B", "C")]
    wanted = [entries[2].pk, entries[0].pk]
    assert OF_KEYS(wanted, "A") == [(entries[0].pk, "A"), (entries[2].pk, "C")]
    assert OF_KEYS(wanted, "B") == [(entries[2].pk, "C")]
    assert OF_KEYS([entries[1].pk], "A") == [(entries[1].pk, "B")]
    assert OF_KEYS([], "A") == []
