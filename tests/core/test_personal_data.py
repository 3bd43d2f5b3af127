"""The table of what is held: complete, and what each field's erasure leaves behind."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from samspill.core.personal_data import Texts, Then, coverage, holdings, rules
from samspill.core.personal_data.neutral import erasing
from samspill.core.personal_data.registry import ALL, declared_not_personal
from samspill.core.personal_data.words import pattern_of, replaced
from samspill.registry.models import Confirmation, ReadinessReading, StatusChange
from tests.factories import ContributionFactory, ReadingFactory

pytestmark = pytest.mark.requirement("R-NFR-06")

HELP = """
Say what it is: a `Holding` in the module's personal_data.py when it tells something about a person, else a line with
`not_personal`. How: docs/howto/personal-data.md.
"""


def test_every_field_of_every_model_is_accounted_for() -> None:
    lost = list(coverage.undeclared())
    assert not lost, "Neither in the table of personal data nor declared as not personal:\n" + "\n".join(lost) + HELP


def test_nothing_is_declared_that_is_not_there() -> None:
    assert list(coverage.mistaken()) == []


@pytest.mark.django_db
def test_every_table_has_a_model_or_a_reason() -> None:
    assert coverage.unknown_tables() == [], HELP


def test_only_words_and_machinery_are_declared_as_a_whole() -> None:
    """A new field of a model that people fill in must be looked at, so such a model is never declared with `ALL`."""
    whole = [label for label, fields in declared_not_personal().items() if fields == ALL]
    tracked = [label for label in whole if coverage.event_model_of(apps.get_model(label))]
    assert set(tracked) <= {"registry.Relation"}


def test_a_new_field_fails_until_somebody_has_thought_about_it(monkeypatch: pytest.MonkeyPatch) -> None:
    person = next(one for one in holdings() if one.code == "person")
    short = person.__class__(**{**vars(person), "fields": tuple(name for name in person.fields if name != "orcid")})
    monkeypatch.setitem(__import__("samspill.core.personal_data.registry", fromlist=["_"])._holdings, "person", short)
    assert "parties.Person.orcid" in list(coverage.undeclared())


def test_every_row_of_the_table_says_everything() -> None:
    for one in holdings():
        for text in (one.title, one.what, one.why, one.seen_by, one.kept):
            assert str(text).strip(), one.code
        if one.then == Then.KEPT:
            assert one.because, f"{one.code} is kept: say why"
        if one.find is not None and one.then == Then.DELETED and one.code != "invitations":
            assert one.delete, f"{one.code} says it is deleted"
    assert {one.code for one in rules()} >= {"drafts", "sessions", "imports", "invitations", "inactive", "contacts"}


def test_texts_by_others_are_never_replaced_unasked() -> None:
    listed = {one.model for one in holdings() if one.texts == Texts.LISTED}
    assert {"registry.Entry", "registry.Evidence", "parties.Organisation"} <= listed


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("Kari Fjelltopp var med.", True),
        ("FJELLTOPP, KARI; Ola Vik", True),
        ("kari  fjelltopp", True),
        ("Kari Fjelltoppen", False),
        ("Mari-Kari Fjelltopp", False),
        ("Fjelltopp", False),
    ],
)
def test_a_name_is_found_as_a_whole(text: str, is_found: bool) -> None:
    pattern = pattern_of(["Kari Fjelltopp"])
    assert pattern
    assert bool(pattern.search(text)) is is_found
    assert (replaced({"a": [text]}, pattern) != {"a": [text]}) is is_found


@pytest.mark.django_db
def test_guarded_tables_let_an_erasure_change_a_text_and_nothing_else() -> None:
    reading = ReadingFactory(note="Målt av Kari Fjelltopp")
    change = StatusChange.objects.create(
        entry=reading.entry, action="return", from_status="submitted", to_status="returned", message="Hei Kari"
    )
    answer = Confirmation.objects.create(
        contribution=ContributionFactory(), statement="contributed", answer="disputed", message="Hei Kari"
    )
    rows = ((reading, "note"), (change, "message"), (answer, "message"))
    for row, field in rows:
        model = type(row)
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.filter(pk=row.pk).update(**{field: "Hei"})
        with transaction.atomic(), erasing():
            model.objects.filter(pk=row.pk).update(**{field: "Hei"})
            other = {"date": "2020-01-01"} if model is not StatusChange else {"action": "publish"}
            with pytest.raises(DatabaseError), transaction.atomic():
                model.objects.filter(pk=row.pk).update(**{field: "Hei igjen", **other})
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.filter(pk=row.pk).update(**{field: "etterpå"})
        row.refresh_from_db()
        assert getattr(row, field) == "Hei"
    with pytest.raises(DatabaseError), transaction.atomic(), erasing():
        ReadinessReading.objects.filter(pk=reading.pk).delete()


@pytest.mark.django_db
def test_the_setting_ends_with_the_act() -> None:
    with transaction.atomic():
        with erasing():
            pass
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('samspill.erasing', true)")
            row = cursor.fetchone()
    assert row == ("off",)
