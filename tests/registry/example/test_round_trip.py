"""The example register comes back the same, in every language and form."""

from collections import Counter

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from samspill.accounts.models import User
from samspill.registry.importing import acts, work
from samspill.registry.importing.options import Options
from samspill.registry.models import Entry, Register
from tests.registry.exports import check, export
from tests.registry.sheets import actions

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-NFR-07"), pytest.mark.requirement("R-CHN-07")]
OF_IT = "?register=eksempelsenteret"


@pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_example_register_is_as_before(leader: User, language: str, form: str) -> None:
    register = Register.objects.get(code="eksempelsenteret")
    raw = export(leader, form, language=language, query=OF_IT)
    job = check(register, leader, raw, form)
    assert Counter(actions(job).values()) == {
        "unchanged": register.entries.filter(status__in=("published", "archived")).count()
    }


def test_taking_it_in_writes_nothing(leader: User) -> None:
    register = Register.objects.get(code="eksempelsenteret")
    job = check(register, leader, export(leader, "csv", query=OF_IT), "csv")
    before = list(Entry.objects.order_by("pk").values())
    acts.confirm(job=job, actor=leader)
    work.run(job.pk)
    assert list(Entry.objects.order_by("pk").values()) == before


def test_what_a_stranger_exported_takes_nothing_away_either(leader: User) -> None:
    register = Register.objects.get(code="eksempelsenteret")
    job = check(register, leader, export(None, "csv", query=OF_IT), "csv")
    assert set(actions(job).values()) == {"unchanged"}


def test_without_our_number_the_cells_are_understood_by_themselves(leader: User) -> None:
    """The number makes the round trip exact; the cells are nevertheless written as the importer reads them."""
    register = Register.objects.get(code="eksempelsenteret")
    raw = export(leader, "xlsx", query=OF_IT)
    job = acts.receive(register=register, actor=leader, file=SimpleUploadedFile("a.xlsx", raw), name="a.xlsx")
    mapping = {column: "" if code.startswith("samspill_") else code for column, code in job.mapping.items()}
    acts.match_columns(job=job, actor=leader, mapping=mapping, options=Options())
    work.run(job.pk)
    assert set(actions(job).values()) == {"unchanged"}
